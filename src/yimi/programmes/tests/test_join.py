"""Two staff files of one person: nothing is paid twice, nothing is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from yimi.core.errors import Forbidden
from yimi.core.ids import SYSTEM_UID
from yimi.programmes import actions, errors
from yimi.programmes.models import Background, Claim, PayeeFile, Reversal
from yimi.programmes.queries.claims import page_of
from yimi.programmes.queries.money import ledger
from yimi.programmes.rules.states import State
from yimi.programmes.tests.factories import make_conduct_check
from yimi.programmes.tests.helpers import apply, fresh, pay, send, walk
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(people):
    """Drolma's other file, at the same station, with the same certificate typed in again."""
    worker = make_worker("卓玛", region_code="421003000000")
    make_placement(worker, people.unit)
    make_conduct_check(worker)
    Background.objects.create(worker=worker, field="elderly", recorded_by=SYSTEM_UID)
    make_certificate(worker, issued_on=date(2024, 3, 1))
    return worker


def apply_second(people, second, **fields):
    certificate = second.certificates.filter(**fields).first()
    return apply(people, certificate=certificate, worker=second, actor=people.chen)


def join(people, second):
    return actions.join_workers(people.worker, second, actor=people.sun, reason="身份证一致")


def test_of_two_open_claims_the_further_one_stays(people, second):
    mine = apply(people)
    theirs = walk(people, apply_second(people, second), until=State.CHECKED)
    joined = join(people, second)
    assert [(one.uid, one.remedy) for one in joined.settlements] == [(mine.pk, "refuse")]
    assert fresh(theirs).payee_id == fresh(mine).payee_id == joined.payee.pk
    assert walk_on(people, theirs).state == State.APPROVED


def walk_on(people, claim):
    claim = fresh(claim)
    return actions.approve_claim(claim, actor=people.chen, expected=claim.row_version)


def test_paid_twice_before_anybody_knew_the_second_comes_back(people, second):
    mine = pay(people, walk(people, apply(people)))
    theirs = pay(people, walk(people, apply_second(people, second)))
    join(people, second)
    assert fresh(mine).state == State.PAID
    assert fresh(theirs).state == State.REVERSED
    row = Reversal.objects.get()
    assert (row.amount_fen, row.was_paid) == (50000, True)
    sums = ledger(Claim.objects.all())
    assert (sums.paid_fen, sums.recalled_fen, sums.balances) == (100000, 50000, True)


def test_both_levels_in_full_the_difference_comes_back(people, second):
    mine = pay(people, walk(people, apply(people)))
    make_certificate(second, level="intermediate", issued_on=date(2024, 5, 1))
    theirs = pay(people, walk(people, apply_second(people, second, level="intermediate")))
    assert theirs.amount_fen == 100000
    join(people, second)
    assert fresh(mine).state == fresh(theirs).state == State.PAID
    assert Reversal.objects.get().amount_fen == 50000
    sums = ledger(Claim.objects.all())
    assert sums.paid_fen - sums.recalled_fen == 100000
    assert sums.balances


def test_not_while_money_may_be_on_its_way(people, second):
    mine = walk(people, apply(people))
    from yimi.programmes.tests.factories import make_account

    make_account(fresh(mine).payee)
    send(people)
    apply_second(people, second)
    with pytest.raises(errors.OnASentList):
        join(people, second)


def test_off_a_list_that_was_not_sent(people, second):
    paid = pay(people, walk(people, apply(people)))
    theirs = walk(people, apply_second(people, second))
    made = actions.prepare_list(
        theirs.benefit, actor=people.chen, region_code="421000000000", title="考证"
    )
    join(people, second)
    made.refresh_from_db()
    assert made.total_fen == 0
    assert fresh(theirs).state == State.REVERSED
    assert fresh(paid).state == State.PAID


def test_one_person_is_not_joined_twice_and_not_by_a_stranger(people, second):
    apply(people)
    for actor in (people.li, people.wang):  # the claim is the city's
        with pytest.raises(Forbidden), transaction.atomic():
            actions.join_workers(people.worker, second, actor=actor, reason="身份证一致")
    join(people, second)
    with pytest.raises(errors.SamePersonAlready):
        join(people, second)
    assert PayeeFile.objects.current().filter(worker=second).count() == 1


def test_notes_and_appeals_of_the_other_file_stay_readable(people, second):
    theirs = walk(people, apply_second(people, second), until=State.COMPLETE)
    actions.refuse_claim(
        theirs, actor=people.chen, expected=theirs.row_version, note="在岗证明不清"
    )
    join(people, second)
    page = page_of(fresh(theirs))
    assert [note for _step, note in page.steps if note] == ["在岗证明不清"]
