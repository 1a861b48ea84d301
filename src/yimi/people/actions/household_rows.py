"""The rows that opened households are, as plain values ready for the database. Nothing here asks the database.

Numbers and the time of recording are added when they are written (``actions.households``), so that the rows may be
made ahead, in another process too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.codes.text import clean_line
from yimi.core.crypto import FreshKey
from yimi.core.errors import Invalid
from yimi.core.ids import new_hex
from yimi.people.actions.row_writing import Row
from yimi.people.drafts import HouseholdDraft
from yimi.people.errors import InvalidRows
from yimi.people.rules.households import is_village

#: The columns of each table; ``recorded_at`` comes last, when the rows are written.
ADDRESSES = ("uid", "household_id", "detail_sealed", "starts_on", "recorded_by")
#: In the model's order, as the trail's digests take them; ``number`` is still empty.
HOUSEHOLDS = (
    "uid", "row_version", "number", "series", "unit_id", "region_code", "key_id", "opened_on", "closed_on",
    "closing_reason", "is_demo", "recorded_by",
)  # fmt: skip
UID, NUMBER, SERIES, UNIT, REGION = map(
    HOUSEHOLDS.index, ("uid", "number", "series", "unit_id", "region_code")
)
NOT_A_VILLAGE = _("请选择到村（社区）一级。")


class HouseholdRows(NamedTuple):
    """Rows of several households, the columns of each table as named above."""

    keys: list[Row]
    households: list[Row]
    addresses: list[Row]


def household_rows(batch: Sequence[HouseholdDraft], *, recorded_by: UUID) -> HouseholdRows:
    """Make the rows, in the order given; raises :class:`InvalidRows`."""
    _check(batch)
    rows, today, by = HouseholdRows([], [], []), clock.today(), recorded_by.hex
    for draft in batch:
        uid, key = draft.uid.hex if draft.uid else new_hex(), FreshKey.make()
        opened_on = (draft.opened_on or today).isoformat()
        rows.keys.append((key.uid, key.wrapped))
        rows.households.append(
            (
                uid, 1, "", draft.region_code[:9], draft.unit.pk.hex, draft.region_code, key.uid, opened_on, None,
                "", draft.is_demo, by,
            )
        )  # fmt: skip
        if draft.address.strip():
            sealed = key.seal(clean_line(draft.address), field="address", row=uid)
            rows.addresses.append((new_hex(), uid, sealed, opened_on, by))
    return rows


def _check(batch: Sequence[HouseholdDraft]) -> None:
    faults = {
        place: fault
        for place, draft in enumerate(batch)
        if (fault := household_fault(draft.region_code, draft.opened_on))
    }
    if faults:
        raise InvalidRows(faults)


def household_fault(code: str, opened_on: date | None) -> Invalid | None:
    """What is wrong with a file's village or its first day."""
    if not is_village(code):
        return Invalid.one("region_code", NOT_A_VILLAGE)
    if opened_on and opened_on > clock.today():
        return Invalid.one("opened_on", _("建档日期还没有到，请检查。"))
    return None
