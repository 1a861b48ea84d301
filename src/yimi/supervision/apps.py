"""App registration."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The room ``supervision``; see docs/architecture.md."""

    name = "yimi.supervision"
