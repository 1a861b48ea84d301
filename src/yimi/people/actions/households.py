"""Opening, correcting and closing household files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.numbers import take_numbers
from yimi.people.actions.following import follow, members_of
from yimi.people.actions.trail import record_rows
from yimi.people.actions.versions import compare_and_set
from yimi.people.drafts import HouseholdDraft
from yimi.people.errors import HouseholdIsClosed, InvalidRows
from yimi.people.models import ClosingReason, Household, HouseholdAddress
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.rules.households import household_number, is_village, number_prefix
from yimi.regions.models import Region

NOT_A_VILLAGE = _("请选择到村（社区）一级。")


def open_household(draft: HouseholdDraft, *, actor: Actor) -> Household:
    """Open one file; raises :class:`Invalid` with its faulty fields."""
    try:
        return open_households([draft], actor=actor)[0]
    except InvalidRows as error:
        raise error.rows[0] from None


@transaction.atomic
def open_households(batch: Sequence[HouseholdDraft], *, actor: Actor) -> list[Household]:
    """Open many files, in the order given; raises :class:`InvalidRows` and saves none when one is faulty.

    Queries: one for the townships' names, one number series per township, then bulk inserts.
    """
    for draft in {(draft.unit.pk, draft.region_code): draft for draft in batch}.values():
        actor.require_at(EDIT_HOUSEHOLD, unit_uid=draft.unit.pk, region_code=draft.region_code)
    _check(batch)
    now, today = clock.now(), clock.today()
    keys = [DataKey.make() for _draft in batch]
    households = [
        Household(
            uid=draft.uid or new_uid(),
            number=number,
            series=draft.region_code[:9],
            unit=draft.unit,
            region_code=draft.region_code,
            key=key,
            opened_on=draft.opened_on or today,
            is_demo=draft.is_demo,
            recorded_by=actor.uid,
            recorded_at=now,
        )
        for draft, key, number in zip(batch, keys, _numbers(batch), strict=True)
    ]
    insert_all(DataKey, keys)
    insert_all(Household, households)
    insert_all(
        HouseholdAddress,
        [
            HouseholdAddress(
                household=household,
                detail_sealed=household.key.seal(
                    clean_line(draft.address), field="address", row=household.pk
                ),
                starts_on=household.opened_on,
                recorded_by=actor.uid,
                recorded_at=now,
            )
            for draft, household in zip(batch, households, strict=True)
            if draft.address.strip()
        ],
    )
    record_rows(
        actor,
        "people.open_household",
        [(household, household.unit_id, household.region_code) for household in households],
        subject_kind="household",
    )
    return households


def _check(batch: Sequence[HouseholdDraft]) -> None:
    faults = {
        place: _fault(draft.region_code, draft.opened_on) for place, draft in enumerate(batch)
    }
    if faulty := {place: fault for place, fault in faults.items() if fault}:
        raise InvalidRows(faulty)


def _fault(code: str, opened_on: date | None) -> Invalid | None:
    if not is_village(code):
        return Invalid.one("region_code", NOT_A_VILLAGE)
    if opened_on and opened_on > clock.today():
        return Invalid.one("opened_on", _("建档日期还没有到，请检查。"))
    return None


def _numbers(batch: Sequence[HouseholdDraft]) -> list[str]:
    """Numbers in the order of the batch: one series per township, its letters from the township's name."""
    towns = [draft.region_code[:9] for draft in batch]
    names = dict(
        Region.objects.filter(code__in={town + "000" for town in towns}).values_list("code", "name")
    )
    series = {
        town: iter(take_numbers(f"household:{town}", towns.count(town)))
        for town in sorted(set(towns))
    }
    prefixes = {town: number_prefix(names.get(town + "000", "")) for town in series}
    return [household_number(prefixes[town], next(series[town])) for town in towns]


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
    if fault := _fault(region_code or household.region_code, opened_on):
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
