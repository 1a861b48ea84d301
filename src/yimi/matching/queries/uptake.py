"""What came of the leads, counted by place and benefit: figures, never names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor
from yimi.core.scoping import region_range
from yimi.matching.access import counted_leads
from yimi.matching.rules import State
from yimi.matching.words import Words, title_of
from yimi.regions.models import Region

#: Digits of the places one level below, by those of the place at hand.
BELOW = {0: 2, 2: 4, 4: 6, 6: 9, 9: 12, 12: 12}
#: Column → the states it counts. Whoever applied was informed before.
COLUMNS: dict[str, frozenset[State]] = {
    "leads": frozenset(State) - {State.EXPIRED},
    "new": frozenset({State.NEW}),
    "informed": frozenset({State.INFORMED, State.APPLIED, State.RECEIVED, State.REFUSED}),
    "applied": frozenset({State.APPLIED, State.RECEIVED}),
    "received": frozenset({State.RECEIVED}),
    "refused": frozenset({State.REFUSED}),
    "not_applicable": frozenset({State.NOT_APPLICABLE}),
}
HEADINGS: dict[str, Any] = {
    "leads": _("建议"),
    "new": _("待核实"),
    "informed": _("已告知"),
    "applied": _("已协助申请"),
    "received": _("已享受"),
    "refused": _("不愿意"),
    "not_applicable": _("不符合"),
}


@dataclass(slots=True)
class UptakeRow:
    """A place's or a benefit's counts, by column."""

    key: str
    title: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COLUMNS, 0))

    def add(self, state: str, number: int) -> None:
        """Count ``number`` leads that stand at ``state``."""
        for name, states in COLUMNS.items():
            if state in states:
                self.counts[name] += number

    @property
    def cells(self) -> list[tuple[Any, int]]:
        """Heading and count of each column."""
        return [(HEADINGS[name], count) for name, count in self.counts.items()]


@dataclass(frozen=True, slots=True)
class Uptake:
    """One place: its parts, its benefits, and the sum of both."""

    places: list[UptakeRow]
    benefits: list[UptakeRow]
    total: UptakeRow


def uptake_of(
    actor: Actor, prefix: str, benefit: str, words: Words, *, by_place: bool = True
) -> Uptake:
    """The leads under ``prefix`` that the actor may count; ``benefit`` narrows the places' rows.

    ``by_place`` is off where the parts are villages and the actor sees no names. Two queries.
    """
    digits = BELOW[len(prefix)]
    rows = counted_leads(actor).filter(region_range("region_code", prefix)).order_by()
    counted = (
        rows.annotate(place=Left("region_code", digits))
        .values_list("place", "benefit", "state")
        .annotate(n=Count("pk"))
    )
    places: dict[str, UptakeRow] = {}
    benefits: dict[str, UptakeRow] = {}
    total = UptakeRow("", "")
    for place, name, state, number in counted:
        benefits.setdefault(name, UptakeRow(name, name)).add(state, number)
        if not benefit or name == benefit:
            places.setdefault(place, UptakeRow(place, place)).add(state, number)
            total.add(state, number)
    _name(places, benefits, words)
    return Uptake(
        sorted(places.values(), key=lambda row: row.key) if by_place else [],
        sorted(benefits.values(), key=lambda row: -row.counts["leads"]),
        total,
    )


def _name(places: dict[str, UptakeRow], benefits: dict[str, UptakeRow], words: Words) -> None:
    codes = {key.ljust(12, "0"): row for key, row in places.items()}
    for code, name in Region.objects.filter(code__in=codes).values_list("code", "name"):
        codes[code].title = name
    known = words.benefits()
    for key, row in benefits.items():
        row.title = title_of(known[key]) if key in known else key.rpartition("/")[2]
