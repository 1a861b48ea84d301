"""Residents, households and what is known of them."""

from __future__ import annotations

from yimi.insight.facts.published.made import Hop, Need, Published

MERGES = Need("merge")
#: The people in question, and the files that were merged into theirs.
PEOPLE_AND_DOUBLES = "SELECT key::UUID FROM keys UNION SELECT duplicate_id FROM kept WHERE kept_id IN (SELECT key::UUID FROM keys)"

PEOPLE = (
    Published(
        "resident",
        (
            MERGES,
            Need("resident", "uid"),
            # whoever was merged into them brings their household and their visits along
            Need("membership", "resident_id", PEOPLE_AND_DOUBLES),
            Need("participant", "resident_id", PEOPLE_AND_DOUBLES),
            Need("record", "uid", "SELECT record_id FROM participant"),
        ),
        (
            (Hop("resident", "uid", "uid"),),
            (Hop("membership", "uid", "resident_id"),),
            (Hop("membership", "household_id", "resident_id"),),
            (Hop("participant", "record_id", "resident_id"),),
        ),
        on="file_opened_on",
        history="resident_history",
        past_needs=(Need("resident_version"), Need("any_merge")),
    ),
    Published(
        "resident_status",
        (
            MERGES,
            Need("status", "uid"),
            Need(
                "resident",
                "uid",
                "SELECT coalesce(k.kept_id, s.resident_id) FROM status s LEFT JOIN kept k ON k.duplicate_id = s.resident_id",
            ),
        ),
        ((Hop("status", "uid", "uid"),), (Hop("status", "resident_id", "uid"),)),
    ),
    Published(
        "family_link",
        (MERGES, Need("relative", "uid")),
        (
            (Hop("relative", "uid", "uid"),),
            (Hop("relative", "resident_id", "uid"),),
            (Hop("relative", "relative_id", "uid"),),
        ),
    ),
    Published(
        "household",
        (
            Need("household", "uid"),
            Need("membership", "household_id"),
            Need("tier", "household_id"),
            Need("visit_due", "household_id"),
        ),
        (
            (Hop("household", "uid", "uid"),),
            (Hop("membership", "uid", "household_id"),),
            (Hop("membership", "resident_id", "household_id"),),
            (Hop("tier", "uid", "household_id"),),
            (Hop("record", "uid", "household_id"),),
        ),
        on="opened_on",
    ),
    Published(
        "household_member",
        (MERGES, Need("membership", "uid")),
        (
            (Hop("membership", "uid", "uid"),),
            (Hop("membership", "resident_id", "uid"),),
            (Hop("membership", "household_id", "uid"),),
        ),
    ),
)
