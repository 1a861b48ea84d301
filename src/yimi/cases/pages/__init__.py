"""The doors of the cases room."""
