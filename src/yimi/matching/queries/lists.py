"""The list of leads: filtered, paged, counted; and as a workbook."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from yimi.core.actor import Actor
from yimi.core.scoping import region_range
from yimi.core.sheets import new_workbook
from yimi.matching.access import visible_leads
from yimi.matching.models import OPEN, Lead
from yimi.matching.words import Words
from yimi.regions.models import Region

TODO, ALL = "todo", "all"
PAID, OTHER = "paid", "other"


@dataclass(frozen=True, slots=True)
class LeadFilter:
    """What is looked for. ``state``: one state, what is to do, or everything. ``kind``: paid benefits, or the others."""

    state: str = TODO
    kind: str = PAID
    benefit: str = ""
    village: str = ""
    outcome: str = ""

    def told(self) -> dict[str, str]:
        """For the trail."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead as lists show it."""

    lead: Lead
    title: str
    missing: list[str]
    village: str


def chosen_leads(actor: Actor, chosen: LeadFilter, words: Words) -> QuerySet[Lead]:
    """The leads that the filter finds, with their residents."""
    rows = visible_leads(actor).select_related("resident")
    if chosen.state == TODO:
        rows = rows.filter(OPEN)
    elif chosen.state != ALL:
        rows = rows.filter(state=chosen.state)
    if chosen.benefit:
        rows = rows.filter(benefit=chosen.benefit)
    elif chosen.kind == PAID:
        rows = rows.filter(benefit__in=words.paid())
    elif chosen.kind == OTHER:
        rows = rows.exclude(benefit__in=words.paid())
    if chosen.village:
        rows = rows.filter(region_range("region_code", chosen.village))
    if chosen.outcome:
        rows = rows.filter(outcome=chosen.outcome)
    return rows


def lead_rows(leads: Sequence[Lead], words: Words) -> list[LeadRow]:
    """Leads for a list. One query, for the villages' names."""
    codes = {lead.region_code for lead in leads}
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return [
        LeadRow(
            lead,
            words.title(lead),
            words.missing(lead),
            names.get(lead.region_code, lead.region_code),
        )
        for lead in leads
    ]


def open_counts(actor: Actor, words: Words) -> dict[str, int]:
    """How many are to do: paid benefits, and the others. One query."""
    paid = set(words.paid())
    counts = {PAID: 0, OTHER: 0}
    rows = visible_leads(actor).filter(OPEN).values_list("benefit").annotate(n=Count("pk"))
    for benefit, number in rows.order_by():
        counts[PAID if benefit in paid else OTHER] += number
    return counts


def village_choices(actor: Actor) -> list[tuple[str, str]]:
    """The villages in which the actor has leads. Two queries."""
    codes = visible_leads(actor).order_by().values_list("region_code", flat=True).distinct()
    rows = Region.objects.filter(code__in=list(codes[:500])).order_by("code")
    return [(row.code, row.name) for row in rows]


def columns() -> tuple[tuple[str, int], ...]:
    """Headings and widths (in characters)."""
    return (
        (_("姓名"), 12), (_("村（社区）"), 18), (_("待遇"), 30), (_("判断"), 10), (_("还要核实"), 40),
        (_("从哪天起符合"), 14), (_("办理"), 12), (_("登记日期"), 12), (_("依据的规则"), 34),
    )  # fmt: skip


def write_leads(leads: Iterable[Lead], words: Words) -> IO[bytes]:
    """A temporary file, at its beginning."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    with new_workbook(file, low_memory=True) as book:
        page = book.page(_("政策建议"))
        for number, (_title, width) in enumerate(columns()):
            page.sheet.set_column(number, number, width)
        page.sheet.freeze_panes(1, 1)
        page.write_row(0, [title for title, _width in columns()], "head")
        last = 0
        for last, values in enumerate(_values(list(leads), words), 1):
            for column, value in enumerate(values):
                page.write_value(last, column, value)
        page.sheet.autofilter(0, 0, max(last, 1), len(columns()) - 1)
    file.seek(0)
    return file


def _values(leads: Sequence[Lead], words: Words) -> Iterator[list[Any]]:
    for row in lead_rows(leads, words):
        lead = row.lead
        yield [
            lead.resident.name, row.village, row.title, str(lead.get_outcome_display()),
            "；".join(row.missing), lead.turns_on or "", str(lead.get_state_display()),
            lead.state_on, lead.pack,
        ]  # fmt: skip
