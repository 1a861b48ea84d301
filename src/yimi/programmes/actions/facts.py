"""Writing down what rules ask about a worker: honours, conduct checks, studies and field, exam receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.records import Known
from yimi.core.superseding import hold_rows, replace_fact, supersede
from yimi.programmes.errors import InvoiceTwice, NotOnYourself
from yimi.programmes.models import Background, ConductCheck, ExamCost, Honour
from yimi.programmes.permissions import KEEP_FACTS
from yimi.stations.actions.checks import require_text
from yimi.workforce.access import may_at_worker
from yimi.workforce.models import Worker

#: By name, the facts that pages write.
KINDS: Mapping[str, type[Known]] = {
    "honour": Honour,
    "conduct": ConductCheck,
    "background": Background,
    "exam_cost": ExamCost,
}
#: Days that cannot lie ahead.
DAYS = ("awarded_on", "checked_on", "found_on", "overturned_on", "spent_on", "graduated_on")


@transaction.atomic
def record_fact(worker: Worker, kind: str, values: Mapping[str, Any], *, actor: Actor) -> Known:
    """Add a fact of ``kind``; studies and field replace what was known. Raises Invalid, InvoiceTwice, Forbidden."""
    _require(actor, worker)
    _check_days(values)
    hold_rows(Worker, [worker.pk])
    if kind == "background":
        found = _background(worker, values, actor)
    else:
        if kind == "conduct":
            _check_conduct(values)
        found = KINDS[kind](worker=worker, recorded_by=actor.uid, **values)  # type: ignore[misc] # every kind has one
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError:
            if kind == "exam_cost":
                raise InvoiceTwice() from None
            raise Invalid.one("title", _("这项荣誉在这个层级已经登记过。")) from None
    _tell(actor, "programmes.record_fact", worker, kind, found)
    return found


def _background(worker: Worker, values: Mapping[str, Any], actor: Actor) -> Known:
    known = Background.objects.current().filter(worker=worker).first()
    if known is not None:
        return replace_fact(known, actor=actor, **values)
    found = Background(worker=worker, recorded_by=actor.uid, **values)
    found.save(force_insert=True)
    return found


@transaction.atomic
def withdraw_fact(fact: Known, *, actor: Actor, reason: str) -> None:
    """It was entered by mistake: rules no longer see it. Claims granted on it stay, and are reversed by people."""
    worker: Worker = fact.worker  # type: ignore[attr-defined] # every kind has one
    _require(actor, worker)
    reason = require_text("reason", reason, longest=300)
    supersede(fact)
    kind = next(name for name, model in KINDS.items() if isinstance(fact, model))
    _tell(actor, "programmes.withdraw_fact", worker, kind, fact, reason=reason)


def _require(actor: Actor, worker: Worker) -> None:
    if not may_at_worker(actor, KEEP_FACTS, worker):
        raise Forbidden(permission=KEEP_FACTS)
    if actor.worker_uid == worker.pk:
        raise NotOnYourself(permission=KEEP_FACTS)


def _check_days(values: Mapping[str, Any]) -> None:
    for name in DAYS:
        if values.get(name) is not None and values[name] > clock.today():
            raise Invalid.one(name, _("日期不能晚于今天。"))


def _check_conduct(values: Mapping[str, Any]) -> None:
    if bool(values.get("finding")) != (values.get("found_on") is not None):
        raise Invalid.one("found_on", _("查出问题的，写认定日期；没有问题的，认定日期空着。"))
    if values.get("overturned_on") and not values.get("found_on"):
        raise Invalid.one("overturned_on", _("没有认定，就没有撤销日期。"))


def _tell(
    actor: Actor, action: str, worker: Worker, kind: str, fact: Known, *, reason: str = ""
) -> None:
    record_event(
        actor, action, subject_kind=kind, subject_uid=fact.pk, region_code=worker.region_code,
        reason=reason, details={"worker": str(worker.pk)},
    )  # fmt: skip
