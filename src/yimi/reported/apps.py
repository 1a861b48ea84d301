"""App registration."""

from django.apps import AppConfig


class ReportedConfig(AppConfig):
    """The room ``reported``; see docs/architecture.md."""

    name = "yimi.reported"
