"""Pages of the forms room."""
