"""Answers of the people room: searching, one household's file, lists, doubles, merged files."""

from yimi.people.queries.duplicates import Candidate, possible_duplicates
from yimi.people.queries.files import household_file
from yimi.people.queries.lists import (
    HouseholdFilter,
    HouseholdPage,
    HouseholdRow,
    households_among,
    list_households,
    villages_of,
)
from yimi.people.queries.merging import canonical_uid, canonical_uids, links_from
from yimi.people.queries.searching import Found, Hit, residents_with_ids, search_people
from yimi.people.queries.statuses import (
    may_collect_from,
    pending_consents,
    status_history,
    status_kinds_for,
    statuses_on,
)
from yimi.people.queries.views import (
    AddressView,
    ConsentView,
    HouseholdFile,
    MemberView,
    PhoneView,
    StatusView,
)

__all__ = [
    "AddressView",
    "Candidate",
    "ConsentView",
    "Found",
    "Hit",
    "HouseholdFile",
    "HouseholdFilter",
    "HouseholdPage",
    "HouseholdRow",
    "MemberView",
    "PhoneView",
    "StatusView",
    "canonical_uid",
    "canonical_uids",
    "household_file",
    "households_among",
    "links_from",
    "list_households",
    "may_collect_from",
    "pending_consents",
    "possible_duplicates",
    "residents_with_ids",
    "search_people",
    "status_history",
    "status_kinds_for",
    "statuses_on",
    "villages_of",
]
