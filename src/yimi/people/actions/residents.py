"""Adding residents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.people.actions.searching import make_tokens, save_tokens
from yimi.people.actions.trail import record_rows
from yimi.people.digests import county_of, full_id_digest
from yimi.people.drafts import ResidentDraft, clean_resident
from yimi.people.errors import HouseholdIsClosed, InvalidRows
from yimi.people.models import (
    Consent,
    ConsentBasis,
    ConsentPurpose,
    GivenBy,
    Membership,
    Phone,
    Resident,
    SearchToken,
    TokenKind,
)
from yimi.people.models.links import HEAD, OPEN
from yimi.people.permissions import EDIT_HOUSEHOLD
from yimi.people.rules.collecting import DUE_AFTER, needs_guardian
from yimi.people.rules.households import HeadProblem, check_heads

#: Rows in one statement sent to the database; parameters in one IN list.
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
    drafts = _cleaned(batch)
    _check_heads(drafts)
    _check_ids(drafts)
    now, today = clock.now(), clock.today()
    keys = [DataKey.make() for _draft in drafts]
    residents = [
        _resident(draft, key, actor=actor, at=now) for draft, key in zip(drafts, keys, strict=True)
    ]
    insert_all(DataKey, keys)
    insert_all(Resident, residents)
    pairs = list(zip(drafts, residents, strict=True))
    _save_links(pairs, actor=actor, at=now, today=today)
    save_tokens(
        [
            token
            for draft, resident in pairs
            for token in make_tokens(
                resident, id_number=draft.id_number, phones=filter(None, [draft.phone])
            )
        ]
    )
    record_rows(
        actor,
        "people.add_resident",
        [(resident, resident.unit_id, resident.region_code) for resident in residents],
        subject_kind="resident",
    )
    return residents


def _require(batch: Sequence[ResidentDraft], actor: Actor) -> None:
    seen: set[tuple[UUID | None, str]] = set()
    for draft in batch:
        home = draft.household
        unit_uid = home.unit_id if home else draft.unit.pk if draft.unit else None
        place = (unit_uid, home.region_code if home else draft.region_code)
        if place not in seen:
            actor.require_at(EDIT_HOUSEHOLD, unit_uid=place[0], region_code=place[1])
            seen.add(place)
        if home and home.is_closed:
            raise HouseholdIsClosed(number=home.number)


def _cleaned(batch: Sequence[ResidentDraft]) -> list[ResidentDraft]:
    today = clock.today()
    cleaned, faulty = [], {}
    for place, draft in enumerate(batch):
        try:
            cleaned.append(clean_resident(draft, today=today))
        except Invalid as error:
            faulty[place] = error
    if faulty:
        raise InvalidRows(faulty)
    return cleaned


def _check_heads(drafts: Sequence[ResidentDraft]) -> None:
    """Every household that gets members has one head, counting those it had."""
    places: dict[UUID, list[int]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        if draft.household:
            places[draft.household.pk].append(place)
    relations: dict[UUID, list[str]] = defaultdict(list)
    for chunk in _chunks(list(places)):
        held = Membership.objects.filter(OPEN, household__in=chunk, relation=HEAD)
        for household_uid in held.values_list("household_id", flat=True):
            relations[household_uid].append(HEAD)
    faulty = {}
    for household_uid, rows in places.items():
        problem = check_heads(relations[household_uid] + [drafts[row].relation for row in rows])
        if problem == HeadProblem.SEVERAL:
            faulty[rows[-1]] = Invalid.one(
                "relation", _("这一户已经有户主了。要换户主，请用“更换户主”。")
            )
        elif problem == HeadProblem.NONE:
            faulty[rows[0]] = Invalid.one("relation", _("这一户还没有户主，请先登记户主。"))
    if faulty:
        raise InvalidRows(faulty)


def _check_ids(drafts: Sequence[ResidentDraft]) -> None:
    """The same ID number twice in one unit is a double entry; in another unit it is none of this actor's business."""
    faulty: dict[int, Invalid] = {}
    asked: dict[tuple[str, str], int] = {}
    for place, draft in enumerate(drafts):
        if not draft.id_number:
            continue
        unit_uid, region = _home_of(draft)
        digest = full_id_digest(draft.id_number, county_of(region))
        if (digest, str(unit_uid)) in asked:
            faulty[place] = Invalid.one("id_number", _("这个证件号在这一批里出现了两次。"))
        asked[digest, str(unit_uid)] = place
    taken = _units_holding([digest for digest, _unit in asked])
    for digest, unit_uid in taken:
        if (digest, str(unit_uid)) in asked:
            faulty[asked[digest, str(unit_uid)]] = Invalid.one(
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


def _home_of(draft: ResidentDraft) -> tuple[UUID, str]:
    if draft.household:
        return draft.household.unit_id, draft.household.region_code
    assert draft.unit is not None  # noqa: S101 - clean_resident refused the draft otherwise
    return draft.unit.pk, draft.region_code


def _resident(draft: ResidentDraft, key: DataKey, *, actor: Actor, at: datetime) -> Resident:
    uid = draft.uid or new_uid()
    unit_uid, region_code = _home_of(draft)
    return Resident(
        uid=uid,
        name=draft.name,
        sex=draft.sex,
        birth_on=draft.birth_on,
        birth_precision=draft.birth_precision,
        ethnic_code=draft.ethnic_code,
        id_kind=draft.id_kind,
        id_sealed=key.seal(draft.id_number, field="id", row=uid),
        key=key,
        unit_id=unit_uid,
        region_code=region_code,
        hukou_region_code=draft.hukou_region_code,
        living_region_code=draft.living_region_code,
        died_on=draft.died_on,
        language=draft.language,
        is_demo=draft.is_demo,
        recorded_by=actor.uid,
        recorded_at=at,
    )


def _save_links(
    pairs: Sequence[tuple[ResidentDraft, Resident]], *, actor: Actor, at: datetime, today: date
) -> None:
    memberships, phones, consents = [], [], []
    for draft, resident in pairs:
        since = draft.joined_on or (draft.household.opened_on if draft.household else today)
        common = {"recorded_by": actor.uid, "recorded_at": at}
        if draft.household:
            memberships.append(
                Membership(
                    resident_id=resident.pk, household_id=draft.household.pk, relation=draft.relation,
                    starts_on=since, **common,
                )
            )  # fmt: skip
        if draft.phone:
            sealed = resident.key.seal(draft.phone, field="phone", row=resident.pk)
            phones.append(
                Phone(
                    resident_id=resident.pk, label=draft.phone_label, number_sealed=sealed,
                    starts_on=since, **common,
                )
            )  # fmt: skip
        if needs_guardian(resident.birth_on, on=today) and not resident.died_on:
            consents.append(
                Consent(
                    resident_id=resident.pk, purpose=ConsentPurpose.OPTIONAL_DATA, basis=ConsentBasis.CONSENT,
                    given_by=GivenBy.GUARDIAN, guardian_name=draft.agreed_by,
                    given_on=today if draft.agreed_by else None,
                    due_on=None if draft.agreed_by else today + DUE_AFTER, **common,
                )
            )  # fmt: skip
    insert_all(Membership, memberships)
    insert_all(Phone, phones)
    insert_all(Consent, consents)


def _chunks(values: list) -> list[list]:
    return [values[start : start + BATCH] for start in range(0, len(values), BATCH)]
