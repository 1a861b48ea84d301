"""App registration."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The room ``portal``; see docs/architecture.md."""

    name = "yimi.portal"

    def ready(self) -> None:
        """Lend the reported room the figures that are computed further up than it may look."""
        # the rooms' models are loaded by now; they are not when this module is imported
        from yimi.reported.computing import lend  # noqa: PLC0415

        lend("yimi.portal.computed.compute_beside")
