"""App registration."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The cellar."""

    name = "yimi.core"
