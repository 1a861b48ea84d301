"""Who may reach which pack, claim, evidence and list.

A claim belongs to the place where the worker served when it was made; a list, and a pack, to the pack's division. Nobody
handles their own claim.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.programmes.models import Claim, Evidence, PackState, PackVersion, PayeeFile, PaymentList
from yimi.programmes.permissions import (
    APPROVE,
    APPROVE_PACKS,
    CHECK,
    CLAIM_OWN,
    KEEP_FACTS,
    PREPARE_LISTS,
    PROPOSE_PACKS,
    VIEW_CLAIMS,
    VIEW_PACKS,
)
from yimi.workforce.access import may_at_worker
from yimi.workforce.models import Worker


def visible_packs(actor: Actor) -> QuerySet[PackVersion]:
    """Published versions are for everyone who may read packs; proposals for the offices of the division."""
    actor.require(VIEW_PACKS)
    found = Q(state=PackState.PUBLISHED)
    for permission in (PROPOSE_PACKS, APPROVE_PACKS):
        if actor.may(permission):
            found |= scope_condition(actor, permission, region="region_code")
    return PackVersion.objects.filter(found)


def get_pack_for_view(actor: Actor, uid: UUID) -> PackVersion:
    """One version; NotFound for strangers."""
    version = visible_packs(actor).filter(pk=uid).first()
    if version is None:
        raise NotFound()
    return version


def get_pack_for_edit(actor: Actor, uid: UUID) -> PackVersion:
    """One version that the actor may decide on; Forbidden for those who may only read."""
    version = get_pack_for_view(actor, uid)
    actor.require_at(APPROVE_PACKS, region_code=version.region_code)
    return version


def own_worker(actor: Actor) -> Worker:
    """The actor's own staff file; NotFound for accounts without one."""
    actor.require(CLAIM_OWN)
    worker = Worker.objects.filter(pk=actor.worker_uid).first() if actor.worker_uid else None
    if worker is None:
        raise NotFound()
    return worker


def _files_of(actor: Actor) -> QuerySet[PayeeFile]:
    """The person behind the actor's account, whichever of their files it names."""
    return PayeeFile.objects.current().filter(worker=actor.worker_uid)


def own_claims(actor: Actor) -> QuerySet[Claim]:
    """One's own claims, under whichever staff file they were made."""
    actor.require(CLAIM_OWN)
    if actor.worker_uid is None:
        return Claim.objects.none()
    mine = Q(worker=actor.worker_uid) | Q(payee__in=_files_of(actor).values("payee"))
    return Claim.objects.filter(mine)


def get_own_claim(actor: Actor, uid: UUID) -> Claim:
    """One of one's own claims; NotFound for anything else."""
    claim = _full(own_claims(actor)).filter(pk=uid).first()
    if claim is None:
        raise NotFound()
    return claim


def is_own(actor: Actor, claim: Claim) -> bool:
    """Whether the money would go to the actor. At most one query."""
    if actor.worker_uid is None:
        return False
    return claim.worker_id == actor.worker_uid or (
        _files_of(actor).filter(payee=claim.payee_id).exists()
    )


def visible_claims(actor: Actor) -> QuerySet[Claim]:
    """Claims of the actor's divisions; raises Forbidden without the right."""
    return Claim.objects.filter(scope_condition(actor, VIEW_CLAIMS, region="region_code"))


def get_claim_for_view(actor: Actor, uid: UUID) -> Claim:
    """One claim of the actor's divisions; NotFound for strangers."""
    claim = _full(visible_claims(actor)).filter(pk=uid).first()
    if claim is None:
        raise NotFound()
    return claim


def _full(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    return claims.select_related("payee__key", "worker", "version")


def may_approve(actor: Actor, claim: Claim) -> bool:
    """Whether the actor approves at the division whose pack it is. No query."""
    return actor.may_at(APPROVE, region_code=claim.version.region_code)


def may_check(actor: Actor, claim: Claim) -> bool:
    """Whether the actor checks where the claimant serves. No query."""
    return actor.may_at(CHECK, region_code=claim.region_code)


def get_evidence_for_view(actor: Actor, uid: UUID) -> Evidence:
    """A paper of a claim: for those who check or approve it. NotFound for strangers, Forbidden for onlookers."""
    found = Evidence.objects.filter(pk=uid, voided_at=None).select_related("claim__version", "key")
    evidence = found.first()
    if evidence is None or not visible_claims(actor).filter(pk=evidence.claim_id).exists():
        raise NotFound()
    if not (may_check(actor, evidence.claim) or may_approve(actor, evidence.claim)):
        raise Forbidden(permission=CHECK)
    return evidence


def get_own_evidence(actor: Actor, uid: UUID) -> Evidence:
    """A paper that the actor handed in; NotFound for anything else."""
    own = Evidence.objects.filter(pk=uid, voided_at=None, claim__in=own_claims(actor))
    evidence = own.select_related("claim__version", "key").first()
    if evidence is None:
        raise NotFound()
    return evidence


def get_worker_for_facts(actor: Actor, uid: UUID) -> Worker:
    """A worker about whom the actor keeps facts and for whom they may claim; NotFound for strangers."""
    worker = Worker.objects.select_related("key").filter(pk=uid).first()
    if worker is None or not may_at_worker(actor, KEEP_FACTS, worker):
        raise NotFound()
    return worker


def get_worker_for_approval(actor: Actor, uid: UUID) -> Worker:
    """A worker whose claims the actor approves; NotFound for strangers."""
    worker = Worker.objects.select_related("key").filter(pk=uid).first()
    if worker is None or not may_at_worker(actor, APPROVE, worker):
        raise NotFound()
    return worker


def visible_lists(actor: Actor) -> QuerySet[PaymentList]:
    """Lists of the actor's divisions; raises Forbidden without the right."""
    return PaymentList.objects.filter(scope_condition(actor, PREPARE_LISTS, region="region_code"))


def get_list_for_view(actor: Actor, uid: UUID) -> PaymentList:
    """One list; NotFound for strangers."""
    found = visible_lists(actor).filter(pk=uid).first()
    if found is None:
        raise NotFound()
    return found


def get_list_for_edit(actor: Actor, uid: UUID, permission: str) -> PaymentList:
    """One list at which the actor holds ``permission``; Forbidden for those who may only look."""
    found = get_list_for_view(actor, uid)
    actor.require_at(permission, region_code=found.region_code)
    return found
