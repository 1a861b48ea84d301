"""App registration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room ``portal``; see docs/architecture.md."""

    name = "yimi.portal"
