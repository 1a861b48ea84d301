"""Pages of the gate. ``csrf_failed`` is named in the settings."""

from yimi.access.pages.sessions import csrf_failed

__all__ = ["csrf_failed"]
