"""Valid assignments, sessions, plans and agreements for any room's tests. They write rows directly: no permission, no audit."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from yimi.core.ids import SYSTEM_UID, new_uid
from yimi.core.models import DataKey
from yimi.stations.models import ServiceUnit
from yimi.supervision.actions import SessionDraft
from yimi.supervision.models import (
    AgreedAction,
    OnSiteVisit,
    PairingAgreement,
    PairingLocalWorker,
    PairingSupervisor,
    Supervisee,
    SupervisionPlan,
    SupervisionSession,
)
from yimi.supervision.queries.sessions import TEXT_FIELD
from yimi.supervision.rules import Stay
from yimi.workforce.models import SupervisorAssignment, Worker

#: The day of most sessions in tests.
DAY = date(2026, 3, 3)
#: 东城街道 of 东莞, a lead town; 城南驿社区 of 铜仁's 万山区, a resettlement site.
LEAD, SITE = "441900003000", "520603001007"
FIRST, LAST = date(2021, 6, 1), date(2021, 12, 31)
ONE, TWO, LOCAL = UUID(int=1), UUID(int=2), UUID(int=3)
#: Two supervisors come twice each and stay 30 days each, to the day what 东莞–铜仁 asks for.
EXACT_STAYS = (
    Stay(ONE, date(2021, 6, 7), date(2021, 6, 21)),
    Stay(ONE, date(2021, 9, 1), date(2021, 9, 15)),
    Stay(TWO, date(2021, 7, 1), date(2021, 7, 20)),
    Stay(TWO, date(2021, 10, 11), date(2021, 10, 20)),
)


def make_assignment(
    supervisor: Worker, of: ServiceUnit | Worker, **fields: Any
) -> SupervisorAssignment:
    """``supervisor`` supervises a unit or a worker since 2024, without an end."""
    target = {"unit": of} if isinstance(of, ServiceUnit) else {"worker": of}
    fields.setdefault("starts_on", date(2024, 1, 1))
    return SupervisorAssignment.objects.create(
        supervisor=supervisor, recorded_by=SYSTEM_UID, **target, **fields
    )


def make_session(
    unit: ServiceUnit, supervisor: Worker, workers: Iterable[Worker] = (), **fields: Any
) -> SupervisionSession:
    """A group session of 3 March 2026, 90 minutes, educational."""
    key = fields.pop("key", None) or DataKey.make()
    key.save(force_insert=True)
    uid = fields.setdefault("uid", new_uid())
    fields.setdefault("kind", "group")
    fields.setdefault("function", "educational")
    fields.setdefault("held_on", date(2026, 3, 3))
    fields.setdefault("minutes", 90)
    session = SupervisionSession.objects.create(
        unit=unit, unit_region_code=unit.region_code, supervisor=supervisor, key=key, file_uid=uid,
        recorded_by=SYSTEM_UID, **fields,
    )  # fmt: skip
    Supervisee.objects.bulk_create(Supervisee(session=session, worker=worker) for worker in workers)
    return session


def make_action(session: SupervisionSession, worker: Worker, **fields: Any) -> AgreedAction:
    """Something ``worker`` promised at the session, due on 1 April 2026."""
    uid = new_uid()
    text = fields.pop("text", "补写两份个案计划")
    fields.setdefault("due_on", date(2026, 4, 1))
    return AgreedAction.objects.create(
        uid=uid, session_file_uid=session.file_uid, key=session.key, supervisor=session.supervisor, worker=worker,
        text_sealed=session.key.seal(text, field=TEXT_FIELD, row=uid), recorded_by=SYSTEM_UID, **fields,
    )  # fmt: skip


def make_plan(unit: ServiceUnit, supervisor: Worker, **fields: Any) -> SupervisionPlan:
    """Twelve sessions over the year 2026."""
    fields.setdefault("starts_on", date(2026, 1, 1))
    fields.setdefault("ends_on", date(2026, 12, 31))
    fields.setdefault("aims", "提升个案评估能力")
    fields.setdefault("sessions_planned", 12)
    return SupervisionPlan.objects.create(
        unit=unit, unit_region_code=unit.region_code, supervisor=supervisor, recorded_by=SYSTEM_UID, **fields
    )  # fmt: skip


def make_pairing(lead: str = LEAD, site: str = SITE, **fields: Any) -> PairingAgreement:
    """An agreement under 东莞–铜仁's rule, June to December 2021."""
    fields.setdefault("name", "东城街道结对帮扶城南驿社区")
    fields.setdefault("document", "《东莞市结对帮扶铜仁市社会工作服务方案》")
    fields.setdefault("starts_on", FIRST)
    fields.setdefault("ends_on", LAST)
    return PairingAgreement.objects.create(lead_region_code=lead, site_region_code=site, **fields)


def make_pairing_fact(
    model: type[PairingSupervisor | PairingLocalWorker | OnSiteVisit],
    agreement: PairingAgreement, worker: Worker, first: date, last: date | None = None,
) -> Any:  # fmt: skip
    """A supervisor, a local worker or a visit of the agreement."""
    return model._default_manager.create(
        agreement=agreement, worker=worker, starts_on=first, ends_on=last, recorded_by=SYSTEM_UID
    )


def session_draft(people: Any, **changes: Any) -> SessionDraft:
    """Guo supervised Drolma and Tashi of station A on :data:`DAY`, 90 minutes."""
    fields = {
        "unit": people.a, "worker_uids": (people.staff.drolma.pk, people.staff.tashi.pk), "kind": "group",
        "function": "educational", "held_on": DAY, "minutes": 90,
    }  # fmt: skip
    return SessionDraft(**(fields | changes))
