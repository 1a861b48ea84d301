"""Certificates: adding, renewing the registration, withdrawing one that was entered by mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import hold_rows, replace_fact, supersede
from yimi.stations.actions.checks import common_prefix, require_order, require_text
from yimi.stations.writing import CHUNK, note_batch
from yimi.workforce.access import EDIT, may_at_worker
from yimi.workforce.models import Certificate, CertificateLevel, Worker
from yimi.workforce.rules import registration_end


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateDraft:
    """A certificate about to be added. Without ``registration_until`` a registration runs for three years."""

    level: str
    issued_on: date
    number: str = ""
    registered_on: date | None = None
    registration_until: date | None = None
    uid: UUID = field(default_factory=new_uid)


def add_certificate(worker: Worker, draft: CertificateDraft, *, actor: Actor) -> Certificate:
    """Add one certificate: a batch of one."""
    return add_certificates([(worker, draft)], actor=actor)[0]


@transaction.atomic
def add_certificates(
    batch: Sequence[tuple[Worker, CertificateDraft]], *, actor: Actor
) -> list[Certificate]:
    """Add certificates. Raises Forbidden for someone else's staff, Invalid for a level the worker already holds."""
    workers = {worker.uid: worker for worker, _draft in batch}
    require_at_workers(actor, workers.values())
    hold_rows(Worker, workers)
    rows = certificates_from(batch, recorded_by=actor.uid)
    _refuse_doubles(rows)
    save_certificates(rows, workers=workers, actor=actor)
    return rows


def require_at_workers(actor: Actor, workers: Iterable[Worker], permission: str = EDIT) -> None:
    """``actor`` holds the permission for each worker; raises Forbidden."""
    for worker in workers:
        if not may_at_worker(actor, permission, worker):
            raise Forbidden(permission=permission)


def certificates_from(
    batch: Sequence[tuple[Worker, CertificateDraft]], *, recorded_by: UUID
) -> list[Certificate]:
    """Unsaved rows, checked one by one; raises Invalid."""
    return [
        Certificate(
            uid=draft.uid,
            worker=worker,
            number=draft.number.strip(),
            recorded_by=recorded_by,
            **_checked(draft),
        )
        for worker, draft in batch
    ]


def _checked(draft: CertificateDraft) -> dict[str, str | date | None]:
    if draft.level not in CertificateLevel.values:
        raise Invalid.one("level", _("没有这种证书级别，请从列表里选。"))
    if draft.issued_on > clock.today():
        raise Invalid.one("issued_on", _("发证日期不能晚于今天。"))
    require_order("registered_on", draft.issued_on, draft.registered_on)
    until = draft.registration_until
    if draft.registered_on is None:
        until = None
    elif until is None:
        until = registration_end(draft.registered_on)
    require_order("registration_until", draft.registered_on, until)
    return {
        "level": draft.level,
        "issued_on": draft.issued_on,
        "registered_on": draft.registered_on,
        "registration_until": until,
    }


def _refuse_doubles(rows: Sequence[Certificate]) -> None:
    held = Certificate.objects.current().filter(worker__in={row.worker_id for row in rows})
    pairs = Counter((row.worker_id, row.level) for row in rows)
    if max(pairs.values(), default=0) > 1 or pairs.keys() & set(
        held.values_list("worker_id", "level")
    ):
        raise Invalid.one(
            "level", _("这一级证书已经登记过。登记续期请用“续期”，写错了请先撤回再重新登记。")
        )


def save_certificates(
    rows: Sequence[Certificate], *, workers: dict[UUID, Worker], actor: Actor
) -> None:
    """Write checked rows and their events."""
    if not rows:
        return
    Certificate.objects.bulk_create(rows, batch_size=CHUNK)
    facts = ("worker_id", "level", "issued_on", "registered_on", "registration_until")
    note_batch(
        actor, "workforce.add_certificates", subject_kind="certificate",
        rows=[(row.uid, {name: getattr(row, name) for name in facts}) for row in rows],
        region_code=common_prefix([worker.region_code for worker in workers.values()]),
    )  # fmt: skip


@transaction.atomic
def renew_registration(
    certificate: Certificate, *, actor: Actor, registered_on: date, until: date | None = None
) -> Certificate:
    """The certificate was registered again; the new row keeps level, number and issue date."""
    require_at_workers(actor, [certificate.worker])
    require_order(
        "registered_on", certificate.registered_on or certificate.issued_on, registered_on
    )
    until = until or registration_end(registered_on)
    require_order("until", registered_on, until)
    renewed = replace_fact(
        certificate, actor=actor, registered_on=registered_on, registration_until=until
    )
    record_event(
        actor, "workforce.renew_registration", subject_kind="certificate", subject_uid=renewed.uid,
        region_code=certificate.worker.region_code,
        details={"replaces": str(certificate.uid), "until": until.isoformat()},
    )  # fmt: skip
    return renewed


@transaction.atomic
def void_certificate(certificate: Certificate, *, actor: Actor, reason: str) -> None:
    """The certificate was entered by mistake: it counts no longer, and stays on file with the reason."""
    require_at_workers(actor, [certificate.worker])
    reason = require_text("reason", reason, longest=300)
    supersede(certificate)
    record_event(
        actor, "workforce.void_certificate", subject_kind="certificate", subject_uid=certificate.uid,
        region_code=certificate.worker.region_code, reason=reason,
    )  # fmt: skip
