"""Casework from intake to follow-up."""
