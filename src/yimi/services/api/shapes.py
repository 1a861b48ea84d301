"""What a service record looks like from outside."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictInt

from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.rest import Body, Code, Day, Out, Plain, Time, Unique
from yimi.services.errors import MESSAGES
from yimi.services.models.record import Band, Method, Outcome, Presence
from yimi.services.rules import (
    MAX_HEADS,
    MAX_MINUTES,
    MAX_NOTE,
    MAX_PARTICIPANTS,
    NewRecord,
)

#: The codes of ``rules.CHANGES`` and ``rules.EFFECTS``.
Change = Literal["none", "health", "care", "income", "safety", "need"]
Effect = Literal["hardship", "comfort", "relations", "empowerment", "resources", "inclusion"]
Item = Annotated[Plain, Field(max_length=16, examples=["EL2"])]
Heads = Annotated[StrictInt, Field(ge=0, le=MAX_HEADS)]


class ParticipantIn(Body):
    """A known resident who was there, or was only spoken about."""

    resident: UUID
    presence: Presence = Field(
        Presence.SERVED, description="served 在场，计人次；collateral 谈及，不计 / counted or not"
    )


class HeadCountsIn(Body):
    """Unnamed people by age band, each in 人次."""

    child: Heads = Field(0, description="未成年人，人次 / below 18")
    adult: Heads = Field(0, description="18–59 岁，人次 / 18 to 59")
    elder: Heads = Field(0, description="60 岁以上，人次 / 60 and over")
    unknown: Heads = Field(0, description="年龄未分，人次 / age unknown")


class RecordIn(Body):
    """One service event, recorded once whoever took part. Sent twice under the same ``uid``, saved once."""

    uid: UUID = Field(
        default_factory=new_uid, description="您自己生成的编号，最好是 UUIDv7 / your own"
    )
    unit: UUID = Field(description="哪个站点的服务 / unit that gave the service")
    method: Method = Field(description="服务方式 / method")
    item: Item = Field(description="主要服务项目，见 /catalogue / main item")
    served_on: Day = Field(description="服务当天，不晚于今天 / day of service")
    starts_at: Time | None = Field(None, description="开始时间，时:分 / hh:mm, China time")
    minutes: StrictInt = Field(ge=0, le=MAX_MINUTES, description="时长，分钟 / minutes")
    outcome: Outcome = Field(Outcome.MET, description="met 见到、not_met 未遇 / anybody met?")
    household: UUID | None = Field(
        None, description="哪一户；入户走访必填 / needed for home visits"
    )
    participants: list[ParticipantIn] = Field(default_factory=list, max_length=MAX_PARTICIPANTS)
    head_counts: HeadCountsIn | None = Field(None, description="不具名的人数 / unnamed people")
    workers: Annotated[list[UUID], *Unique] = Field(
        min_length=1, max_length=30, description="提供服务的社工，主责在前 / lead worker first"
    )
    further_items: Annotated[list[Item], *Unique] = Field(
        default_factory=list, max_length=30, description="另做的服务 / further items"
    )
    co_organisers: list[Annotated[Plain, Field(min_length=1, max_length=80)]] = Field(
        default_factory=list, max_length=20, description="共同举办的单位 / co-organisers"
    )
    changes: Annotated[list[Change], *Unique] = Field(
        default_factory=list, description="情况变化 / changes seen"
    )
    effects: Annotated[list[Effect], *Unique] = Field(
        default_factory=list, description="成效 / effects"
    )
    note: Plain = Field("", max_length=MAX_NOTE, description="备注，加密保存 / kept encrypted")
    next_due_on: Day | None = Field(None, description="下次走访日期 / next visit due")
    served_region_code: Code | None = Field(
        None, description="服务地点，默认住户或站点所在地 / where"
    )
    purchaser_region_code: Code | None = Field(None, description="购买方所在地 / purchaser's place")
    project: UUID | None = Field(None, description="项目 / project")

    def to_new(self) -> NewRecord:
        """The value that the action takes."""
        people = {row.resident: str(row.presence) for row in self.participants}
        if len(people) != len(self.participants):
            raise Invalid.one("participants", MESSAGES["resident_twice"])
        heads = self.head_counts
        counted = [(band, getattr(heads, band)) for band in Band.values] if heads else []
        return NewRecord(
            uid=self.uid,
            unit_uid=self.unit,
            method=str(self.method),
            item_code=self.item,
            served_on=self.served_on,
            minutes=self.minutes,
            outcome=str(self.outcome),
            household_uid=self.household,
            starts_at=self.starts_at,
            note=self.note,
            participants=people,
            head_counts={band: count for band, count in counted if count},
            worker_uids=tuple(self.workers),
            co_organisers=tuple(self.co_organisers),
            further_items=tuple(self.further_items),
            changes=tuple(self.changes),
            effects=tuple(self.effects),
            next_due_on=self.next_due_on,
            served_region_code=self.served_region_code or "",
            purchaser_region_code=self.purchaser_region_code or "",
            project_uid=self.project,
        )


class RecordSaved(Out):
    """What was saved."""

    uid: UUID
    number: str = Field(description="记录编号 / record number", examples=["411623-S0001-26-00042"])
    version: int = Field(
        description="第几版，更正一次加一 / version, one more with each correction"
    )
    person_times: int = Field(
        description="人次：在场的具名者加不具名人数 / people served, each time"
    )
    is_late: bool = Field(description="补录：服务之后超过规定天数才记 / recorded late")
    is_new: bool = Field(description="这次保存的；false 表示以前已保存 / saved by this request")


class WorkerOut(Out):
    """A worker who gave the service."""

    uid: UUID
    name: str
    is_lead: bool


class RecordRow(Out):
    """One record in the register."""

    uid: UUID
    number: str
    version: int
    state: str = Field(description="current 有效、superseded 已更正、voided 已作废 / state")
    unit: UUID
    unit_name: str
    household: UUID | None
    household_number: str
    method: Method
    outcome: Outcome
    item: str = Field(description="主要服务项目代码 / main item")
    item_name: str
    served_on: Day
    starts_at: str | None = Field(description="开始时间，时:分 / hh:mm")
    minutes: int = Field(description="时长，分钟 / minutes")
    person_times: int = Field(description="人次 / people served, each time")
    next_due_on: Day | None
    is_late: bool
    recorded_at: str = Field(description="记录时刻，ISO 8601，带时区 / when recorded")
    workers: list[WorkerOut]


class RecordPage(Out):
    """Records in the order asked for."""

    items: list[RecordRow]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


class ParticipantOut(Out):
    """A known resident at a record."""

    resident: UUID
    name: str
    presence: Presence


class PhotoOut(Out):
    """A photo: JPEG without location data."""

    uid: UUID
    width: int = Field(description="像素 / pixels")
    height: int = Field(description="像素 / pixels")
    size: int = Field(description="字节 / bytes")


class RecordShown(RecordRow):
    """One record with everything that hangs on it."""

    participants: list[ParticipantOut]
    head_counts: dict[str, int] = Field(description="年龄段 → 人次 / band → people")
    further_items: list[str]
    changes: list[str]
    effects: list[str]
    co_organisers: list[str]
    note: str = Field(description="备注；无权阅读时为空 / empty when not for you")
    note_is_hidden: bool = Field(description="有备注但您无权阅读 / there is one, not for you")
    photos: list[PhotoOut]
    served_region_code: str
    purchaser_region_code: str
    project: UUID | None
    supersedes: UUID | None = Field(description="更正前的一版 / version before")
    superseded_by: UUID | None = Field(description="更正后的一版 / version after")
    void_reason: str
