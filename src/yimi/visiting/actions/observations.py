"""F-14: what was seen at a home visit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.db import IntegrityError, transaction

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.superseding import take_version
from yimi.forms.actions import save_entry
from yimi.forms.errors import EditClash
from yimi.forms.queries import Subject, current_entry
from yimi.people.models import Household
from yimi.services.models import ServiceRecord
from yimi.services.models.record import Method, Outcome
from yimi.visiting.access import get_visit_for_observation
from yimi.visiting.errors import NotAHomeVisit
from yimi.visiting.models import HomeObservation
from yimi.visiting.rules import HAZARDS

FORM = "F-14"


def subject_of(record_number: str) -> Subject:
    """What F-14's entries hang on: the visit's number, which outlives corrections, as a uid."""
    return Subject("home_visit", uuid5(NAMESPACE_OID, f"home_visit/{record_number}"))


def risk_in(hazards: Sequence[str]) -> bool | None:
    """Whether the visit found a risk at home; None when nobody looked.

    >>> risk_in(["fire"]), risk_in(["none"]), risk_in([])
    (True, False, None)
    """
    return any(hazard in HAZARDS for hazard in hazards) if hazards else None


def require_home_visit(record: ServiceRecord) -> Household:
    """The household that was met at home; raises :class:`NotAHomeVisit` for anything else."""
    if record.method != Method.HOME_VISIT or record.outcome != Outcome.MET or not record.household:
        raise NotAHomeVisit
    return record.household


def note_form_read(record: ServiceRecord, *, actor: Actor, purpose: str) -> None:
    """``actor`` opened or printed the visit's F-14. One INSERT."""
    record_event(
        actor,
        f"visiting.observation_{purpose}",
        subject_kind="service_record",
        subject_uid=record.pk,
        unit_uid=record.unit_id,
        region_code=record.unit_region_code,
    )


@transaction.atomic
def save_observation(
    record: ServiceRecord,
    *,
    actor: Actor,
    answers: Mapping[str, Any],
    row_version: int,
) -> HomeObservation:
    """Save a visit's F-14 as a new version; ``row_version`` is the version on the screen, 0 when there was none.

    What is counted is read from the answers. Raises EditClash, Invalid, :class:`NotAHomeVisit`, Forbidden.
    The form's own event is the trail.
    """
    record = get_visit_for_observation(actor, record.pk)
    household = require_home_visit(record)
    ticked = answers.get("hazards") or ()
    columns = {f"{hazard}_hazard": hazard in ticked for hazard in HAZARDS} | {
        "risk_found": risk_in(ticked)
    }
    subject = subject_of(record.number)
    entry = current_entry(subject, FORM)
    if row_version != (entry.version if entry else 0):
        raise EditClash(entry)
    observation = HomeObservation.objects.filter(pk=subject.uid).first()
    if observation is None:
        observation = _made(record, household, actor, columns)
    else:
        take_version(observation, expected=observation.row_version, changes=columns)
    save_entry(
        actor=actor,
        subject=subject,
        code=FORM,
        key=household.key,
        unit=record.unit,
        answers=answers,
        row_version=row_version or None,
        is_final=True,
    )
    return observation


def _made(
    record: ServiceRecord, household: Household, actor: Actor, columns: Mapping[str, Any]
) -> HomeObservation:
    try:
        with transaction.atomic():
            return HomeObservation.objects.create(
                uid=subject_of(record.number).uid,
                record_number=record.number,
                household=household,
                unit=record.unit,
                observed_on=record.served_on,
                recorded_at=clock.now(),
                recorded_by=actor.uid,
                **columns,
            )
    except IntegrityError:
        raise EditClash(None) from None  # a colleague saved the first version in this very moment
