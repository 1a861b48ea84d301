"""App registration."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room ``cases``; see docs/architecture.md."""

    name = "yimi.cases"
