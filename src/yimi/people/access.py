"""Who may reach which household and which resident. Strangers find nothing; colleagues without the right are told."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.people.models import (
    Consent,
    FamilyRelation,
    FileOpening,
    Guardianship,
    Household,
    Membership,
    Phone,
    Resident,
    ResidentAddress,
    ResidentStatus,
    StatusKind,
)
from yimi.people.permissions import (
    EDIT_HOUSEHOLD,
    MANAGE_STATUS_KINDS,
    OPEN_FILE,
    VIEW_HOUSEHOLD,
)

RowT = TypeVar(
    "RowT", ResidentStatus, Phone, Consent, FamilyRelation, Guardianship, ResidentAddress
)


def visible_households(actor: Actor, permission: str = VIEW_HOUSEHOLD) -> QuerySet[Household]:
    """Files in the actor's places; raises Forbidden when the permission is held nowhere."""
    return Household.objects.filter(
        scope_condition(actor, permission, unit="unit_id", region="region_code")
    )


def visible_residents(actor: Actor, permission: str = VIEW_HOUSEHOLD) -> QuerySet[Resident]:
    """People whose basic file is kept in the actor's places, with or without a household."""
    return Resident.objects.filter(
        scope_condition(actor, permission, unit="unit_id", region="region_code")
    )


def get_household_for_view(actor: Actor, uid: UUID) -> Household:
    """The file, when it lies in the actor's places or the actor opened it with a reason that still holds."""
    found = Household.objects.filter(_may_view(actor, _opened_by(actor, "pk")), pk=uid)
    household = found.select_related("unit", "key").first()
    if household is None:
        raise NotFound()
    return household


def get_household_for_edit(actor: Actor, uid: UUID) -> Household:
    """The file, when the actor may change it; a colleague who may only look is Forbidden."""
    household = get_household_for_view(actor, uid)
    actor.require_at(EDIT_HOUSEHOLD, unit_uid=household.unit_id, region_code=household.region_code)
    return household


def get_resident_for_view(actor: Actor, uid: UUID) -> Resident:
    """The person, when their file lies in the actor's places or their household was opened with a reason."""
    home = Membership.objects.current().filter(
        resident=OuterRef("pk"), ends_on=None, household__in=_opened_households(actor)
    )
    found = Resident.objects.filter(_may_view(actor, Exists(home)), pk=uid)
    resident = found.select_related("unit", "key").first()
    if resident is None:
        raise NotFound()
    return resident


def get_resident_for_edit(actor: Actor, uid: UUID) -> Resident:
    """The person, when the actor may change their file."""
    resident = get_resident_for_view(actor, uid)
    actor.require_at(EDIT_HOUSEHOLD, unit_uid=resident.unit_id, region_code=resident.region_code)
    return resident


def get_status_for_edit(actor: Actor, uid: UUID) -> ResidentStatus:
    """An answer that still stands, of a person whose file the actor may change."""
    rows = ResidentStatus.objects.current().select_related("kind")
    return _of_a_resident(actor, rows.filter(pk=uid).first())


def get_phone_for_edit(actor: Actor, uid: UUID) -> Phone:
    """A phone in use, of a person whose file the actor may change."""
    return _of_a_resident(actor, Phone.objects.current().filter(pk=uid).first())


def get_consent_for_edit(actor: Actor, uid: UUID) -> Consent:
    """A consent of a person whose file the actor may change."""
    return _of_a_resident(actor, Consent.objects.filter(pk=uid).first())


def get_relation_for_edit(actor: Actor, uid: UUID) -> FamilyRelation:
    """A relative still noted as one, of a person whose file the actor may change."""
    rows = FamilyRelation.objects.current().filter(ends_on=None)
    return _of_a_resident(actor, rows.filter(pk=uid).first())


def get_guardianship_for_edit(actor: Actor, uid: UUID) -> Guardianship:
    """A guardianship without an end, of a person whose file the actor may change."""
    rows = Guardianship.objects.current().filter(ends_on=None)
    return _of_a_resident(actor, rows.filter(pk=uid).first())


def get_address_for_edit(actor: Actor, uid: UUID) -> ResidentAddress:
    """An address of a person's own that still holds, of a person whose file the actor may change."""
    rows = ResidentAddress.objects.current().filter(ends_on=None)
    return _of_a_resident(actor, rows.filter(pk=uid).first())


def visible_status_kinds(actor: Actor) -> QuerySet[StatusKind]:
    """The statuses of their own that the actor's divisions have, newest first; the shipped ones are everybody's."""
    reach = scope_condition(actor, MANAGE_STATUS_KINDS, region="region_code")
    return StatusKind.objects.filter(reach).exclude(region_code="").order_by("valid_to", "code")


def get_status_kind_for_edit(actor: Actor, code: str) -> StatusKind:
    """A status of the actor's own divisions; one of somewhere else does not exist for them."""
    kind = visible_status_kinds(actor).filter(pk=code).first()
    if kind is None:
        raise NotFound()
    return kind


def get_own_opening(actor: Actor, uid: UUID) -> FileOpening:
    """A file that this actor opened, whether it is still open or not."""
    opening = visible_openings(actor).filter(pk=uid).first()
    if opening is None:
        raise NotFound()
    return opening


def visible_openings(actor: Actor) -> QuerySet[FileOpening]:
    """The files that this actor opened with a reason, newest first. The station sees its own in the file itself."""
    own = FileOpening.objects.filter(actor_uid=actor.uid).select_related("household")
    return own.order_by("-opened_at")


def get_household_to_open(actor: Actor, uid: UUID) -> Household:
    """A file that the actor may open with a reason; elsewhere it does not exist."""
    household = visible_households(actor, OPEN_FILE).filter(pk=uid).select_related("unit").first()
    if household is None:
        raise NotFound()
    return household


def _of_a_resident(actor: Actor, row: RowT | None) -> RowT:
    if row is None:
        raise NotFound()
    row.resident = get_resident_for_edit(actor, row.resident_id)
    return row


def _may_view(actor: Actor, opened: Q | Exists) -> Q:
    condition = Q(opened) if actor.may(OPEN_FILE) else Q(pk__in=())
    if actor.may(VIEW_HOUSEHOLD):
        condition |= scope_condition(actor, VIEW_HOUSEHOLD, unit="unit_id", region="region_code")
    return condition


def _opened_households(actor: Actor) -> QuerySet[FileOpening, Any]:
    now = clock.now()
    return FileOpening.objects.filter(
        actor_uid=actor.uid, until__gt=now, ended_at=None, opened_at__lte=now
    ).values("household_id")


def _opened_by(actor: Actor, field: str) -> Q:
    return Q(**{f"{field}__in": _opened_households(actor)})
