"""The only writers of the programmes room."""

from yimi.programmes.actions.appeals import answer_appeal, file_appeal
from yimi.programmes.actions.applying import ClaimDraft, apply_claim, apply_claims
from yimi.programmes.actions.evidence import (
    attach_evidence,
    note_original_seen,
    open_evidence,
    withdraw_evidence,
)
from yimi.programmes.actions.facts import record_fact, withdraw_fact
from yimi.programmes.actions.finance import (
    Reconciled,
    export_list,
    note_returned,
    reconcile_list,
)
from yimi.programmes.actions.joining import Joined, join_workers
from yimi.programmes.actions.lists import (
    approve_list,
    dissolve_list,
    post_list,
    prepare_list,
    remove_item,
)
from yimi.programmes.actions.packs import decide_pack, propose_pack, repeal_pack
from yimi.programmes.actions.payees import ensure_payee, set_account
from yimi.programmes.actions.postings import set_template
from yimi.programmes.actions.sending import send_list
from yimi.programmes.actions.steps import (
    approve_claim,
    approve_claims,
    check_claim,
    complete_claim,
    refuse_claim,
    return_claim,
    reverse_claim,
    withdraw_claim,
)

__all__ = [
    "ClaimDraft",
    "Joined",
    "Reconciled",
    "answer_appeal",
    "apply_claim",
    "apply_claims",
    "approve_claim",
    "approve_claims",
    "approve_list",
    "attach_evidence",
    "check_claim",
    "complete_claim",
    "decide_pack",
    "dissolve_list",
    "ensure_payee",
    "export_list",
    "file_appeal",
    "join_workers",
    "note_original_seen",
    "note_returned",
    "open_evidence",
    "post_list",
    "prepare_list",
    "propose_pack",
    "reconcile_list",
    "record_fact",
    "refuse_claim",
    "remove_item",
    "repeal_pack",
    "return_claim",
    "reverse_claim",
    "send_list",
    "set_account",
    "set_template",
    "withdraw_claim",
    "withdraw_evidence",
    "withdraw_fact",
]
