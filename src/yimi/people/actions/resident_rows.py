"""The rows that added residents are, as plain values ready for the database. Nothing here asks the database.

As for households, the time of recording is added when they are written (``actions.residents``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

from yimi.core import clock
from yimi.core.crypto import FreshKey
from yimi.core.errors import Invalid
from yimi.core.ids import new_hex
from yimi.people.actions.row_writing import Row
from yimi.people.actions.searching import TokenRow, id_tokens, phone_tokens, tokens_of
from yimi.people.actions.trail import row_digest_of
from yimi.people.drafts import ResidentDraft, clean_resident
from yimi.people.errors import HouseholdIsClosed, InvalidRows
from yimi.people.models import ConsentBasis, ConsentPurpose, GivenBy, Resident
from yimi.people.rules.collecting import DUE_AFTER, needs_guardian

#: The columns of each table; ``recorded_at`` comes last, when the rows are written.
#: The resident's in the model's order, as the trail's digests take them.
RESIDENTS = (
    "uid", "row_version", "name", "sex", "birth_on", "birth_precision", "ethnic_code", "id_kind", "id_sealed", "key_id",
    "unit_id", "region_code", "hukou_region_code", "living_region_code", "died_on", "language", "is_demo", "recorded_by",
)  # fmt: skip
UID, UNIT, REGION = map(RESIDENTS.index, ("uid", "unit_id", "region_code"))
MEMBERSHIPS = ("uid", "resident_id", "household_id", "relation", "starts_on", "recorded_by")
PHONES = ("uid", "resident_id", "label", "number_sealed", "starts_on", "recorded_by")
CONSENTS = (
    "uid", "row_version", "resident_id", "purpose", "basis", "scope", "notice_version", "given_by", "guardian_name",
    "given_on", "due_on", "recorded_by",
)  # fmt: skip


class ResidentRows(NamedTuple):
    """Rows of several residents, the columns of each table as named above.

    In the order of the drafts: ``residents``, their ``digests`` for the trail, their ``ids`` (the digest of the ID
    number, or ""), and their ``homes`` (household and relation, or None).
    """

    keys: list[Row]
    residents: list[Row]
    digests: list[str]
    ids: list[str]
    homes: list[tuple[str, str] | None]
    memberships: list[Row]
    phones: list[Row]
    consents: list[Row]
    tokens: list[TokenRow]


def resident_rows(batch: Sequence[ResidentDraft], *, recorded_by: UUID) -> ResidentRows:
    """Check each draft by itself and make the rows, in the order given.

    Raises :class:`InvalidRows`, and :class:`HouseholdIsClosed` when one is.
    """
    for draft in batch:
        if draft.household and draft.household.is_closed:
            raise HouseholdIsClosed(number=draft.household.number)
    maker = _Maker(recorded_by.hex, clock.today())
    for draft in _cleaned(batch, maker.today):
        maker.add(draft)
    # neighbours in the index are written together
    maker.rows.tokens.sort()
    return maker.rows


def _cleaned(batch: Sequence[ResidentDraft], today: date) -> list[ResidentDraft]:
    cleaned, faulty = [], {}
    for place, draft in enumerate(batch):
        try:
            cleaned.append(clean_resident(draft, today=today))
        except Invalid as error:
            faulty[place] = error
    if faulty:
        raise InvalidRows(faulty)
    return cleaned


@dataclass(slots=True)
class _Maker:
    """Makes the rows of cleaned drafts, one by one."""

    by: str
    today: date
    rows: ResidentRows = field(
        default_factory=lambda: ResidentRows([], [], [], [], [], [], [], [], [])
    )

    def add(self, draft: ResidentDraft) -> None:
        """One person's rows."""
        key, uid, number = (
            FreshKey.make(),
            draft.uid.hex if draft.uid else new_hex(),
            draft.id_number,
        )
        rows, (unit_uid, place) = self.rows, _home_of(draft)
        resident = (
            uid, 1, draft.name, draft.sex, _iso(draft.birth_on), str(draft.birth_precision), draft.ethnic_code,
            str(draft.id_kind), key.seal(number, field="id", row=uid), key.uid, unit_uid.hex, place,
            draft.hukou_region_code, draft.living_region_code, _iso(draft.died_on), draft.language, draft.is_demo,
            self.by,
        )  # fmt: skip
        rows.keys.append((key.uid, key.wrapped))
        rows.residents.append(resident)
        rows.digests.append(row_digest_of(Resident, resident))
        ids = id_tokens(number, place)
        rows.ids.append(ids[0] if ids else "")
        rows.tokens.extend(tokens_of(uid, draft.name, place, ids, phone_tokens(draft.phone, place)))
        self._link(draft, key, uid)

    def _link(self, draft: ResidentDraft, key: FreshKey, uid: str) -> None:
        """Where they belong, how to reach them, and who has to agree."""
        rows, home, by = self.rows, draft.household, self.by
        since = (draft.joined_on or (home.opened_on if home else self.today)).isoformat()
        rows.homes.append((home.pk.hex, draft.relation) if home else None)
        if home:
            rows.memberships.append((new_hex(), uid, home.pk.hex, draft.relation, since, by))
        if draft.phone:
            sealed = key.seal(draft.phone, field="phone", row=uid)
            rows.phones.append((new_hex(), uid, draft.phone_label, sealed, since, by))
        if needs_guardian(draft.birth_on, on=self.today) and not draft.died_on:
            given, due = (self.today, None) if draft.agreed_by else (None, self.today + DUE_AFTER)
            rows.consents.append(
                (
                    new_hex(), 1, uid, ConsentPurpose.OPTIONAL_DATA.value, ConsentBasis.CONSENT.value, "", "",
                    GivenBy.GUARDIAN.value, draft.agreed_by, _iso(given), _iso(due), by,
                )
            )  # fmt: skip


def _home_of(draft: ResidentDraft) -> tuple[UUID, str]:
    """The unit that keeps the basic file, and the village."""
    if draft.household:
        return draft.household.unit_id, draft.household.region_code
    assert draft.unit is not None  # noqa: S101 - clean_resident refused the draft otherwise
    return draft.unit.pk, draft.region_code


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
