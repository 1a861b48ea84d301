"""Reminding those who are late, once a day at most; setting a year's targets."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from yimi.audit.actions import make_event, record_event, record_events
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.superseding import supersede
from yimi.reports.access import REVIEW
from yimi.reports.layout import ReportPack
from yimi.reports.models import Reminder, Target
from yimi.reports.queries.late import LateReport
from yimi.reports.subjects import Subject


@transaction.atomic
def remind(batch: Sequence[LateReport], *, actor: Actor) -> int:
    """Remind of late reports; how many reminders are new. Whoever was reminded today is left alone."""
    for one in batch:
        subject = one.subject
        actor.require_at(
            REVIEW[subject.level], unit_uid=subject.unit_uid, region_code=subject.region_code
        )
    rows = [
        Reminder(
            pack=one.pack.key,
            subject_key=one.subject.key,
            unit_id=one.subject.unit_uid,
            region_code=one.subject.region_code,
            starts_on=one.span.start,
            months=one.span.months,
            sent_on=clock.today(),
            sent_by=actor.uid,
            sent_by_name=actor.name[:50],
        )
        for one in batch
    ]
    Reminder.objects.bulk_create(rows, ignore_conflicts=True)
    stored = set(
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True)
    )
    fresh = [row for row in rows if row.pk in stored]
    record_events(
        make_event(
            actor,
            "reports.remind",
            subject_kind="report_reminder",
            subject_uid=row.pk,
            unit_uid=row.unit_id,
            region_code=row.region_code,
            details={"pack": row.pack, "starts_on": row.starts_on.isoformat()},
        )
        for row in fresh
    )
    return len(fresh)


@transaction.atomic
def set_target(
    subject: Subject,
    *,
    actor: Actor,
    pack: ReportPack,
    indicator: str,
    year: int,
    value: int,
    source: str,
) -> Target:
    """What a subject is to reach in a year, in the indicator's own unit; an earlier target is superseded."""
    actor.require_at(
        REVIEW[subject.level], unit_uid=subject.unit_uid, region_code=subject.region_code
    )
    if indicator not in pack.indicators:
        raise Invalid.one("indicator", _("这份报表里没有这个指标。"))
    if not source.strip():
        raise Invalid.one("source", _("请写目标的依据，例如合同或通知。"))
    standing = Target.objects.filter(
        subject_key=subject.key, indicator=indicator, year=year, superseded_at=None
    ).first()
    if standing is not None:
        supersede(standing)
    made = Target.objects.create(
        subject_key=subject.key,
        unit_id=subject.unit_uid,
        region_code=subject.region_code,
        indicator=indicator,
        year=year,
        value=value,
        source=source.strip()[:200],
        replaces=standing,
        recorded_by=actor.uid,
    )
    record_event(
        actor,
        "reports.set_target",
        subject_kind="report_target",
        subject_uid=made.pk,
        unit_uid=subject.unit_uid,
        region_code=subject.region_code,
        details={"indicator": indicator, "year": year},
    )
    return made
