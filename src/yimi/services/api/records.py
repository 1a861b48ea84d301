"""Service records: listed, shown, saved once, corrected, voided."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import File, Query, UploadedFile
from ninja.responses import Status
from pydantic import Field

from yimi.core.doors import Channel, door
from yimi.core.requests import Request
from yimi.core.rest import (
    WITH_BODY,
    Body,
    Code,
    Day,
    Out,
    Paged,
    Plain,
    Router,
    answers,
    read_cursor,
    write_cursor,
)
from yimi.regions.rules import prefix_of
from yimi.services.actions import (
    attach_photo,
    correct_record,
    record_service,
    record_services,
    void_record,
)
from yimi.services.api.describing import describe_record, describe_row, photo_out, saved_out
from yimi.services.api.naming import new_records
from yimi.services.api.shapes import PhotoOut, RecordIn, RecordPage, RecordSaved, RecordShown
from yimi.services.models.record import Method, Outcome
from yimi.services.permissions import CORRECT_RECORD, RECORD_SERVICE, VIEW_RECORD
from yimi.services.queries.detail import record_detail
from yimi.services.queries.register import RegisterFilter, register_page

LIST = "records"
BATCH = 200

router = Router(tags=["服务记录 / service records"])


class State(StrEnum):
    """Which records: those that stand, those recorded late, those voided, every version."""

    CURRENT = "current"
    LATE = "late"
    VOIDED = "voided"
    ALL = "all"


class Sort(StrEnum):
    """Order of the list; "-" is descending."""

    SERVED_ON = "served_on"
    SERVED_ON_DOWN = "-served_on"
    RECORDED_AT = "recorded_at"
    RECORDED_AT_DOWN = "-recorded_at"


class BatchIn(Body):
    """Up to 200 events, saved together or not at all."""

    records: list[RecordIn] = Field(min_length=1, max_length=BATCH)


class BatchSaved(Out):
    """In the order sent."""

    items: list[RecordSaved]


class VoidIn(Body):
    """Why the record does not count."""

    reason: Plain = Field(
        min_length=1, max_length=300, description="作废原因，会留在记录里 / reason, kept"
    )


class Filter(Paged):
    """What the list is narrowed to."""

    unit: UUID | None = Field(None, description="只列这个站点的 / only of this unit")
    first: Day | None = Field(None, description="服务日期从 / served from")
    last: Day | None = Field(None, description="服务日期到 / served up to")
    method: Method | None = Field(None, description="服务方式 / method")
    outcome: Outcome | None = Field(None, description="见到或未遇 / met or not")
    domain: Plain = Field("", max_length=8, description="服务领域代码 / domain")
    item: Plain = Field("", max_length=16, description="主要服务项目代码 / main item")
    worker: UUID | None = Field(None, description="谁提供的 / given by")
    region: Code | None = Field(None, description="服务地点在这个区划里 / served in this division")
    number: Plain = Field("", max_length=24, description="记录编号 / record number")
    state: State = Field(State.CURRENT, description="哪些记录 / which records")
    sort: Sort = Field(Sort.SERVED_ON_DOWN, description="顺序 / order")

    def to_register(self) -> RegisterFilter:
        """The same for the query."""
        apart = {"unit", "worker", "region", "method", "outcome", "cursor", "limit"}
        values = self.model_dump(exclude=apart)
        return RegisterFilter(
            unit_uid=self.unit,
            worker_uid=self.worker,
            region_code=prefix_of(self.region) if self.region else "",
            method=self.method or "",
            outcome=self.outcome or "",
            **values,
        )


@router.get("", response=answers(RecordPage, 403), summary="记录列表 / list records")
@door(VIEW_RECORD, model="service_record", channel=Channel.API)
def list_records(request: Request, chosen: Annotated[Filter, Query()]) -> RecordPage:
    """Records of the stations of the token's owner, newest service first unless asked otherwise."""
    name = f"{LIST}/{chosen.sort}"
    after = read_cursor(chosen.cursor, of=name)
    page = register_page(request.actor, chosen.to_register(), cursor=after, size=chosen.limit)
    items = [describe_row(row, row.worker_rows) for row in page.rows]  # type: ignore[attr-defined] # prefetched
    return RecordPage(items=items, next=write_cursor(page.cursor, of=name))


@router.post(
    "",
    response=answers(RecordSaved, 403, 409, *WITH_BODY, created=True),
    summary="记一笔 / record a service",
)
@door(RECORD_SERVICE, model="service_record", channel=Channel.API)
def save_record(request: Request, record: RecordIn) -> Status:
    """Save one event: 201; sent again with the same uid and content: 200; with other content: 409."""
    receipt = record_service(new_records([record])[0], actor=request.actor)
    return Status(201 if receipt.is_new else 200, saved_out(receipt.record, is_new=receipt.is_new))


@router.post(
    "/batch",
    response=answers(BatchSaved, 403, 409, *WITH_BODY, created=True),
    summary="一批服务记录 / record many",
)
@door(RECORD_SERVICE, model="service_record", channel=Channel.API)
def save_batch(request: Request, batch: BatchIn) -> Status:
    """Save up to 200 events, all or none: 201; 200 when every one was saved before. Errors begin with the position."""
    receipts = record_services(new_records(batch.records, is_batch=True), actor=request.actor)
    items = [saved_out(receipt.record, is_new=receipt.is_new) for receipt in receipts]
    return Status(201 if any(item.is_new for item in items) else 200, BatchSaved(items=items))


@router.get("/{uid}", response=answers(RecordShown, 403, 404), summary="一条记录 / one record")
@door(VIEW_RECORD, model="service_record", channel=Channel.API)
def show_record(request: Request, uid: UUID) -> RecordShown:
    """One version of a record. The note comes with it only for those who may read it."""
    return describe_record(record_detail(request.actor, uid))


@router.post(
    "/{uid}/corrections",
    response=answers(RecordSaved, 403, 404, 409, *WITH_BODY),
    summary="更正记录 / correct a record",
)
@door(CORRECT_RECORD, model="service_record", channel=Channel.API)
def save_correction(request: Request, uid: UUID, record: RecordIn) -> RecordSaved:
    """Replace the record by this version, which has a ``uid`` of its own; the old one stays and says so."""
    fixed = correct_record(uid, new_records([record])[0], actor=request.actor)
    return saved_out(fixed, is_new=True)


@router.post(
    "/{uid}/void",
    response=answers(RecordSaved, 403, 404, 409, *WITH_BODY),
    summary="作废记录 / void a record",
)
@door(CORRECT_RECORD, model="service_record", channel=Channel.API)
def save_void(request: Request, uid: UUID, why: VoidIn) -> RecordSaved:
    """Take a record out of every count."""
    return saved_out(void_record(uid, actor=request.actor, reason=why.reason), is_new=False)


@router.post(
    "/{uid}/photos",
    response=answers(PhotoOut, 403, 404, *WITH_BODY),
    summary="上传照片 / upload a photo",
)
@door(CORRECT_RECORD, model="attachment", channel=Channel.API)
def add_photo(
    request: Request,
    uid: UUID,
    photo: Annotated[UploadedFile, File(description="JPEG、PNG 或 WebP，不超过 15 MB / photo")],
) -> PhotoOut:
    """Add one photo; location data is stripped, the same photo again is added once."""
    return photo_out(attach_photo(uid, photo, size=photo.size or 0, actor=request.actor))
