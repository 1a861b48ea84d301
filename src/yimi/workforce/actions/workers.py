"""Registering, correcting and revealing workers, and recording that they leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core.actor import Actor
from yimi.core.errors import Conflict, Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.superseding import take_version
from yimi.stations.actions.checks import (
    changed_values,
    common_prefix,
    require_order,
    require_regions,
    require_text,
)
from yimi.stations.models import Operator, ServiceUnit
from yimi.stations.writing import CHUNK, note_batch
from yimi.workforce.access import EDIT, PLACE, REVEAL
from yimi.workforce.actions.certificates import (
    CertificateDraft,
    certificates_from,
    require_at_workers,
    save_certificates,
)
from yimi.workforce.actions.placements import (
    PlacementDraft,
    end_one,
    placements_from,
    save_placements,
)
from yimi.workforce.actions.staff_file import (
    agreed,
    check_facts,
    checked_id,
    checked_phone,
    id_digest,
    refuse_known,
)
from yimi.workforce.models import EmploymentMode, Placement, PostKind, Sex, Worker

PLAIN_FIELDS = frozenset(
    {
        "name",
        "sex",
        "birth_on",
        "employer",
        "employer_name",
        "employment_mode",
        "education",
        "joined_on",
        "left_on",
    }
)
SEALED_FIELDS = frozenset({"phone", "id_number"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPost:
    """Where a worker about to be registered is placed at once."""

    unit: ServiceUnit
    starts_on: date
    post_kind: str = PostKind.SERVICE
    is_head: bool = False
    full_time: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerDraft:
    """A worker about to be registered. ``region_code``: the division that keeps the staff file, usually the county."""

    name: str
    region_code: str
    sex: str = Sex.UNKNOWN
    birth_on: date | None = None
    phone: str = ""
    id_number: str = ""
    employer: Operator | None = None
    employer_name: str = ""
    employment_mode: str = EmploymentMode.PURCHASED
    education: str = ""
    joined_on: date | None = None
    post: FirstPost | None = None
    certificates: tuple[CertificateDraft, ...] = ()
    uid: UUID = field(default_factory=new_uid)


def register_worker(draft: WorkerDraft, *, actor: Actor) -> Worker:
    """Register one worker: a batch of one."""
    return register_workers([draft], actor=actor)[0]


@transaction.atomic
def register_workers(drafts: Sequence[WorkerDraft], *, actor: Actor) -> list[Worker]:
    """Register workers, with their first post and certificates.

    A station head registers people placed at the own station; without a post the permission is asked for the division
    that keeps the file. Raises Forbidden, Invalid for a field that cannot be right, WorkerAlreadyRegistered.
    """
    for draft in drafts:
        _require_place(actor, draft)
    require_regions({draft.region_code for draft in drafts})
    keys = [DataKey.make() for _draft in drafts]
    workers = [_worker_from(draft, key) for draft, key in zip(drafts, keys, strict=True)]
    refuse_known([worker.id_digest for worker in workers if worker.id_digest])
    DataKey.objects.bulk_create(keys, batch_size=CHUNK)
    Worker.objects.bulk_create(workers, batch_size=CHUNK)
    _note_registered(workers, drafts, actor)
    _write_posts(workers, drafts, actor)
    return workers


def _require_place(actor: Actor, draft: WorkerDraft) -> None:
    if draft.post is None:
        actor.require_at(EDIT, region_code=draft.region_code)
        return
    unit = draft.post.unit
    actor.require_at(EDIT, unit_uid=unit.uid, region_code=unit.region_code)
    actor.require_at(PLACE, unit_uid=unit.uid, region_code=unit.region_code)
    if unit.region_code[:6] != draft.region_code[:6]:
        # a staff file kept elsewhere needs the right there too: a head cannot open files in another county
        actor.require_at(EDIT, region_code=draft.region_code)


def _worker_from(draft: WorkerDraft, key: DataKey) -> Worker:
    number = checked_id(draft.id_number)
    birth_on, sex = agreed(number, draft.birth_on, draft.sex)
    facts = {
        "employer": draft.employer,
        "employer_name": draft.employer_name.strip(),
        "employment_mode": draft.employment_mode,
        "education": draft.education,
    }
    check_facts(facts)
    return Worker(
        uid=draft.uid,
        name=require_text("name", draft.name, longest=100),
        sex=sex,
        birth_on=birth_on,
        region_code=draft.region_code,
        key=key,
        phone_sealed=key.seal(checked_phone(draft.phone), field="phone", row=draft.uid),
        id_number_sealed=key.seal(number, field="id_number", row=draft.uid),
        id_digest=id_digest(number, draft.region_code),
        joined_on=draft.joined_on,
        **facts,
    )


def _note_registered(
    workers: Sequence[Worker], drafts: Sequence[WorkerDraft], actor: Actor
) -> None:
    facts = ("region_code", "employer_id", "employment_mode", "joined_on")
    units = {draft.post.unit.uid for draft in drafts if draft.post}
    note_batch(
        actor, "workforce.register_workers", subject_kind="worker",
        rows=[(row.uid, {name: getattr(row, name) for name in facts}) for row in workers],
        unit_uid=units.pop() if len(units) == 1 else None,
        region_code=common_prefix([row.region_code for row in workers]),
    )  # fmt: skip


def _write_posts(workers: Sequence[Worker], drafts: Sequence[WorkerDraft], actor: Actor) -> None:
    pairs = list(zip(workers, drafts, strict=True))
    posts = [
        PlacementDraft(
            worker=worker,
            unit=draft.post.unit,
            starts_on=draft.post.starts_on,
            post_kind=draft.post.post_kind,
            is_head=draft.post.is_head,
            full_time=draft.post.full_time,
        )
        for worker, draft in pairs
        if draft.post
    ]
    units = {post.unit.uid: post.unit for post in posts}
    save_placements(placements_from(posts, recorded_by=actor.uid), units=units, actor=actor)
    held = [(worker, each) for worker, draft in pairs for each in draft.certificates]
    save_certificates(
        certificates_from(held, recorded_by=actor.uid),
        workers={worker.uid: worker for worker, _draft in held},
        actor=actor,
    )


@transaction.atomic
def correct_worker(
    worker: Worker, *, actor: Actor, expected: int, changes: Mapping[str, Any]
) -> Worker:
    """Put right what was written wrongly; ``phone`` and ``id_number`` as plain text, "" takes them off the file.

    The trail names the fields, not the values. Raises Conflict when somebody was faster.
    """
    if strange := changes.keys() - PLAIN_FIELDS - SEALED_FIELDS:
        raise TypeError(f"not correctable: {', '.join(sorted(strange))}")
    require_at_workers(actor, [worker])
    plain = changed_values(
        worker, {name: value for name, value in changes.items() if name in PLAIN_FIELDS}
    )
    _check_plain(worker, plain)
    written = plain | _sealed(worker, changes, plain)
    if not written and worker.row_version != expected:
        raise Conflict()
    if not written:
        return worker
    take_version(worker, expected=expected, changes=written)
    record_event(
        actor, "workforce.correct_worker", subject_kind="worker", subject_uid=worker.uid,
        region_code=worker.region_code,
        details={"fields": sorted(plain.keys() | (changes.keys() & SEALED_FIELDS))},
    )  # fmt: skip
    return worker


def _check_plain(worker: Worker, plain: dict[str, Any]) -> None:
    if "name" in plain:
        plain["name"] = require_text("name", plain["name"], longest=100)
    if plain.get("sex", Sex.UNKNOWN) not in Sex.values:
        raise Invalid.one("sex", _("请选择性别，不清楚可选“未知”。"))
    names = ("employer", "employer_name", "employment_mode", "education")
    check_facts({name: plain.get(name, getattr(worker, name)) for name in names})
    require_order(
        "left_on", plain.get("joined_on", worker.joined_on), plain.get("left_on", worker.left_on)
    )


def _sealed(worker: Worker, changes: Mapping[str, Any], plain: dict[str, Any]) -> dict[str, Any]:
    sealed: dict[str, Any] = {}
    if "phone" in changes:
        phone = checked_phone(changes["phone"])
        sealed["phone_sealed"] = worker.key.seal(phone, field="phone", row=worker.uid)
    if "id_number" in changes:
        number = checked_id(changes["id_number"])
        born, sex = agreed(
            number, plain.get("birth_on", worker.birth_on), plain.get("sex", worker.sex)
        )
        plain |= changed_values(worker, {"birth_on": born, "sex": sex})
        digest = id_digest(number, worker.region_code)
        refuse_known([digest] if digest else [], except_for=worker.uid)
        sealed["id_number_sealed"] = worker.key.seal(number, field="id_number", row=worker.uid)
        sealed["id_digest"] = digest
    return sealed | plain


@transaction.atomic
def record_leaving(
    worker: Worker, *, actor: Actor, expected: int, left_on: date, reason: str = ""
) -> Worker:
    """The worker's last day; every placement that would run on ends with it, at whatever station."""
    require_at_workers(actor, [worker])
    require_order("left_on", worker.joined_on, left_on)
    running = Placement.objects.current().filter(worker=worker).between(left_on, None)
    posts = list(running.exclude(ends_on=left_on).select_related("unit", "worker"))
    if later := [post for post in posts if post.starts_on > left_on]:
        raise Invalid.one(
            "left_on",
            _("离职日期之后还安排了在岗（%(starts_on)s 起，%(unit)s），请先修改那一段。")
            % {"starts_on": later[0].starts_on.isoformat(), "unit": later[0].unit.name},
        )
    take_version(worker, expected=expected, changes={"left_on": left_on})
    for post in posts:
        end_one(post, actor=actor, ends_on=left_on, reason=reason)
    record_event(
        actor, "workforce.record_leaving", subject_kind="worker", subject_uid=worker.uid,
        region_code=worker.region_code, reason=reason.strip()[:300],
        details={"left_on": left_on.isoformat()},
    )  # fmt: skip
    return worker


@transaction.atomic
def reveal_value(worker: Worker, *, actor: Actor, field: str) -> str:
    """One sealed value in plain text, for the eyes of ``actor``; the look itself goes into the trail."""
    require_at_workers(actor, [worker], REVEAL)
    sealed = {"phone": worker.phone_sealed, "id_number": worker.id_number_sealed}[field]
    record_event(
        actor, "workforce.reveal_value", subject_kind="worker", subject_uid=worker.uid,
        region_code=worker.region_code, details={"field": field},
    )  # fmt: skip
    return worker.key.open(sealed, field=field, row=worker.uid)
