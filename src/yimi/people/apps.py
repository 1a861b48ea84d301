"""App registration."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room ``people``; see docs/architecture.md."""

    name = "yimi.people"
