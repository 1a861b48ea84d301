"""Phones, addresses, and the showing of one sealed value at a time."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.phones import PhoneRefused, parse_phone
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid, NotFound
from yimi.people.actions.correcting import require_edit
from yimi.people.actions.dated import end_before
from yimi.people.actions.households import require_edit as require_household_edit
from yimi.people.actions.searching import refresh_phone_tokens
from yimi.people.actions.trail import tell_of
from yimi.people.errors import PHONE_MESSAGES
from yimi.people.models import (
    AddressKind,
    Guardianship,
    Household,
    HouseholdAddress,
    Phone,
    Resident,
    ResidentAddress,
)
from yimi.people.permissions import REVEAL_VALUE
from yimi.stations.actions.checks import require_regions

LONGEST_ADDRESS = 200


@transaction.atomic
def add_phone(
    resident: Resident, *, actor: Actor, number: str, label: str = "", since: date | None = None
) -> Phone:
    """Add a number under which this person can be reached."""
    require_edit(resident, actor)
    sealed = resident.key.seal(read_phone(number), field="phone", row=resident.pk)
    phone = Phone.objects.create(
        resident=resident,
        label=clean_line(label)[:30],
        number_sealed=sealed,
        starts_on=since or clock.today(),
        recorded_by=actor.uid,
    )
    refresh_phone_tokens(resident)
    tell_of(actor, "people.add_phone", resident, phone=str(phone.pk))
    return phone


@transaction.atomic
def end_phone(phone: Phone, *, actor: Actor) -> None:
    """The number no longer works; from today on it is not used."""
    resident = phone.resident
    require_edit(resident, actor)
    number = resident.key.open(phone.number_sealed, field="phone", row=resident.pk)
    end_before(phone, clock.today(), actor=actor, at=clock.now())
    refresh_phone_tokens(resident, given_up=number)
    tell_of(actor, "people.end_phone", resident, phone=str(phone.pk))


@transaction.atomic
def set_household_address(
    household: Household, *, actor: Actor, detail: str, since: date | None = None
) -> None:
    """The way to the door from this day on; "" takes it away. Earlier ones stay with their dates."""
    require_household_edit(household, actor)
    now, since = clock.now(), since or clock.today()
    sealed = household.key.seal(_read_address(detail), field="address", row=household.pk)
    current = HouseholdAddress.objects.current().filter(household=household, ends_on=None).first()
    if current:
        end_before(current, since, actor=actor, at=now)
    if sealed:
        HouseholdAddress.objects.create(
            household=household, detail_sealed=sealed, starts_on=since, recorded_by=actor.uid,
            recorded_at=now,
        )  # fmt: skip
    record_event(
        actor,
        "people.set_household_address",
        subject_kind="household",
        subject_uid=household.pk,
        unit_uid=household.unit_id,
        region_code=household.region_code,
    )


@transaction.atomic
def set_resident_address(
    resident: Resident,
    *,
    actor: Actor,
    kind: str,
    detail: str,
    region_code: str = "",
    since: date | None = None,
) -> None:
    """Where this person is registered (hukou) or lives, when that is not the household's door."""
    require_edit(resident, actor)
    if kind not in AddressKind.values:
        raise Invalid.one("kind", _("请选择是户籍地址还是居住地址。"))
    if region_code:
        require_regions([region_code])
    if not (detail.strip() or region_code):
        raise Invalid.one("detail", _("请填写住址，或选择所在的村（社区）。"))
    now, since = clock.now(), since or clock.today()
    sealed = resident.key.seal(_read_address(detail), field=f"address:{kind}", row=resident.pk)
    current = ResidentAddress.objects.current().filter(resident=resident, kind=kind, ends_on=None)
    for row in current:
        end_before(row, since, actor=actor, at=now)
    ResidentAddress.objects.create(
        resident=resident, kind=kind, region_code=region_code, detail_sealed=sealed,
        starts_on=since, recorded_by=actor.uid, recorded_at=now,
    )  # fmt: skip
    tell_of(actor, "people.set_resident_address", resident, kind=kind)


@transaction.atomic
def end_resident_address(address: ResidentAddress, *, actor: Actor, on: date) -> None:
    """From ``on`` this person is registered, or lives, at the household's door again, or we no longer know where."""
    require_edit(address.resident, actor)
    end_before(address, on, actor=actor, at=clock.now())
    tell_of(actor, "people.end_resident_address", address.resident, kind=address.kind)


@transaction.atomic
def reveal_value(
    subject: Resident | Household, field: str, *, actor: Actor, reason: str = ""
) -> str:
    """Show one sealed value and write down that it was shown.

    ``field``: ``address`` (household); ``id``, ``address:hukou``, ``address:living``, ``phone:<uid>``,
    ``guardian_phone:<uid>`` (resident). Raises NotFound when there is no such value.
    """
    actor.require_at(REVEAL_VALUE, unit_uid=subject.unit_id, region_code=subject.region_code)
    text = _open(subject, field)
    if not text:
        raise NotFound()
    record_event(
        actor,
        "people.reveal_value",
        subject_kind=subject._meta.model_name or "",
        subject_uid=subject.pk,
        unit_uid=subject.unit_id,
        region_code=subject.region_code,
        reason=clean_line(reason)[:300],
        details={"field": field},
    )
    return text


def _open(subject: Resident | Household, field: str) -> str:
    name, _colon, which = field.partition(":")
    if isinstance(subject, Household):
        address = subject.addresses.filter(superseded_at=None, ends_on=None).first()
        sealed = address.detail_sealed if address and field == "address" else b""
        return subject.key.open(sealed, field="address", row=subject.pk)
    sealed = b""
    if field == "id":
        sealed = subject.id_sealed
    elif name == "address":
        place = ResidentAddress.objects.current().filter(resident=subject, ends_on=None, kind=which)
        sealed = place.values_list("detail_sealed", flat=True).first() or b""
        name = field
    elif name in ("phone", "guardian_phone"):
        sealed = _phone_sealed(subject, name, which)
    return subject.key.open(sealed, field=name, row=subject.pk)


def _phone_sealed(resident: Resident, name: str, uid: str) -> bytes:
    rows = Phone.objects.current() if name == "phone" else Guardianship.objects.current()
    column = "number_sealed" if name == "phone" else "phone_sealed"
    # Compared as text, so that a uid that is none finds nothing instead of failing.
    for pk, sealed in rows.filter(resident=resident).values_list("pk", column):
        if str(pk) == uid:
            return bytes(sealed)
    return b""


def read_phone(text: str) -> str:
    """A phone number as it is stored; raises :class:`Invalid`."""
    try:
        return parse_phone(text)
    except PhoneRefused as refused:
        raise Invalid.one("phone", PHONE_MESSAGES[refused.problem]) from None


def _read_address(text: str) -> str:
    address = clean_line(text)
    if len(address) > LONGEST_ADDRESS:
        raise Invalid.one("address", _("住址太长，最多 200 个字。"))
    return address
