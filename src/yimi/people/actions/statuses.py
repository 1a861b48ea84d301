"""Recording statuses: yes, or confirmed no; and complete official lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.bulk import insert_all
from yimi.core.codes.text import clean_line
from yimi.core.errors import Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.core.scoping import scope_condition
from yimi.core.superseding import replace_fact
from yimi.people.actions.trail import record_rows
from yimi.people.drafts import StatusDraft
from yimi.people.errors import InvalidRows
from yimi.people.models import Resident, ResidentStatus, StatusKind, StatusSource
from yimi.people.permissions import EDIT_HOUSEHOLD

#: Rows in one statement sent to the database; parameters in one IN list.
BATCH = 500


def record_status(draft: StatusDraft, *, actor: Actor) -> ResidentStatus:
    """Record one answer; raises :class:`Invalid` with its faulty fields."""
    try:
        return record_statuses([draft], actor=actor)[0]
    except InvalidRows as error:
        raise error.rows[0] from None


@transaction.atomic
def record_statuses(
    batch: Sequence[StatusDraft], *, actor: Actor, permission: str = EDIT_HOUSEHOLD
) -> list[ResidentStatus]:
    """Record many answers, in the order given.

    An answer ends what was held before it: a changed one the day before it starts; a repeated one keeps the earlier
    start and gets the later proof. Raises :class:`InvalidRows`; residents out of reach are NotFound.
    """
    residents = _residents(batch, actor, permission)
    kinds = {kind.pk: kind for kind in StatusKind.objects.filter(pk__in={d.kind for d in batch})}
    _check(batch, kinds)
    held = _held(batch)
    now, today = clock.now(), clock.today()
    fresh: list[ResidentStatus] = []
    ended: list[ResidentStatus] = []
    gone: list[UUID] = []
    for draft in batch:
        answer = _answer(draft, actor=actor, at=now, today=today)
        before = held[draft.resident_uid, draft.kind]
        for row in [row for row in before if _overlaps(row, answer)]:
            before.remove(row)
            gone.append(row.pk)
            if _same(row, answer):
                answer.starts_on = min(row.starts_on, answer.starts_on)
            elif row.starts_on < answer.starts_on:
                kept = _shortened(row, answer.starts_on, actor=actor, at=now)
                ended.append(kept)
                before.append(kept)
        before.append(answer)
        fresh.append(answer)
    _save(fresh, ended, gone, now)
    record_rows(
        actor,
        "people.record_status",
        [_placed(row, residents[row.resident_id]) for row in fresh],
        subject_kind="resident_status",
    )
    return fresh


def _placed(row: ResidentStatus, resident: Resident) -> tuple[ResidentStatus, UUID, str]:
    return row, resident.unit_id, resident.region_code


def _residents(batch: Sequence[StatusDraft], actor: Actor, permission: str) -> dict[UUID, Resident]:
    reach = scope_condition(actor, permission, unit="unit_id", region="region_code")
    wanted = list({draft.resident_uid for draft in batch})
    found: dict[UUID, Resident] = {}
    for start in range(0, len(wanted), BATCH):
        found |= Resident.objects.filter(reach).in_bulk(wanted[start : start + BATCH])
    if len(found) != len(wanted):
        raise NotFound()
    return found


def _check(batch: Sequence[StatusDraft], kinds: dict[str, StatusKind]) -> None:
    faulty: dict[int, Invalid] = {}
    today = clock.today()
    for place, draft in enumerate(batch):
        kind = kinds.get(draft.kind)
        starts_on = draft.starts_on or draft.verified_on or today
        if kind is None:
            faulty[place] = Invalid.one("kind", _("没有这种身份，请从列表中选择。"))
        elif draft.value and draft.level and draft.level not in {row[0] for row in kind.levels}:
            faulty[place] = Invalid.one("level", _("等级请选择列出的一项。"))
        elif draft.value and draft.variety and draft.variety not in {r[0] for r in kind.varieties}:
            faulty[place] = Invalid.one("variety", _("类别请选择列出的一项。"))
        elif draft.source not in StatusSource.values:
            faulty[place] = Invalid.one("source", _("请说明是怎么知道的。"))
        elif (draft.verified_on or today) > today:
            faulty[place] = Invalid.one("verified_on", _("核实日期还没有到，请检查。"))
        elif draft.ends_on and draft.ends_on < starts_on:
            faulty[place] = Invalid.one("ends_on", _("结束日期不能早于开始日期。"))
    if faulty:
        raise InvalidRows(faulty)


def _held(batch: Sequence[StatusDraft]) -> dict[tuple[UUID, str], list[ResidentStatus]]:
    """What we hold now of these people and kinds, in one query per chunk."""
    wanted = list({draft.resident_uid for draft in batch})
    kinds = {draft.kind for draft in batch}
    held: dict[tuple[UUID, str], list[ResidentStatus]] = defaultdict(list)
    for start in range(0, len(wanted), BATCH):
        rows = ResidentStatus.objects.current().filter(
            resident__in=wanted[start : start + BATCH], kind__in=kinds
        )
        for row in rows:
            held[row.resident_id, row.kind_id].append(row)
    return held


def _answer(draft: StatusDraft, *, actor: Actor, at: datetime, today: date) -> ResidentStatus:
    verified_on = draft.verified_on or today
    return ResidentStatus(
        resident_id=draft.resident_uid,
        kind_id=draft.kind,
        value=draft.value,
        starts_on=draft.starts_on or verified_on,
        ends_on=draft.ends_on,
        level=draft.level if draft.value else "",
        variety=draft.variety if draft.value else "",
        source=draft.source,
        document=clean_line(draft.document)[:200],
        verified_on=verified_on,
        recorded_by=actor.uid,
        recorded_at=at,
    )


def _overlaps(row: ResidentStatus, answer: ResidentStatus) -> bool:
    return (answer.ends_on is None or row.starts_on <= answer.ends_on) and (
        row.ends_on is None or row.ends_on >= answer.starts_on
    )


def _same(row: ResidentStatus, answer: ResidentStatus) -> bool:
    return (row.value, row.level, row.variety) == (answer.value, answer.level, answer.variety)


def _shortened(row: ResidentStatus, day: date, *, actor: Actor, at: datetime) -> ResidentStatus:
    values = {
        name: getattr(row, name)
        for name in (
            "resident_id", "kind_id", "value", "starts_on", "level", "variety", "source", "document", "verified_on",
        )
    }  # fmt: skip
    return ResidentStatus(
        uid=new_uid(),
        ends_on=day - timedelta(days=1),
        recorded_by=actor.uid,
        recorded_at=at,
        **values,
    )


def _save(
    fresh: list[ResidentStatus], ended: list[ResidentStatus], gone: list[UUID], at: datetime
) -> None:
    """Rows made and ended within one batch never reach the database."""
    dead = set(gone)
    stored = list(dead - {row.pk for row in (*fresh, *ended)})
    for start in range(0, len(stored), BATCH):
        ResidentStatus.objects.filter(pk__in=stored[start : start + BATCH]).update(superseded_at=at)
    for row in (*fresh, *ended):
        if row.pk in dead:
            row.superseded_at = at
    insert_all(ResidentStatus, [*ended, *fresh])


@transaction.atomic
def end_status(status: ResidentStatus, *, actor: Actor, ends_on: date) -> ResidentStatus:
    """The status held up to and including ``ends_on``."""
    resident = status.resident
    actor.require_at(EDIT_HOUSEHOLD, unit_uid=resident.unit_id, region_code=resident.region_code)
    if ends_on < status.starts_on:
        raise Invalid.one("ends_on", _("结束日期不能早于开始日期。"))
    ended = replace_fact(status, actor=actor, at=clock.now(), ends_on=ends_on)
    record_event(
        actor,
        "people.end_status",
        subject_kind="resident_status",
        subject_uid=ended.pk,
        unit_uid=resident.unit_id,
        region_code=resident.region_code,
        details={"kind": status.kind_id, "replaces": str(status.pk)},
    )
    return ended
