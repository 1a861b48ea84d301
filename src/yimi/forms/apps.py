"""App registration."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """The room ``forms``; see docs/architecture.md."""

    name = "yimi.forms"
