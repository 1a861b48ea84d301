"""Who may reach which complaint, and which invitation.

A station's head and the county see the complaints of the station; but nobody sees one about themselves, and what is
about the station's head, or about a worker nobody has named yet, goes past the station to the office.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.feedback.errors import NamedByTheOffice, NotYoursToHandle
from yimi.feedback.models import About, Complaint, VoiceInvitation
from yimi.feedback.permissions import HANDLE, INVITE, VIEW
from yimi.feedback.receipts import receipt_digest
from yimi.feedback.rules import belongs_above

#: What a station may see of its own complaints; the same as ``not rules.belongs_above``.
AT_STATION = ~Q(about=About.UNIT) & ~Q(about=About.WORKER, worker=None)


def visible_complaints(actor: Actor) -> QuerySet[Complaint]:
    """Complaints of the actor's stations or divisions, without those about the actor."""
    office = scope_condition(actor, VIEW, region="region_code")
    station = scope_condition(actor, VIEW, unit="unit_id") & AT_STATION
    found = Complaint.objects.filter(office | station)
    # "not equal" alone would drop those about nobody
    own = Q(worker=None) | ~Q(worker=actor.worker_uid)
    return found.filter(own) if actor.worker_uid else found


def get_complaint_for_view(actor: Actor, uid: UUID) -> Complaint:
    """One complaint; NotFound for strangers, and for whoever it is about."""
    row = visible_complaints(actor).select_related("unit", "worker", "key").filter(pk=uid).first()
    if row is None:
        raise NotFound()
    return row


def get_complaint_for_edit(actor: Actor, uid: UUID) -> Complaint:
    """One complaint that the actor may handle; Forbidden for a colleague who may only look."""
    row = get_complaint_for_view(actor, uid)
    require_handler(actor, row)
    return row


def require_handler(actor: Actor, complaint: Complaint) -> None:
    """Raise NotYoursToHandle when it is about the actor or belongs above the station; Forbidden without the right."""
    if actor.worker_uid is not None and complaint.worker_id == actor.worker_uid:
        raise NotYoursToHandle()
    above = belongs_above(complaint.about, complaint.worker_id is not None)
    if above and not actor.may_at(HANDLE, region_code=complaint.region_code):
        raise NotYoursToHandle()
    actor.require_at(HANDLE, unit_uid=complaint.unit_id, region_code=complaint.region_code)


def names_workers(actor: Actor, complaint: Complaint) -> bool:
    """Whether the actor says whom a complaint is about: the office does; a head could put it off onto somebody else."""
    return actor.may_at(HANDLE, region_code=complaint.region_code)


def require_namer(actor: Actor, complaint: Complaint) -> None:
    """Raise :class:`NamedByTheOffice` for the station."""
    require_handler(actor, complaint)
    if not names_workers(actor, complaint):
        raise NamedByTheOffice()


def get_complaint_by_code(code: str) -> Complaint:
    """The complaint of a receipt code, for whoever holds it; NotFound."""
    row = (
        Complaint.objects.select_related("unit", "key")
        .filter(receipt_digest=receipt_digest(code))
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def visible_invitations(actor: Actor) -> QuerySet[VoiceInvitation]:
    """Invitations of the actor's stations."""
    return VoiceInvitation.objects.filter(
        scope_condition(actor, INVITE, unit="unit_id", region="region_code")
    )


def get_invitation_for_view(actor: Actor, uid: UUID) -> VoiceInvitation:
    """One invitation, to show or print its code; NotFound for strangers."""
    row = visible_invitations(actor).select_related("unit").filter(pk=uid).first()
    if row is None:
        raise NotFound()
    return row


def get_invitation_by_token(token: str) -> VoiceInvitation:
    """The invitation behind a public link; NotFound."""
    row = VoiceInvitation.objects.select_related("unit").filter(token=token[:64]).first()
    if row is None:
        raise NotFound()
    return row
