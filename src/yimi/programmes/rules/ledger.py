"""Every fen accounted for: what was granted, taken back, paid, and what is still owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from yimi.programmes.rules.states import GRANTED, State


@dataclass(frozen=True, slots=True)
class Line:
    """A claim in the ledger: granted, taken back before and after it was paid, paid out. In fen."""

    state: State
    granted_fen: int = 0
    cancelled_fen: int = 0
    recalled_fen: int = 0
    paid_fen: int = 0


@dataclass(frozen=True, slots=True)
class Ledger:
    """Sums in fen. ``cancelled_fen``: taken back before any money went out; ``recalled_fen``: paid out, to be returned."""

    granted_fen: int = 0
    cancelled_fen: int = 0
    recalled_fen: int = 0
    paid_fen: int = 0
    owed_fen: int = 0

    @property
    def balances(self) -> bool:
        """What was granted and not cancelled is either paid out or still owed."""
        return self.granted_fen - self.cancelled_fen == self.paid_fen + self.owed_fen


def sum_up(lines: Iterable[Line]) -> Ledger:
    """The ledger of these claims.

    >>> sum_up([Line(State.PAID, 50000, 0, 0, 50000), Line(State.APPROVED, 100000, 50000)])
    Ledger(granted_fen=150000, cancelled_fen=50000, recalled_fen=0, paid_fen=50000, owed_fen=50000)
    """
    granted = cancelled = recalled = paid = owed = 0
    for line in lines:
        granted += line.granted_fen
        cancelled += line.cancelled_fen
        recalled += line.recalled_fen
        paid += line.paid_fen
        if line.state in GRANTED and line.state != State.PAID:
            owed += line.granted_fen - line.cancelled_fen
    return Ledger(granted, cancelled, recalled, paid, owed)
