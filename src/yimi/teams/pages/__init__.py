"""Pages of the teams room."""
