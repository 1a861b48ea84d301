"""Local numbers of this room: shipped defaults, overruled by a place's own rows."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from yimi.core.local_days import local_days
from yimi.referrals.models import FeedbackDays

DATA = Path(__file__).parent / "data" / "days.toml"


@lru_cache(maxsize=1)
def default_feedback_days() -> int:
    """What holds where no place has set anything."""
    return int(tomllib.loads(DATA.read_text("utf-8"))["feedback"]["days"])


def feedback_days(region_code: str, on: date) -> int:
    """Days until feedback is due, for a referral sent on ``on`` by a unit at ``region_code``. One query."""
    return local_days(FeedbackDays, region_code, on, default=default_feedback_days())


def feedback_due(region_code: str, sent_on: date) -> date:
    """The day by which the receiving body should have answered."""
    return sent_on + timedelta(days=feedback_days(region_code, sent_on))
