"""App registration."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The room ``programmes``; see docs/architecture.md."""

    name = "yimi.programmes"
