"""Workers with their certificates and posts, and an account for each."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password

from yimi.access.actions import NewGrant, NewUser, create_users, deactivate_user, grant_roles
from yimi.access.catalogue import permissions_of
from yimi.access.models import User
from yimi.core import clock
from yimi.core.actor import Actor, Grant, Scope, ScopeKind
from yimi.core.permissions import Role
from yimi.demo.county import CountyPlan, StationPlan, places
from yimi.demo.staff import OWN_SUPERVISOR_NAME, StaffMember, own_supervisor_uid
from yimi.stations.models import Operator, OperatorEngagement, ServiceUnit
from yimi.workforce.actions import (
    CertificateDraft,
    FirstPost,
    WorkerDraft,
    record_leaving,
    register_workers,
)
from yimi.workforce.models import Worker


def write_staff(county: CountyPlan, *, actor: Actor) -> dict[str, int]:
    """Register everybody, then let those leave who left."""
    units = ServiceUnit.objects.in_bulk([plan.uid for plan in county.stations])
    runs = {
        engagement.unit_id: engagement.operator
        for engagement in OperatorEngagement.objects.current()
        .filter(unit__in=units)
        .select_related("operator")
    }
    drafts = [
        _draft(county, units[plan.uid], runs.get(plan.uid), member)
        for plan in county.stations
        for member in plan.staff
    ]
    if county.code == places()["county"]["code"]:
        drafts.append(_supervisor_draft(county))
    workers = {worker.uid: worker for worker in register_workers(drafts, actor=actor)}
    for plan in county.stations:
        for member in plan.staff:
            if member.left_on:
                _leave(workers[member.uid], member, actor)
    return {"workers": len(workers)}


def _draft(
    county: CountyPlan, unit: ServiceUnit, operator: Operator | None, member: StaffMember
) -> WorkerDraft:
    certificates: tuple[CertificateDraft, ...] = ()
    if member.level:
        certificates = (
            CertificateDraft(
                level=member.level, issued_on=member.issued_on, registered_on=member.issued_on
            ),
        )
    is_purchased = operator is not None and member.mode == "purchased"
    return WorkerDraft(
        uid=member.uid,
        name=member.name,
        region_code=county.code.ljust(12, "0"),
        sex=member.sex,
        birth_on=member.born_on,
        phone=member.phone,
        id_number=member.id_number,
        employer=operator if is_purchased else None,
        employer_name="" if is_purchased else f"{county.name}民政局",
        employment_mode=member.mode if is_purchased else "direct",
        education=member.education,
        joined_on=member.joined_on,
        post=FirstPost(unit=unit, starts_on=member.joined_on, is_head=member.is_head),
        certificates=certificates,
    )


def _supervisor_draft(county: CountyPlan) -> WorkerDraft:
    """The county's own supervisor: on the staff list, with a certificate, at no station."""
    held = CertificateDraft(
        level="intermediate", issued_on=date(2019, 11, 28), registered_on=date(2019, 11, 28)
    )
    return WorkerDraft(
        uid=own_supervisor_uid(county.seed), name=OWN_SUPERVISOR_NAME, region_code=county.code.ljust(12, "0"), sex="2",
        birth_on=date(1984, 5, 9), employment_mode="direct", education="bachelor", joined_on=date(2024, 3, 1),
        certificates=(held,),
    )  # fmt: skip


def _leave(worker: Worker, member: StaffMember, actor: Actor) -> None:
    assert member.left_on is not None  # noqa: S101 - the caller asked
    with clock.standing_at(datetime.combine(member.left_on, time(9), UTC)):
        record_leaving(
            worker,
            actor=actor,
            expected=worker.row_version,
            left_on=member.left_on,
            reason="合同到期",
        )


def write_accounts(
    county: CountyPlan, *, except_for: frozenset[UUID], actor: Actor
) -> dict[str, int]:
    """An account for every worker, with no password until an administrator gives one; closed for those who left.

    ``except_for``: workers among the printed sign-ins, who have theirs already.
    """
    closed = make_password(None)
    pairs = [
        (plan, member)
        for plan in county.stations
        for member in plan.staff
        if member.uid not in except_for
    ]
    batch = [
        NewUser(
            username=f"{county.code}-{plan.serial:02d}-{plan.staff.index(member) + 1}",
            name=member.name,
            region_code=county.code.ljust(12, "0"),
            worker_uid=member.uid,
            encoded=closed,
        )
        for plan, member in pairs
    ]
    users = [user for user, _password in create_users(batch, actor=actor)]
    grants = []
    for user, (plan, member) in zip(users, pairs, strict=True):
        for role in roles_of(member):
            grants.append(
                NewGrant(
                    user, role, ScopeKind.UNIT, str(plan.uid), member.joined_on, member.left_on
                )
            )
    grant_roles(grants, actor=actor)
    for user, (_plan, member) in zip(users, pairs, strict=True):
        if member.left_on:
            deactivate_user(user, actor=actor, reason="已离职")
    return {"users": len(users)}


def roles_of(member: StaffMember) -> list[str]:
    """What a member of staff is at the station."""
    return [Role.WORKER, Role.STATION_HEAD] if member.is_head else [Role.WORKER]


def actors_of(plan: StationPlan) -> dict[UUID, Actor]:
    """The station's workers as those who act, while they were there: with the rights of their post and no more."""
    users: dict[Any, User] = {
        user.worker_uid: user
        for user in User.objects.filter(worker_uid__in=[member.uid for member in plan.staff])
    }
    return {
        member.uid: Actor(
            uid=users[member.uid].uid,
            name=member.name,
            worker_uid=member.uid,
            grants=tuple(
                Grant(role, permissions_of(role), Scope(ScopeKind.UNIT, str(plan.uid)))
                for role in roles_of(member)
            ),
        )
        for member in plan.staff
    }
