"""Writing pairing agreements: the agreement with its rule, who is sent, who is hired, who was on site when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact, take_version
from yimi.stations.actions.checks import (
    before_and_after,
    changed_values,
    require_order,
    require_regions,
    require_text,
)
from yimi.stations.models import Operator
from yimi.supervision.models import (
    AssistingTown,
    CountsPer,
    OnSiteVisit,
    PairingAgreement,
    PairingLocalWorker,
    PairingSupervisor,
)
from yimi.supervision.pairing_access import EDIT, may_edit
from yimi.workforce.models import Worker

FactT = TypeVar("FactT", PairingSupervisor, PairingLocalWorker, OnSiteVisit)

RULE = (
    "supervisors_required", "onsite_visits_min", "onsite_days_min", "counts_per", "local_workers_required",
    "local_worker_months", "rule_note",
)  # fmt: skip
CORRECTABLE = frozenset({"name", "document", "agency", "starts_on", "ends_on", *RULE})


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingDraft:
    """An agreement about to be registered. The rule's defaults are those of 东莞–铜仁 (2021)."""

    name: str
    document: str
    lead_region_code: str
    site_region_code: str
    starts_on: date
    ends_on: date
    agency: Operator | None = None
    assisting: tuple[str, ...] = ()
    supervisors_required: int = 2
    onsite_visits_min: int = 2
    onsite_days_min: int = 30
    counts_per: str = CountsPer.SITE
    local_workers_required: int = 1
    local_worker_months: int = 3
    rule_note: str = ""
    uid: UUID = field(default_factory=new_uid)


@transaction.atomic
def agree_pairing(draft: PairingDraft, *, actor: Actor) -> PairingAgreement:
    """Register an agreement; either side's county or city may. Raises Forbidden, Invalid."""
    require_keeper(actor, draft.lead_region_code, draft.site_region_code)
    require_regions({draft.lead_region_code, draft.site_region_code, *draft.assisting})
    values = {name: value for name, value in values_of(draft).items() if name != "assisting"}
    agreement = PairingAgreement(**values)
    check_agreement(agreement)
    check_assisting(draft.lead_region_code, draft.assisting)
    agreement.save(force_insert=True)
    add_towns(agreement, draft.assisting, actor)
    tell_of(agreement, "supervision.agree_pairing", actor, site=draft.site_region_code)
    return agreement


def values_of(draft: PairingDraft) -> dict[str, Any]:
    """The draft's values as they are, models included."""
    return {name: getattr(draft, name) for name in draft.__slots__}


