"""Opening, correcting and closing household files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import instance_of
from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.core.numbers import take_many
from yimi.people.actions import household_rows as made
from yimi.people.actions.following import follow, members_of
from yimi.people.actions.household_rows import (
    NOT_A_VILLAGE,
    HouseholdRows,
    household_fault,
    household_rows,
)
from yimi.people.actions.row_writing import KEYS, Row, insert_timed
from yimi.people.actions.trail import Told, record_told, row_digest_of
from yimi.people.actions.versions import compare_and_set
from yimi.people.drafts import HouseholdDraft
from yimi.people.errors import HouseholdIsClosed, InvalidRows
from yimi.people.models import ClosingReason, Household, HouseholdAddress
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.rules.households import household_number, is_village, number_prefix
from yimi.regions.models import Region


def open_household(draft: HouseholdDraft, *, actor: Actor) -> Household:
    """Open one file; raises :class:`Invalid` with its faulty fields."""
    try:
        return open_households([draft], actor=actor)[0]
    except InvalidRows as error:
        raise error.rows[0] from None


@transaction.atomic
def open_households(batch: Sequence[HouseholdDraft], *, actor: Actor) -> list[Household]:
    """Open many files, in the order given; raises :class:`InvalidRows` and saves none when one is faulty.

    Queries: one for the townships' names, one for the number series, then bulk inserts.
    """
    for draft in {(draft.unit.pk, draft.region_code): draft for draft in batch}.values():
        actor.require_at(EDIT_HOUSEHOLD, unit_uid=draft.unit.pk, region_code=draft.region_code)
    rows, now = household_rows(batch, recorded_by=actor.uid), clock.now()
    households = []
    for row, key, draft in zip(
        save_households(rows, actor=actor, at=now), rows.keys, batch, strict=True
    ):
        household = instance_of(Household, made.HOUSEHOLDS, row)
        household.recorded_at, household.unit = now, draft.unit
        household.key = instance_of(DataKey, KEYS, key)
        households.append(household)
    return households


@transaction.atomic
def save_households(rows: HouseholdRows, *, actor: Actor, at: datetime) -> list[Row]:
    """Write rows that :func:`household_rows` made, perhaps ahead and elsewhere; the files' rows with their numbers."""
    for unit_uid, region_code in {(row[made.UNIT], row[made.REGION]) for row in rows.households}:
        actor.require_at(EDIT_HOUSEHOLD, unit_uid=UUID(unit_uid), region_code=region_code)
    numbered = _numbered(rows.households)
    insert_timed(DataKey, KEYS, rows.keys, at=at, named="created_at")
    insert_timed(Household, made.HOUSEHOLDS, numbered, at=at)
    insert_timed(HouseholdAddress, made.ADDRESSES, rows.addresses, at=at)
    record_told(
        actor,
        "people.open_household",
        [
            Told(row[made.UID], row_digest_of(Household, row), row[made.UNIT], row[made.REGION])
            for row in numbered
        ],
        subject_kind="household",
    )
    return numbered


def _numbered(rows: Sequence[Row]) -> list[Row]:
    """With numbers in the order of the rows: one series per township, its letters from the township's name."""
    counts = Counter(row[made.SERIES] for row in rows)
    if not counts:
        return []
    names = dict(
        Region.objects.filter(code__in=[town + "000" for town in counts]).values_list(
            "code", "name"
        )
    )
    taken = take_many({f"household:{town}": count for town, count in counts.items()})
    series = {town: iter(taken[f"household:{town}"]) for town in counts}
    prefixes = {town: number_prefix(names.get(town + "000", "")) for town in counts}
    numbered = []
    for row in rows:
        town = row[made.SERIES]
        number = household_number(prefixes[town], next(series[town]))
        numbered.append((*row[: made.NUMBER], number, *row[made.NUMBER + 1 :]))
    return numbered


@transaction.atomic
def correct_household(
    household: Household,
    *,
    actor: Actor,
    row_version: int,
    region_code: str | None = None,
    opened_on: date | None = None,
) -> Household:
    """Put right in which village of its unit a file belongs, members included, or when it was opened.

    A move is :func:`move_household`. Raises :class:`RowChanged`, :class:`Invalid`.
    """
    require_edit(household, actor)
    if fault := household_fault(region_code or household.region_code, opened_on):
        raise fault
    changes = {"region_code": region_code, "opened_on": opened_on}
    given = {name: value for name, value in changes.items() if value is not None}
    compare_and_set(household, row_version, **given)
    for membership in members_of(household) if region_code else ():
        follow(membership.resident, household)
    record_event(
        actor,
        "people.correct_household",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
        details={"fields": sorted(given)},
    )
    return household


@transaction.atomic
def close_household(
    household: Household, *, actor: Actor, row_version: int, reason: str, closed_on: date
) -> Household:
    """Close the file on its last day; members keep their own files. Raises :class:`RowChanged`."""
    require_edit(household, actor)
    if reason not in ClosingReason.values:
        raise Invalid.one("reason", _("请选择销档原因。"))
    if not household.opened_on <= closed_on <= clock.today():
        raise Invalid.one("closed_on", _("销档日期要在建档日期和今天之间。"))
    compare_and_set(household, row_version, closed_on=closed_on, closing_reason=reason)
    record_event(
        actor,
        "people.close_household",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
        reason=reason,
    )
    return household


def require_village(region_code: str) -> None:
    """Raise :class:`Invalid` unless the code is a village's or community's."""
    if not is_village(region_code):
        raise Invalid.one("region_code", NOT_A_VILLAGE)


def require_edit(household: Household, actor: Actor) -> None:
    """The actor may edit this file, and it is open."""
    actor.require_at(EDIT_HOUSEHOLD, unit_uid=household.unit_id, region_code=household.region_code)
    if household.is_closed:
        raise HouseholdIsClosed(number=household.number)
