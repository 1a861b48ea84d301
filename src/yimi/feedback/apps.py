"""App registration."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """The room ``feedback``; see docs/architecture.md."""

    name = "yimi.feedback"
