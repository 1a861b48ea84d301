"""Adding residents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import instance_of
from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.people.actions import resident_rows as made
from yimi.people.actions.resident_rows import ResidentRows, resident_rows
from yimi.people.actions.row_writing import KEYS, insert_timed
from yimi.people.actions.searching import save_tokens
from yimi.people.actions.trail import Told, record_told
from yimi.people.drafts import ResidentDraft
from yimi.people.errors import InvalidRows
from yimi.people.models import Consent, Membership, Phone, Resident, SearchToken, TokenKind
from yimi.people.models.links import HEAD, OPEN
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.rules.households import HeadProblem, check_heads

#: Parameters in one IN list.
BATCH = 500


def add_resident(draft: ResidentDraft, *, actor: Actor) -> Resident:
    """Add one person; raises :class:`Invalid` with every faulty field."""
    try:
        return add_residents([draft], actor=actor)[0]
    except InvalidRows as error:
        raise error.rows[0] from None


@transaction.atomic
def add_residents(batch: Sequence[ResidentDraft], *, actor: Actor) -> list[Resident]:
    """Add many people, in the order given; raises :class:`InvalidRows` and saves none when one is faulty.

    Sealed ID numbers, memberships, phones, search tokens and (under 14) a pending guardian consent come with them.
    The number of queries grows with chunks, not with rows.
    """
    _require(batch, actor)
    rows, now = resident_rows(batch, recorded_by=actor.uid), clock.now()
    save_residents(rows, actor=actor, at=now)
    residents = []
    for row, key in zip(rows.residents, rows.keys, strict=True):
        resident = instance_of(Resident, made.RESIDENTS, row)
        resident.recorded_at = now
        resident.key = instance_of(DataKey, KEYS, key)
        residents.append(resident)
    return residents


@transaction.atomic
def save_residents(rows: ResidentRows, *, actor: Actor, at: datetime) -> None:
    """Write rows that :func:`resident_rows` made, perhaps ahead and elsewhere; raises :class:`InvalidRows`.

    What only the database knows is checked here: rights, heads, ID numbers on file.
    """
    for unit_uid, region_code in {(row[made.UNIT], row[made.REGION]) for row in rows.residents}:
        actor.require_at(EDIT_HOUSEHOLD, unit_uid=UUID(unit_uid), region_code=region_code)
    _check_heads(rows)
    _check_ids(rows)
    insert_timed(DataKey, KEYS, rows.keys, at=at, named="created_at")
    insert_timed(Resident, made.RESIDENTS, rows.residents, at=at)
    insert_timed(Membership, made.MEMBERSHIPS, rows.memberships, at=at)
    insert_timed(Phone, made.PHONES, rows.phones, at=at)
    insert_timed(Consent, made.CONSENTS, rows.consents, at=at)
    save_tokens(rows.tokens)
    record_told(
        actor,
        "people.add_resident",
        [
            Told(row[made.UID], digest, row[made.UNIT], row[made.REGION])
            for row, digest in zip(rows.residents, rows.digests, strict=True)
        ],
        subject_kind="resident",
    )


def _require(batch: Sequence[ResidentDraft], actor: Actor) -> None:
    """Before anything is told of what is wrong with the drafts."""
    seen: set[tuple[UUID | None, str]] = set()
    for draft in batch:
        home = draft.household
        unit_uid = home.unit_id if home else draft.unit.pk if draft.unit else None
        place = (unit_uid, home.region_code if home else draft.region_code)
        if place not in seen:
            actor.require_at(EDIT_HOUSEHOLD, unit_uid=place[0], region_code=place[1])
            seen.add(place)


def _check_heads(rows: ResidentRows) -> None:
    """Every household that gets members has one head, counting those it had."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, home in enumerate(rows.homes):
        if home:
            places[home[0]].append(place)
    relations: dict[str, list[str]] = defaultdict(list)
    for chunk in _chunks(list(places)):
        held = Membership.objects.filter(OPEN, household__in=chunk, relation=HEAD)
        for household_uid in held.values_list("household_id", flat=True):
            relations[household_uid.hex].append(HEAD)
    told = [home[1] if home else "" for home in rows.homes]
    faulty = {}
    for home_uid, members in places.items():
        problem = check_heads(relations[home_uid] + [told[place] for place in members])
        if problem == HeadProblem.SEVERAL:
            faulty[members[-1]] = Invalid.one(
                "relation", _("这一户已经有户主了。要换户主，请用“更换户主”。")
            )
        elif problem == HeadProblem.NONE:
            faulty[members[0]] = Invalid.one("relation", _("这一户还没有户主，请先登记户主。"))
    if faulty:
        raise InvalidRows(faulty)


def _check_ids(rows: ResidentRows) -> None:
    """The same ID number twice in one unit is a double entry; in another unit it is none of this actor's business."""
    faulty: dict[int, Invalid] = {}
    asked: dict[tuple[str, str], int] = {}
    for place, (digest, row) in enumerate(zip(rows.ids, rows.residents, strict=True)):
        if not digest:
            continue
        if (digest, row[made.UNIT]) in asked:
            faulty[place] = Invalid.one("id_number", _("这个证件号在这一批里出现了两次。"))
        asked[digest, row[made.UNIT]] = place
    for digest, unit_uid in _units_holding([digest for digest, _unit in asked]):
        if (digest, unit_uid.hex) in asked:
            faulty[asked[digest, unit_uid.hex]] = Invalid.one(
                "id_number", _("本站已有居民登记了这个证件号，请先查找，不要重复建档。")
            )
    if faulty:
        raise InvalidRows(faulty)


def _units_holding(digests: list[str]) -> list[tuple[str, UUID]]:
    """(digest, unit) of the people on file under these ID numbers, those merged into another left out.

    Two steps: PostgreSQL thinks that nearly everybody is merged, and in one statement reads all residents first.
    """
    found = [
        pair
        for chunk in _chunks(digests)
        for pair in SearchToken.objects.filter(token__in=chunk, kind=TokenKind.ID).values_list(
            "token", "resident_id"
        )
    ]
    units = {
        uid: unit_uid
        for chunk in _chunks([uid for _digest, uid in found])
        for uid, unit_uid in Resident.objects.filter(
            pk__in=chunk, merged_into__isnull=True
        ).values_list("pk", "unit_id")
    }
    return [(digest, units[uid]) for digest, uid in found if uid in units]


def _chunks(values: list) -> list[list]:
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
