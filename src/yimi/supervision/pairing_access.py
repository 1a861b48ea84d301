"""Who may reach which pairing agreement: the offices of both sides, and the supervisors who are sent."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.supervision.models import (
    OnSiteVisit,
    PairingAgreement,
    PairingLocalWorker,
    PairingSupervisor,
)

VIEW = "supervision.view_pairings"
EDIT = "supervision.edit_pairings"

PairingFact = PairingSupervisor | PairingLocalWorker | OnSiteVisit
#: The dated facts of an agreement, by the word in their addresses.
FACTS: dict[str, type[PairingSupervisor | PairingLocalWorker | OnSiteVisit]] = {
    "supervisor": PairingSupervisor,
    "local-worker": PairingLocalWorker,
    "visit": OnSiteVisit,
}


def visible_pairings(actor: Actor) -> QuerySet[PairingAgreement]:
    """Agreements whose lead town or site lies in the actor's divisions, and those under which they are sent."""
    condition = scope_condition(actor, VIEW, region="lead_region_code")
    condition |= scope_condition(actor, VIEW, region="site_region_code")
    if actor.worker_uid is not None:
        sent = PairingSupervisor.objects.current().filter(worker=actor.worker_uid)
        condition |= Q(pk__in=sent.values("agreement_id"))
    return PairingAgreement.objects.filter(condition)


def get_pairing_for_view(actor: Actor, uid: UUID | str) -> PairingAgreement:
    """One agreement; NotFound for strangers."""
    found = visible_pairings(actor).select_related("agency") if actor.may(VIEW) else None
    agreement = found.filter(pk=uid).first() if found is not None else None
    if agreement is None:
        raise NotFound()
    return agreement


def get_pairing_for_edit(actor: Actor, uid: UUID | str) -> PairingAgreement:
    """One agreement that the actor keeps; Forbidden for those who may only look."""
    agreement = get_pairing_for_view(actor, uid)
    if not may_edit(actor, agreement.lead_region_code, agreement.site_region_code):
        raise Forbidden(permission=EDIT)
    return agreement


def may_edit(actor: Actor, *codes: str) -> bool:
    """Whether the actor keeps agreements at one of the places. No query."""
    return any(actor.may_at(EDIT, region_code=code) for code in codes)


def get_fact_for_edit(actor: Actor, kind: str, uid: UUID | str) -> PairingFact:
    """A current dated fact of an agreement that the actor keeps."""
    model = FACTS.get(kind)
    found = model._default_manager.select_related("agreement", "worker") if model else None
    row = found.filter(pk=uid, superseded_at=None).first() if found is not None else None
    if row is None:
        raise NotFound()
    get_pairing_for_edit(actor, row.agreement_id)
    return row
