"""Who may reach which local field, and at which place a person fills in forms. Filled-in forms have no access here."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import NotFound
from yimi.core.scoping import scope_condition
from yimi.forms.models import LocalField
from yimi.forms.permissions import EDIT_LOCAL_FIELDS, VIEW_FORMS
from yimi.regions.rules import pad_code
from yimi.stations.models import ServiceUnit


def visible_local_fields(actor: Actor) -> QuerySet[LocalField]:
    """The additions of the actor's divisions and of those below, the ended ones too."""
    return LocalField.objects.current().filter(
        scope_condition(actor, EDIT_LOCAL_FIELDS, region="region_code")
    )


def get_local_field_for_edit(actor: Actor, uid: UUID) -> LocalField:
    """One addition; raises NotFound where the actor's divisions do not reach."""
    row = visible_local_fields(actor).filter(pk=uid).first()
    if row is None:
        raise NotFound()
    return row


def home_of(actor: Actor) -> str:
    """The division whose forms the actor sees: their station's, their own; empty for those of the whole country."""
    for scope in actor.scopes(VIEW_FORMS):
        if scope.kind == ScopeKind.UNIT:
            codes = ServiceUnit.objects.filter(pk=scope.key).values_list("region_code", flat=True)
            return codes.first() or ""
        if scope.kind == ScopeKind.REGION:
            return pad_code(scope.key)
    return ""
