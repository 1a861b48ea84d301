"""Household files: listed, shown, opened, put right."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from ninja import Query
from ninja.responses import Status
from pydantic import Field

from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.core.rest import (
    WITH_BODY,
    Body,
    Code,
    Day,
    Flag,
    Out,
    Paged,
    Plain,
    Router,
    Version,
    answers,
    read_cursor,
    write_cursor,
)
from yimi.people.access import get_household_for_edit, get_household_for_view
from yimi.people.actions import (
    correct_household,
    note_household_viewed,
    open_household_once,
    reveal_value,
    set_household_address,
)
from yimi.people.api.shapes import Revealed, RevealIn, require_places
from yimi.people.drafts import HouseholdDraft
from yimi.people.models import Household
from yimi.people.permissions import EDIT_HOUSEHOLD, REVEAL_VALUE, VIEW_HOUSEHOLD
from yimi.people.queries import HouseholdFilter, MemberView, household_file, list_households
from yimi.regions.rules import prefix_of
from yimi.stations.access import get_unit_for_view

LIST = "households"

router = Router(tags=["户档 / households"])


class AgeBand(StrEnum):
    """Households with a living member of this age: below 18, 18–59, 60–79, 80 and over."""

    CHILD = "child"
    ADULT = "adult"
    ELDER = "elder"
    OLD = "old"


class HouseholdQuestion(Paged):
    """What the list is narrowed to."""

    region: Code | None = Field(None, description="只列这个区划里的 / only in this division")
    unit: UUID | None = Field(None, description="只列这个站点的 / only of this unit")
    status: Plain = Field(
        "", max_length=50, description="有成员是这种身份 / a member has this status"
    )
    age_band: AgeBand | None = Field(None, description="有成员在这个年龄段 / age band")
    with_closed: Flag = Field(False, description="连同已销档的 / closed ones too")

    def to_filter(self) -> HouseholdFilter:
        """The same for the query."""
        return HouseholdFilter(
            region=prefix_of(self.region) if self.region else "",
            unit_uid=self.unit,
            status=self.status,
            age_band=self.age_band or "",
            with_closed=self.with_closed,
        )


class HouseholdRow(Out):
    """One household in the list."""

    uid: UUID
    number: str = Field(description="户档号 / file number", examples=["DC-0042"])
    name: str = Field(description="户主姓名 / name of the head")
    region_code: Code
    village: str = Field(description="村（社区）名称 / village")
    members: int = Field(description="现有成员数，人 / members now")
    tags: list[str] = Field(description="成员现有的身份与待遇 / what members are known to be")
    opened_on: Day
    is_closed: bool
    is_demo: bool = Field(description="示例数据 / synthetic")


class HouseholdPage(Out):
    """Households by village, oldest file first."""

    items: list[HouseholdRow]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


class MaskedPhone(Out):
    """A phone, masked; reveal ``phone:<uid>`` to see it."""

    uid: UUID
    label: str = Field(description="谁的电话 / whose")
    masked: str


class Member(Out):
    """A member as the file shows them; numbers masked."""

    uid: UUID
    name: str
    relation: str = Field(description="与户主关系，GB/T 4761；02 是户主 / relation to the head")
    relation_name: str
    sex_name: str
    birth_on: Day | None
    age: int | None = Field(description="周岁；不详或已去世时为 null / full years")
    died_on: Day | None
    id_masked: str = Field(description="遮住中段的证件号 / ID number, masked")
    since: Day = Field(description="何时起是本户成员 / member since")
    until: Day | None = Field(description="最后一天；仍在本户时为 null / last day")
    read_as: UUID | None = Field(description="并入的档案 / file that this one was merged into")
    phones: list[MaskedPhone]


class HouseholdShown(Out):
    """One household's file."""

    uid: UUID
    number: str
    row_version: int = Field(description="修改时原样带回 / send back when changing")
    unit: UUID
    region_code: Code
    opened_on: Day
    closed_on: Day | None
    closing_reason: str
    has_address: bool = Field(description="登记了住址；内容要逐项查看 / an address is on file")
    is_demo: bool
    members: list[Member]
    former: list[Member] = Field(description="以前的成员 / former members")


class HouseholdIn(Body):
    """A household to be opened. Sent twice under the same ``uid``, it is opened once."""

    uid: UUID = Field(
        default_factory=new_uid, description="您自己生成的编号，最好是 UUIDv7 / your own"
    )
    unit: UUID = Field(description="建档的站点 / unit that keeps the file")
    region_code: Code = Field(description="村（社区），12 位 / village")
    address: Plain = Field(
        "", max_length=200, description="村以下的住址，加密保存 / kept encrypted"
    )
    opened_on: Day | None = Field(None, description="建档日期，默认今天 / default today")


class HouseholdSaved(Out):
    """What was saved."""

    uid: UUID
    number: str
    row_version: int
    region_code: Code
    opened_on: Day


class HouseholdChange(Body):
    """What to put right; fields left out stay."""

    row_version: Version
    region_code: Code | None = None
    opened_on: Day | None = None


