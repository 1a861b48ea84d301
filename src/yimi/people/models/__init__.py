"""Nouns of the people room: households, residents, what links them, what is known of them, and who agreed to it."""

from yimi.people.models.addresses import AddressKind, HouseholdAddress, Phone, ResidentAddress
from yimi.people.models.consents import Consent, ConsentBasis, ConsentPurpose, GivenBy
from yimi.people.models.households import ClosingReason, Household
from yimi.people.models.links import (
    FamilyRelation,
    Guardianship,
    GuardianshipKind,
    Membership,
    MergeLink,
    ParentSituation,
)
from yimi.people.models.openings import FileOpening
from yimi.people.models.residents import BirthPrecision, IdKind, Resident, ResidentVersion
from yimi.people.models.search import SearchToken, TokenKind
from yimi.people.models.statuses import ResidentStatus, StatusGroup, StatusKind, StatusSource

__all__ = [
    "AddressKind",
    "BirthPrecision",
    "ClosingReason",
    "Consent",
    "ConsentBasis",
    "ConsentPurpose",
    "FamilyRelation",
    "FileOpening",
    "GivenBy",
    "Guardianship",
    "GuardianshipKind",
    "Household",
    "HouseholdAddress",
    "IdKind",
    "Membership",
    "MergeLink",
    "ParentSituation",
    "Phone",
    "Resident",
    "ResidentAddress",
    "ResidentStatus",
    "ResidentVersion",
    "SearchToken",
    "StatusGroup",
    "StatusKind",
    "StatusSource",
    "TokenKind",
]
