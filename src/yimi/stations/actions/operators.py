"""Registering operators and engaging them to run units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact, take_version
from yimi.stations.access import EDIT, EDIT_OPERATORS
from yimi.stations.actions.checks import (
    before_and_after,
    changed_values,
    common_prefix,
    require_at_units,
    require_open,
    require_order,
    require_regions,
    require_text,
    unit_event,
)
from yimi.stations.errors import EngagementsOverlap, uscc_message
from yimi.stations.models import Operator, OperatorEngagement, OperatorKind, ServiceUnit
from yimi.stations.rules import UsccError, check_uscc, overlaps
from yimi.stations.writing import CHUNK, note_batch

CORRECTABLE = frozenset(
    {"name", "kind", "uscc", "contact_phone", "region_code", "founded_on", "dissolved_on"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorDraft:
    """An operator about to be registered; ``uscc`` as typed, empty when there is none."""

    name: str
    region_code: str
    kind: str = OperatorKind.SOCIAL_SERVICE
    uscc: str = ""
    contact_phone: str = ""
    founded_on: date | None = None
    uid: UUID = field(default_factory=new_uid)


def register_operator(draft: OperatorDraft, *, actor: Actor) -> Operator:
    """Register one operator: a batch of one."""
    return register_operators([draft], actor=actor)[0]


@transaction.atomic
def register_operators(drafts: Sequence[OperatorDraft], *, actor: Actor) -> list[Operator]:
    """Register operators. Raises Forbidden outside the actor's divisions, Invalid for a wrong or known credit code."""
    for code in {draft.region_code for draft in drafts}:
        actor.require_at(EDIT_OPERATORS, region_code=code)
    require_regions({draft.region_code for draft in drafts})
    operators = [
        Operator(
            uid=draft.uid,
            name=require_text("name", draft.name, longest=100),
            kind=_known_kind(draft.kind),
            uscc=_checked_uscc(draft.uscc),
            contact_phone=draft.contact_phone.strip(),
            region_code=draft.region_code,
            founded_on=draft.founded_on,
        )
        for draft in drafts
    ]
    _refuse_known_codes([operator.uscc for operator in operators if operator.uscc])
    Operator.objects.bulk_create(operators, batch_size=CHUNK)
    note_batch(
        actor, "stations.register_operators", subject_kind="operator",
        rows=[(row.uid, {"name": row.name, "kind": row.kind, "uscc": row.uscc}) for row in operators],
        region_code=common_prefix([row.region_code for row in operators]),
    )  # fmt: skip
    return operators


def _known_kind(kind: str) -> str:
    if kind not in OperatorKind.values:
        raise Invalid.one("kind", _("没有这种机构类型，请从列表里选。"))
    return kind


def _checked_uscc(text: str | None) -> str | None:
    if not text or not text.strip():
        return None
    try:
        return check_uscc(text)
    except UsccError as error:
        raise Invalid.one("uscc", uscc_message(error)) from None


def _refuse_known_codes(codes: Sequence[str], *, except_for: UUID | None = None) -> None:
    same = Operator.objects.filter(uscc__in=codes)
    known = (same.exclude(pk=except_for) if except_for else same).first()
    if known is not None:
        raise Invalid.one(
            "uscc", _("这个代码已登记为“%(name)s”，不用再登记一次。") % {"name": known.name}
        )
    if len(set(codes)) != len(codes):
        raise Invalid.one("uscc", _("同一批里有两家机构填了相同的统一社会信用代码。"))


