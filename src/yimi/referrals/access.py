"""Who may reach which referral and resource link.

The sending station sees its own; the township its stations', without what was written; the receiving unit what was
sent to it, as far as the person agreed to share.
"""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.referrals.models import ForSomeone, Receiver, Referral, ReferralState, ResourceLink
from yimi.referrals.permissions import ANSWER, EDIT, VIEW

RowT = TypeVar("RowT", Referral, ResourceLink)
#: In these states nothing has left the sending station.
UNSENT = (ReferralState.TO_VERIFY, ReferralState.CONTACTED, ReferralState.WITHDRAWN)


def visible_referrals(actor: Actor) -> QuerySet[Referral]:
    """Referrals made by the actor's stations."""
    return Referral.objects.filter(
        scope_condition(actor, VIEW, unit="unit_id", region="region_code")
    )


def incoming_referrals(actor: Actor) -> QuerySet[Referral]:
    """Referrals sent to the actor's stations; those not sent yet do not exist for them."""
    return Referral.objects.filter(_came_in(actor)).exclude(state__in=UNSENT)


def visible_resources(actor: Actor) -> QuerySet[ResourceLink]:
    """Resource links of the actor's stations."""
    return ResourceLink.objects.filter(
        scope_condition(actor, VIEW, unit="unit_id", region="region_code")
    )


def get_referral_for_view(actor: Actor, uid: UUID) -> Referral:
    """One referral of the actor's stations or sent to them; NotFound for strangers."""
    reach = Q(pk__in=())
    if actor.may(VIEW):
        reach |= scope_condition(actor, VIEW, unit="unit_id", region="region_code")
    if actor.may(ANSWER):
        reach |= _came_in(actor) & ~Q(state__in=UNSENT)
    row = (
        Referral.objects.select_related("unit", "household", "resident", "worker", "key", "consent")
        .filter(reach, pk=uid)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def get_referral_for_edit(actor: Actor, uid: UUID) -> Referral:
    """One referral that the actor's station makes; Forbidden for the township and for the receiving side."""
    row = get_referral_for_view(actor, uid)
    actor.require_at(EDIT, unit_uid=row.unit_id, region_code=row.region_code)
    return row


def get_referral_for_answer(actor: Actor, uid: UUID) -> Referral:
    """One referral whose answer the actor may note: as the receiving unit, or as the sender for it."""
    row = get_referral_for_view(actor, uid)
    if not (may_edit(actor, row) or receives(actor, row)):
        raise Forbidden(permission=ANSWER)
    return row


def get_resource_for_view(actor: Actor, uid: UUID) -> ResourceLink:
    """One resource link of the actor's stations; NotFound for strangers."""
    row = (
        visible_resources(actor)
        .select_related("unit", "household", "resident", "worker", "key")
        .filter(pk=uid)
        .first()
    )
    if row is None:
        raise NotFound()
    return row


def get_resource_for_edit(actor: Actor, uid: UUID) -> ResourceLink:
    """One resource link that the actor may go on with; Forbidden for the township."""
    row = get_resource_for_view(actor, uid)
    actor.require_at(EDIT, unit_uid=row.unit_id, region_code=row.region_code)
    return row


def may_edit(actor: Actor, row: ForSomeone) -> bool:
    """Whether the actor's station made it: then what was written is open to them too. No query."""
    return actor.may_at(EDIT, unit_uid=row.unit_id, region_code=row.region_code)


def receives(actor: Actor, referral: Referral) -> bool:
    """Whether it was sent to one of the actor's stations. At most one query."""
    if not actor.may(ANSWER) or referral.state in UNSENT:
        return False
    return Referral.objects.filter(_came_in(actor), pk=referral.pk).exists()


def _came_in(actor: Actor) -> Q:
    """Sent to a unit where the actor answers; the table of receivers carries the unit."""
    here = Receiver.objects.filter(
        scope_condition(actor, ANSWER, unit="unit_id", region="unit__region_code"),
        referral=OuterRef("pk"),
    )
    return Q(Exists(here))
