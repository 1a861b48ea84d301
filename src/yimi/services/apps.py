"""App registration."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The room ``services``; see docs/architecture.md."""

    name = "yimi.services"
