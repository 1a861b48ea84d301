"""The red button: mandatory reports of suspected harm."""
