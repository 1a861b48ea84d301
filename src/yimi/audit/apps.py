"""App registration."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room ``audit``; see docs/architecture.md."""

    name = "yimi.audit"
