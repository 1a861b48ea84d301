"""Moving: a household to another place or unit, a member to another household, a new head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.tables import RELATIONS
from yimi.core.errors import Invalid
from yimi.people.actions import correcting, households
from yimi.people.actions.contacts import set_household_address
from yimi.people.actions.dated import end_before
from yimi.people.actions.following import follow, members_of
from yimi.people.actions.trail import tell_of
from yimi.people.actions.versions import compare_and_set
from yimi.people.errors import AlreadyMember, HeadLeaves
from yimi.people.models import Household, Membership, Resident
from yimi.people.models.links import HEAD
from yimi.people.rules.households import HeadProblem, check_heads
from yimi.stations.models import ServiceUnit


@transaction.atomic
def move_household(
    household: Household,
    *,
    actor: Actor,
    row_version: int,
    unit: ServiceUnit,
    region_code: str,
    on: date,
    address: str = "",
) -> Household:
    """The household moves: from now on ``unit`` keeps its basic file and its members'. Notes stay where they were.

    Members follow with their search tokens; who they are, where they were and their statuses go with them. The door
    they left is ended on ``on``. The event stands under the unit that gave the file away.
    """
    households.require_edit(household, actor)
    households.require_village(region_code)
    left_unit, left_region = household.unit_id, household.region_code
    set_household_address(household, actor=actor, detail=address, since=on)
    compare_and_set(household, row_version, unit_id=unit.pk, region_code=region_code)
    members = members_of(household)
    for membership in members:
        follow(membership.resident, household)
    record_event(
        actor,
        "people.move_household",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=left_unit,
        region_code=left_region,
        details={"to_unit": str(unit.pk), "to_region": region_code, "members": len(members)},
    )
    return household


@transaction.atomic
def move_member(
    resident: Resident, *, actor: Actor, to: Household, relation: str, on: date
) -> Membership:
    """From ``on`` the person belongs to another household; raises :class:`HeadLeaves`, :class:`AlreadyMember`."""
    correcting.require_edit(resident, actor)
    households.require_edit(to, actor)
    if relation not in RELATIONS:
        raise Invalid.one("relation", _("请选择与户主的关系。"))
    problem = check_heads([member.relation for member in members_of(to)] + [relation])
    if problem == HeadProblem.SEVERAL:
        raise Invalid.one("relation", _("这一户已经有户主了。要换户主，请用“更换户主”。"))
    if problem == HeadProblem.NONE:
        raise Invalid.one("relation", _("这一户还没有户主，请先登记户主。"))
    current = _membership_of(resident)
    if current and current.household_id == to.pk:
        raise AlreadyMember()
    now = clock.now()
    if current:
        _check_leaving(current)
        end_before(current, on, actor=actor, at=now)
    joined = Membership.objects.create(
        resident=resident, household=to, relation=relation, starts_on=on,
        recorded_by=actor.uid, recorded_at=now,
    )  # fmt: skip
    follow(resident, to)
    tell_of(actor, "people.move_member", resident, to_household=str(to.pk))
    return joined


@transaction.atomic
def leave_household(resident: Resident, *, actor: Actor, on: date) -> None:
    """From ``on`` the person belongs to no household here; the unit keeps their file."""
    correcting.require_edit(resident, actor)
    current = _membership_of(resident)
    if current is None:
        return
    _check_leaving(current)
    end_before(current, on, actor=actor, at=clock.now())
    tell_of(actor, "people.leave_household", resident, household=str(current.household_id))


@transaction.atomic
def change_head(
    household: Household,
    *,
    actor: Actor,
    head: Resident,
    relations: Mapping[UUID, str],
    on: date,
) -> None:
    """From ``on`` another member is head. ``relations``: every other member's relation to the new head."""
    households.require_edit(household, actor)
    members = members_of(household)
    wanted = {member.resident_id: relations.get(member.resident_id, "") for member in members}
    if head.pk not in wanted:
        raise Invalid.one("head", _("新户主要是这一户的成员。"))
    wanted[head.pk] = HEAD
    if check_heads(list(wanted.values())) or not set(wanted.values()) <= set(RELATIONS):
        raise Invalid.one("relations", _("请为其他每位成员选择与新户主的关系。"))
    now = clock.now()
    for member in members:
        end_before(member, on, actor=actor, at=now)
    Membership.objects.bulk_create(
        Membership(
            resident_id=member.resident_id, household=household, relation=wanted[member.resident_id],
            starts_on=max(on, member.starts_on), recorded_by=actor.uid, recorded_at=now,
        )
        for member in members
    )  # fmt: skip
    record_event(
        actor,
        "people.change_head",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
        details={"head": str(head.pk)},
    )


def _membership_of(resident: Resident) -> Membership | None:
    return (
        Membership.objects.current()
        .filter(resident=resident, ends_on=None)
        .select_related("household")
        .first()
    )


def _check_leaving(current: Membership) -> None:
    others = Membership.objects.current().filter(household=current.household, ends_on=None)
    if current.relation == HEAD and others.exclude(pk=current.pk).exists():
        raise HeadLeaves()
