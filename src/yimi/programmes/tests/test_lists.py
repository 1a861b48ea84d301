"""Payment lists: prepared once, approved by another, posted, sent with accounts to one person, reconciled row by row."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from yimi.audit.models import AuditEvent
from yimi.core.errors import Conflict, Forbidden
from yimi.programmes import actions, errors
from yimi.programmes.actions.lists import _take
from yimi.programmes.models import Claim, FinanceFile, ItemState, ListState, PaymentItem
from yimi.programmes.queries.money import ledger
from yimi.programmes.rules.states import State
from yimi.programmes.tests.factories import (
    ACCOUNT,
    CERTIFICATE,
    CITY,
    make_account,
    make_claim,
    make_list,
    make_payee,
)
from yimi.programmes.tests.helpers import answer, apply, fresh, pay, send, sheet, walk

pytestmark = pytest.mark.django_db


def prepare(people, **fields):
    return actions.prepare_list(
        CERTIFICATE, actor=people.chen, region_code=CITY, title="考证扶持资金", **fields
    )


@pytest.fixture
def ready(people):
    """Two people's approved claims; Drolma has given an account."""
    mine = make_claim(people.worker, people.version, state=State.APPROVED)
    other = make_claim(people.other, people.version, state=State.APPROVED, amount_fen=100000)
    actions.set_account(people.worker, ACCOUNT, actor=people.drolma)
    make_account(make_payee(people.other))
    return mine, other