@transaction.atomic
def correct_pairing(
    agreement: PairingAgreement, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> PairingAgreement:  # fmt: skip
    """Put right an agreement or how its rule is read; its places: :func:`correct_pairing_places`. Raises Conflict when stale."""
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    require_edit(actor, agreement)
    planned = copy(agreement)
    for name, value in changes.items():
        setattr(planned, name, value)
    check_agreement(planned)
    changed = changed_values(agreement, {name: getattr(planned, name) for name in changes})
    noted = before_and_after(agreement, changed)
    take_version(agreement, expected=expected, changes=changed)
    tell_of(agreement, "supervision.correct_pairing", actor, **noted)
    return agreement


def check_assisting(lead_region_code: str, assisting: Sequence[str]) -> None:
    """The lead town does not assist itself; raises Invalid."""
    if lead_region_code in assisting:
        raise Invalid.one("assisting", _("牵头镇街不用再列为协助镇街。"))


def add_towns(agreement: PairingAgreement, codes: Iterable[str], actor: Actor) -> None:
    """Towns that assist, each once. One insert."""
    AssistingTown.objects.bulk_create(
        AssistingTown(agreement=agreement, region_code=code, recorded_by=actor.uid)
        for code in dict.fromkeys(codes)
    )


@transaction.atomic
def add_pairing_supervisor(
    agreement: PairingAgreement, worker: Worker, *, actor: Actor, starts_on: date, ends_on: date | None = None
) -> PairingSupervisor:  # fmt: skip
    """The agency sends this supervisor from a day on."""
    return _add(
        PairingSupervisor, agreement, worker, actor=actor, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def add_local_worker(
    agreement: PairingAgreement, worker: Worker, *, actor: Actor, starts_on: date, ends_on: date | None = None
) -> PairingLocalWorker:  # fmt: skip
    """A worker of the helped place serves at the site from a day on."""
    if worker.region_code[:4] != agreement.site_region_code[:4]:
        raise Invalid.one("worker", _("这里要登记受援地本市的社工，这位社工的管理地在别处。"))
    return _add(
        PairingLocalWorker, agreement, worker, actor=actor, starts_on=starts_on, ends_on=ends_on
    )


@transaction.atomic
def record_visit(
    agreement: PairingAgreement, worker: Worker, *, actor: Actor, starts_on: date, ends_on: date | None = None
) -> OnSiteVisit:  # fmt: skip
    """A supervisor was at the site from a day to a day, both included; a stay that overlaps another of theirs is refused."""
    require_edit(actor, agreement)
    if not agreement.supervisors.current().filter(worker=worker).exists():
        raise Invalid.one("worker", _("这位不是本协议的督导，请先登记为督导。"))
    return _add(OnSiteVisit, agreement, worker, actor=actor, starts_on=starts_on, ends_on=ends_on)


def _add(
    model: type[FactT], agreement: PairingAgreement, worker: Worker, *, actor: Actor, starts_on: date,
    ends_on: date | None,
) -> FactT:  # fmt: skip
    require_edit(actor, agreement)
    require_order("ends_on", starts_on, ends_on)
    if starts_on > agreement.ends_on or (ends_on is not None and ends_on < agreement.starts_on):
        raise Invalid.one(
            "starts_on",
            _("日期不在协议期内（%(first)s 至 %(last)s）。")
            % {"first": agreement.starts_on.isoformat(), "last": agreement.ends_on.isoformat()},
        )
    hold_rows(PairingAgreement, [agreement.pk])
    rows = model._default_manager.filter(
        agreement=agreement, worker=worker, superseded_at=None
    ).exclude(ends_on__lt=starts_on)
    if (rows if ends_on is None else rows.filter(starts_on__lte=ends_on)).exists():
        raise Invalid.one("starts_on", _("这段时间已经登记过，日期有重叠。"))
    row = model._default_manager.create(
        agreement=agreement,
        worker=worker,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=actor.uid,
    )
    tell_of(
        agreement, "supervision.add_to_pairing", actor, kind=model._meta.model_name, row=str(row.pk)
    )
    return row


@transaction.atomic
def end_pairing_fact(
    row: PairingSupervisor | PairingLocalWorker | OnSiteVisit, *, actor: Actor, ends_on: date
) -> PairingSupervisor | PairingLocalWorker | OnSiteVisit:
    """The last day of a supervisor's, a local worker's or a visit's stretch."""
    require_edit(actor, row.agreement)
    require_order("ends_on", row.starts_on, ends_on)
    ended = replace_fact(row, actor=actor, ends_on=ends_on)
    tell_of(
        row.agreement, "supervision.end_in_pairing", actor,
        kind=row._meta.model_name, row=str(ended.pk), until=ends_on.isoformat(),
    )  # fmt: skip
    return ended


def require_edit(actor: Actor, agreement: PairingAgreement) -> None:
    """Raises Forbidden unless the actor keeps one of the two sides' books."""
    require_keeper(actor, agreement.lead_region_code, agreement.site_region_code)


def require_keeper(actor: Actor, *codes: str) -> None:
    """Raises Forbidden unless the actor keeps the books of one of the places."""
    if not may_edit(actor, *codes):
        raise Forbidden(permission=EDIT)


def check_agreement(agreement: PairingAgreement) -> None:
    """Tidies and checks the agreement's own words and numbers; raises Invalid."""
    agreement.name = require_text("name", agreement.name, longest=100)
    agreement.document = require_text("document", agreement.document, longest=200)
    require_order("ends_on", agreement.starts_on, agreement.ends_on)
    if agreement.lead_region_code == agreement.site_region_code:
        raise Invalid.one("site_region_code", _("受援社区不能就是牵头镇街，请重新选。"))
    if agreement.counts_per not in CountsPer.values:
        raise Invalid.one("counts_per", _("请选实地次数和天数怎么算。"))
    for name in RULE[:3] + RULE[4:6]:
        if not 0 <= getattr(agreement, name) <= 366:
            raise Invalid.one(name, _("这个数要在 0 到 366 之间。"))


def tell_of(agreement: PairingAgreement, action: str, actor: Actor, **details: Any) -> None:
    """The trail's event of an agreement."""
    record_event(
        actor, action, subject_kind="pairing_agreement", subject_uid=agreement.pk,
        region_code=agreement.lead_region_code, details=details,
    )  # fmt: skip
