"""App registration."""

from django.apps import AppConfig


class StationsConfig(AppConfig):
    """The room ``stations``; see docs/architecture.md."""

    name = "yimi.stations"
