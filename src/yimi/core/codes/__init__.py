"""National code tables and identity numbers. Only ``tables`` knows the reader's language; the rest is pure."""
