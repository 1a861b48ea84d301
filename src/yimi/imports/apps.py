"""App registration."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """The room ``imports``; see docs/architecture.md."""

    name = "yimi.imports"
