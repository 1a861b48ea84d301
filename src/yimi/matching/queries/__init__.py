"""Reading of the matching room."""
