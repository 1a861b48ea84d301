"""Whose visits, observations and consultations an actor may reach: those of their own stations."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, NotFound
from yimi.core.scoping import scope_condition
from yimi.people.access import get_household_for_view
from yimi.people.models import Household
from yimi.services.access import get_record_for_view, may_read_note, visible_records
from yimi.services.models import ServiceRecord, VisitDue
from yimi.visiting.models import Consultation, HomeObservation, PlannedVisit, VisitTier
from yimi.visiting.permissions import (
    OBSERVE_VISIT,
    PLAN_VISITS,
    RECORD_CONSULTATION,
    SET_TIERS,
)


def visible_dues(actor: Actor) -> QuerySet[VisitDue]:
    """The due dates of the open households of the actor's stations."""
    here = scope_condition(
        actor, PLAN_VISITS, unit="household__unit_id", region="household__region_code"
    )
    return VisitDue.objects.filter(here, household__closed_on=None)


def visible_plans(actor: Actor) -> QuerySet[PlannedVisit]:
    """What stands in the plans of the actor's stations."""
    here = scope_condition(actor, PLAN_VISITS, unit="unit_id", region="unit__region_code")
    return PlannedVisit.objects.filter(here, withdrawn_at=None)


def get_plan_for_edit(actor: Actor, uid: UUID) -> PlannedVisit:
    """A planned visit of the actor's station."""
    planned = visible_plans(actor).filter(pk=uid).first()
    if planned is None:
        raise NotFound
    return planned


def get_household_to_visit(actor: Actor, uid: UUID) -> Household:
    """A household whose visits the actor plans; Forbidden for whoever may only see the file."""
    household = get_household_for_view(actor, uid)
    actor.require_at(PLAN_VISITS, unit_uid=household.unit_id, region_code=household.region_code)
    return household


def visible_observations(actor: Actor) -> QuerySet[HomeObservation]:
    """Observations at the homes of the actor's stations; what was noted opens to those who may read it."""
    here = scope_condition(actor, OBSERVE_VISIT, unit="unit_id", region="unit__region_code")
    return HomeObservation.objects.filter(here)


def get_visit_for_observation(actor: Actor, uid: UUID) -> ServiceRecord:
    """The record of a visit whose F-14 the actor may read and fill in; NotFound for strangers."""
    record = get_record_for_view(actor, uid)
    actor.require_at(OBSERVE_VISIT, unit_uid=record.unit_id, region_code=record.unit_region_code)
    gave = set(record.workers.values_list("worker_id", flat=True))
    if not may_read_note(actor, record, worker_uids=gave):
        raise Forbidden(permission=OBSERVE_VISIT)
    return record


def visible_consultations(actor: Actor) -> QuerySet[Consultation]:
    """Consultations of the actor's stations whose record stands."""
    here = scope_condition(actor, RECORD_CONSULTATION, unit="unit_id", region="unit__region_code")
    standing = visible_records(actor).current().values("number")
    return Consultation.objects.filter(here, record_number__in=standing)


def get_consultation_for_edit(actor: Actor, uid: UUID) -> Consultation:
    """One consultation of the actor's station."""
    consultation = visible_consultations(actor).select_related("unit").filter(pk=uid).first()
    if consultation is None:
        raise NotFound
    return consultation


def visible_tiers(actor: Actor) -> QuerySet[VisitTier]:
    """The tiers that the actor's divisions have set, and the shipped examples."""
    own = VisitTier.objects.on(clock.today()).filter(
        scope_condition(actor, SET_TIERS, region="region_code")
    )
    return own | VisitTier.objects.on(clock.today()).filter(region_code="")
