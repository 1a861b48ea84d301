"""App registration."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """The room ``insight``; see docs/architecture.md."""

    name = "yimi.insight"
