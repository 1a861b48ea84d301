"""A referral from the first word to the closed loop; who may take which step; two people at once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Conflict, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.people.tests.factories import make_resident
from yimi.referrals import access, actions
from yimi.referrals.actions import ConsentDraft, Sending
from yimi.referrals.drafts import ForWhom, ReceiverDraft, ReferralDraft
from yimi.referrals.errors import NoConsent, ReferralChanged, SameUidOtherContent, StepNotNow
from yimi.referrals.models import Referral, ReferralConsent, ReferralStep
from yimi.referrals.queries.contents import note_of, receiver_of, text_of
from yimi.referrals.queries.detail import referral_page
from yimi.referrals.queries.lists import referral_rows
from yimi.referrals.tests.factories import make_referral
from yimi.services.models import ServiceRecord

pytestmark = pytest.mark.django_db
HOSPITAL = ReceiverDraft(name="商水县人民医院", contact="门诊部 0394-5440000")


def draft(world, **changes):
    """赵桂英 to the hospital."""
    whom = ForWhom(
        unit=world.a, worker=world.worker, household=world.household, resident=world.elder
    )
    fields = {
        "whom": whom, "reason": "medical", "receiver": HOSPITAL, "shared": ["situation", "basic"],
        "text": "夜里咳嗽三周，没人陪着看病。",
    }  # fmt: skip
    return ReferralDraft(**(fields | changes))


def agreed(**changes):
    return ConsentDraft(
        **({"ground": "consent", "manner": "oral", "given_on": clock.today()} | changes)
    )


def sending(**changes):
    return Sending(**({"on": clock.today(), "minutes": 20, "item_code": "SA8"} | changes))


def opened(world, **changes):
    return actions.open_referral(draft(world, **changes), actor=world.drolma)


def ready(world, **changes):
    """Contacted, with consent."""
    row = opened(world, **changes)
    actions.note_contact(
        row, actor=world.drolma, row_version=1, on=clock.today(), note="找了李医生"
    )
    actions.record_consent(row, agreed(), actor=world.drolma, row_version=2)
    return row


def sent(world, **changes):
    row = ready(world, **changes)
    return actions.send_referral(row, sending(), actor=world.drolma, row_version=3)


def test_from_the_first_word_to_the_closed_loop(world):
    row, today = sent(world), clock.today()
    assert row.state == "sent"
    assert row.due_on == today + timedelta(days=14)
    actions.answer_referral(
        row, actor=world.drolma, row_version=4, accepted=True, on=today, note=""
    )
    actions.settle_referral(row, actor=world.drolma, row_version=5, outcome="served", on=today)
    assert (row.state, row.due_on) == ("succeeded", None)
    actions.plan_follow_up(row, actor=world.drolma, row_version=6, due_on=today + timedelta(days=7))
    actions.complete_referral(row, actor=world.drolma, row_version=7, on=today, note="咳嗽好了")
    row.refresh_from_db()
    assert (row.state, row.outcome, row.due_on) == ("done", "served", None)
    steps = list(row.steps.order_by("uid"))
    assert [step.step for step in steps] == [
        "open", "contact", "consent", "send", "accept", "settle", "plan", "complete",
    ]  # fmt: skip
    assert note_of(steps[1], row) == "找了李医生"
    assert AuditEvent.objects.filter(subject_uid=str(row.pk)).count() == 8


def test_sending_makes_exactly_one_service_record(world):
    row = sent(world)
    record = ServiceRecord.objects.get()
    assert (record.number, record.method, record.person_times) == (row.record_number, "referral", 1)
    stale = Referral.objects.get(pk=row.pk)
    with pytest.raises(ReferralChanged):
        actions.send_referral(stale, sending(), actor=world.drolma, row_version=3)
    assert ServiceRecord.objects.count() == 1


def test_a_household_without_a_chosen_person_counts_as_one_unnamed(world):
    whom = ForWhom(unit=world.a, worker=world.worker, household=world.household)
    row = sent(world, whom=whom)
    record = ServiceRecord.objects.get()
    assert (record.person_times, record.household_id) == (1, world.household.pk)
    assert row.key_id == world.household.key_id


def test_nothing_is_sent_without_consent(world):
    row = opened(world)
    actions.note_contact(row, actor=world.drolma, row_version=1, on=clock.today())
    with pytest.raises(NoConsent):
        actions.send_referral(row, sending(), actor=world.drolma, row_version=2)
    assert not ServiceRecord.objects.exists()
    actions.record_consent(row, agreed(), actor=world.drolma, row_version=2)
    actions.revoke_consent(row, actor=world.drolma, row_version=3, on=clock.today())
    with pytest.raises(NoConsent):
        actions.send_referral(row, sending(), actor=world.drolma, row_version=4)


def test_the_database_itself_refuses_to_send_without_a_ground(world):
    row = opened(world)
    for changes in ({"state": "sent"}, {"state": "withdrawn"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Referral.objects.filter(pk=row.pk).update(**changes)


def test_an_emergency_goes_first_and_says_why(world):
    row = opened(world)
    actions.note_contact(row, actor=world.drolma, row_version=1, on=clock.today())
    emergency = {"ground": "emergency", "given_on": clock.today()}
    with pytest.raises(Invalid):
        actions.record_consent(row, ConsentDraft(**emergency), actor=world.drolma, row_version=2)
    actions.record_consent(
        row,
        ConsentDraft(**emergency, note="老人昏迷，已叫救护车"),
        actor=world.drolma,
        row_version=2,
    )
    assert actions.send_referral(row, sending(), actor=world.drolma, row_version=3).state == "sent"


def test_a_child_is_spoken_for_by_a_guardian(world):
    child = make_resident(world.household, "赵小雨", birth_on=date(clock.today().year - 9, 1, 1))
    whom = ForWhom(unit=world.a, worker=world.worker, resident=child)
    row = opened(world, whom=whom)
    for wrong in (
        agreed(),
        agreed(manner="guardian"),
        agreed(manner="nonsense"),
        agreed(ground="x"),
    ):
        with pytest.raises(Invalid):
            actions.record_consent(row, wrong, actor=world.drolma, row_version=1)
    guardian = agreed(manner="guardian", note="奶奶赵桂英")
    actions.record_consent(row, guardian, actor=world.drolma, row_version=1)
    assert row.consent.manner == "guardian"


def test_consent_taken_back_after_sending_ends_the_referral(world):
    row = sent(world)
    actions.revoke_consent(
        row, actor=world.drolma, row_version=4, on=clock.today(), note="不想去了"
    )
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("failed", "declined")
    consent = ReferralConsent.objects.get()
    assert consent.superseded_at is not None
    assert consent.withdrawn_on == clock.today()


def test_other_data_or_another_body_needs_a_new_consent(world):
    row = ready(world)
    contents = {"reason": "medical", "text": "改了", "receiver": HOSPITAL}
    less = actions.change_referral(
        row, actor=world.drolma, row_version=3, shared=["basic"], **contents
    )
    assert less.consent is not None
    more = actions.change_referral(
        row, actor=world.drolma, row_version=4, shared=["basic", "health"], **contents
    )
    assert more.consent is None
    last = row.steps.order_by("-uid").first()
    assert "商水县人民医院" in note_of(last, row)
    assert text_of(row) == "改了"
    actions.record_consent(row, agreed(), actor=world.drolma, row_version=5)
    contents |= {"receiver": ReceiverDraft(name="周口市中心医院")}
    actions.change_referral(row, actor=world.drolma, row_version=6, shared=["basic"], **contents)
    row.refresh_from_db()
    assert row.consent is None
    assert receiver_of(row).label == "周口市中心医院"


def test_two_people_at_once_never_overwrite(world):
    row = opened(world)
    other = Referral.objects.get(pk=row.pk)
    actions.note_contact(row, actor=world.drolma, row_version=1, on=clock.today(), note="先到")
    with pytest.raises(Conflict):
        actions.note_contact(other, actor=world.head, row_version=1, on=clock.today(), note="后到")
    assert [note_of(step, row) for step in row.steps.filter(step="contact")] == ["先到"]


def test_the_very_same_moment_is_caught_by_the_database(world, monkeypatch):
    row = opened(world)
    Referral.objects.filter(pk=row.pk).update(row_version=F("row_version") + 1)
    with pytest.raises(Conflict):
        actions.withdraw_referral(
            row, actor=world.drolma, row_version=1, outcome="not_needed", on=clock.today()
        )
    assert Referral.objects.get(pk=row.pk).state == "to_verify"
    assert ReferralStep.objects.filter(referral=row).count() == 1


def test_a_form_sent_twice_opens_one_referral(world):
    uid = new_uid()
    first, again = opened(world, uid=uid), opened(world, uid=uid)
    assert first.number == again.number
    assert Referral.objects.count() == 1
    with pytest.raises(SameUidOtherContent):
        opened(world, uid=uid, text="别的内容")
    with pytest.raises(SameUidOtherContent):
        actions.open_referral(draft(world, uid=uid), actor=world.head)


def test_a_batch_is_as_one_by_one_with_one_event(world):
    rows = actions.open_referrals([draft(world), draft(world, reason="legal")], actor=world.drolma)
    assert [row.number[-5:] for row in rows] == ["Z0001", "Z0002"]
    assert AuditEvent.objects.filter(action="referrals.open_referral").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "nonsense"},
        {"shared": []},
        {"shared": ["everything"]},
        {"text": "长" * 5001},
        {"receiver": ReceiverDraft(name=" ")},
        {"receiver": ReceiverDraft(name="长" * 101)},
        {"receiver": ReceiverDraft(kind="authority")},
        {"receiver": ReceiverDraft(kind="unit")},
        {"opened_on": date(2999, 1, 1)},
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_and_nothing_is_saved(world, changes):
    with pytest.raises(Invalid):
        opened(world, **changes)
    with pytest.raises(Invalid):
        opened(world, receiver=ReceiverDraft(kind="unit", unit=world.a))
    assert not Referral.objects.exists()


def test_steps_out_of_order_are_refused(world):
    row, today = sent(world), clock.today()
    with pytest.raises(StepNotNow):
        actions.plan_follow_up(row, actor=world.drolma, row_version=4, due_on=today)
    with pytest.raises(Invalid):
        actions.settle_referral(row, actor=world.drolma, row_version=4, outcome="", on=today)
    with pytest.raises(Invalid):
        actions.settle_referral(
            row, actor=world.drolma, row_version=4, outcome="served", on=today + timedelta(days=1)
        )
    with pytest.raises(Invalid):
        actions.settle_referral(
            row, actor=world.drolma, row_version=4, outcome="served", on=today - timedelta(days=9)
        )


def test_the_receiving_station_answers_and_nobody_else_outside(world):
    row = make_referral(world.a, to=world.b, state="sent")
    today = clock.today()
    with pytest.raises(Invalid):
        actions.answer_referral(
            row, actor=world.tashi, row_version=1, accepted=False, on=today, note=""
        )
    with pytest.raises(Forbidden):
        actions.plan_follow_up(row, actor=world.tashi, row_version=1, due_on=today)
    with pytest.raises(Forbidden):
        actions.answer_referral(
            row, actor=world.wang, row_version=1, accepted=True, on=today, note=""
        )
    actions.answer_referral(row, actor=world.tashi, row_version=1, accepted=True, on=today, note="")
    assert row.steps.get(step="accept").by_receiver
    actions.settle_referral(
        row, actor=world.tashi, row_version=2, outcome="partly", on=today, note="已收"
    )
    assert row.state == "succeeded"


def test_who_reaches_a_referral(world):
    unsent, row = (
        make_referral(world.a, to=world.b),
        make_referral(world.a, to=world.b, state="sent"),
    )
    for who in ("drolma", "head", "town"):
        assert access.get_referral_for_view(getattr(world, who), unsent.pk)
    assert access.get_referral_for_view(world.tashi, row.pk)
    assert list(access.incoming_referrals(world.tashi)) == [row]
    for who, what in (("tashi", unsent), ("wang", row), ("li", row)):
        with pytest.raises(NotFound):
            access.get_referral_for_view(getattr(world, who), what.pk)
    for who in ("town", "tashi"):
        with pytest.raises(Forbidden):
            access.get_referral_for_edit(getattr(world, who), row.pk)
    assert access.get_referral_for_answer(world.tashi, row.pk)
    with pytest.raises(Forbidden):
        access.get_referral_for_answer(world.town, row.pk)


def test_only_the_own_station_opens(world):
    for who in ("wang", "li", "town", "tashi"):
        with pytest.raises(Forbidden):
            actions.open_referral(draft(world), actor=getattr(world, who))


def test_what_is_written_stands_nowhere_in_plain(world):
    row = sent(world)
    row.refresh_from_db()
    events = str(list(AuditEvent.objects.values_list("details", flat=True)))
    for secret in ("咳嗽", "商水县人民医院"):
        assert secret not in events
        assert secret.encode() not in bytes(row.text_sealed) + bytes(row.receiver.sealed)


def test_a_place_sets_its_own_days(world):
    today = clock.today()
    for who in ("drolma", "wang"):
        with pytest.raises(Forbidden):
            actions.set_feedback_days(
                "411623000000",
                actor=getattr(world, who),
                days=7,
                starts_on=today,
                source="县办〔2026〕3 号",
            )
    with pytest.raises(Invalid):
        actions.set_feedback_days("411623", actor=world.li, days=0, starts_on=today, source="x")
    with pytest.raises(Invalid):
        actions.set_feedback_days("411623", actor=world.li, days=7, starts_on=today, source=" ")
    actions.set_feedback_days(
        "411623", actor=world.li, days=7, starts_on=today, source="县办〔2026〕3 号"
    )
    assert sent(world).due_on == today + timedelta(days=7)


def test_consent_taken_back_shuts_the_file_for_the_receiving_station(world):
    referral = make_referral(
        world.a, to=world.b, state="sent", shared="basic phone situation", household=world.household
    )
    seen = referral_page(world.tashi, access.get_referral_for_view(world.tashi, referral.pk))
    assert all((seen.name, seen.text, seen.may_reveal))
    actions.revoke_consent(
        referral, actor=world.drolma, row_version=referral.row_version, on=clock.today()
    )
    again = access.get_referral_for_view(world.tashi, referral.pk)
    seen = referral_page(world.tashi, again)
    assert (seen.name, seen.text, seen.born_on, seen.may_reveal) == ("", "", None, ())
    rows = referral_rows([again], clock.today(), is_incoming=True)
    assert [row.name for row in rows] == [""]
    assert referral_page(world.drolma, again).text
