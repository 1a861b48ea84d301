"""The red button: one report, sent once however often it arrives. No consent is asked for and no service is counted."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.crypto import digest_value
from yimi.core.models import DataKey
from yimi.core.numbers import take_numbers
from yimi.people.access import visible_residents
from yimi.people.permissions import VIEW_HOUSEHOLD
from yimi.protection.access import (
    divisions_of,
    require_place,
    units_to_report_from,
)
from yimi.protection.actions.chain import write_step
from yimi.protection.errors import SameUidOtherReport, invalid
from yimi.protection.models import HarmReport
from yimi.protection.models.reports import StepKind
from yimi.protection.permissions import REPORT_HARM
from yimi.protection.rules import NewReport, NewStep, check_report, check_step
from yimi.stations.models import ServiceUnit
from yimi.stations.queries import units_serving

CONTENT = "harm_report"


@dataclass(frozen=True, slots=True)
class Sent:
    """The report, and whether this call made it (False: it had arrived already)."""

    report: HarmReport
    is_new: bool


def report_harm(new: NewReport, *, actor: Actor, told: NewStep | None = None) -> Sent:
    """Send a report; ``told`` is the authority that was told before it was written down, if any.

    Sent twice, it is one report, and the answer is the same. Raises Invalid, :class:`SameUidOtherReport`, Forbidden.
    """
    actor.require(REPORT_HARM)
    digest = _digest(new)
    if earlier := _arrived(new, actor, digest):
        return Sent(earlier, is_new=False)
    faults = check_report(new, now=clock.now())
    if told is not None and (wrong := check_step(told, now=clock.now())):
        faults["told"] = [key for keys in wrong.values() for key in keys]
    if faults:
        raise invalid(faults)
    place = _place(new, actor)
    _refuse_stranger(new, actor)
    try:
        with transaction.atomic():
            return Sent(_write(new, actor, digest=digest, place=place, told=told), is_new=True)
    except IntegrityError:
        # The same report reached another process in the same moment; it is committed by now.
        if earlier := _arrived(new, actor, digest):
            return Sent(earlier, is_new=False)
        raise


def _write(
    new: NewReport,
    actor: Actor,
    *,
    digest: str,
    place: tuple[ServiceUnit | None, str],
    told: NewStep | None,
) -> HarmReport:
    unit, region_code = place
    key = DataKey.make()
    key.save(force_insert=True)
    report = HarmReport(
        uid=new.uid,
        number=_number(region_code),
        unit=unit,
        region_code=region_code,
        key=key,
        content_sealed=key.seal(new.content.as_text(), field=CONTENT, row=new.uid),
        subject_digest=subject_digest(new, region_code),
        person_kind=new.person_kind,
        is_immediate=new.is_immediate,
        found_at=new.found_at,
        recorded_at=clock.now(),
        recorded_by=actor.uid,
        reporter_name=actor.name,
        digest=digest,
    )
    report.save(force_insert=True)
    found = NewStep(uid=new.uid, kind=StepKind.FOUND, at=new.found_at)
    steps = [write_step(report, found, actor=actor)]
    if told is not None:
        steps.append(write_step(report, told, actor=actor))
    record_event(
        actor,
        "protection.report_sent",
        subject_kind="harm_report",
        subject_uid=report.pk,
        unit_uid=report.unit_id,
        region_code=region_code,
        details={"digest": digest, "steps": [[str(step.pk), step.digest] for step in steps]},
    )
    return report


def _arrived(new: NewReport, actor: Actor, digest: str) -> HarmReport | None:
    """The report that came before under this uid; refused when it is another one or somebody else's."""
    earlier = HarmReport.objects.filter(pk=new.uid).first()
    if earlier is None:
        return None
    if earlier.digest != digest or earlier.recorded_by != actor.uid:
        raise SameUidOtherReport
    return earlier


def _place(new: NewReport, actor: Actor) -> tuple[ServiceUnit | None, str]:
    """Whose readers get it: the unit chosen, the actor's own, or the station that serves their division."""
    if new.unit_uid is not None:
        unit = ServiceUnit.objects.filter(pk=new.unit_uid).first()
        if unit is None:
            raise invalid({"unit": ["unknown_place"]})
        require_place(actor, unit=unit, region_code="")
        return unit, new.region_code or unit.region_code
    if new.region_code:
        require_place(actor, unit=None, region_code=new.region_code)
    elif own := units_to_report_from(actor):
        return own[0], own[0].region_code
    code = new.region_code or next(iter(divisions_of(actor, REPORT_HARM)), "")
    serving = units_serving(code, clock.today()).first() if code else None
    return serving, code


def _refuse_stranger(new: NewReport, actor: Actor) -> None:
    """A person on file has to be one whose file the reporter may see; words need no file."""
    uid = new.content.resident_uid
    if uid is None:
        return
    if not actor.may(VIEW_HOUSEHOLD) or not visible_residents(actor).filter(pk=uid).exists():
        raise invalid({"resident": ["unknown_resident"]})


def _number(region_code: str) -> str:
    county, year = region_code[:6] or "000000", clock.today().year
    return f"BH{county}-{year % 100:02d}-{take_numbers(f'protection/{county}/{year}')[0]:04d}"


def subject_digest(new: NewReport, region_code: str) -> str:
    """The same person gives the same digest within a county; nothing for people who are not on file."""
    uid = new.content.resident_uid
    return digest_value("protection_subject", uid.hex, place=region_code[:6]) if uid else ""


def _digest(new: NewReport) -> str:
    """A keyed digest of what was sent: the same content gives the same one, and nobody can guess back from it."""
    values = (
        new.content.as_text(), new.person_kind, str(new.is_immediate), new.found_at.isoformat(),
        str(new.unit_uid or ""), new.region_code,
    )  # fmt: skip
    return digest_value("harm_report", "\x1f".join(values), place=str(new.uid))
