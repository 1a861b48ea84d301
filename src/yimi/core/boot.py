"""Starting Django outside a web server."""

from __future__ import annotations

import os


def setup_django() -> None:
    """Start Django once, with Yimi's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yimi.settings")
    import django  # noqa: PLC0415 - only commands that need Django pay for it

    django.setup()
