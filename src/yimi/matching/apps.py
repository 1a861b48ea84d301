"""App registration."""

from django.apps import AppConfig


class MatchingConfig(AppConfig):
    """The room ``matching``; see docs/architecture.md."""

    name = "yimi.matching"