def test_a_claim_stands_on_one_list(people, ready):
    made = prepare(people)
    assert (made.total_fen, made.items.count()) == (150000, 2)
    assert list(made.items.order_by("name").values_list("unit_name", flat=True)) == ["解放路站"] * 2
    with pytest.raises(errors.NothingToPay):
        prepare(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentItem.objects.create(list=made, claim=ready[0], amount_fen=1, name="卓玛")


def test_two_lists_prepared_at_once_one_is_told(people, ready):
    seen = list(Claim.objects.filter(state=State.APPROVED))
    prepare(people, claims=[ready[0].pk])
    with pytest.raises(Conflict), transaction.atomic():
        _take(seen)
    assert fresh(ready[1]).state == State.APPROVED


def test_three_parts_by_different_people(people, ready):
    made = prepare(people)
    with pytest.raises(errors.SecondPersonNeeded):
        actions.approve_list(made, actor=people.chen, expected=made.row_version)
    with pytest.raises(Forbidden):
        actions.approve_list(made, actor=people.li, expected=made.row_version)
    actions.approve_list(made, actor=people.sun, expected=made.row_version)
    with pytest.raises(errors.NotPosted):
        actions.send_list(made, actor=people.qian, expected=made.row_version)
    actions.post_list(
        made, actor=people.chen, expected=made.row_version, posted_from=date(2024, 5, 28)
    )
    assert made.posted_until == date(2024, 6, 3)
    with pytest.raises(errors.NotPostedLongEnough):
        actions.send_list(made, actor=people.qian, expected=made.row_version)
    actions.post_list(
        made, actor=people.chen, expected=made.row_version, posted_from=date(2024, 5, 27)
    )
    with pytest.raises(errors.SecondPersonNeeded):
        actions.send_list(made, actor=people.sun, expected=made.row_version)
    actions.send_list(made, actor=people.qian, expected=made.row_version)
    assert made.state == ListState.SENT


def test_only_who_sent_it_sees_the_accounts_and_every_look_is_in_the_trail(people, ready):
    made = send(people)
    for actor in (people.chen, people.sun, people.li):
        with pytest.raises(Forbidden):
            actions.export_list(made, actor=actor)
    rows = sheet(actions.export_list(made, actor=people.qian))
    assert [row[4] for row in rows[1:]] == [ACCOUNT.number] * 2
    event = AuditEvent.objects.get(action="programmes.reveal_accounts")
    assert event.actor_uid == people.qian.uid
    assert ACCOUNT.number not in str(event.details)


def test_an_account_is_given_by_its_owner_and_lies_sealed(people):
    with pytest.raises(Forbidden):
        actions.set_account(people.worker, ACCOUNT, actor=people.li)
    row = actions.set_account(people.worker, ACCOUNT, actor=people.drolma)
    assert ACCOUNT.number.encode() not in bytes(row.sealed)
    second = actions.set_account(people.worker, ACCOUNT, actor=people.drolma)
    assert row.payee.accounts.current().get() == second


def test_without_an_account_nothing_is_sent(people, ready):
    ready[1].payee.accounts.update(superseded_at="2024-01-01T00:00:00Z")
    with pytest.raises(errors.AccountMissing) as refused, transaction.atomic():
        send(people)
    assert "扎西" in str(refused.value)


def test_paid_and_failed_rows_count_and_wrong_ones_come_back_with_reasons(people, ready):
    made = send(people)
    mine, other = (claim.number for claim in ready)
    good = answer(made, {mine: "成功", other: "账号不存在"}).decode()
    wrong = "\nSQ0000,500.00,成功,2024-06-03,\n" + f"{mine},400.00,好,,"
    # the wrong rows include a second one for Drolma, so that neither of hers counts
    result = actions.reconcile_list(made, (good + wrong).encode("gb18030"), actor=people.qian)
    assert (result.paid, result.failed, len(result.wrong)) == (0, 1, 3)
    marked = sheet(result.marked)
    assert marked[0][-1] == "系统提示"
    assert "没有这个申请编号" in marked[3][-1]
    assert fresh(ready[0]).state == State.LISTED
    assert fresh(ready[1]).state == State.APPROVED
    again = actions.reconcile_list(made, good.encode(), actor=people.qian)
    assert (again.paid, again.failed, again.repeats, again.wrong) == (1, 0, 1, ())
    made.refresh_from_db()
    assert made.state == ListState.RECONCILED
    assert fresh(ready[0]).state == State.PAID
    assert FinanceFile.objects.count() == 2


def test_the_same_file_twice_pays_once_and_the_opposite_is_named(people, ready):
    made = send(people)
    content = answer(made, {claim.number: "成功" for claim in ready})
    actions.reconcile_list(made, content, actor=people.qian)
    again = actions.reconcile_list(made, content, actor=people.qian)
    assert (again.paid, again.repeats) == (0, 2)
    opposite = answer(made, {ready[0].number: "退票"})
    assert len(actions.reconcile_list(made, opposite, actor=people.qian).wrong) == 1
    assert fresh(ready[0]).steps.filter(step="pay").count() == 1


def test_a_failed_transfer_waits_for_the_next_list(people, ready):
    made = send(people)
    results = {ready[0].number: "成功", ready[1].number: "退票"}
    actions.reconcile_list(made, answer(made, results), actor=people.qian)
    second = send(people)
    assert [item.claim_id for item in second.items.all()] == [ready[1].pk]
    actions.reconcile_list(second, answer(second, {ready[1].number: "成功"}), actor=people.qian)
    assert ready[1].items.filter(state=ItemState.PAID).count() == 1
    sums = ledger(Claim.objects.all())
    assert (sums.granted_fen, sums.paid_fen, sums.owed_fen) == (150000, 150000, 0)
    assert sums.balances


def test_a_list_taken_apart_frees_its_claims(people, ready):
    made = prepare(people)
    item = made.items.get(claim=ready[0])
    actions.remove_item(item, actor=people.chen, reason="本人异议")
    made.refresh_from_db()
    assert made.total_fen == 100000
    actions.dissolve_list(made, actor=people.chen, expected=made.row_version, reason="重做")
    assert {fresh(claim).state for claim in ready} == {State.APPROVED}
    with pytest.raises(errors.StepNotNow):
        actions.dissolve_list(made, actor=people.chen, expected=made.row_version, reason="重做")


def test_an_unreadable_file_says_so(people, ready):
    made = send(people)
    for content in (b"PK\x03\x04 broken", "姓名,金额\n卓玛,1".encode()):
        with pytest.raises(errors.FinanceFileUnreadable):
            actions.reconcile_list(made, content, actor=people.qian)


def test_paid_money_taken_back_is_to_be_returned(people):
    paid = pay(people, walk(people, apply(people)))
    actions.reverse_claim(paid, actor=people.sun, expected=paid.row_version, reason="证书作废")
    sums = ledger(Claim.objects.all())
    assert (sums.paid_fen, sums.recalled_fen, sums.balances) == (50000, 50000, True)
    row = paid.reversals.get()
    actions.note_returned(row, actor=people.sun, returned_on=date(2024, 6, 3))
    assert ledger(Claim.objects.all()).recalled_fen == 50000
    assert apply(people).state == State.APPLIED


def test_a_place_posts_its_lists_its_own_way_but_never_private_columns(people):
    from yimi.core.errors import Invalid
    from yimi.programmes.postings import Posting, template_for

    own = Posting("公示", ("name", "unit", "amount"), 5, "局网站", "局规〔2024〕1号")
    actions.set_template(own, actor=people.chen, region_code=CITY, benefit=CERTIFICATE)
    assert template_for(CITY, CERTIFICATE).days == 5
    assert template_for(CITY, "x").days == 7
    bad = Posting("公示", ("name", "amount", "id_number"), 5, "局网站", "无")
    with pytest.raises(Invalid):
        actions.set_template(bad, actor=people.chen, region_code=CITY)
    with pytest.raises(Forbidden):
        actions.set_template(own, actor=people.li, region_code=CITY)


def test_the_factory_list_is_a_list(people):
    assert make_list(workers=(people.worker,)).items.count() == 1
