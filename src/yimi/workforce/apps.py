"""App registration."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """The room ``workforce``; see docs/architecture.md."""

    name = "yimi.workforce"
