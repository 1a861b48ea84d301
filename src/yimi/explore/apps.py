"""App registration."""

from django.apps import AppConfig


class ExploreConfig(AppConfig):
    """The room ``explore``; see docs/architecture.md."""

    name = "yimi.explore"