@transaction.atomic
def correct_operator(
    operator: Operator, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> Operator:
    """Put right what was written wrongly; raises Conflict when somebody was faster."""
    if strange := changes.keys() - CORRECTABLE:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    actor.require_at(EDIT_OPERATORS, region_code=operator.region_code)
    changes = changed_values(operator, _tidied(changes))
    if "region_code" in changes:
        require_regions([changes["region_code"]])
        actor.require_at(EDIT_OPERATORS, region_code=changes["region_code"])
    if changes.get("uscc"):
        _refuse_known_codes([changes["uscc"]], except_for=operator.uid)
    require_order(
        "dissolved_on",
        changes.get("founded_on", operator.founded_on),
        changes.get("dissolved_on", operator.dissolved_on),
    )
    details = before_and_after(operator, changes)
    take_version(operator, expected=expected, changes=changes)
    record_event(
        actor, "stations.correct_operator", subject_kind="operator", subject_uid=operator.uid,
        region_code=operator.region_code, details=details,
    )  # fmt: skip
    return operator


def _tidied(changes: Mapping[str, Any]) -> dict[str, Any]:
    tidy = dict(changes)
    if "name" in tidy:
        tidy["name"] = require_text("name", tidy["name"], longest=100)
    if "kind" in tidy:
        tidy["kind"] = _known_kind(tidy["kind"])
    if "uscc" in tidy:
        tidy["uscc"] = _checked_uscc(tidy["uscc"])
    return tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class EngagementDraft:
    """An operator about to run a unit; ``document`` names the contract or notice."""

    unit: ServiceUnit
    operator: Operator
    starts_on: date
    ends_on: date | None = None
    document: str = ""
    uid: UUID = field(default_factory=new_uid)


def engage_operator(draft: EngagementDraft, *, actor: Actor) -> OperatorEngagement:
    """Engage one operator for one unit: a batch of one."""
    return engage_operators([draft], actor=actor)[0]


@transaction.atomic
def engage_operators(
    drafts: Sequence[EngagementDraft], *, actor: Actor
) -> list[OperatorEngagement]:
    """Operators run units from a day on. Raises EngagementsOverlap when a unit would have two on one day."""
    units = {draft.unit.uid: draft.unit for draft in drafts}
    require_at_units(actor, EDIT, units.values())
    for draft in drafts:
        require_order("ends_on", draft.starts_on, draft.ends_on)
        require_open(draft.unit, draft.starts_on)
    hold_rows(ServiceUnit, units)
    _refuse_overlaps(drafts)
    rows = OperatorEngagement.objects.bulk_create(
        (
            OperatorEngagement(
                uid=draft.uid,
                unit=draft.unit,
                operator=draft.operator,
                starts_on=draft.starts_on,
                ends_on=draft.ends_on,
                document=draft.document.strip(),
                recorded_by=actor.uid,
            )
            for draft in drafts
        ),
        batch_size=CHUNK,
    )
    facts = ("unit_id", "operator_id", "starts_on", "ends_on", "document")
    note_batch(
        actor, "stations.engage_operators", subject_kind="operator_engagement",
        rows=[(row.uid, {name: getattr(row, name) for name in facts}) for row in rows],
        unit_uid=rows[0].unit_id if len(rows) == 1 else None,
        region_code=common_prefix([unit.region_code for unit in units.values()]),
    )  # fmt: skip
    return rows


def _refuse_overlaps(drafts: Iterable[EngagementDraft]) -> None:
    by_unit: dict[UUID, list[Any]] = {}
    standing = OperatorEngagement.objects.current().filter(unit__in={d.unit.uid for d in drafts})
    for row in standing.select_related("operator"):
        by_unit.setdefault(row.unit_id, []).append(row)
    for draft in drafts:
        others = by_unit.setdefault(draft.unit.uid, [])
        for other in others:
            if overlaps(other, draft):
                raise EngagementsOverlap(
                    unit=draft.unit.name,
                    starts_on=other.starts_on.isoformat(),
                    operator=other.operator.name,
                )
        others.append(draft)


@transaction.atomic
def end_engagement(
    engagement: OperatorEngagement, *, actor: Actor, ends_on: date, reason: str = ""
) -> OperatorEngagement:
    """The operator runs the unit for the last time on ``ends_on``; also corrects an end that was written wrongly."""
    unit = engagement.unit
    require_at_units(actor, EDIT, [unit])
    require_order("ends_on", engagement.starts_on, ends_on)
    hold_rows(ServiceUnit, [unit.uid])
    ended = replace_fact(engagement, actor=actor, ends_on=ends_on)
    others = unit.engagements.current().exclude(pk=ended.pk).select_related("operator")
    blocked = others.between(ended.starts_on, ends_on).first()
    if blocked is not None:
        raise EngagementsOverlap(
            unit=unit.name,
            starts_on=blocked.starts_on.isoformat(),
            operator=blocked.operator.name,
        )
    record_event(
        actor, "stations.end_engagement", subject_kind="operator_engagement", subject_uid=ended.uid,
        reason=reason.strip()[:300],
        details={"replaces": str(engagement.uid), "until": ends_on.isoformat()}, **unit_event(unit),
    )  # fmt: skip
    return ended
