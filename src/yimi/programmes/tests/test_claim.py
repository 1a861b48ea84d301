"""Claims: who may make one, what is decided with which reasons, and that a slot is held once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from yimi.audit.models import AuditEvent
from yimi.core.clock import standing_at
from yimi.core.errors import Conflict, Forbidden
from yimi.core.ids import SYSTEM_UID
from yimi.programmes import actions, errors
from yimi.programmes.models import Claim, Honour, PayeeFile, Reversal
from yimi.programmes.rules.states import State
from yimi.programmes.tests.factories import make_claim, make_conduct_check
from yimi.programmes.tests.helpers import apply, bring_papers, fresh, pay, walk
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

pytestmark = pytest.mark.django_db


def test_a_worker_claims_what_the_pack_gives_with_the_reasons_kept(people):
    claim = apply(people)
    assert (claim.amount_fen, claim.slot_kind, claim.slot) == (50000, "level", "assistant")
    assert claim.region_code == people.unit.region_code
    kept = claim.decision
    assert kept["pack"] == people.version.name
    assert kept["sha256"] == people.version.sha256
    assert kept["claim_until"] == "2025-03-01"
    reasons = {reason["condition"]: reason for reason in kept["reasons"]}
    assert reasons["issued_in_time"]["clause"] == "考证"
    assert reasons["issued_in_time"]["evidence"][0] == {
        "label": "发证日期", "value": "2024-03-01", "source": ""
    }  # fmt: skip
    assert all(reason["truth"] for reason in kept["reasons"])


def test_the_same_level_is_claimed_once(people):
    first = apply(people)
    with pytest.raises(errors.AlreadyClaimed) as refused:
        apply(people)
    assert first.number in str(refused.value)
    # and the database holds it by itself
    with pytest.raises(IntegrityError), transaction.atomic():
        make_claim(people.worker, people.version)


def test_withdrawn_it_may_be_claimed_again(people):
    claim = apply(people)
    actions.withdraw_claim(claim, actor=people.drolma, expected=claim.row_version)
    assert apply(people).number != claim.number


def test_a_late_claim_is_refused_with_the_condition(people):
    with standing_at(datetime(2025, 3, 2, 2, tzinfo=UTC)):
        make_conduct_check(people.worker, date(2025, 1, 1))
        with pytest.raises(errors.NotEligible) as refused:
            apply(people)
    assert "在申请期限之内" in str(refused.value)


def test_a_paper_application_of_an_earlier_day_is_entered_by_the_office_not_by_the_claimant(people):
    with standing_at(datetime(2025, 3, 20, 2, tzinfo=UTC)):
        make_conduct_check(people.worker, date(2025, 1, 1))
        with pytest.raises(errors.NotOnYourself):
            apply(people, claimed_on=date(2025, 2, 20))
        claim = apply(people, actor=people.li, claimed_on=date(2025, 2, 20))
    assert claim.claimed_on == date(2025, 2, 20)


def test_nobody_claims_for_a_stranger(people):
    for actor in (people.tashi, people.wang):
        with pytest.raises(Forbidden):
            apply(people, actor=actor)


def test_anothers_certificate_is_not_mine(people):
    foreign = make_certificate(people.other, issued_on=date(2024, 3, 1))
    with pytest.raises(errors.NotEligible):
        apply(people, certificate=foreign)


def test_after_the_repeal_nothing_new_and_what_was_claimed_goes_on(people):
    claim = apply(people)
    actions.repeal_pack(
        people.version, actor=people.sun, expected=people.version.row_version,
        repealed_on=date(2024, 6, 3), reason="新办法替代",
    )  # fmt: skip
    make_certificate(people.other, issued_on=date(2024, 4, 1))
    with pytest.raises(errors.PackNotInForce):
        apply(
            people, worker=people.other, actor=people.tashi,
            certificate=people.other.certificates.get(),
        )  # fmt: skip
    assert walk(people, claim).state == State.APPROVED


def test_it_goes_from_papers_to_approval_by_different_people(people):
    claim = apply(people)
    with pytest.raises(errors.EvidenceMissing):
        actions.complete_claim(claim, actor=people.zhou, expected=claim.row_version)
    bring_papers(people, claim)
    actions.complete_claim(claim, actor=people.zhou, expected=claim.row_version)
    with pytest.raises(Forbidden):  # another county
        actions.check_claim(claim, actor=people.wang, expected=claim.row_version)
    actions.check_claim(claim, actor=people.li, expected=claim.row_version)
    with pytest.raises(Forbidden):  # the county does not approve for the city
        actions.approve_claim(claim, actor=people.li, expected=claim.row_version)
    actions.approve_claim(claim, actor=people.chen, expected=claim.row_version)
    assert fresh(claim).state == State.APPROVED
    assert list(claim.steps.order_by("uid").values_list("step", flat=True)) == [
        "apply", "complete", "check", "approve"
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="programmes.approve_claim").count() == 1


def test_nobody_checks_what_they_entered(people):
    claim = walk(people, apply(people, actor=people.li), until=State.COMPLETE)
    with pytest.raises(errors.SecondPersonNeeded):
        actions.check_claim(claim, actor=people.li, expected=claim.row_version)


def test_two_clerks_at_once_one_is_told(people):
    claim = walk(people, apply(people), until=State.CHECKED)
    mine, theirs = fresh(claim), fresh(claim)
    actions.approve_claim(mine, actor=people.chen, expected=mine.row_version)
    with pytest.raises(Conflict):
        actions.approve_claim(theirs, actor=people.sun, expected=theirs.row_version)
    with pytest.raises(Conflict):
        actions.refuse_claim(theirs, actor=people.sun, expected=theirs.row_version, note="材料不实")
    assert fresh(claim).steps.filter(step="approve").count() == 1


def test_what_is_not_known_can_be_claimed_and_not_approved(people):
    people.worker.conduct_checks.update(superseded_at=datetime(2024, 1, 1, tzinfo=UTC))
    claim = walk(people, apply(people), until=State.COMPLETE)
    with pytest.raises(errors.NotCertainYet) as refused:
        actions.check_claim(claim, actor=people.li, expected=claim.row_version)
    assert "近三年没有违法" in str(refused.value)
    actions.record_fact(people.worker, "conduct", {"checked_on": date(2024, 6, 1)}, actor=people.li)
    actions.check_claim(claim, actor=people.li, expected=claim.row_version)


def test_on_promotion_the_difference_when_the_lower_was_paid(people):
    paid = pay(people, walk(people, apply(people)))
    assert paid.state == State.PAID
    higher = make_certificate(people.worker, level="intermediate", issued_on=date(2024, 5, 1))
    assert walk(people, apply(people, certificate=higher)).amount_fen == 50000


def test_on_promotion_everything_when_the_lower_was_not_granted(people):
    apply(people)
    higher = make_certificate(people.worker, level="intermediate", issued_on=date(2024, 5, 1))
    assert walk(people, apply(people, certificate=higher)).amount_fen == 100000


def test_both_asked_for_before_either_was_granted_never_pays_both(people):
    lower = walk(people, apply(people), until=State.CHECKED)
    higher = make_certificate(people.worker, level="intermediate", issued_on=date(2024, 5, 1))
    upper = walk(people, apply(people, certificate=higher), until=State.CHECKED)
    assert upper.amount_fen == 100000
    # the lower one no longer holds: the higher is within its year
    lower = fresh(lower)
    with pytest.raises(errors.NotEligible):
        actions.approve_claim(lower, actor=people.chen, expected=lower.row_version)
    upper = fresh(upper)
    assert actions.approve_claim(upper, actor=people.chen, expected=upper.row_version)


def test_a_reversal_waits_for_the_difference_above_it(people):
    lower = walk(people, apply(people))
    higher = make_certificate(people.worker, level="intermediate", issued_on=date(2024, 5, 1))
    upper = walk(people, apply(people, certificate=higher))
    lower = fresh(lower)
    with pytest.raises(errors.LaterClaimRests):
        actions.reverse_claim(
            lower, actor=people.sun, expected=lower.row_version, reason="证书作废"
        )
    actions.reverse_claim(upper, actor=people.sun, expected=upper.row_version, reason="证书作废")
    actions.reverse_claim(lower, actor=people.sun, expected=lower.row_version, reason="证书作废")
    assert {fresh(c).state for c in (lower, upper)} == {State.REVERSED}
    assert sum(Reversal.objects.values_list("amount_fen", flat=True)) == 100000


def test_an_appeal_upheld_takes_the_claim_up_again_with_its_first_day_and_papers(people):
    claim = walk(people, apply(people), until=State.COMPLETE)
    actions.refuse_claim(claim, actor=people.chen, expected=claim.row_version, note="在岗证明不清")
    with pytest.raises(Forbidden):
        actions.file_appeal(claim, actor=people.tashi, text="不服")
    appeal = actions.file_appeal(claim, actor=people.drolma, text="证明盖了章")
    with pytest.raises(errors.SecondPersonNeeded):
        actions.answer_appeal(appeal, actor=people.chen, upheld=True, answer="重新受理")
    with standing_at(datetime(2025, 5, 1, 2, tzinfo=UTC)):
        actions.answer_appeal(appeal, actor=people.sun, upheld=True, answer="重新受理")
    again = Claim.objects.get(state=State.APPLIED)
    assert again.claimed_on == claim.claimed_on
    assert again.evidence.count() == 3
    assert walk(people, again).state == State.APPROVED
    with pytest.raises(Conflict):
        actions.answer_appeal(appeal, actor=people.sun, upheld=False, answer="维持")


def test_the_most_beautiful_once_in_three_years(people):
    def honoured(day, title):
        honour = Honour.objects.create(
            worker=people.worker, kind="most_beautiful_social_worker", title=title, level="city",
            awarded_on=day, recorded_by=SYSTEM_UID,
        )  # fmt: skip
        draft = actions.ClaimDraft(
            worker=people.worker, version=people.version, benefit_id="award", subject_key=honour.pk
        )
        return actions.apply_claim(draft, actor=people.li)

    first = honoured(date(2024, 1, 5), "荆州最美社工2023")
    assert (first.amount_fen, first.slot_kind, first.slot) == (200000, "turn", "1")
    with pytest.raises(errors.TooSoon) as refused:
        honoured(date(2024, 5, 5), "荆州最美社工2024")
    assert "2027-06-03" in str(refused.value)


def test_two_files_with_one_id_number_are_one_person(people):
    other = make_worker("卓玛", region_code="420100000000")
    for worker in (people.worker, other):
        worker.id_number_sealed = worker.key.seal(
            "990101199001011234", field="id_number", row=worker.pk
        )
        worker.save(update_fields=["id_number_sealed"])
    first = actions.ensure_payee(people.worker, actor=people.drolma)
    assert actions.ensure_payee(other, actor=people.chen).pk == first.pk
    assert PayeeFile.objects.filter(payee=first).count() == 2


def test_an_id_number_added_later_stops_claims_until_the_files_are_joined(people):
    apply(people)
    second = make_worker("卓玛", region_code="421003000000")
    actions.ensure_payee(second, actor=people.chen)
    for worker in (second, people.worker):
        worker.id_number_sealed = worker.key.seal(
            "990101199001011234", field="id_number", row=worker.pk
        )
        worker.save(update_fields=["id_number_sealed"])
    actions.ensure_payee(second, actor=people.chen)
    with pytest.raises(errors.TwoFilesOnePerson):
        actions.ensure_payee(people.worker, actor=people.drolma)
    actions.join_workers(people.worker, second, actor=people.chen, reason="同一身份证")
    stays = actions.ensure_payee(people.worker, actor=people.drolma)
    third = make_worker("卓玛", region_code="420100000000")
    third.id_number_sealed = third.key.seal("990101199001011234", field="id_number", row=third.pk)
    assert actions.ensure_payee(third, actor=people.chen).pk == stays.pk


def test_an_intern_who_stayed_claims_once_whatever_the_key_on_the_page(people):
    actions.record_fact(
        people.worker, "background",
        {
            "social_work_degree": True, "full_time_student": True, "field": "elderly",
            "internship_started_on": date(2021, 10, 1), "graduated_on": date(2022, 7, 1),
        },
        actor=people.li,
    )  # fmt: skip

    def draft(key):
        return actions.ClaimDraft(
            worker=people.worker, version=people.version, benefit_id="internship", subject_key=key
        )

    claim = actions.apply_claim(draft(people.worker.pk), actor=people.drolma)
    assert (claim.amount_fen, claim.slot_kind, claim.slot) == (200000, "once", "")
    assert claim.subject_key == claim.payee_id
    for key in (people.worker.pk, claim.payee_id):
        with pytest.raises(errors.AlreadyClaimed):
            actions.apply_claim(draft(key), actor=people.drolma)


def test_a_claim_is_judged_on_both_files_of_a_person(people):
    pay(people, walk(people, apply(people)))
    second = make_worker("卓玛", region_code="421003000000")
    make_placement(second, people.unit)
    make_conduct_check(second)
    certificate = make_certificate(second, issued_on=date(2024, 3, 1))
    actions.join_workers(people.worker, second, actor=people.chen, reason="同一身份证")
    with pytest.raises((errors.AlreadyClaimed, errors.NotEligible)):
        apply(people, certificate=certificate, worker=second, actor=people.chen)


def test_an_unknown_subject_or_benefit_is_refused(people):
    draft = actions.ClaimDraft(
        worker=people.worker, version=people.version, benefit_id="nothing", subject_key=uuid4()
    )
    with pytest.raises(errors.NotEligible):
        actions.apply_claim(draft, actor=people.drolma)
