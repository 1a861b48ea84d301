"""What a condition rests on, in the words of a file: statuses, days, places; not the rule's own formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yimi.core import clock
from yimi.engine.expressions.tree import Compare, Literal, Node, OneOf, Quantifier, walk
from yimi.engine.reference import World
from yimi.engine.rules.explanation import Evidence, Reason
from yimi.matching.models import Lead
from yimi.regions.rules import CODE_LENGTH
from yimi.stations.places import place_names

#: A formula read back in words is longer than this; a column's name is not.
LONGEST_LABEL = 24
UNKNOWN = "不明"


class Telling:
    """Tells the facts behind the conditions of one decision. One query, for the places' names."""

    def __init__(
        self, lead: Lead, world: World, titles: Mapping[str, str], reasons: Iterable[Reason]
    ) -> None:
        self.lead, self.world, self.titles = lead, world, titles
        self.today = clock.today()
        codes = {one.value for reason in reasons for one in reason.evidence if _is_place(one.value)}
        self.places = place_names(codes) if codes else {}

    def facts(self, reason: Reason, tree: Node | None) -> tuple[Evidence, ...]:
        """Known values of columns and parameters, then the statuses that the condition asks about."""
        found: dict[str, Evidence] = {}
        for one in reason.evidence:
            if len(one.label) <= LONGEST_LABEL and one.value != UNKNOWN:
                # the earliest and the latest possible day of birth are nearly always the same day
                label, value = one.label.partition("（")[0], self.places.get(one.value, one.value)
                found.setdefault(f"{label} {value}", Evidence(label, value, one.source))
        kinds = set(kinds_asked(tree)) if tree is not None else set()
        return (*found.values(), *self._statuses(kinds))

    def _statuses(self, kinds: set[str]) -> Iterator[Evidence]:
        rows = [row for row in self.world.rows["resident_status"] if row["kind"] in kinds]
        rows = [row for row in rows if self._holds_now(row)]
        own = [row for row in rows if row["resident_uid"] == self.lead.resident_id]
        for row in own or [row for row in rows if row["holds"]]:
            title = self.titles.get(row["kind"], row["kind"])
            since = _("%(day)s 起") % {"day": row["started_on"].isoformat()}
            answer = _("是") if row["holds"] else _("确认不是")
            yield Evidence(
                title if own else _("同户的人，%(status)s") % {"status": title},
                f"{answer}，{since}",
            )

    def _holds_now(self, row: Mapping[str, Any]) -> bool:
        ended = row["ended_on"]
        return bool(row["started_on"] <= self.today and (ended is None or ended > self.today))


def kinds_asked(tree: Node) -> Iterator[str]:
    """The statuses that a condition names, in its order."""
    for part in walk(tree):
        if isinstance(part, Quantifier) and part.fact == "resident_status":
            yield from _kinds(part.condition)


def _kinds(condition: Node) -> Iterator[str]:
    for part in walk(condition):
        if isinstance(part, Compare) and getattr(part.left, "name", "") == "kind":
            if isinstance(part.right, Literal):
                yield str(part.right.value)
        elif isinstance(part, OneOf) and getattr(part.item, "name", "") == "kind":
            yield from (str(value.value) for value in part.values if isinstance(value, Literal))


def _is_place(value: str) -> bool:
    return len(value) == CODE_LENGTH and value.isdecimal()
