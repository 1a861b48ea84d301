"""Two files turn out to be one person: what was asked for or granted twice, and what becomes of it.

Nothing is lost: of two live claims on one slot the further one stays; of granted claims each keeps what it would have
been granted had the others been known, in the order in which they were granted. The rest is taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from yimi.programmes.rules.slots import Slot
from yimi.programmes.rules.states import GRANTED, LIVE, OPEN, State

#: How far a claim has come; of two on one slot the further one stays.
_FAR = {state: place for place, state in enumerate(LIVE)}


@dataclass(frozen=True, slots=True)
class Held:
    """A claim of the person, as far as settling needs it. ``order``: when it was granted, then when it was made."""

    uid: Any
    benefit: str
    slot: Slot
    state: State
    amount_fen: int
    reversed_fen: int = 0
    order: tuple[Any, ...] = ()

    @property
    def net_fen(self) -> int:
        """What is owed or paid on it."""
        return self.amount_fen - self.reversed_fen


class Remedy(StrEnum):
    """What becomes of a claim that was one too many."""

    REFUSE = "refuse"
    TAKE_BACK = "take_back"


@dataclass(frozen=True, slots=True)
class Settlement:
    """One claim's remedy; ``fen`` of a claim that is taken back, all of it or a part."""

    uid: Any
    remedy: Remedy
    fen: int = 0


#: What a claim is worth when only these others had been granted before. Whether it would be granted today for reasons
#: that have nothing to do with the others is a matter for people, not for joining two files: see :func:`worth`.
Due = Callable[[Held, Sequence[Held]], int]


def worth(*, amount_fen: int | None, likely_alone: bool, likely_after: bool) -> int:
    """What is left for a claim after others: nothing when only they stand in its way, else the amount they leave.

    >>> worth(amount_fen=50000, likely_alone=True, likely_after=True)
    50000
    >>> worth(amount_fen=200000, likely_alone=True, likely_after=False)
    0
    >>> worth(amount_fen=-50000, likely_alone=False, likely_after=False)
    0
    """
    if likely_alone and not likely_after:
        return 0
    return max(0, amount_fen or 0)


def settle(claims: Iterable[Held], due: Due) -> list[Settlement]:
    """What to do with the claims of a person who was two, benefit by benefit."""
    found: list[Settlement] = []
    by_benefit: dict[str, list[Held]] = {}
    for claim in claims:
        if claim.state in LIVE:
            by_benefit.setdefault(claim.benefit, []).append(claim)
    for group in by_benefit.values():
        found += _settle_granted([c for c in group if c.state in GRANTED], due)
        gone = {one.uid for one in found if one.remedy == Remedy.TAKE_BACK and _all_of(one, group)}
        found += _refuse_second(group, gone)
    return found


def _settle_granted(claims: list[Held], due: Due) -> list[Settlement]:
    """In the order of granting, each claim keeps at most what the ones before it leave; a slot is kept once."""
    found: list[Settlement] = []
    before: list[Held] = []
    # by the order of granting, paid or not: a difference makes sense only after what it is the difference to
    for claim in sorted(claims, key=lambda one: one.order):
        is_second = any(_same_slot(claim, one) for one in before)
        keeps = 0 if is_second else min(claim.net_fen, due(claim, before))
        surplus = claim.net_fen - keeps
        if surplus > 0:
            found.append(Settlement(claim.uid, Remedy.TAKE_BACK, surplus))
        if keeps:
            before.append(replace(claim, amount_fen=keeps, reversed_fen=0))
    return found


def _same_slot(claim: Held, other: Held) -> bool:
    """Turns are numbered by person: two first turns years apart are a first and a second, which ``due`` tells."""
    return claim.slot == other.slot and claim.slot.kind != "turn"


def _all_of(one: Settlement, group: list[Held]) -> bool:
    return any(claim.uid == one.uid and claim.net_fen == one.fen for claim in group)


def _refuse_second(group: list[Held], gone: set[Any]) -> list[Settlement]:
    """Of several live claims on one slot all but the furthest are refused; granted ones were settled before."""
    found = []
    held: list[Held] = []
    alive = [claim for claim in group if claim.uid not in gone]
    for claim in sorted(alive, key=lambda one: (-_FAR[one.state], one.order)):
        if claim.state in OPEN and any(_same_slot(claim, one) for one in held):
            found.append(Settlement(claim.uid, Remedy.REFUSE))
        else:
            held.append(claim)
    return found
