"""Pages of the supervision room."""
