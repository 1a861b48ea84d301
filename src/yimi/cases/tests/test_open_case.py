"""Opening, deciding, moving, closing, reopening: HTTP aside, through the actions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.cases.actions import (
    close_case,
    decide_intake,
    move_case,
    open_case,
    open_cases,
    record_agreement,
    record_follow_up,
    reopen_case,
    set_level,
    withdraw_agreement,
)
from yimi.cases.drafts import NewFollowUp
from yimi.cases.errors import (
    AgreementNeeded,
    AlreadyReopened,
    CaseIsClosed,
    CaseIsOpen,
    HandOverInstead,
    IntakeAlreadyDecided,
    InvalidBatch,
    NotOnThisCase,
    ReasonNeeded,
    StepNotPossible,
)
from yimi.cases.models import Case, CaseAssignment, CaseStageEvent, FollowUp
from yimi.cases.tests.conftest import days_ago
from yimi.cases.tests.factories import make_agreement
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid
from yimi.people.tests.factories import make_resident
from yimi.services.models import ServiceRecord
from yimi.workforce.models import Placement


def test_it_opens_a_case_with_number_owner_and_trail(world):
    case = open_case(world.new(source="self", level="2"), actor=world.drolma)
    assert case.number.startswith(f"{world.unit.number}-C")
    assert (case.stage, case.owner_id, case.episode) == ("intake", world.staff["drolma"].pk, 1)
    assert CaseAssignment.objects.get(case=case).role == "owner"
    assert CaseStageEvent.objects.get(case=case).to_stage == "intake"
    event = AuditEvent.objects.get(action="cases.open_case")
    assert event.details["cases"] == [str(case.pk)]
    assert case.key_id == world.client.key_id


def test_a_batch_opens_as_one_by_one_does_and_all_or_none(world):
    cases = open_cases([world.new(), world.new(resident=world.son)], actor=world.drolma)
    assert len({case.number for case in cases}) == 2
    stranger = make_resident(unit=world.elsewhere, region_code=world.elsewhere.region_code)
    with pytest.raises(InvalidBatch) as caught:
        open_cases([world.new(), world.new(resident=stranger, household=None)], actor=world.drolma)
    assert set(caught.value.rows) == {1}
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    "changes, field",
    [
        ({"opened_on": clock.today() + timedelta(days=1)}, "opened_on"),
        ({"source": "rumour"}, "source"),
        ({"level": "9"}, "level"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(world, changes, field):
    with pytest.raises(Invalid) as caught:
        open_case(world.new(**changes), actor=world.drolma)
    assert set(caught.value.fields) == {field}


def test_only_the_head_opens_cases_for_others(world):
    tashi = world.staff["tashi"].pk
    with pytest.raises(Invalid):
        open_case(world.new(owner_uid=tashi), actor=world.drolma)
    assert open_case(world.new(owner_uid=tashi), actor=world.mei).owner_id == tashi


@pytest.mark.parametrize("name", ["wang", "li", "zhao"])
def test_strangers_open_nothing_here(world, name):
    with pytest.raises(Forbidden):
        open_case(world.new(), actor=getattr(world, name))


def test_an_accepted_client_goes_on_to_the_assessment(world):
    case = open_case(world.new(), actor=world.drolma)
    decide_intake(case, actor=world.drolma, expected=1, decision="accepted")
    assert case.stage == "assessment"
    with pytest.raises(IntakeAlreadyDecided):
        decide_intake(case, actor=world.drolma, expected=2, decision="refused", reason="重复")


def test_referring_or_refusing_needs_a_reason_and_ends_the_case(world):
    case = open_case(world.new(), actor=world.drolma)
    with pytest.raises(ReasonNeeded):
        decide_intake(case, actor=world.drolma, expected=1, decision="refused")
    case = Case.objects.get(pk=case.pk)
    decide_intake(case, actor=world.drolma, expected=1, decision="referred", reason="属残联康复")
    case.refresh_from_db()
    assert (case.stage, case.closing_reason) == ("declined", "")
    assert case.closed_on == clock.today()
    assert not Case.objects.accepted().exists()
    assert (
        case.key.open(case.intake.reason_sealed, field="intake_reason", row=case.pk) == "属残联康复"
    )


def test_nobody_goes_into_the_intervention_without_an_agreement(world):
    case = world.case(stage="plan")
    with pytest.raises(AgreementNeeded):
        move_case(case, actor=world.drolma, expected=1, to="intervention")
    agreement = record_agreement(case, actor=world.drolma, given_by="client", form="written")
    withdrawn = withdraw_agreement(agreement, actor=world.drolma, reason="不想继续")
    case.refresh_from_db()
    with pytest.raises(AgreementNeeded):
        move_case(case, actor=world.drolma, expected=case.row_version, to="intervention")
    assert withdrawn.replaces == agreement
    record_agreement(case, actor=world.drolma, given_by="client", form="oral")
    case.refresh_from_db()
    move_case(case, actor=world.drolma, expected=case.row_version, to="intervention")
    assert Case.objects.get(pk=case.pk).stage == "intervention"


def test_an_emergency_goes_straight_to_the_intervention_until_its_day_has_passed(world):
    case = world.case()
    row = record_agreement(case, actor=world.drolma, basis="emergency")
    assert row.due_on == clock.today() + timedelta(days=7)
    case.refresh_from_db()
    move_case(case, actor=world.drolma, expected=case.row_version, to="intervention")
    with pytest.raises(Invalid):
        # no way around the consent: the place's own number of days is the longest
        record_agreement(case, actor=world.drolma, basis="emergency", due_on=days_ago(-3650))
    late = world.case()
    make_agreement(late, basis="emergency", due_on=days_ago(1))
    with pytest.raises(StepNotPossible):
        move_case(late, actor=world.drolma, expected=1, to="intervention")


def test_a_childs_agreement_is_its_guardians(world):
    child = make_resident(world.household, "赵小雨", birth_on=days_ago(365 * 10))
    case = world.case(resident=child)
    with pytest.raises(Invalid) as caught:
        record_agreement(case, actor=world.drolma, given_by="client")
    assert "given_by" in caught.value.fields
    with pytest.raises(Invalid):
        record_agreement(case, actor=world.drolma, given_by="guardian")
    record_agreement(case, actor=world.drolma, given_by="guardian", guardian_name="赵建军")


def test_going_back_needs_a_reason_and_stands_in_the_history(world):
    case = world.case(stage="evaluation", agreed=True)
    with pytest.raises(ReasonNeeded):
        move_case(case, actor=world.drolma, expected=1, to="intervention")
    move_case(case, actor=world.drolma, expected=1, to="intervention", reason="目标要调整")
    event = CaseStageEvent.objects.filter(case=case).latest("recorded_at")
    assert (event.from_stage, event.to_stage) == ("evaluation", "intervention")
    assert case.key.open(event.reason_sealed, field="stage_reason", row=event.pk) == "目标要调整"


def test_two_people_moving_at_once_never_overwrite_each_other(world):
    case = world.case(agreed=True)
    other = Case.objects.select_related("unit").get(pk=case.pk)
    move_case(case, actor=world.drolma, expected=1, to="plan")
    with pytest.raises(Conflict):
        close_case(other, actor=world.drolma, expected=1, reason="moved")
    assert Case.objects.get(pk=case.pk).stage == "plan"


def test_colleagues_and_the_supervisor_move_nothing(world):
    case = world.case()
    for actor in (world.tashi, world.mei, world.zhao, world.wang, world.li):
        with pytest.raises(Forbidden):
            move_case(case, actor=actor, expected=1, to="plan")


def test_closing_leads_to_the_follow_up_and_the_last_one_ends_it(world):
    case = world.case(stage="closing", agreed=True)
    soon = clock.today() + timedelta(days=30)
    close_case(case, actor=world.drolma, expected=1, reason="goals_met", follow_up_on=soon)
    assert (case.stage, case.due_on, case.closed_on) == ("follow_up", soon, clock.today())
    with pytest.raises(CaseIsClosed):
        move_case(case, actor=world.drolma, expected=2, to="plan")
    new = NewFollowUp(clock.today(), "home", "better", minutes=20, item_code="EL2")
    row = record_follow_up(case, new, actor=world.drolma)
    assert record_follow_up(case, new, actor=world.drolma) == row
    record = ServiceRecord.objects.get(number=row.record_number)
    assert (record.method, record.person_times) == ("home_visit", 1)
    case.refresh_from_db()
    assert (case.stage, case.due_on) == ("done", None)


def test_a_telephone_that_nobody_answers_counts_nobody(world):
    case = world.case(stage="closing")
    soon = clock.today() + timedelta(days=30)
    close_case(case, actor=world.drolma, expected=1, reason="goals_met", follow_up_on=soon)
    new = NewFollowUp(clock.today(), "phone", "not_reached", next_on=soon)
    assert record_follow_up(case, new, actor=world.drolma).record_number == ""
    case.refresh_from_db()
    assert case.stage == "follow_up"
    assert not ServiceRecord.objects.exists()


def test_closing_skipped_stages_are_in_the_history(world):
    case = world.case()
    close_case(case, actor=world.drolma, expected=1, reason="died", follow_up_on=clock.today())
    assert case.stage == "done"
    way = CaseStageEvent.objects.filter(case=case).order_by("recorded_at")
    assert [event.to_stage for event in way] == ["assessment", "closing", "done"]


def test_a_worker_who_leaves_hands_over_unless_nobody_is_there(world):
    case = world.case()
    with pytest.raises(HandOverInstead):
        close_case(case, actor=world.drolma, expected=1, reason="worker_left")
    Placement.objects.filter(worker=world.staff["tashi"]).update(ends_on=days_ago(10))
    close_case(case, actor=world.drolma, expected=1, reason="worker_left")


def test_an_intake_is_decided_not_closed(world):
    case = world.case(stage="intake")
    with pytest.raises(StepNotPossible):
        close_case(case, actor=world.drolma, expected=1, reason="moved")


def test_reopening_is_a_new_case_linked_to_the_old(world):
    case = world.case(stage="closing", level="3")
    with pytest.raises(CaseIsOpen):
        reopen_case(case, actor=world.drolma)
    close_case(case, actor=world.drolma, expected=1, reason="goals_met", follow_up_on=clock.today())
    fresh = reopen_case(case, actor=world.drolma)
    assert (fresh.previous, fresh.episode, fresh.stage) == (case, 2, "intake")
    assert (fresh.intake.source, fresh.level) == ("reopened", "3")
    case.refresh_from_db()
    assert case.stage == "done"
    with pytest.raises(AlreadyReopened):
        reopen_case(case, actor=world.drolma)
    assert not FollowUp.objects.exists()


def test_the_level_sets_when_the_case_is_due(world):
    case = world.case(opened_on=days_ago(3))
    set_level(case, actor=world.drolma, expected=1, level="1")
    assert case.due_on == days_ago(3) + timedelta(days=7)
    with pytest.raises(Invalid):
        set_level(case, actor=world.drolma, expected=2, level="9")


def test_a_stranger_who_reaches_an_action_is_refused(world):
    case = world.case()
    with pytest.raises(NotOnThisCase):
        record_agreement(case, actor=world.tashi, given_by="client")
