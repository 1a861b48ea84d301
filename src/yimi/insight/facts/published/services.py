"""Service events and professional work."""

from __future__ import annotations

from yimi.insight.facts.published.made import Hop, Need, Published
from yimi.insight.facts.published.people import MERGES

ITEMS = Need("item")
#: Whoever takes part, as the file that was kept.
PERSONS = (
    "SELECT coalesce(k.kept_id, p.resident_id) AS person "
    "FROM participant p LEFT JOIN kept k ON k.duplicate_id = p.resident_id"
)
PERSONS_AND_DOUBLES = (
    f"WITH them AS ({PERSONS}) SELECT person FROM them "
    "UNION SELECT duplicate_id FROM kept WHERE kept_id IN (SELECT person FROM them)"
)
#: From a service record to the session, activity or case that it counts: by its number, which corrections keep.
NUMBER = Hop("record", "uid", "number")

SERVICES = (
    Published(
        "service_contact",
        (
            MERGES,
            ITEMS,
            Need("status_kind"),
            Need("record", "uid"),
            Need("participant", "record_id"),
            Need("head_count", "record_id"),
            Need("lead", "record_id"),
            Need("certificate", "worker_id", "SELECT worker_id FROM lead"),
            Need("resident", "uid", f"SELECT person FROM ({PERSONS})"),
            Need("status", "resident_id", PERSONS_AND_DOUBLES),
        ),
        (
            (Hop("record", "uid", "uid"),),
            (Hop("participant", "resident_id", "record_id"),),
            (Hop("status", "uid", "resident_id"), Hop("participant", "resident_id", "record_id")),
            (Hop("lead", "worker_id", "record_id"),),
            (Hop("certificate", "uid", "worker_id"), Hop("lead", "worker_id", "record_id")),
        ),
        keyed_by="record_uid",
        on="served_on",
        day_is_fixed=True,
    ),
    Published(
        "case_file",
        (
            MERGES,
            Need("case", "uid"),
            Need("unit"),
            Need("household", "uid", 'SELECT household_id FROM "case"'),
            Need("intake", "case_id"),
            Need("case_session", "case_id"),
            Need("record", "number", "SELECT record_number FROM case_session"),
        ),
        (
            (Hop("case", "uid", "uid"),),
            (Hop("case", "resident_id", "uid"),),
            (Hop("case", "household_id", "uid"),),
            (NUMBER, Hop("case_session", "record_number", "case_id")),
        ),
        on="opened_on",
    ),
    Published(
        "group_session",
        (
            ITEMS,
            # whether a session is the last, its group's other sessions say
            Need("social_group", "uid"),
            Need("session", "group_id", "SELECT uid FROM social_group"),
            Need("record", "number", "SELECT record_number FROM session"),
        ),
        (
            (Hop("social_group", "uid", "uid"),),
            (Hop("session", "uid", "group_id"),),
            (NUMBER, Hop("session", "record_number", "group_id")),
        ),
        keyed_by="group_uid",
        on="held_on",
    ),
    Published(
        "activity",
        # an activity is one service record; most are recorded without having been planned in the activities room
        (
            ITEMS,
            Need("activity_record", "number"),
            Need("event", "record_number"),
            Need("budget", "activity_id", "SELECT uid FROM event"),
        ),
        (
            (Hop("activity_record", "uid", "number"),),
            (Hop("event", "uid", "record_number"),),
            (Hop("budget", "uid", "activity_id"), Hop("event", "uid", "record_number")),
        ),
        keyed_by="record_number",
        on="held_on",
    ),
    Published(
        "referral",
        (
            MERGES,
            Need("handed_over", "uid"),
            Need("referral_step", "referral_id"),
            Need("referral_consent", "referral_id"),
        ),
        (
            (Hop("handed_over", "uid", "uid"),),
            (Hop("handed_over", "resident_id", "uid"),),
            (Hop("referral_consent", "uid", "referral_id"),),
            (Hop("referral_step", "uid", "referral_id"),),
        ),
        on="sent_on",
    ),
    Published(
        "need",
        (MERGES, Need("link", "uid")),
        ((Hop("link", "uid", "uid"),), (Hop("link", "resident_id", "uid"),)),
        on="raised_on",
    ),
    Published(
        "resource_match", (Need("link", "uid"),), ((Hop("link", "uid", "uid"),),), on="delivered_on"
    ),
)
