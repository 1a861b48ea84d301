"""Who may reach which unit, operator and authority. They are public facts: whoever works here sees them all."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.errors import NotFound
from yimi.core.records import Dated
from yimi.core.scoping import scope_condition
from yimi.stations.models import Authority, Operator, ServiceUnit, UnitQuerySet

FactT = TypeVar("FactT", bound=Dated)

VIEW = "stations.view_units"
EDIT = "stations.edit_units"
EDIT_CONTACT = "stations.edit_contact"
EDIT_OPERATORS = "stations.edit_operators"


def visible_units(actor: Actor) -> UnitQuerySet:
    """Every unit, for anyone with a role; raises Forbidden for someone without any."""
    actor.require(VIEW)
    return ServiceUnit.objects.all()


def editable_units(actor: Actor, permission: str = EDIT) -> UnitQuerySet:
    """The units that ``actor`` may change; raises Forbidden when there can be none."""
    return ServiceUnit.objects.filter(
        scope_condition(actor, permission, unit="uid", region="region_code")
    )


def get_unit_for_view(actor: Actor, uid: UUID | str) -> ServiceUnit:
    """One unit; raises NotFound for someone without a role and for a unit that does not exist."""
    unit = (
        ServiceUnit.objects.select_related("parent").filter(pk=uid).first()
        if actor.may(VIEW)
        else None
    )
    if unit is None:
        raise NotFound()
    return unit


def get_unit_for_edit(actor: Actor, uid: UUID | str, permission: str = EDIT) -> ServiceUnit:
    """One unit that ``actor`` may change; raises Forbidden when they may only see it."""
    unit = get_unit_for_view(actor, uid)
    actor.require_at(permission, unit_uid=unit.uid, region_code=unit.region_code)
    return unit


def get_public_unit(number: str) -> ServiceUnit:
    """The unit behind a public address, for anyone at all."""
    unit = ServiceUnit.objects.filter(number=number).first()
    if unit is None:
        raise NotFound()
    return unit


def visible_operators(actor: Actor) -> QuerySet[Operator]:
    """Every operator; registers of organisations are public."""
    actor.require(VIEW)
    return Operator.objects.all()


def get_operator_for_view(actor: Actor, uid: UUID | str) -> Operator:
    """One operator; raises NotFound."""
    operator = Operator.objects.filter(pk=uid).first() if actor.may(VIEW) else None
    if operator is None:
        raise NotFound()
    return operator


def get_operator_for_edit(actor: Actor, uid: UUID | str) -> Operator:
    """One operator registered where ``actor`` keeps the register; raises Forbidden for others."""
    operator = get_operator_for_view(actor, uid)
    actor.require_at(EDIT_OPERATORS, region_code=operator.region_code)
    return operator


def visible_authorities(actor: Actor) -> QuerySet[Authority]:
    """Every authority; they are public bodies."""
    actor.require(VIEW)
    return Authority.objects.all()


def get_fact(facts: QuerySet[FactT], uid: UUID | str) -> FactT:
    """A current dated fact among those of one unit that the caller may change; raises NotFound."""
    fact = facts.filter(pk=uid, superseded_at=None).first()
    if fact is None:
        raise NotFound()
    return fact
