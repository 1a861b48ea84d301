"""App registration."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """The room ``teams``; see docs/architecture.md."""

    name = "yimi.teams"
