"""App registration."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The room ``api``; see docs/architecture.md."""

    name = "yimi.api"
