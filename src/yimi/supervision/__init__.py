"""Supervision plans and sessions, pairing agreements."""
