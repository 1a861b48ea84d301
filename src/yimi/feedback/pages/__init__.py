"""The pages of the feedback room."""
