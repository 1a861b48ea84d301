"""Indicators of places: their text, what is refused, the words an editor offers, and those in force at a place."""
