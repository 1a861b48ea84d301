"""Pages of the people room: households, members, what is known of them, and files opened with a reason."""
