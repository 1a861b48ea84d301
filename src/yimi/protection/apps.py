"""App registration."""

from django.apps import AppConfig


class ProtectionConfig(AppConfig):
    """The room ``protection``; see docs/architecture.md."""

    name = "yimi.protection"
