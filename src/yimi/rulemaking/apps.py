"""App registration."""

from django.apps import AppConfig


class RulemakingConfig(AppConfig):
    """The room ``rulemaking``; see docs/architecture.md."""

    name = "yimi.rulemaking"
