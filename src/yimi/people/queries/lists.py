"""The list of households: filtered, page by page, with the same number of queries for three rows and three hundred."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.paging import page_of
from yimi.core.scoping import region_range
from yimi.people.access import visible_households
from yimi.people.models import Household, Membership, ResidentStatus
from yimi.people.models.links import HEAD
from yimi.people.permissions import VIEW_STATUSES
from yimi.regions.models import Region

PAGE_SIZE = 50
#: Age bands of the filter: code → (from, below) in full years.
AGE_BANDS = {"child": (0, 18), "adult": (18, 60), "elder": (60, 80), "old": (80, 200)}


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What the list is narrowed to; empty fields narrow nothing."""

    region: str = ""
    unit_uid: UUID | None = None
    status: str = ""
    age_band: str = ""
    with_closed: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One household in the list."""

    uid: UUID
    number: str
    name: str
    region_code: str
    village: str
    members: int
    ages: str
    tags: tuple[str, ...]
    opened_on: date
    is_closed: bool
    is_demo: bool


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """A page of rows, with the cursors of ``core.paging``."""

    rows: list[HouseholdRow]
    newer: str = ""
    older: str = ""


def list_households(
    actor: Actor,
    wanted: HouseholdFilter | None = None,
    *,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> HouseholdPage:
    """Households by village, oldest file first. 4 queries: files, members, statuses, names of villages."""
    found = _narrowed(visible_households(actor), wanted or HouseholdFilter(), actor)
    page = page_of(found, by="region_code", key="uid", after=after, before=before, size=size)
    return HouseholdPage(_rows(page.rows, actor), page.newer, page.older)


def households_among(actor: Actor, uids: Collection[UUID]) -> list[HouseholdRow]:
    """The same rows for a few households, in the order given: what a search found. 4 queries."""
    files = visible_households(actor).in_bulk(list(uids))
    return _rows([files[uid] for uid in uids if uid in files], actor)


def _narrowed(
    found: QuerySet[Household], wanted: HouseholdFilter, actor: Actor
) -> QuerySet[Household]:
    if not wanted.with_closed:
        found = found.filter(closed_on=None)
    if wanted.region:
        found = found.filter(region_range("region_code", wanted.region))
    if wanted.unit_uid:
        found = found.filter(unit=wanted.unit_uid)
    members = Membership.objects.current().filter(household=OuterRef("pk"), ends_on=None)
    if wanted.status:
        actor.require(VIEW_STATUSES)
        having = ResidentStatus.objects.on(clock.today()).filter(
            resident=OuterRef("resident"), kind=wanted.status, value=True
        )
        found = found.filter(Exists(members.filter(Exists(having))))
    if wanted.age_band in AGE_BANDS:
        oldest, youngest = _birth_range(*AGE_BANDS[wanted.age_band], on=clock.today())
        alive = members.filter(
            resident__birth_on__gt=oldest, resident__birth_on__lte=youngest, resident__died_on=None
        )
        found = found.filter(Exists(alive))
    return found


def _birth_range(age_from: int, age_below: int, *, on: date) -> tuple[date, date]:
    """Born after the first and up to the second day is to be of this age on ``on``."""
    return _years_before(on, age_below), _years_before(on, age_from)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        # 29 February: a birthday on 1 March in common years (see core.clock).
        return day.replace(year=day.year - years, day=28)


def _rows(files: list[Household], actor: Actor) -> list[HouseholdRow]:
    uids = [file.pk for file in files]
    members: dict[UUID, list[Membership]] = defaultdict(list)
    for row in (
        Membership.objects.current()
        .filter(household__in=uids, ends_on=None)
        .select_related("resident")
    ):
        members[row.household_id].append(row)
    people = {row.resident_id: row.household_id for rows in members.values() for row in rows}
    tags = _tags(people) if actor.may(VIEW_STATUSES) else {}
    villages = dict(
        Region.objects.filter(code__in={file.region_code for file in files}).values_list(
            "code", "name"
        )
    )
    return [_row(file, members[file.pk], tags.get(file.pk, ()), villages) for file in files]


def _tags(people: dict[UUID, UUID]) -> dict[UUID, tuple[str, ...]]:
    """What any member is known to be now, per household, in the statuses' order."""
    names: dict[UUID, dict[str, None]] = defaultdict(dict)
    having = (
        ResidentStatus.objects.on(clock.today())
        .filter(resident__in=people, value=True)
        .select_related("kind")
        .order_by("kind__order")
    )
    for status in having:
        names[people[status.resident_id]][status.kind.label] = None
    return {household: tuple(labels) for household, labels in names.items()}


def _row(
    file: Household,
    members: list[Membership],
    tags: tuple[str, ...],
    villages: dict[str, str],
) -> HouseholdRow:
    today = clock.today()
    head = next((row.resident.name for row in members if row.relation == HEAD), "")
    ages = sorted(
        (
            clock.age_on(row.resident.birth_on, today)
            for row in members
            if row.resident.birth_on and not row.resident.died_on
        ),
        reverse=True,
    )
    return HouseholdRow(
        uid=file.pk,
        number=file.number,
        name=head,
        region_code=file.region_code,
        village=villages.get(file.region_code, file.region_code),
        members=len(members),
        ages=" · ".join(str(age) for age in ages),
        tags=tags,
        opened_on=file.opened_on,
        is_closed=file.is_closed,
        is_demo=file.is_demo,
    )


def villages_of(actor: Actor) -> list[tuple[str, str, int]]:
    """(code, name, open files) of every village in the actor's places: the filter's options. Two queries."""
    counted = (
        visible_households(actor)
        .filter(closed_on=None)
        .order_by("region_code")
        .values_list("region_code")
        .annotate(Count("pk"))
    )
    files: dict[str, int] = dict(counted)
    names = dict(Region.objects.filter(code__in=files).values_list("code", "name"))
    return [(code, names.get(code, code), count) for code, count in files.items()]
