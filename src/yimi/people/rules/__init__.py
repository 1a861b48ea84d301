"""What the people room knows without a database: names, numbers, consent, households, merging, search words."""
