"""App registration."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The room ``reports``; see docs/architecture.md."""

    name = "yimi.reports"
