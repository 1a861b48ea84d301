"""Reading of the programmes room."""
