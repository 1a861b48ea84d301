"""App registration."""

from django.apps import AppConfig


class VisitingConfig(AppConfig):
    """The room ``visiting``; see docs/architecture.md."""

    name = "yimi.visiting"
