"""Probes of the cases room's doors: a case in which the asker has a part, and one far away of which they know nothing."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from yimi.access.queries import build_actor
from yimi.access.tests.probing import Call, Probe, World
from yimi.cases.actions.noting import NOTE
from yimi.cases.choices import AssignmentRole, Stage
from yimi.cases.models import (
    Case,
    CaseNote,
    CaseSession,
    FamilyPicture,
    FollowUp,
    Goal,
    Plan,
    Scale,
    SupervisorReview,
)
from yimi.cases.queries.pictures import FIELD
from yimi.cases.rules.picture import Person, Picture, picture_json
from yimi.cases.tests.factories import make_agreement, make_assignment, make_case
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.permissions import Role
from yimi.services.tests.factories import make_record
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

Extra = Callable[[Case], dict[str, Any]]
ENDED = {"stage": Stage.DONE, "closing_reason": "moved", "closed_on": clock.today()}


def _asker(world: World) -> Worker:
    """Whoever asks, as a worker of the station."""
    worker = make_worker(world.user.name)
    make_placement(worker, world.unit)
    world.user.worker_uid = worker.pk
    world.user.save()
    return worker


def _near(world: World, **fields: Any) -> Case:
    """The asker's own case; for a supervisor one that is assigned to them."""
    worker = _asker(world)
    if Role.SUPERVISOR in build_actor(world.user).roles:
        case = make_case(world.unit, **fields)
        make_assignment(case, worker, AssignmentRole.SUPERVISOR)
        return case
    return make_case(world.unit, worker, **fields)


def _case(
    method: str = "get",
    extra: Extra | None = None,
    *,
    of: dict[str, Any] | None = None,
    **data: Any,
) -> Probe:
    def call(case: Case) -> Call:
        return Call({"uid": case.pk, **(extra(case) if extra else {})}, method, data)

    fields = of or {}
    return Probe(
        inside=lambda world: call(_near(world, **fields)),
        outside=lambda world: call(make_case(world.far_unit, **fields)),
    )


def _agreement(case: Case) -> dict[str, Any]:
    return {"agreement_uid": make_agreement(case).pk}


def _plan(case: Case) -> dict[str, Any]:
    Plan.objects.create(case=case, version=1, published_on=clock.today(), recorded_by=SYSTEM_UID)
    return {}


def _goal(case: Case) -> dict[str, Any]:
    line = new_uid()
    sealed = case.key.seal("目标", field="goal", row=line)
    goal = Goal.objects.create(case=case, line=line, text_sealed=sealed, recorded_by=SYSTEM_UID)
    return {"goal_uid": goal.pk}


def _scale(case: Case) -> dict[str, Any]:
    scale = Scale.objects.create(
        case=case, name="孤独感", lowest=Decimal(0), highest=Decimal(10), recorded_by=SYSTEM_UID
    )
    return {"scale_uid": scale.pk}


def _session(case: Case) -> dict[str, Any]:
    record = make_record(case.unit, household=case.household, method="case_session")
    row = CaseSession.objects.create(
        uid=record.pk,
        case=case,
        record_number=record.number,
        number=1,
        kind="interview",
        recorded_by=SYSTEM_UID,
    )
    return {"session_uid": row.pk}


def _note(case: Case) -> dict[str, Any]:
    uid = new_uid()
    CaseNote.objects.create(
        uid=uid,
        case=case,
        noted_on=clock.today(),
        author_uid=SYSTEM_UID,
        author_name="卓玛",
        text_sealed=case.key.seal("原话", field=NOTE, row=uid),
        recorded_by=SYSTEM_UID,
    )
    return {"note_uid": uid}


def _review(case: Case) -> dict[str, Any]:
    review = SupervisorReview.objects.create(
        case=case, about="plan", asked_on=clock.today(), recorded_by=SYSTEM_UID
    )
    return {"review_uid": review.pk}


def _follow_up(case: Case) -> dict[str, Any]:
    row = FollowUp.objects.create(
        case=case, followed_on=clock.today(), mode="phone", state="better", recorded_by=SYSTEM_UID
    )
    return {"follow_up_uid": row.pk}


def _helper(case: Case) -> dict[str, Any]:
    return {
        "assignment_uid": make_assignment(case, make_worker("帮手"), AssignmentRole.CO_WORKER).pk
    }


def _drawn(case: Case) -> dict[str, Any]:
    uid = new_uid()
    text = picture_json(Picture((Person("p1", "甲"), Person("p2", "乙"))))
    FamilyPicture.objects.create(
        uid=uid,
        case=case,
        content_sealed=case.key.seal(text, field=FIELD, row=uid),
        recorded_by=SYSTEM_UID,
    )
    return {"key": "p2"}


def _leaving() -> Probe:
    """A worker of the station with a case, and one far away."""
    return Probe(
        inside=lambda world: Call({"uid": _near(world).owner_id}),
        outside=lambda world: Call({"uid": make_case(world.far_unit).owner_id}),
    )


PROBES = {
    "cases:case": _case(),
    "cases:decide": _case(),
    "cases:move": _case(),
    "cases:level": _case(),
    "cases:close": _case(),
    "cases:reopen": _case("post", of=ENDED),
    "cases:new_follow_up": _case(of=ENDED),
    "cases:agreement": _case(),
    "cases:withdraw": _case(extra=_agreement),
    "cases:agree_plan": _case(extra=_plan),
    "cases:plan": _case(),
    "cases:intake_form": _case(),
    "cases:agreement_form": _case(),
    "cases:assessment": _case(),
    "cases:evaluate": _case(),
    "cases:follow_up_form": _case(extra=_follow_up),
    "cases:new_goal": _case(),
    "cases:goal": _case(extra=_goal),
    "cases:goal_status": _case(extra=_goal),
    "cases:new_scale": _case(),
    "cases:new_reading": _case(extra=_scale),
    "cases:new_session": _case(),
    "cases:session_form": _case(extra=_session),
    "cases:new_note": _case(),
    "cases:amend_note": _case(extra=_note),
    "cases:ask_review": _case(),
    "cases:answer_review": _case(extra=_review),
    "cases:hand_over": _case(),
    "cases:team": _case(),
    "cases:end_part": _case("post", _helper),
    "cases:picture": _case(),
    "cases:prefill": _case("post"),
    "cases:person": _case(extra=lambda _case: {"key": "new"}),
    "cases:system": _case(extra=lambda _case: {"key": "new"}),
    "cases:remove": _case("post", _drawn, version=1),
    "cases:new_referral": _case(),
    "cases:new_resource": _case(),
    "cases:invite": _case("post", of=ENDED),
    "cases:whole_file": _case(extra=lambda _case: {"kind": "docx"}),
    "cases:leaving": _leaving(),
    # a level is a county's own setting, not somebody's object
    "cases:meaning": Probe(inside=lambda _world: Call({"code": "1"}), outside=None),
}
