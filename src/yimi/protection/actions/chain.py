"""The chain of a report: steps are added and never changed; a mistake is put right by a further step."""

from __future__ import annotations

import json
from uuid import UUID

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.crypto import digest_value
from yimi.protection.access import get_report_for_edit
from yimi.protection.errors import SameUidOtherReport, StepAlreadyCorrected, invalid
from yimi.protection.models import HarmReport, ReportStep
from yimi.protection.rules import NewStep, check_step

CONTENT = "report_step"


def add_step(report: HarmReport, new: NewStep, *, actor: Actor) -> ReportStep:
    """Write down what happened next. Sent twice, it is one step.

    Raises NotFound for whoever may not read the report, Invalid, :class:`StepAlreadyCorrected`.
    """
    report = get_report_for_edit(actor, report.pk)
    if earlier := _arrived(report, new, actor):
        return earlier
    faults = check_step(new, now=clock.now())
    if new.corrects_uid and not _is_of(report, new.corrects_uid):
        faults["corrects"] = ["unknown_step"]
    if faults:
        raise invalid(faults)
    try:
        with transaction.atomic():
            step = write_step(report, new, actor=actor)
            record_event(
                actor,
                "protection.step_added",
                subject_kind="harm_report",
                subject_uid=report.pk,
                unit_uid=report.unit_id,
                region_code=report.region_code,
                details={"step": str(step.pk), "kind": step.kind, "digest": step.digest},
            )
            return step
    except IntegrityError:
        if earlier := _arrived(report, new, actor):
            return earlier
        if new.corrects_uid is not None:
            raise StepAlreadyCorrected from None
        raise


def write_step(report: HarmReport, new: NewStep, *, actor: Actor) -> ReportStep:
    """Insert one step, already checked, inside the caller's transaction; raises IntegrityError when it is there."""
    content = json.dumps([new.receipt, new.text], ensure_ascii=False)
    has_content = bool(new.receipt or new.text)
    step = ReportStep(
        uid=new.uid,
        report=report,
        kind=new.kind,
        at=new.at,
        to_whom=new.to_whom,
        way=new.way,
        content_sealed=report.key.seal(content, field=CONTENT, row=new.uid) if has_content else b"",
        corrects_id=new.corrects_uid,
        recorded_at=clock.now(),
        recorded_by=actor.uid,
        recorded_by_name=actor.name,
        digest=_digest(report, new),
    )
    step.save(force_insert=True)
    return step


def _is_of(report: HarmReport, step_uid: UUID) -> bool:
    return ReportStep.objects.filter(pk=step_uid, report=report).exists()


def _arrived(report: HarmReport, new: NewStep, actor: Actor) -> ReportStep | None:
    earlier = ReportStep.objects.filter(pk=new.uid).first()
    if earlier is None:
        return None
    if earlier.digest != _digest(report, new) or earlier.recorded_by != actor.uid:
        raise SameUidOtherReport
    return earlier


def _digest(report: HarmReport, new: NewStep) -> str:
    values = (
        str(report.pk), new.kind, new.at.isoformat(), new.to_whom, new.way, new.receipt, new.text,
        str(new.corrects_uid or ""),
    )  # fmt: skip
    return digest_value("report_step", "\x1f".join(values), place=str(new.uid))
