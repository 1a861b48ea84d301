"""A pairing agreement held against its rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.supervision.models import (
    AssistingTown,
    CountsPer,
    OnSiteVisit,
    PairingAgreement,
    PairingLocalWorker,
    PairingSupervisor,
)
from yimi.supervision.rules import (
    Condition,
    Outcome,
    PairingFacts,
    PairingRule,
    Stay,
    pairing_conditions,
    pairing_outcome,
)
from yimi.workforce.access import VIEW as VIEW_WORKERS
from yimi.workforce.access import visible_workers
from yimi.workforce.models import Worker


@dataclass(frozen=True, slots=True)
class PairingStanding:
    """An agreement with what is on file and how far each condition has come; ``names`` of the workers by uid."""

    agreement: PairingAgreement
    supervisors: list[PairingSupervisor]
    local_workers: list[PairingLocalWorker]
    visits: list[OnSiteVisit]
    conditions: list[Condition]
    outcome: Outcome
    names: dict[UUID, str]


def pairing_standing(agreement: PairingAgreement, *, as_of: date) -> PairingStanding:
    """The agreement's check-list on ``as_of``. Four queries.

    Where visits count per agency, stays at the other sites of the same agency count with these.
    """
    own = {"agreement": agreement}
    supervisors = list(PairingSupervisor.objects.current().filter(**own).select_related("worker"))
    local = list(PairingLocalWorker.objects.current().filter(**own).select_related("worker"))
    visits = list(
        OnSiteVisit.objects.current().filter(**own).select_related("worker").order_by("starts_on")
    )
    rule = rule_of(agreement)
    facts = PairingFacts(
        has_agency=agreement.agency_id is not None,
        supervisors=[row.worker_id for row in supervisors],
        visits=[_stay(row) for row in _counted_visits(agreement, visits)],
        local_workers=[_stay(row) for row in local],
    )
    conditions = pairing_conditions(rule, facts, as_of=as_of)
    workers: list[Worker] = [row.worker for row in supervisors] + [row.worker for row in local]
    return PairingStanding(
        agreement=agreement,
        supervisors=supervisors,
        local_workers=local,
        visits=visits,
        conditions=conditions,
        outcome=pairing_outcome(conditions, rule),
        names={worker.pk: worker.name for worker in workers},
    )


def _counted_visits(agreement: PairingAgreement, own: list[OnSiteVisit]) -> list[OnSiteVisit]:
    if agreement.counts_per == CountsPer.SITE or agreement.agency_id is None:
        return own
    found = OnSiteVisit.objects.current().filter(agreement__agency=agreement.agency_id)
    return list(found)


def _stay(row: OnSiteVisit | PairingLocalWorker) -> Stay:
    return Stay(row.worker_id, row.starts_on, row.ends_on)


def rule_of(agreement: PairingAgreement) -> PairingRule:
    """What the agreement asks for, as the pure rule takes it."""
    return PairingRule(
        starts_on=agreement.starts_on,
        ends_on=agreement.ends_on,
        supervisors_required=agreement.supervisors_required,
        onsite_visits_min=agreement.onsite_visits_min,
        onsite_days_min=agreement.onsite_days_min,
        local_workers_required=agreement.local_workers_required,
        local_worker_months=agreement.local_worker_months,
    )


def assisting_codes(agreement: PairingAgreement) -> list[str]:
    """The towns that assist, by code. One query."""
    towns = AssistingTown.objects.current().filter(agreement=agreement)
    return list(towns.order_by("region_code").values_list("region_code", flat=True))


def pairing_candidates(actor: Actor, agreement: PairingAgreement, kind: str) -> QuerySet[Worker]:
    """Whom the actor can name: for a visit the agreement's supervisors, else the staff they see."""
    if kind == "visit":
        sent = PairingSupervisor.objects.current().filter(agreement=agreement)
        return Worker.objects.filter(pk__in=sent.values("worker_id")).order_by("name")
    if not actor.may(VIEW_WORKERS):
        return Worker.objects.none()
    return visible_workers(actor).filter(left_on=None).order_by("name", "uid")
