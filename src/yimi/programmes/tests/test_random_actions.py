"""Random doings through the real actions, two clerks with what they saw before among them: the same three promises."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import transaction

from yimi.core.clock import standing_at, today
from yimi.core.errors import DomainError
from yimi.core.ids import SYSTEM_UID
from yimi.programmes import actions
from yimi.programmes.models import Background, Claim, ItemState, ListState, PaymentItem, PaymentList
from yimi.programmes.queries.money import ledger
from yimi.programmes.rules.states import GRANTED, LIVE, State
from yimi.programmes.tests.factories import CERTIFICATE, CITY, make_account, make_conduct_check
from yimi.programmes.tests.helpers import answer, bring_papers
from yimi.workforce.tests.factories import make_certificate, make_placement, make_worker

pytestmark = pytest.mark.django_db
HISTORIES, EVENTS = 6, 26
FULL = {"assistant": 50_000, "intermediate": 100_000, "senior": 300_000}


def tried(action, *args, **kwargs):
    """What the domain refuses changes nothing."""
    try:
        with transaction.atomic():
            return action(*args, **kwargs)
    except DomainError:
        return None


def claims(**wanted):
    found = Claim.objects.filter(**wanted).select_related("payee__key", "worker", "version")
    return list(found.order_by("uid"))


def one_event(random, people, workers):
    what = random.choice(["apply"] * 4 + ["move"] * 9 + ["list", "pay", "pay", "reverse", "join"])
    if what == "apply":
        worker = random.choice(workers)
        certificate = random.choice(list(worker.certificates.order_by("uid")))
        draft = actions.ClaimDraft(
            worker=worker, version=people.version, benefit_id="certificate",
            subject_key=certificate.pk,
        )  # fmt: skip
        tried(actions.apply_claim, draft, actor=people.chen)
    elif what == "move":
        move(random, people)
    elif what == "list":
        made = tried(
            actions.prepare_list, CERTIFICATE, actor=people.chen, region_code=CITY, title="一批"
        )
        if made:
            actions.approve_list(made, actor=people.sun, expected=made.row_version)
            day = today() - timedelta(days=10)
            actions.post_list(made, actor=people.chen, expected=made.row_version, posted_from=day)
            actions.send_list(made, actor=people.qian, expected=made.row_version)
    elif what == "pay":
        for made in PaymentList.objects.filter(state=ListState.SENT):
            pay(random, people, made)
    elif what == "reverse":
        for claim in claims(state__in=[State.APPROVED, State.PAID])[:1]:
            tried(
                actions.reverse_claim, claim, actor=people.sun, expected=claim.row_version,
                reason="证书作废",
            )  # fmt: skip
    elif random.random() < 0.5:
        tried(actions.join_workers, *workers, actor=people.sun, reason="身份证一致")


def move(random, people):
    found = claims(state__in=[State.APPLIED, State.COMPLETE, State.CHECKED])
    if not found:
        return
    claim = random.choice(found)
    stale = claims(pk=claim.pk)[0]
    if claim.state == State.APPLIED:
        bring_papers(people, claim)
        tried(actions.complete_claim, claim, actor=people.zhou, expected=claim.row_version)
        return
    check = claim.state == State.COMPLETE
    step, first = (actions.check_claim, people.li) if check else (actions.approve_claim, people.sun)
    done = tried(step, claim, actor=first, expected=claim.row_version)
    second = people.zhou if check else people.qian
    again = tried(step, stale, actor=second, expected=stale.row_version)
    assert not (done and again), "two clerks both went through"


def pay(random, people, made):
    pending = made.items.filter(state=ItemState.PENDING).values_list("claim__number", flat=True)
    results = {number: "成功" if random.random() < 0.8 else "退票" for number in pending}
    content = answer(made, results).replace(b"2024-06-03", today().isoformat().encode())
    actions.reconcile_list(made, content, actor=people.qian)
    actions.reconcile_list(made, content, actor=people.qian)


def check(story):
    found = Claim.objects.all()
    sums = ledger(found)
    assert sums.balances, story
    live = list(found.filter(state__in=LIVE).values_list("payee", "benefit", "slot"))
    assert len(set(live)) == len(live), story
    paid = PaymentItem.objects.filter(state=ItemState.PAID)
    assert paid.values("claim").distinct().count() == paid.count(), story
    for payee in set(found.values_list("payee", flat=True)):
        granted = claims(payee=payee, state__in=GRANTED)
        if granted:
            kept = sum(
                c.amount_fen - sum(r.amount_fen for r in c.reversals.current()) for c in granted
            )
            assert kept == max(FULL[c.slot] for c in granted), story


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_doing_pays_twice_or_loses_a_fen(people, seed):
    random = Random(seed)
    second = make_worker("卓玛", region_code="421003000000")
    make_placement(second, people.unit)
    Background.objects.create(worker=second, field="elderly", recorded_by=SYSTEM_UID)
    workers = [people.worker, second]
    people.certificate.delete()
    for worker in workers:
        make_conduct_check(worker, date(2024, 5, 20))
        make_account(actions.ensure_payee(worker, actor=people.chen))
        for level in random.sample(list(FULL), 2):
            issued = date(2024, 1, 1) + timedelta(days=random.randint(0, 150))
            make_certificate(worker, level=level, issued_on=issued)
    now = datetime(2024, 6, 3, 2, tzinfo=UTC)
    for _event in range(EVENTS):
        now += timedelta(days=random.randint(0, 12))
        with standing_at(now):
            one_event(random, people, workers)
    check(f"seed {seed}")
