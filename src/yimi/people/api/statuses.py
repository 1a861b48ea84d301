"""Statuses (身份与待遇): yes, or confirmed no, from a day to a day."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field, StrictBool

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.rest import WITH_BODY, Body, Code, Day, Out, Plain, Router, answers
from yimi.people.access import get_resident_for_edit, get_resident_for_view, get_status_for_edit
from yimi.people.actions import end_status, note_resident_viewed, record_status
from yimi.people.drafts import StatusDraft
from yimi.people.models import ResidentStatus, StatusGroup, StatusKind, StatusSource
from yimi.people.permissions import EDIT_HOUSEHOLD, VIEW_STATUSES
from yimi.people.queries import status_history, status_kinds_for

router = Router(tags=["身份与待遇 / statuses"])
kinds = Router(tags=["身份与待遇 / statuses"])


class Detail(Out):
    """A level or variety that a record of this status may carry."""

    code: str
    name: str
    name_en: str


class StatusKindRow(Out):
    """A status that may be recorded."""

    code: str = Field(examples=["dibao"])
    name: str
    name_en: str
    group: StatusGroup
    levels: list[Detail]
    varieties: list[Detail]


class StatusKinds(Out):
    """In the order of the forms."""

    items: list[StatusKindRow]


class StatusRow(Out):
    """One answer about one status."""

    uid: UUID
    resident: UUID
    kind: str
    value: bool = Field(
        description="true 是、false 确认不是；没有记录表示没问过 / yes, or confirmed no"
    )
    starts_on: Day
    ends_on: Day | None = Field(description="最后一天；没有表示一直有效 / last day")
    level: str
    variety: str
    source: StatusSource
    document: str
    verified_on: Day


class Statuses(Out):
    """What is known of one person, now and before, in the order of the forms, newest first."""

    items: list[StatusRow]


class StatusIn(Body):
    """An answer. A changed one ends the earlier one the day before; the same again only renews the proof."""

    kind: Plain = Field(max_length=50, description="身份代码，见 /status-kinds", examples=["dibao"])
    value: StrictBool = True
    starts_on: Day | None = Field(None, description="从哪天起，默认核实日 / since")
    ends_on: Day | None = Field(None, description="最后一天 / last day")
    level: Plain = Field("", max_length=20)
    variety: Plain = Field("", max_length=20)
    source: StatusSource = StatusSource.VISIT
    document: Plain = Field("", max_length=200, description="名册或证件 / list or certificate")
    verified_on: Day | None = Field(None, description="核实日期，默认今天 / default today")


class EndIn(Body):
    """Until when it held."""

    ends_on: Day = Field(description="最后一天 / last day")


@kinds.get("", response=answers(StatusKinds, 403), summary="身份种类 / kinds of status")
@door(VIEW_STATUSES, model="status_kind", channel=Channel.API)
def list_kinds(
    request: Request,
    region: Annotated[Code, Query(description="在哪里用：全国的加上这里自己的 / where")],
) -> StatusKinds:
    """The statuses offered at a place today: the national ones and those of its own county."""
    return StatusKinds(items=[_kind(kind) for kind in status_kinds_for(region)])


@router.get(
    "/residents/{uid}/statuses",
    response=answers(Statuses, 403, 404),
    summary="一位居民的身份 / of a resident",
)
@door(VIEW_STATUSES, model="resident_status", channel=Channel.API)
def list_statuses(request: Request, uid: UUID) -> Statuses:
    """Everything that was ever confirmed of this person and is still held to be true."""
    resident = get_resident_for_view(request.actor, uid)
    note_resident_viewed(resident, actor=request.actor)
    return Statuses(items=[_row(status) for status in status_history(request.actor, resident)])


@router.post(
    "/residents/{uid}/statuses",
    response=answers(StatusRow, 403, 404, 409, *WITH_BODY),
    summary="登记身份 / record a status",
)
@door(EDIT_HOUSEHOLD, model="resident_status", channel=Channel.API)
def set_status(request: Request, uid: UUID, status: StatusIn) -> StatusRow:
    """Record one answer; sent twice, the second only renews the proof."""
    resident = get_resident_for_edit(request.actor, uid)
    draft = StatusDraft(resident_uid=resident.pk, **status.model_dump())
    return _row(record_status(draft, actor=request.actor))


@router.post(
    "/statuses/{uid}/end",
    response=answers(StatusRow, 403, 404, 409, *WITH_BODY),
    summary="结束身份 / end a status",
)
@door(EDIT_HOUSEHOLD, model="resident_status", channel=Channel.API)
def finish_status(request: Request, uid: UUID, end: EndIn) -> StatusRow:
    """It held up to and including this day."""
    status = get_status_for_edit(request.actor, uid)
    return _row(end_status(status, actor=request.actor, ends_on=end.ends_on))


def _kind(kind: StatusKind) -> StatusKindRow:
    return StatusKindRow(
        code=kind.code,
        name=kind.name,
        name_en=kind.name_en,
        group=StatusGroup(kind.group),
        levels=_details(kind.levels),
        varieties=_details(kind.varieties),
    )


def _details(table: list[list[str]]) -> list[Detail]:
    return [Detail(code=code, name=name, name_en=name_en) for code, name, name_en in table]


def _row(status: ResidentStatus) -> StatusRow:
    names = set(StatusRow.model_fields) - {"resident", "kind"}
    return StatusRow(
        resident=status.resident_id,
        kind=status.kind_id,
        **{name: getattr(status, name) for name in names},
    )
