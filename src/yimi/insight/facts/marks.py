"""Which facts an event of the trail may change. Every action's event stands here, under facts or as irrelevant;
rooms above say it of their own actions in their publication.

An event names uids: its subject, and those in its details. Which rows of a fact they reach, ``published`` says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yimi.insight.facts.registering import is_known_above, marked_above

PEOPLE = ("resident", "resident_status", "household", "household_member", "service_contact")
WORKERS = ("worker", "certificate", "employment", "township", "service_contact")
RECORDS = ("service_contact", "resident", "household", "case_file", "group_session", "activity")
CASES = ("case_file", *RECORDS)
UNITS = ("service_unit", "township", "employment")
LINKS = ("need", "resource_match", *RECORDS)
REFERRALS = ("referral", *RECORDS)

#: Action → facts that may have changed.
CHANGES: Mapping[str, tuple[str, ...]] = {
    "regions.load_divisions": ("township",),
    # stations
    **dict.fromkeys(
        (
            "stations.open_units",
            "stations.correct_unit",
            "stations.close_unit",
            "stations.reopen_unit",
            "stations.rename_unit",
            "stations.add_unit_name",
            "stations.end_unit_name",
            "teams.send_team",
            "teams.correct_deployment",
            "teams.stand_down",
            "teams.change_workers",
        ),
        UNITS,
    ),
    "stations.register_operators": ("operator",),
    "stations.correct_operator": ("operator",),
    "stations.engage_operators": ("service_unit",),
    "stations.end_engagement": ("service_unit",),
    # reported figures
    "reported.report_figures": ("reported_figure",),
    "reported.correct_figure": ("reported_figure",),
    "reported.withdraw_figure": ("reported_figure",),
    # people
    **dict.fromkeys(
        (
            "people.open_household",
            "people.add_resident",
            "people.move_household",
            "people.move_member",
            "people.leave_household",
            "people.correct_resident",
        ),
        PEOPLE,
    ),
    "people.correct_household": ("household",),
    "people.close_household": ("household", "resident", "household_member"),
    "people.change_head": ("household", "household_member"),
    **dict.fromkeys(
        ("people.merge_residents", "people.unmerge_residents"),
        (*PEOPLE, "family_link", "case_file", "referral", "need"),
    ),
    "people.record_status": ("resident_status", "service_contact"),
    "people.end_status": ("resident_status", "service_contact"),
    "people.add_relative": ("family_link",),
    "people.end_relative": ("family_link",),
    # workforce
    "workforce.register_workers": WORKERS,
    "workforce.correct_worker": WORKERS,
    "workforce.record_leaving": WORKERS,
    "workforce.add_certificates": ("certificate", "township", "service_contact"),
    "workforce.renew_registration": ("certificate", "township", "service_contact"),
    "workforce.void_certificate": ("certificate", "township", "service_contact"),
    "workforce.place_workers": ("employment", "township"),
    "workforce.correct_placement": ("employment", "township"),
    "workforce.end_placement": ("employment", "township"),
    # services
    "services.recorded": RECORDS,
    "services.corrected": RECORDS,
    "services.voided": RECORDS,
    # visiting
    "visiting.tier_assigned": ("household",),
    # supervision
    "supervision.hold_sessions": ("supervision_session",),
    "supervision.correct_session": ("supervision_session",),
    "supervision.void_session": ("supervision_session",),
}
#: Rooms whose every event marks the same facts: their actions are many and their tables small.
ROOMS: Mapping[str, tuple[str, ...]] = {
    "cases": CASES,
    "groups": ("group_session",),
    "activities": ("activity",),
    "referrals": ("referral", "need", "resource_match"),
}
#: Rooms and actions that change no fact, looked at one by one.
IRRELEVANT_ROOMS = frozenset(
    {
        "access",
        "imports",
        "forms",
        "feedback",
        "protection",
        "demo",
        "explore",
        "insight",
        "rulemaking",
    }
)
IRRELEVANT = frozenset(
    {
        "stations.set_opening_hours", "stations.set_lead_authority", "stations.serve_area",
        "stations.end_served_area", "stations.register_authorities",
        "people.withdraw_consent", "people.give_consent", "people.ask_consent", "people.set_resident_address",
        "people.end_resident_address", "people.set_household_address", "people.add_phone", "people.end_phone",
        "people.set_id_number", "people.set_guardian", "people.end_guardianship", "people.reveal_value",
        "people.resident_viewed", "people.household_viewed", "people.open_file", "people.end_file_opening",
        "people.import_official_list", "people.add_status_kind", "people.end_status_kind",
        "workforce.reveal_value", "workforce.assign_supervisor", "workforce.end_supervision",
        "services.photo_added", "services.photo_viewed", "services.photo_withdrawn", "services.set_number",
        "visiting.tier_set", "visiting.planned", "visiting.plan_withdrawn", "visiting.due_set",
        "visiting.observation_noted", "visiting.observation_corrected", "visiting.consultation_printed", "visiting.consultation_followed_up",
        "supervision.make_plan", "supervision.correct_plan", "supervision.void_plan", "supervision.release_session",
        "supervision.agree_pairing", "supervision.correct_pairing", "supervision.add_to_pairing",
        "supervision.end_in_pairing", "supervision.answer_action", "supervision.correct_pairing_places",
        "supervision.withdraw_release",
    }
)  # fmt: skip

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def marked_by(action: str) -> tuple[str, ...]:
    """The facts that an event of this action may have changed."""
    own = CHANGES.get(action) or ROOMS.get(action.partition(".")[0], ())
    return tuple(dict.fromkeys((*own, *marked_above(action))))


def is_known(action: str) -> bool:
    """Whether somebody decided what the action means for facts."""
    room = action.partition(".")[0]
    below = action in CHANGES or action in IRRELEVANT or room in ROOMS or room in IRRELEVANT_ROOMS
    return below or is_known_above(action)


def uids_in(value: Any) -> Iterator[str]:
    """Every uid that an event's details name, however deep."""
    if isinstance(value, str):
        if _UID.fullmatch(value):
            yield value
    elif isinstance(value, Mapping):
        yield from _of_all(value.keys())
        yield from _of_all(value.values())
    elif isinstance(value, list | tuple):
        yield from _of_all(value)


def _of_all(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        yield from uids_in(value)
