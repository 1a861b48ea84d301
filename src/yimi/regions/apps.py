"""App registration."""

from django.apps import AppConfig


class RegionsConfig(AppConfig):
    """The room ``regions``; see docs/architecture.md."""

    name = "yimi.regions"
