"""Valid cases for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any

from yimi.cases.choices import AssignmentRole, Stage
from yimi.cases.models import Case, CaseAssignment, CaseStageEvent, Intake, ServiceAgreement
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.people.models import Resident
from yimi.people.tests.factories import make_household, make_resident
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import Worker
from yimi.workforce.tests.factories import make_placement, make_worker

_numbers = count(1)
#: Cases of the factories begin long enough ago for anything to have happened since.
DAYS_AGO = 60


def make_case(unit: ServiceUnit, owner: Worker | None = None, **fields: Any) -> Case:
    """An open case in the assessment stage; with its client, their household and an owner placed at the unit."""
    if owner is None:
        owner = make_worker("扎西")
        make_placement(owner, unit)
    resident: Resident | None = fields.pop("resident", None)
    household = fields.pop("household", None)
    if resident is None:
        household = household or make_household(unit)
        resident = make_resident(household, "赵桂英", birth_on=date(1944, 5, 6), sex="2")
    fields.setdefault("stage", Stage.ASSESSMENT)
    fields.setdefault("opened_on", clock.today() - timedelta(days=DAYS_AGO))
    case = Case.objects.create(
        number=f"T-{next(_numbers):06d}",
        unit=unit,
        resident=resident,
        household=household,
        key=resident.key,
        owner=owner,
        **fields,
    )
    Intake.objects.create(case=case, source="outreach")
    CaseStageEvent.objects.create(
        case=case, to_stage=case.stage, happened_on=case.opened_on, recorded_by=SYSTEM_UID
    )
    make_assignment(case, owner, AssignmentRole.OWNER)
    return case


def make_assignment(case: Case, worker: Worker, role: str) -> CaseAssignment:
    """The worker has this part in the case since it was opened."""
    return CaseAssignment.objects.create(
        case=case, worker=worker, role=role, starts_on=case.opened_on, recorded_by=SYSTEM_UID
    )


def make_agreement(case: Case, **fields: Any) -> ServiceAgreement:
    """The client agreed to the service, in writing, when the case was opened."""
    fields.setdefault("purpose", "service")
    fields.setdefault("basis", "consent")
    if fields["basis"] == "consent":
        fields.setdefault("given_by", "client")
        fields.setdefault("form", "written")
        fields.setdefault("given_on", case.opened_on)
    else:
        fields.setdefault("due_on", clock.today() + timedelta(days=7))
    return ServiceAgreement.objects.create(case=case, recorded_by=SYSTEM_UID, **fields)
