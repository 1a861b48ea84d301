"""Who may reach which draft: whoever proposes packs for its division. Versions are the programmes room's."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.engine.packs import Pack
from yimi.engine.regions import prefix_of
from yimi.programmes.access import visible_packs
from yimi.programmes.models import PackVersion
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.regions.rules import pad_code
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.permissions import COMPARE


def visible_drafts(actor: Actor) -> QuerySet[PackDraft]:
    """Open drafts of the actor's divisions, the latest first; raises Forbidden without the right."""
    mine = scope_condition(actor, PROPOSE_PACKS, region="region_code")
    return PackDraft.objects.filter(mine, dropped_at=None).order_by("-saved_at")


def get_draft_for_edit(actor: Actor, uid: UUID) -> PackDraft:
    """One open draft; NotFound for strangers."""
    found = visible_drafts(actor).select_related("proposed_as").filter(pk=uid).first()
    if found is None:
        raise NotFound()
    return found


def get_text_to_compare(actor: Actor, uid: UUID) -> PackVersion | PackDraft:
    """A version that the actor may read, or one of their drafts; NotFound for strangers."""
    actor.require(COMPARE)
    version = visible_packs(actor).filter(pk=uid).first()
    if version is not None:
        return version
    if not actor.may(PROPOSE_PACKS):
        raise NotFound()
    return get_draft_for_edit(actor, uid)


def own_places(actor: Actor, permission: str) -> list[str]:
    """The divisions (12 digits, "" is the country) where the actor holds the permission, widest first. No query."""
    found = set()
    for scope in actor.scopes(permission):
        if scope.kind == ScopeKind.EVERYWHERE:
            found.add("")
        elif scope.kind == ScopeKind.REGION:
            found.add(pad_code(scope.key))
    return sorted(found, key=lambda code: (len(code.rstrip("0")), code))


def place_to_count(actor: Actor, pack: Pack) -> str:
    """Where the actor may count for ``pack`` (12 digits, "" is the country): its whole place, or the part that is theirs.

    Raises :class:`NotFound` where they have no part of it.
    """
    region = pack.region if pack.prefix else ""
    if actor.may_at(COMPARE, region_code=region):
        return region
    for code in own_places(actor, COMPARE):
        if code and prefix_of(code).startswith(pack.prefix):
            return code
    raise NotFound()
