"""App registration."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The room ``activities``; see docs/architecture.md."""

    name = "yimi.activities"