class AddressIn(Body):
    """Where the household lives from this day on; the earlier address stays with its dates."""

    address: Plain = Field(
        max_length=200, description="村以下的住址，加密保存；空表示去掉 / empty takes it away"
    )
    since: Day | None = Field(None, description="从哪天起，默认今天 / default today")


@router.get("", response=answers(HouseholdPage, 403), summary="户档列表 / list households")
@door(VIEW_HOUSEHOLD, model="household", channel=Channel.API)
def list_files(request: Request, wanted: Annotated[HouseholdQuestion, Query()]) -> HouseholdPage:
    """Files in the places of the token's owner, by village, oldest first."""
    after = read_cursor(wanted.cursor, of=LIST)
    page = list_households(request.actor, wanted.to_filter(), before=after, size=wanted.limit)
    names = HouseholdRow.model_fields
    items = [HouseholdRow(**{name: getattr(row, name) for name in names}) for row in page.rows]
    return HouseholdPage(items=items, next=write_cursor(page.older, of=LIST))


@router.post(
    "",
    response=answers(HouseholdSaved, 403, 404, 409, *WITH_BODY, created=True),
    summary="建立户档 / open a household",
)
@door(EDIT_HOUSEHOLD, model="household", channel=Channel.API)
def open_file(request: Request, household: HouseholdIn) -> Status:
    """Open a file: 201; sent again with the same uid and content: 200; with other content: 409."""
    require_places({"region_code": household.region_code})
    draft = HouseholdDraft(
        uid=household.uid,
        unit=get_unit_for_view(request.actor, household.unit),
        region_code=household.region_code,
        address=household.address,
        opened_on=household.opened_on,
    )
    saved, is_new = open_household_once(draft, actor=request.actor)
    return Status(201 if is_new else 200, _saved(saved))


@router.get(
    "/{uid}", response=answers(HouseholdShown, 403, 404), summary="一份户档 / one household"
)
@door(VIEW_HOUSEHOLD, model="household", channel=Channel.API)
def show_file(request: Request, uid: UUID) -> HouseholdShown:
    """The file with its members; ID numbers and phones masked, the address only said to exist. In the trail."""
    household = get_household_for_view(request.actor, uid)
    file = household_file(request.actor, household)
    note_household_viewed(household, actor=request.actor)
    return HouseholdShown(
        uid=household.pk,
        number=household.number,
        row_version=household.row_version,
        unit=household.unit_id,
        region_code=household.region_code,
        opened_on=household.opened_on,
        closed_on=household.closed_on,
        closing_reason=household.closing_reason,
        has_address=file.address is not None,
        is_demo=household.is_demo,
        members=[_member(view) for view in file.members],
        former=[_member(view) for view in file.former],
    )


@router.patch(
    "/{uid}",
    response=answers(HouseholdSaved, 403, 404, 409, *WITH_BODY),
    summary="更正户档 / correct a household",
)
@door(EDIT_HOUSEHOLD, model="household", channel=Channel.API)
def correct_file(request: Request, uid: UUID, change: HouseholdChange) -> HouseholdSaved:
    """Put right the village or the opening day; 409 when somebody saved meanwhile."""
    household = get_household_for_edit(request.actor, uid)
    require_places({"region_code": change.region_code})
    correct_household(
        household,
        actor=request.actor,
        row_version=change.row_version,
        region_code=change.region_code,
        opened_on=change.opened_on,
    )
    return _saved(household)


@router.put(
    "/{uid}/address",
    response=answers(HouseholdSaved, 403, 404, 409, *WITH_BODY),
    summary="登记住址 / set the address",
)
@door(EDIT_HOUSEHOLD, model="household", channel=Channel.API)
def set_address(request: Request, uid: UUID, new: AddressIn) -> HouseholdSaved:
    """Set the way to the door; the same again is kept as a new period."""
    household = get_household_for_edit(request.actor, uid)
    set_household_address(household, actor=request.actor, detail=new.address, since=new.since)
    return _saved(household)


@router.post(
    "/{uid}/reveal",
    response=answers(Revealed, 403, 404, *WITH_BODY),
    summary="查看住址 / reveal the address",
)
@door(REVEAL_VALUE, model="household", channel=Channel.API)
def reveal_in_file(request: Request, uid: UUID, asked: RevealIn) -> Revealed:
    """Show one encrypted value (``address``) and write down who saw it."""
    household = get_household_for_view(request.actor, uid)
    value = reveal_value(household, asked.field, actor=request.actor, reason=asked.reason)
    return Revealed(field=asked.field, value=value)


def _saved(household: Household) -> HouseholdSaved:
    names = HouseholdSaved.model_fields
    return HouseholdSaved(**{name: getattr(household, name) for name in names})


def _member(view: MemberView) -> Member:
    return Member(
        uid=view.uid,
        name=view.name,
        relation=view.relation_code,
        relation_name=view.relation,
        sex_name=view.sex,
        birth_on=view.birth_on,
        age=view.age,
        died_on=view.died_on,
        id_masked=view.id_masked,
        since=view.since,
        until=view.until,
        read_as=view.read_as,
        phones=[MaskedPhone(uid=p.uid, label=p.label, masked=p.masked) for p in view.phones],
    )
