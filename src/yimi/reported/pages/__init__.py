"""Pages of the reported room."""
