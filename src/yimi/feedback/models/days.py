"""By when a complaint is answered: each place's own number of days."""

from __future__ import annotations

from yimi.core.local_days import LocalDays, days_within_reason


class AnswerDays(LocalDays):
    """Days from receiving a complaint until it is answered, for a place, from a day on."""

    class Meta:
        constraints = [days_within_reason("answer_days_within_reason")]

    def __str__(self) -> str:
        return f"{self.region_prefix} {self.days}"
