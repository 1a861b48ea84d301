"""What comparing two versions of a pack finds: who gains, who loses, whose amount changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MEASURES = ("gain", "lose", "other_amount", "fen_old", "fen_new")


@dataclass(frozen=True)
class Change:
    """How many gain, lose, or get another amount, and what those people got and would get, in fen."""

    gain: int = 0
    lose: int = 0
    other_amount: int = 0
    fen_old: int = 0
    fen_new: int = 0

    @property
    def fen(self) -> int:
        """What it costs more; negative when it costs less."""
        return self.fen_new - self.fen_old


@dataclass(frozen=True)
class BenefitChange:
    """One benefit: all who get it under each version and what they get, and who changes, by cut and its value.

    ``without_amount``: who would get it under the new version, but whose amount is not known (a table that no place has set).
    """

    benefit: str
    title: str
    frequency: str
    people_old: int
    people_new: int
    fen_old: int
    fen_new: int
    without_amount: int
    total: Change
    by: Mapping[str, Mapping[str, Change]] = field(hash=False)
