"""By when a receiving body is expected to answer: each place's own number of days."""

from __future__ import annotations

from yimi.core.local_days import LocalDays, days_within_reason


class FeedbackDays(LocalDays):
    """Days from sending a referral until feedback is due, for a place, from a day on."""

    class Meta:
        constraints = [days_within_reason("feedback_days_within_reason")]

    def __str__(self) -> str:
        return f"{self.region_prefix} {self.days}"
