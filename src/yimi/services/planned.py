"""What groups and activities have in common: work that a unit plans ahead, with a number, a head and a list of its own.

The rooms keep what differs: their tables, their rules, their words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid, NotFound
from yimi.core.numbers import take_numbers, year_mark
from yimi.core.paging import Page
from yimi.core.records import Record
from yimi.core.requests import Request
from yimi.core.scoping import scope_condition
from yimi.core.superseding import take_version
from yimi.services.lookups import offered_items
from yimi.services.models import ServiceItem
from yimi.services.models.catalogue import ItemKind
from yimi.stations.actions.checks import common_prefix, plain
from yimi.stations.models import ServiceUnit
from yimi.stations.writing import note_batch

# ---- writing


def units_by_uid(uids: Collection[UUID]) -> dict[UUID, ServiceUnit]:
    """These units; raises NotFound when one does not exist. One query."""
    found = ServiceUnit.objects.in_bulk(list(uids))
    if len(found) != len(set(uids)):
        raise NotFound
    return found


def require_known_items(codes: Collection[str]) -> None:
    """Every service item is in the catalogue; raises Invalid. One query."""
    known = ServiceItem.objects.filter(code__in=set(codes)).values_list("code", flat=True)
    if set(codes) - set(known):
        raise Invalid.one("item_code", _("请从列表里选服务项目。"))


def series_numbers(
    series: str, letter: str, wanted: Sequence[tuple[UUID, int]], units: Mapping[UUID, ServiceUnit]
) -> list[str]:
    """A number for each (unit, year) in its order, from the series of that unit and year; one statement per series."""
    counts: dict[tuple[UUID, int], int] = {}
    for place in wanted:
        counts[place] = counts.get(place, 0) + 1
    issued = {
        (unit, year): iter(take_numbers(f"{series}/{unit}/{year}", count))
        for (unit, year), count in sorted(counts.items(), key=lambda item: str(item[0]))
    }
    return [
        f"{units[unit].number}-{year_mark(year)}{letter}{next(issued[unit, year]):03d}"
        for unit, year in wanted
    ]


def note_planned(
    actor: Actor,
    action: str,
    rows: Sequence[Any],
    names: Sequence[str],
    *,
    subject_kind: str,
    units: Mapping[UUID, ServiceUnit],
) -> None:
    """The trail of a batch of plans: each row by the digest of the columns ``names``."""
    note_batch(
        actor,
        action,
        subject_kind=subject_kind,
        rows=[(row.pk, {name: plain(getattr(row, name)) for name in names}) for row in rows],
        unit_uid=rows[0].unit_id if len(units) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units.values()]),
    )


def change_head(row: Record, *, expected: int, changes: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write a plan's head if nobody was faster; what changed, before and after, for the trail. Raises Conflict."""
    before = {name: plain(getattr(row, name)) for name in changes}
    take_version(row, expected=expected, changes=changes)
    after = {name: plain(value) for name, value in changes.items()}
    return {name: [before[name], after[name]] for name in changes if before[name] != after[name]}


# ---- choosing


def units_with(actor: Actor, permission: str) -> QuerySet[ServiceUnit]:
    """Open units where ``actor`` holds the permission, by number; none when they hold it nowhere."""
    if not actor.may(permission):
        return ServiceUnit.objects.none()
    here = scope_condition(actor, permission, unit="uid", region="region_code")
    return ServiceUnit.objects.filter(here, closed_on=None).order_by("number")


def unit_choices(actor: Actor, permission: str) -> list[tuple[str, str]]:
    """The open units where the actor holds the permission. One query."""
    return [(str(unit.pk), unit.name) for unit in units_with(actor, permission)]


def item_choices(unit: ServiceUnit) -> list[tuple[str, str]]:
    """The services that the unit's place offers. Two queries."""
    return [
        (item.code, item.label)
        for item in offered_items(unit.region_code, clock.today())
        if item.kind == ItemKind.SERVICE
    ]


# ---- listing


@dataclass(frozen=True, slots=True)
class PlannedFilter:
    """What a list is narrowed to; empty fields narrow nothing."""

    q: str = ""
    status: str = ""
    kind: str = ""
    unit: str = ""

    def condition(self, together: Mapping[str, Sequence[str]] | None = None) -> Q:
        """As a condition over plans; ``together``: a word of the filter → the states it stands for."""
        wanted = Q()
        if self.q:
            wanted &= Q(title__icontains=self.q) | Q(number__iexact=self.q)
        if self.status:
            wanted &= Q(status__in=(together or {}).get(self.status, [self.status]))
        if self.kind:
            wanted &= Q(kind=self.kind)
        if self.unit:
            wanted &= Q(unit=UUID(self.unit))
        return wanted


def list_page(
    request: Request,
    form: forms.Form,
    list_rows: Callable[..., tuple[Sequence[Any], Page[Any]]],
    *,
    template: str,
    edit: str,
) -> HttpResponse:
    """A list with its filter above and its pages below; ``edit``: the permission to plan another one."""
    form.is_valid()
    rows, page = list_rows(
        request.actor,
        PlannedFilter(**form.cleaned_data),
        before=request.GET.get("before", ""),
        after=request.GET.get("after", ""),
    )
    context = {
        "form": form,
        "rows": rows,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
        "may_plan": request.actor.may(edit),
    }
    return render(request, template, context)
