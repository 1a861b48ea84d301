"""Whatever people do in whatever order: no note is lost, no agreement skipped, no case without an owner, no silent overwrite."""

from __future__ import annotations

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yimi.cases.actions import (
    add_goal,
    add_note,
    close_case,
    correct_note,
    decide_intake,
    hand_over,
    move_case,
    open_case,
    publish_plan,
    record_agreement,
    record_session,
    reopen_case,
    withdraw_agreement,
)
from yimi.cases.drafts import NewGoal
from yimi.cases.models import Case, CaseAssignment, CaseNote, CaseStageEvent, ServiceAgreement
from yimi.cases.queries.facts import agreement_of
from yimi.cases.rules.stages import NEEDS_AGREEMENT, agreement_stands
from yimi.core import clock
from yimi.core.errors import DomainError
from yimi.forms.models import FormEntry
from yimi.services.models import ServiceRecord

STAGES = ["assessment", "plan", "intervention", "evaluation", "closing"]
STEP = st.one_of(
    st.tuples(st.just("move"), st.sampled_from(STAGES)),
    st.tuples(st.just("agree"), st.sampled_from(["consent", "emergency"])),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("note"), st.text("甲乙丙", min_size=1, max_size=5)),
    st.tuples(st.just("correct"), st.text("甲乙丙", min_size=1, max_size=5)),
    st.tuples(st.just("session"), st.text("甲乙丙", max_size=5)),
    st.tuples(st.just("plan"), st.integers(0, 2)),
    st.tuples(st.just("hand_over"), st.sampled_from(["drolma", "tashi"])),
    st.tuples(st.just("close"), st.sampled_from(["goals_met", "worker_left", "moved"])),
    st.tuples(st.just("reopen"), st.none()),
    st.tuples(st.just("stale_move"), st.sampled_from(STAGES)),
)


class Story:
    """One case and what was written in it."""

    def __init__(self, world):
        self.world = world
        self.written: list[str] = []
        self.case = open_case(world.new(), actor=world.drolma)
        decide_intake(self.case, actor=world.drolma, expected=1, decision="accepted")

    @property
    def now(self) -> Case:
        rows = Case.objects.select_related("unit", "key", "resident", "household", "owner")
        return rows.get(pk=self.case.pk)

    @property
    def actor(self):
        own = self.now.owner_id == self.world.staff["drolma"].pk
        return self.world.drolma if own else self.world.tashi

    def do(self, verb, argument):
        getattr(self, verb)(self.now, argument)

    def move(self, case, to):
        move_case(case, actor=self.actor, expected=case.row_version, to=to, reason="说明")

    def stale_move(self, case, to):
        """Somebody moves the case as it was on an older screen."""
        moved = move_case(
            case, actor=self.actor, expected=case.row_version - 1, to=to, reason="说明"
        )
        assert moved.stage == to == self.now.stage  # the same stage: nothing was overwritten

    def agree(self, case, basis):
        record_agreement(case, actor=self.actor, basis=basis, given_by="client", form="oral")

    def withdraw(self, case, _nothing):
        row = (
            ServiceAgreement.objects.current()
            .select_related("case__unit", "case__key")
            .filter(case=case)
        )
        for one in row:
            withdraw_agreement(one, actor=self.actor, reason="撤回")

    def note(self, case, text):
        add_note(case, text, actor=self.actor)
        self.written.append(text)

    def correct(self, case, text):
        rows = CaseNote.objects.current().filter(case=case, author_uid=self.actor.uid)
        for note in rows.select_related("case__unit", "case__key")[:1]:
            correct_note(note, text, actor=self.actor)
            self.written.append(text)

    def session(self, case, text):
        record_session(self.world.session(case, note=text), actor=self.actor)
        self.written.append(text)

    def plan(self, case, version):
        add_goal(case, NewGoal("目标"), actor=self.actor)
        publish_plan(case, actor=self.actor, answers={}, form_version=version)

    def hand_over(self, case, name):
        hand_over(case, self.world.staff[name], actor=self.world.mei, expected=case.row_version)

    def close(self, case, reason):
        close_case(
            case, actor=self.actor, expected=case.row_version, reason=reason, follow_up_on=clock.today()
        )  # fmt: skip

    def reopen(self, case, _nothing):
        self.case = reopen_case(case, actor=self.actor)
        decide_intake(self.case, actor=self.actor, expected=1, decision="accepted")

    def entered_without_agreement(self, before, after):
        entered = before != after and after in NEEDS_AGREEMENT
        return entered and not agreement_stands(agreement_of(self.now), on=clock.today())


def readable(story):
    key = story.now.key
    notes = [
        key.open(row.text_sealed, field="case_note", row=row.pk) for row in CaseNote.objects.all()
    ]
    records = ServiceRecord.objects.select_related("key")
    return notes + [
        row.key.open(row.note_sealed, field="record_note", row=row.pk) if row.note_sealed else ""
        for row in records
    ]


def check_always(story):
    for case in Case.objects.all():
        owners = CaseAssignment.objects.current().filter(case=case, role="owner", ends_on=None)
        assert [row.worker_id for row in owners] == [case.owner_id]
        last = CaseStageEvent.objects.filter(case=case).order_by("recorded_at", "uid").last()
        assert last.to_stage == case.stage
    assert sorted(readable(story)) == sorted(story.written)
    current = FormEntry.objects.filter(superseded_at=None).values_list("subject_uid", "code")
    assert len(set(current)) == len(current)


@pytest.mark.django_db
@given(steps=st.lists(STEP, min_size=4, max_size=12))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_path_loses_a_note_skips_an_agreement_or_leaves_a_case_alone(world, steps):
    with transaction.atomic():
        story = Story(world)
        for verb, argument in steps:
            before = story.now.stage
            with suppress(DomainError), transaction.atomic():
                story.do(verb, argument)
            assert not story.entered_without_agreement(before, story.now.stage)
            check_always(story)
        transaction.set_rollback(True)  # every story begins in the same world
