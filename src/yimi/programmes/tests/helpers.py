"""Claims walked to where a test needs them, through the actions."""

from __future__ import annotations

import io
from datetime import timedelta

from python_calamine import CalamineWorkbook

from yimi.core.clock import standing_at
from yimi.programmes import actions
from yimi.programmes.models import Claim
from yimi.programmes.rules.states import State
from yimi.programmes.tests.factories import ACCOUNT, CERTIFICATE, CITY, NOW, make_account


def apply(people, certificate=None, worker=None, actor=None, **fields):
    """Drolma claims the grant for her certificate."""
    draft = actions.ClaimDraft(
        worker=worker or people.worker,
        version=people.version,
        benefit_id="certificate",
        subject_key=(certificate or people.certificate).pk,
        **fields,
    )
    return actions.apply_claim(draft, actor=actor or people.drolma)


def fresh(claim):
    """The row as it is now, with what actions need."""
    return Claim.objects.select_related("payee__key", "worker", "version").get(pk=claim.pk)


def bring_papers(people, claim):
    """The town has seen every original."""
    for kind in ("职业资格证书", "在岗证明", "守法执业承诺书"):
        actions.note_original_seen(claim, kind, actor=people.zhou)


def walk(people, claim, until=State.APPROVED):
    """Papers seen by the town, checked by the county, approved by the city."""
    claim = fresh(claim)
    bring_papers(people, claim)
    actions.complete_claim(claim, actor=people.zhou, expected=claim.row_version)
    if until == State.COMPLETE:
        return claim
    actions.check_claim(claim, actor=people.li, expected=claim.row_version)
    if until == State.CHECKED:
        return claim
    actions.approve_claim(claim, actor=people.chen, expected=claim.row_version)
    return claim


def send(people, *, claims=None):
    """A list with everything that waits, approved, posted and taken to finance by Qian."""
    made = actions.prepare_list(
        CERTIFICATE, actor=people.chen, region_code=CITY, title="考证扶持资金", claims=claims
    )
    actions.approve_list(made, actor=people.sun, expected=made.row_version)
    posted_from = (NOW - timedelta(days=10)).date()
    actions.post_list(made, actor=people.chen, expected=made.row_version, posted_from=posted_from)
    actions.send_list(made, actor=people.qian, expected=made.row_version)
    return made


def answer(made, results):
    """What finance sends back, as CSV: by claim number, "成功" or a reason for failing."""
    lines = ["申请编号,金额（元）,结果,发放日期,失败原因"]
    amounts = dict(made.items.values_list("claim__number", "amount_fen"))
    for number, result in results.items():
        paid = result == "成功"
        day = NOW.date().isoformat() if paid else ""
        reason = "" if paid else result
        lines.append(
            f"{number},{amounts[number] / 100:.2f},{'成功' if paid else '失败'},{day},{reason}"
        )
    return "\n".join(lines).encode("utf-8")


def pay(people, claim):
    """The claim is paid."""
    if not claim.payee.accounts.current().exists():
        make_account(claim.payee)
    made = send(people, claims=[claim.pk])
    actions.reconcile_list(made, answer(made, {claim.number: "成功"}), actor=people.qian)
    return fresh(claim)


def sheet(content):
    """The first sheet of a workbook as rows of text."""
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


__all__ = ["ACCOUNT", "answer", "apply", "bring_papers", "fresh", "pay", "send", "sheet", "walk"]


def at(moment):
    """Another day."""
    return standing_at(moment)
