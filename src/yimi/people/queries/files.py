"""One household's file, ready for a page: everything masked, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.tables import RELATIONS, SEXES, label
from yimi.core.formats import mask_id, mask_phone
from yimi.people.models import (
    Consent,
    Household,
    HouseholdAddress,
    IdKind,
    Membership,
    Phone,
    Resident,
    ResidentStatus,
    StatusKind,
)
from yimi.people.models.links import HEAD
from yimi.people.permissions import EDIT_HOUSEHOLD, REVEAL_VALUE, VIEW_STATUSES
from yimi.people.queries.kin import kin_of
from yimi.people.queries.merging import links_from
from yimi.people.queries.views import (
    AddressView,
    ConsentView,
    HouseholdFile,
    MemberView,
    PhoneView,
    StatusView,
)
from yimi.people.rules.merging import canonical


def household_file(actor: Actor, household: Household, *, on: date | None = None) -> HouseholdFile:
    """The file. 10 queries whatever the size: memberships with people, merges, phones, statuses, consents, relatives,
    guardians, own addresses (an 11th when one names a place), address, openings. The caller has fetched ``household`` through ``access``."""
    on = on or clock.today()
    memberships = _memberships(household)
    uids = [membership.resident_id for membership in memberships]
    links = links_from(uids)
    extra = _Extras(actor, household, memberships, on)
    views = [_member(row, links, extra, on) for row in memberships]
    members = tuple(view for view in views if view.until is None)
    head = next((view for view in members if view.relation_code == HEAD), None)
    unit_uid, region_code = household.unit_id, household.region_code
    return HouseholdFile(
        household=household,
        name=head.name if head else household.number,
        head=head,
        members=members,
        former=tuple(view for view in views if view.until is not None),
        address=_address(household),
        openings=tuple(household.openings.order_by("-opened_at")[:10]),
        may_edit=not household.is_closed
        and actor.may_at(EDIT_HOUSEHOLD, unit_uid=unit_uid, region_code=region_code),
        may_reveal=actor.may_at(REVEAL_VALUE, unit_uid=unit_uid, region_code=region_code),
    )


def _memberships(household: Household) -> list[Membership]:
    """Head first, then by relation and age; of someone who came back only the newest stay."""
    rows = (
        Membership.objects.current()
        .filter(household=household)
        .select_related("resident__key")
        .order_by("starts_on", "uid")
    )
    newest = {row.resident_id: row for row in rows}
    return sorted(
        newest.values(),
        key=lambda row: (row.relation != HEAD, row.relation, row.resident.birth_on or date.max),
    )


class _Extras:
    """What hangs on the members, fetched once for all of them."""

    def __init__(
        self, actor: Actor, household: Household, memberships: list[Membership], on: date
    ) -> None:
        uids = [row.resident_id for row in memberships]
        keys = {row.resident_id: row.resident.key for row in memberships}
        self.phones: dict[UUID, list[PhoneView]] = defaultdict(list)
        for phone in Phone.objects.current().filter(resident__in=uids, ends_on=None):
            number = keys[phone.resident_id].open(
                phone.number_sealed, field="phone", row=phone.resident_id
            )
            self.phones[phone.resident_id].append(
                PhoneView(phone.pk, phone.label, mask_phone(number))
            )
        self.statuses: dict[UUID, list[StatusView]] = defaultdict(list)
        sees_statuses = actor.may_at(
            VIEW_STATUSES, unit_uid=household.unit_id, region_code=household.region_code
        )
        for status in _statuses(uids) if sees_statuses else ():
            self.statuses[status.resident_id].append(_status(status, on))
        self.kin = kin_of(uids)
        self.consents: dict[UUID, list[ConsentView]] = defaultdict(list)
        for consent in Consent.objects.filter(resident__in=uids).order_by("uid"):
            self.consents[consent.resident_id].append(_consent(consent, on))


def _statuses(uids: list[UUID]) -> Iterable[ResidentStatus]:
    return (
        ResidentStatus.objects.current()
        .filter(resident__in=uids)
        .select_related("kind")
        .order_by("kind__order", "-starts_on")
    )


def _member(row: Membership, links: dict[UUID, UUID], extra: _Extras, on: date) -> MemberView:
    person = row.resident
    read_as = canonical(person.pk, links)
    return MemberView(
        uid=person.pk,
        name=person.name,
        relation=label(RELATIONS, row.relation),
        relation_code=row.relation,
        sex=label(SEXES, person.sex),
        birth_on=person.birth_on,
        birth_precision=person.birth_precision,
        age=_age(person, on),
        died_on=person.died_on,
        id_kind=str(IdKind(person.id_kind).label),
        id_masked=mask_id(person.key.open(person.id_sealed, field="id", row=person.pk)),
        region_code=person.region_code,
        hukou_region_code=person.hukou_region_code,
        living_region_code=person.living_region_code,
        since=row.starts_on,
        until=row.ends_on,
        read_as=read_as if read_as != person.pk else None,
        phones=tuple(extra.phones[person.pk]),
        statuses=tuple(extra.statuses[person.pk]),
        consents=tuple(extra.consents[person.pk]),
        relatives=tuple(extra.kin.relatives[person.pk]),
        guardians=tuple(extra.kin.guardians[person.pk]),
        addresses=tuple(extra.kin.addresses[person.pk]),
    )


def _age(person: Resident, on: date) -> int | None:
    if person.birth_on is None or person.died_on is not None:
        return None
    return clock.age_on(person.birth_on, on)


def _status(status: ResidentStatus, on: date) -> StatusView:
    return StatusView(
        uid=status.pk,
        code=status.kind_id,
        name=status.kind.label,
        detail=status_detail(status.kind, status.variety, status.level),
        value=status.value,
        starts_on=status.starts_on,
        ends_on=status.ends_on,
        source=str(status.get_source_display()),
        verified_on=status.verified_on,
        is_open=status.is_in_force(on),
    )


def status_detail(kind: StatusKind, variety: str, level: str) -> str:
    """Kind and level in the reader's language, e.g. "肢体 二级"."""
    column = 2 if kind.label == kind.name_en and kind.name != kind.name_en else 1
    names = [
        entry[column]
        for table, code in ((kind.varieties, variety), (kind.levels, level))
        for entry in table
        if entry[0] == code
    ]
    return " ".join(names)


def _consent(consent: Consent, on: date) -> ConsentView:
    is_pending = consent.given_on is None and consent.withdrawn_on is None
    return ConsentView(
        uid=consent.pk,
        purpose=str(consent.get_purpose_display()),
        purpose_code=consent.purpose,
        given_by=str(consent.get_given_by_display()),
        given_on=consent.given_on,
        due_on=consent.due_on,
        withdrawn_on=consent.withdrawn_on,
        is_overdue=is_pending and consent.due_on is not None and consent.due_on < on,
    )


def _address(household: Household) -> AddressView | None:
    row = HouseholdAddress.objects.current().filter(household=household, ends_on=None).first()
    return AddressView(row.pk, row.starts_on) if row else None
