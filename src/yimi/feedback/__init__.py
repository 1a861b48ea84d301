"""Complaints, and the anonymous voice of those served."""
