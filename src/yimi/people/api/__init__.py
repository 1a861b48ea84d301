"""Household files, residents and what is known of them, for programs."""

from yimi.people.api.households import router as households
from yimi.people.api.residents import router as residents
from yimi.people.api.statuses import kinds as status_kinds
from yimi.people.api.statuses import router as statuses

__all__ = ["households", "residents", "status_kinds", "statuses"]
