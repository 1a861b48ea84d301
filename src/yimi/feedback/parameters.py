"""Local numbers of this room: shipped defaults, overruled by a place's own rows."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path

from yimi.core.local_days import local_days
from yimi.feedback.models import AnswerDays

DATA = Path(__file__).parent / "data" / "days.toml"


@lru_cache(maxsize=1)
def default_answer_days() -> int:
    """What holds where no place has set anything."""
    return int(tomllib.loads(DATA.read_text("utf-8"))["answer"]["days"])


def answer_days(region_code: str, on: date) -> int:
    """Days until a complaint received on ``on`` at a unit there is answered. One query."""
    return local_days(AnswerDays, region_code, on, default=default_answer_days())
