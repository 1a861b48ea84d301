"""Reading of the reports room."""
