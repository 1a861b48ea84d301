"""App registration."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """The room ``groups``; see docs/architecture.md."""

    name = "yimi.groups"
