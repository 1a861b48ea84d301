"""Saving what a client may send twice: a uid of the client's own making, the same content once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.codes.text import clean_line
from yimi.people.actions.households import open_household
from yimi.people.actions.residents import add_resident
from yimi.people.drafts import HouseholdDraft, ResidentDraft, clean_resident
from yimi.people.errors import UidTaken
from yimi.people.models import Household, HouseholdAddress, Membership, Phone, Resident

RowT = TypeVar("RowT")


def open_household_once(draft: HouseholdDraft, *, actor: Actor) -> tuple[Household, bool]:
    """Open the file, or find it opened by this actor with this content before; True when this call opened it.

    Compared is what stands now: after a correction by anybody the old message no longer fits. Raises
    :class:`UidTaken`, and what :func:`open_household` raises.
    """
    return _once(lambda: _find_household(draft, actor), lambda: open_household(draft, actor=actor))


def add_resident_once(draft: ResidentDraft, *, actor: Actor) -> tuple[Resident, bool]:
    """The same for one person; see :func:`open_household_once`."""
    return _once(lambda: _find_resident(draft, actor), lambda: add_resident(draft, actor=actor))


def _once(find: Callable[[], RowT | None], save: Callable[[], RowT]) -> tuple[RowT, bool]:
    found = find()
    if found is not None:
        return found, False
    try:
        with transaction.atomic():
            return save(), True
    except IntegrityError:
        # The same uid reached another process in the same moment. Its row is committed by now: answer from it.
        found = find()
        if found is None:
            raise
        return found, False


def _find_household(draft: HouseholdDraft, actor: Actor) -> Household | None:
    if draft.uid is None:
        return None
    row = Household.objects.select_related("key").filter(pk=draft.uid).first()
    if row is None:
        return None
    address = HouseholdAddress.objects.current().filter(household=row, ends_on=None).first()
    sealed = address.detail_sealed if address else b""
    if (
        row.recorded_by != actor.uid
        or (row.unit_id, row.region_code) != (draft.unit.pk, draft.region_code)
        or (draft.opened_on is not None and row.opened_on != draft.opened_on)
        or row.key.open(sealed, field="address", row=row.pk) != clean_line(draft.address)
    ):
        raise UidTaken
    return row


#: What is compared column by column; ID number, phone and household are compared apart.
PLAIN = (
    "name", "sex", "birth_on", "birth_precision", "id_kind", "ethnic_code", "hukou_region_code",
    "living_region_code", "died_on", "language",
)  # fmt: skip


def _find_resident(draft: ResidentDraft, actor: Actor) -> Resident | None:
    if draft.uid is None:
        return None
    row = Resident.objects.select_related("key").filter(pk=draft.uid).first()
    if row is None:
        return None
    sent = clean_resident(draft, today=clock.today())
    home = Membership.objects.current().filter(resident=row, ends_on=None).first()
    phone = Phone.objects.current().filter(resident=row, ends_on=None).first()
    if (
        row.recorded_by != actor.uid
        or any(getattr(row, name) != getattr(sent, name) for name in PLAIN)
        or (home and (home.household_id, home.relation))
        != (sent.household and (sent.household.pk, sent.relation))
        or row.key.open(row.id_sealed, field="id", row=row.pk) != sent.id_number
        or row.key.open(phone.number_sealed if phone else b"", field="phone", row=row.pk)
        != sent.phone
    ):
        raise UidTaken
    return row
