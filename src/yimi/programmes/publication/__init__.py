"""What figures and rules may know of programmes: claims, payments, honours, conduct, receipts; studies and posts of workers.

Uids, places, codes, days and amounts only. Somebody with several staff files is one subject: the file registered first.
"""

from __future__ import annotations

from yimi.insight.facts.published.made import Addition, Hop, Need, Published
from yimi.insight.facts.registering import Publication
from yimi.insight.facts.sources import Source
from yimi.programmes.models import (
    Background,
    Claim,
    ClaimStep,
    ConductCheck,
    ExamCost,
    Honour,
    PayeeFile,
    PaymentItem,
    Reversal,
)
from yimi.programmes.rules.states import Step

_KNOWN = ("recorded_at", "superseded_at")
#: The staff file that stands for a person.
FILES = Need("payee_file", "payee_id", "SELECT payee_id FROM claim")
WORKER = Need("worker")
#: An event names a claim, or the person whose claims move: when two files are joined, or a file is linked.
CLAIM = (Hop("claim", "uid", "uid"),)
OF_PAYEE = (Hop("claim", "payee_id", "uid"),)

FACTS = (
    Published(
        "claim",
        (
            Need("claim", "uid"),
            FILES,
            Need("claim_step", "claim_id"),
            Need("reversal", "claim_id"),
        ),
        (CLAIM, OF_PAYEE),
        history="claim",
        on="claimed_on",
        package=__package__,
    ),
    Published(
        "payment",
        (
            Need("claim", "uid"),
            FILES,
            Need("claim_step", "claim_id"),
            Need("reversal", "claim_id"),
            Need("payment_item", "claim_id"),
        ),
        (CLAIM, OF_PAYEE),
        keyed_by="claim_uid",
        on="paid_on",
        package=__package__,
    ),
    Published(
        "honour", (Need("honour"), WORKER), is_small=True, on="awarded_on", package=__package__
    ),
    Published(
        "conduct_finding", (Need("conduct"),), is_small=True, on="found_on", package=__package__
    ),
    Published(
        "exam_cost", (Need("exam_cost"), WORKER), is_small=True, on="spent_on", package=__package__
    ),
)
OF_WORKERS = ("worker", "employment", "honour", "conduct_finding", "exam_cost")
OF_CLAIMS = ("claim", "payment")

PUBLICATION = Publication(
    tables=(
        Source("claim", Claim, ("uid", "payee_id", "worker_id", "region_code", "benefit", "slot_kind", "slot", "claimed_on", "amount_fen", "state", "recorded_at")),
        Source("payee_file", PayeeFile, ("uid", "payee_id", "worker_id"), only="superseded_at IS NULL"),
        Source("claim_step", ClaimStep, ("uid", "claim_id", "step", "at")),
        Source("reversal", Reversal, ("uid", "claim_id", "amount_fen", "was_paid", "returned_on", "replaces_id", *_KNOWN)),
        Source("payment_item", PaymentItem, ("uid", "claim_id", "amount_fen", "state", "paid_on")),
        Source("honour", Honour, ("uid", "worker_id", "kind", "title", "level", "given_by", "to_individual", "awarded_on", *_KNOWN)),
        Source("conduct", ConductCheck, ("uid", "worker_id", "checked_on", "finding", "found_on", "overturned_on", *_KNOWN)),
        Source("exam_cost", ExamCost, ("uid", "worker_id", "exam_year", "kind", "amount_fen", "spent_on", "invoice_number", "registered_for_exam", "passed", *_KNOWN)),
        Source("background", Background, ("uid", "worker_id", "social_work_degree", "full_time_student", "internship_started_on", "graduated_on", "field", "post"), only="superseded_at IS NULL"),
    ),
    facts=FACTS,
    additions=(
        Addition("worker", (Need("conduct"), Need("background")), __package__),
        Addition("employment", (Need("background"), WORKER), __package__),
    ),
    changes={
        **{f"programmes.{step}_claim": OF_CLAIMS for step in Step},
        "programmes.join_payees": OF_CLAIMS,
        "programmes.link_payee": OF_CLAIMS,
        "programmes.note_returned": OF_CLAIMS,
        "programmes.record_fact": OF_WORKERS,
        "programmes.withdraw_fact": OF_WORKERS,
        # the place that keeps the staff file stands in what hangs on it
        "workforce.correct_worker": ("honour", "exam_cost"),
        "workforce.record_leaving": ("honour", "exam_cost"),
    },
    irrelevant=frozenset(
        {
            "programmes.attach_evidence", "programmes.see_original", "programmes.withdraw_evidence", "programmes.view_evidence",
            # an upheld appeal is a claim made anew, with an event of its own
            "programmes.file_appeal", "programmes.answer_appeal",
            "programmes.propose_pack", "programmes.publish_pack", "programmes.refuse_pack", "programmes.repeal_pack",
            "programmes.set_account", "programmes.reveal_accounts", "programmes.set_posting",
            # to be on a list changes nothing that figures know of a claim; being paid or taken off is an event of the claim
            "programmes.prepare_list", "programmes.approve_list", "programmes.post_list", "programmes.remove_item",
            "programmes.dissolve_list", "programmes.send_list", "programmes.reconcile_list",
        }
    ),
)  # fmt: skip
