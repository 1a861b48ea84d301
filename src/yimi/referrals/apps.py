"""App registration."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """The room ``referrals``; see docs/architecture.md."""

    name = "yimi.referrals"
