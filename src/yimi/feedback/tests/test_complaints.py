"""A complaint is handled by those it is not about, answered, and opened again once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.feedback import access, actions
from yimi.feedback.drafts import ComplaintDraft
from yimi.feedback.errors import (
    NotYoursToHandle,
    SameUidOtherContent,
    StepNotNow,
)
from yimi.feedback.models import Complaint
from yimi.feedback.tests.factories import make_complaint
from yimi.feedback.tests.helpers import draft

pytestmark = pytest.mark.django_db


def test_nobody_sees_or_handles_a_complaint_about_themselves(world):
    about_head = make_complaint(world.a, about="worker", worker=world.chen)
    about_drolma = make_complaint(world.a, about="worker", worker=world.worker)
    assert access.get_complaint_for_edit(world.head, about_drolma.pk)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.head, about_head.pk)
    with pytest.raises(NotYoursToHandle):
        actions.take_complaint(about_head, actor=world.head, row_version=1)
    assert access.get_complaint_for_edit(world.li, about_head.pk)


@pytest.mark.parametrize("about", ["unit", "worker"])
def test_what_may_be_about_the_head_goes_past_the_station(world, about):
    row = make_complaint(world.a, about=about)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.head, row.pk)
    with pytest.raises(NotYoursToHandle):
        actions.take_complaint(row, actor=world.head, row_version=1)
    assert access.get_complaint_for_edit(world.li, row.pk)
    assert list(access.visible_complaints(world.li)) == [row]
    assert list(access.visible_complaints(world.head)) == []


def test_once_the_office_has_named_a_worker_the_head_may_handle_it(world):
    row = make_complaint(world.a, about="worker")
    stranger = make_complaint(world.b, about="worker")
    with pytest.raises(Invalid):
        actions.name_worker(stranger, actor=world.li, row_version=1, worker=world.worker)
    actions.name_worker(row, actor=world.li, row_version=1, worker=world.worker)
    actions.take_complaint(row, actor=world.head, row_version=2)
    assert row.state == "handling"


def test_who_reaches_a_complaint(world):
    row = make_complaint(world.a)
    for who in ("head", "li"):
        assert access.get_complaint_for_edit(getattr(world, who), row.pk)
    with pytest.raises(NotFound):
        access.get_complaint_for_view(world.wang, row.pk)
    for who in ("drolma", "town"):
        with pytest.raises(Forbidden):
            access.visible_complaints(getattr(world, who))
    for who in ("drolma", "town", "wang"):
        with pytest.raises(Forbidden):
            actions.take_complaint(row, actor=getattr(world, who), row_version=1)


def test_from_receiving_to_closing_with_one_more_round(world):
    row = actions.register_complaint(draft(world), actor=world.drolma).complaint
    assert row.due_on == clock.today() + timedelta(days=15)
    actions.take_complaint(row, actor=world.head, row_version=1)
    actions.note_inquiry(row, actor=world.head, row_version=2, text="问了卓玛", on=clock.today())
    with pytest.raises(Invalid):
        actions.answer_complaint(row, actor=world.head, row_version=3, finding="", text="对不起")
    actions.answer_complaint(row, actor=world.head, row_version=3, finding="upheld", text="对不起")
    actions.reopen_complaint(row, actor=world.head, row_version=4, text="还是没来")
    assert (row.state, row.finding) == ("handling", "")
    actions.answer_complaint(row, actor=world.head, row_version=5, finding="upheld", text="明天去")
    actions.close_complaint(row, actor=world.head, row_version=6)
    with pytest.raises(StepNotNow):
        actions.reopen_complaint(row, actor=world.head, row_version=7, text="还有")
    assert Complaint.objects.get().state == "closed"


def test_two_people_at_once_never_overwrite(world):
    row = make_complaint(world.a)
    other = Complaint.objects.get(pk=row.pk)
    actions.take_complaint(row, actor=world.head, row_version=1)
    with pytest.raises(Conflict):
        actions.take_complaint(other, actor=world.li, row_version=1)
    assert row.steps.filter(step="take").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"about": "x"}, {"channel": "x"}, {"text": " "}, {"text": "长" * 2001}, {"name": "长" * 61},
        {"received_on": date(2999, 1, 1)},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_wrong_is_refused(world, changes):
    with pytest.raises(Invalid):
        actions.register_complaint(draft(world, **changes), actor=world.drolma)
    with pytest.raises(Forbidden):
        actions.register_complaint(draft(world), actor=world.wang)
    assert not Complaint.objects.exists()


def test_sent_twice_is_one_complaint_with_the_same_code(world):
    form = {"uid": new_uid(), "seed": "of-this-form"}
    first, again = (
        actions.register_complaint(draft(world, **form), actor=world.drolma) for _ in "ab"
    )
    assert first.code == again.code
    assert Complaint.objects.count() == 1
    with pytest.raises(SameUidOtherContent):
        actions.register_complaint(draft(world, **form, text="别的"), actor=world.drolma)


def test_a_county_sets_its_own_days(world):
    today = clock.today()
    with pytest.raises(Forbidden):
        actions.set_answer_days(
            "411622", actor=world.li, days=5, starts_on=today, source="县民〔2026〕8 号"
        )
    actions.set_answer_days(
        "411623", actor=world.li, days=5, starts_on=today, source="县民〔2026〕8 号"
    )
    filed = actions.register_complaint(draft(world), actor=world.drolma)
    assert filed.complaint.due_on == today + timedelta(days=5)


def test_a_year_typed_wrongly_blocks_no_later_complaint(world):
    """A complaint dated 1926 once took the number of 2026, and the station's public form failed for ever."""
    early = ComplaintDraft(
        unit=world.a, about="service", text="没来", channel="phone", received_on=date(1926, 5, 1)
    )
    actions.register_complaint(early, actor=world.head)
    filed = actions.receive_public_complaint(
        ComplaintDraft(unit=world.a, about="service", text="没来")
    )
    assert filed.complaint.number


def test_the_trail_keeps_every_worker_who_was_named(world):
    row = make_complaint(world.a, about="worker")
    actions.name_worker(row, actor=world.li, row_version=row.row_version, worker=world.worker)
    actions.name_worker(row, actor=world.li, row_version=row.row_version, worker=world.chen)
    named = AuditEvent.objects.filter(action="feedback.name_complaint").order_by("at")
    assert {event.details["worker"] for event in named} == {
        str(world.worker.pk),
        str(world.chen.pk),
    }
