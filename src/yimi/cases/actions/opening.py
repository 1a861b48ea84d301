"""Opening cases, and how an intake ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import require_work
from yimi.cases.actions.trail import (
    case_event,
    cases_event,
    require_open,
    require_past,
    required_reason,
    short_enough,
)
from yimi.cases.choices import AssignmentRole, Decision, Risk, Source, Stage
from yimi.cases.drafts import NewCase
from yimi.cases.errors import IntakeAlreadyDecided, InvalidBatch
from yimi.cases.models import Case, CaseAssignment, CaseStageEvent, Intake
from yimi.cases.permissions import ASSIGN, WORK
from yimi.cases.queries.levels import codes_at
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.numbers import take_numbers, year_mark
from yimi.core.superseding import take_version
from yimi.workforce.models import Placement


def open_case(new: NewCase, *, actor: Actor) -> Case:
    """Open one case; raises Invalid with its faulty fields, Forbidden."""
    try:
        return open_cases([new], actor=actor)[0]
    except InvalidBatch as error:
        raise Invalid(error.rows[0]) from None


@transaction.atomic
def open_cases(batch: Sequence[NewCase], *, actor: Actor) -> list[Case]:
    """Open many cases in the intake stage, in the order given; all or none, one audit event.

    A fixed number of queries besides one per unit and year for the numbers. Raises :class:`InvalidBatch`.
    """
    for new in {new.unit.pk: new for new in batch}.values():
        actor.require_at(WORK, unit_uid=new.unit.pk, region_code=new.unit.region_code)
    wanted = [new.owner_uid or actor.worker_uid for new in batch]
    _refuse_faulty(batch, wanted, actor)
    owners = [owner for owner in wanted if owner is not None]  # all of them, by now
    now = clock.now()
    cases = [
        _case(new, owner, number, now)
        for new, owner, number in zip(batch, owners, _numbers(batch), strict=True)
    ]
    insert_all(Case, cases)
    insert_all(
        Intake,
        [Intake(case=case, source=new.source) for case, new in zip(cases, batch, strict=True)],
    )
    insert_all(CaseAssignment, [_ownership(case, actor, now) for case in cases])
    insert_all(CaseStageEvent, [_first_event(case, actor, now) for case in cases])
    if cases:
        cases_event(actor, "open_case", cases)
    return cases


def _refuse_faulty(batch: Sequence[NewCase], owners: Sequence[UUID | None], actor: Actor) -> None:
    placed: dict[UUID, list[Placement]] = {}
    for row in Placement.objects.current().filter(worker__in=[uid for uid in owners if uid]):
        placed.setdefault(row.worker_id, []).append(row)
    levels = {place: codes_at(place) for place in {new.unit.region_code for new in batch}}
    faults = {
        position: found
        for position, (new, owner) in enumerate(zip(batch, owners, strict=True))
        if (found := _faults(new, owner, actor, placed, levels[new.unit.region_code]))
    }
    if faults:
        raise InvalidBatch(faults)


def _faults(
    new: NewCase,
    owner: UUID | None,
    actor: Actor,
    placed: dict[UUID, list[Placement]],
    levels: set[str],
) -> dict[str, list[Any]]:
    faults: dict[str, list[Any]] = {}
    opened_on = new.opened_on or clock.today()
    if opened_on > clock.today():
        faults["opened_on"] = [_("接案日期还没有到，请核对。")]
    if new.resident.unit_id != new.unit.pk:
        faults["resident"] = [_("这位居民的档案不在本站。请先办理移交，或由那个站点开案。")]
    if new.household is not None and new.household.unit_id != new.unit.pk:
        faults["household"] = [_("这一户由别的站点服务。请先办理移交，或由那个站点开案。")]
    if new.source not in Source.values:
        faults["source"] = [_("请选来源。")]
    if new.risk not in Risk.values:
        faults["risk"] = [_("请选风险程度。")]
    if new.level and new.level not in levels:
        faults["level"] = [_("本地没有这个级别，请重新选择。")]
    if owner is None:
        faults["owner"] = [_("请选责任社工：您的账号没有关联社工。")]
    elif not any(
        row.unit_id == new.unit.pk and row.is_in_force(opened_on) for row in placed.get(owner, ())
    ):
        faults["owner"] = [_("这位社工接案当天不在本站。")]
    elif owner != actor.worker_uid and not actor.may_at(
        ASSIGN, unit_uid=new.unit.pk, region_code=new.unit.region_code
    ):
        faults["owner"] = [_("由别人负责的个案请站长来开。")]
    return faults


def _numbers(batch: Sequence[NewCase]) -> list[str]:
    """One number per case, from the series of its unit and year, always taken in the same order."""
    series = [(new.unit.number, (new.opened_on or clock.today()).year) for new in batch]
    issued = {
        one: iter(take_numbers(f"case/{one[0]}/{one[1]}", series.count(one)))
        for one in sorted(set(series))
    }
    return [f"{unit}-C{year_mark(year)}-{next(issued[unit, year]):04d}" for unit, year in series]


def _case(new: NewCase, owner: UUID, number: str, now: datetime) -> Case:
    opened_on = new.opened_on or clock.today()
    return Case(
        uid=new.uid,
        number=number,
        unit=new.unit,
        resident=new.resident,
        household=new.household,
        key_id=new.resident.key_id,
        episode=new.previous.episode + 1 if new.previous else 1,
        previous=new.previous,
        owner_id=owner,
        level=new.level,
        risk=new.risk,
        opened_on=opened_on,
        due_on=opened_on,
        recorded_at=now,
    )


def _ownership(case: Case, actor: Actor, now: datetime) -> CaseAssignment:
    return CaseAssignment(
        uid=new_uid(),
        case=case,
        worker_id=case.owner_id,
        role=AssignmentRole.OWNER,
        starts_on=case.opened_on,
        recorded_at=now,
        recorded_by=actor.uid,
    )


def _first_event(case: Case, actor: Actor, now: datetime) -> CaseStageEvent:
    return CaseStageEvent(
        uid=new_uid(),
        case=case,
        to_stage=Stage.INTAKE,
        happened_on=case.opened_on,
        recorded_at=now,
        recorded_by=actor.uid,
    )


@transaction.atomic
def decide_intake(
    case: Case,
    *,
    actor: Actor,
    expected: int,
    decision: str,
    reason: str = "",
    decided_on: date | None = None,
) -> Case:
    """Accept the client, or refer or refuse with a reason. Accepted goes on to the assessment, the others end here.

    Raises :class:`IntakeAlreadyDecided`, ReasonNeeded, Conflict.
    """
    require_work(actor, case)
    require_open(case)
    on = decided_on or clock.today()
    require_past("decided_on", on, since=case.opened_on)
    accepted = decision == Decision.ACCEPTED
    reason = short_enough("reason", reason.strip()) if accepted else required_reason(reason)
    decided = Intake.objects.filter(case=case, decision="").update(
        decision=decision,
        decided_on=on,
        decided_by=actor.uid,
        reason_sealed=case.key.seal(reason, field="intake_reason", row=case.pk),
    )
    if decided != 1 or case.stage != Stage.INTAKE:
        raise IntakeAlreadyDecided
    changes: dict[str, Any] = {"stage": Stage.ASSESSMENT, "due_on": on}
    if not accepted:
        changes = {"stage": Stage.DECLINED, "closed_on": on, "due_on": None}
    note_stage(case, changes["stage"], actor=actor, on=on)
    take_version(case, expected=expected, changes=changes)
    case_event(actor, "decide_intake", case, decision=str(decision))
    return case


def note_stage(case: Case, to: str, *, actor: Actor, on: date, reason: str = "") -> None:
    """Write down that the case goes from where it stands to ``to``; the caller moves it."""
    uid = new_uid()
    CaseStageEvent.objects.create(
        uid=uid,
        case=case,
        from_stage=case.stage,
        to_stage=to,
        happened_on=on,
        recorded_by=actor.uid,
        reason_sealed=case.key.seal(reason, field="stage_reason", row=uid),
    )
