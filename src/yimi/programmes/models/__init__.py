"""Nouns of the programmes room."""

from yimi.programmes.models.claims import (
    Appeal,
    AppealOutcome,
    Claim,
    ClaimStep,
    Evidence,
    Reversal,
)
from yimi.programmes.models.facts import (
    Background,
    ConductCheck,
    CostKind,
    ExamCost,
    Finding,
    GivenBy,
    Honour,
    HonourKind,
    HonourLevel,
)
from yimi.programmes.models.lists import (
    FinanceFile,
    ItemState,
    ListState,
    PaymentItem,
    PaymentList,
    PostingTemplate,
)
from yimi.programmes.models.packs import PackState, PackVersion
from yimi.programmes.models.payees import BankAccount, Payee, PayeeFile

__all__ = [
    "Appeal",
    "AppealOutcome",
    "Background",
    "BankAccount",
    "Claim",
    "ClaimStep",
    "ConductCheck",
    "CostKind",
    "Evidence",
    "ExamCost",
    "FinanceFile",
    "Finding",
    "GivenBy",
    "Honour",
    "HonourKind",
    "HonourLevel",
    "ItemState",
    "ListState",
    "PackState",
    "PackVersion",
    "Payee",
    "PayeeFile",
    "PaymentItem",
    "PaymentList",
    "PostingTemplate",
    "Reversal",
]
