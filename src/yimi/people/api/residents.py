"""Residents: found, added, put right; possible doubles."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from ninja.responses import Status
from pydantic import Field, StrictInt

from yimi.core.codes.tables import ETHNIC_GROUPS, RELATIONS, SEXES
from yimi.core.doors import Channel, door
from yimi.core.ids import new_uid
from yimi.core.requests import Request
from yimi.core.rest import (
    WITH_BODY,
    Body,
    Code,
    Day,
    Out,
    Plain,
    Router,
    Version,
    answers,
)  # fmt: skip
from yimi.people.access import get_household_for_edit, get_resident_for_edit, get_resident_for_view
from yimi.people.actions import (
    add_resident_once,
    correct_resident,
    note_resident_viewed,
    reveal_value,
)
from yimi.people.api.shapes import Revealed, RevealIn, require_places
from yimi.people.drafts import ResidentDraft
from yimi.people.models import BirthPrecision, IdKind, Resident
from yimi.people.permissions import EDIT_HOUSEHOLD, REVEAL_VALUE, SEARCH_PEOPLE, VIEW_HOUSEHOLD
from yimi.people.queries import Hit, possible_duplicates, search_people
from yimi.people.queries.duplicates import Likeness
from yimi.people.queries.homes import home_of

router = Router(tags=["居民 / residents"])

Name = Annotated[Plain, Field(min_length=1, max_length=60, examples=["赵桂英"])]
Sex = Annotated[
    str,
    Field(
        pattern=f"^[{''.join(SEXES)}]$",
        description="GB/T 2261.1：1 男 2 女 0 未知 9 未说明 / male, female, unknown, not stated",
    ),
]
Relation = Annotated[
    str,
    Field(
        pattern=f"^({'|'.join(RELATIONS)})$",
        description="与户主关系，GB/T 4761；02 户主 / relation to the head",
    ),
]
Ethnic = Annotated[
    str,
    Field(
        pattern=f"^({'|'.join(ETHNIC_GROUPS)})?$",
        description="民族，GB/T 3304，01 汉族；不详为空 / ethnic group, empty when unknown",
    ),
]
CodeOrNone = Annotated[
    str,
    Field(pattern=r"^([0-9]{12})?$", description="12 位区划代码；不详为空 / empty when unknown"),
]
Language = Annotated[Plain, Field(max_length=20, description="常用语言 / language")]


class ResidentHit(Out):
    """A person, with the household they belong to now; or a household that has no members."""

    resident: UUID | None
    name: str
    sex: str = Field(description="GB/T 2261.1")
    birth_on: Day | None
    died_on: Day | None
    region_code: Code
    household: UUID | None
    household_number: str
    relation: str = Field(description="与户主关系，GB/T 4761 / relation to the head")


class ResidentsFound(Out):
    """The best answers first."""

    items: list[ResidentHit]
    is_cut: bool = Field(description="还有更多，请写得更具体 / there are more: be more exact")


class SearchIn(Body):
    """What to look for; in the body, so that names and numbers stay out of access logs."""

    q: Plain = Field(
        min_length=1,
        max_length=60,
        description="姓名或其中一部分、拼音首字母、户档号、证件号、电话或其后四位"
        " / name or part, initials, file number, ID number, phone or its last four",
    )
    limit: StrictInt = Field(20, ge=1, le=50, description="最多条数，1–50 / at most")


class DuplicatesIn(Body):
    """A person about to be added."""

    name: Name
    birth_on: Day | None = None
    id_number: Plain = Field("", max_length=30)


class Duplicate(Out):
    """Someone on file who may be this person."""

    likeness: Likeness = Field(description="哪里像，由强到弱 / why alike, strongest first")
    resident: ResidentHit


class DuplicatesFound(Out):
    """At most five, the likeliest first."""

    items: list[Duplicate]


class ResidentIn(Body):
    """A person to be added to a household. Sent twice under the same ``uid``, added once."""

    uid: UUID = Field(
        default_factory=new_uid, description="您自己生成的编号，最好是 UUIDv7 / your own"
    )
    household: UUID
    relation: Relation
    name: Name
    sex: Sex | None = Field(None, description="不填时取自身份证号 / default: from the ID number")
    birth_on: Day | None = Field(
        None, description="不填时取自身份证号 / default: from the ID number"
    )
    birth_precision: BirthPrecision = Field(
        BirthPrecision.DAY, description="出生日期准到哪一步 / how exact birth_on is"
    )
    id_kind: IdKind = Field(IdKind.NONE, description="证件种类；有身份证号时可不填 / kind of ID")
    id_number: Plain = Field("", max_length=30, description="证件号，加密保存 / kept encrypted")
    phone: Plain = Field("", max_length=30, description="电话，加密保存 / kept encrypted")
    phone_label: Plain = Field("", max_length=30, description="谁的电话 / whose phone")
    ethnic_code: Ethnic = ""
    hukou_region_code: CodeOrNone = ""
    living_region_code: CodeOrNone = ""
    language: Language = ""
    died_on: Day | None = None
    joined_on: Day | None = Field(None, description="何时起是本户成员，默认建档日 / member since")

    def to_draft(self) -> dict[str, Any]:
        """The fields of a draft, without the household."""
        values = self.model_dump(exclude={"household", "sex", "id_kind"})
        kind = "" if self.id_kind == IdKind.NONE else self.id_kind
        return values | {"sex": self.sex or "", "id_kind": kind}


class ResidentChange(Body):
    """What to put right; fields left out stay. ID number and phones have their own pages."""

    row_version: Version
    name: Name | None = None
    sex: Sex | None = None
    birth_on: Day | None = None
    birth_precision: BirthPrecision | None = None
    ethnic_code: Ethnic | None = None
    hukou_region_code: CodeOrNone | None = None
    living_region_code: CodeOrNone | None = None
    language: Language | None = None
    died_on: Day | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent; null takes away only the two dates."""
        sent = self.model_dump(exclude_unset=True, exclude={"row_version"})
        may_be_empty = {"birth_on", "died_on"}
        return {k: v for k, v in sent.items() if v is not None or k in may_be_empty}


class ResidentShown(Out):
    """One person's basic file; the ID number is only said to exist."""

    uid: UUID
    row_version: int = Field(description="修改时原样带回 / send back when changing")
    name: str
    sex: str = Field(description="GB/T 2261.1")
    birth_on: Day | None
    birth_precision: BirthPrecision
    died_on: Day | None
    ethnic_code: str
    id_kind: IdKind
    has_id_number: bool
    unit: UUID
    region_code: Code
    hukou_region_code: str
    living_region_code: str
    language: str
    is_demo: bool
    household: UUID | None
    relation: str = Field(description="与户主关系，GB/T 4761；没有户时为空 / relation to the head")


@router.post(
    "/search",
    response=answers(ResidentsFound, 403, *WITH_BODY),
    summary="查找居民 / search residents",
)
@door(SEARCH_PEOPLE, model="resident", channel=Channel.API)
def search_residents(request: Request, asked: SearchIn) -> ResidentsFound:
    """Find people, or a household by its number, in the places of the token's owner."""
    found = search_people(request.actor, asked.q, limit=asked.limit)
    return ResidentsFound(items=[_hit(hit) for hit in found.hits], is_cut=found.is_cut)


@router.post(
    "/duplicates",
    response=answers(DuplicatesFound, 403, *WITH_BODY),
    summary="可能重复的居民 / possible doubles",
)
@door(SEARCH_PEOPLE, model="resident", channel=Channel.API)
def find_duplicates(request: Request, person: DuplicatesIn) -> DuplicatesFound:
    """Ask before adding somebody. Looks only where the token's owner may search."""
    found = possible_duplicates(
        request.actor, name=person.name, birth_on=person.birth_on, id_number=person.id_number
    )
    return DuplicatesFound(
        items=[Duplicate(likeness=one.likeness, resident=_hit(one.hit)) for one in found]
    )


@router.post(
    "",
    response=answers(ResidentShown, 403, 404, 409, *WITH_BODY, created=True),
    summary="登记居民 / add a resident",
)
@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.API)
def add_person(request: Request, resident: ResidentIn) -> Status:
    """Add a person: 201; sent again with the same uid and content: 200; with other content: 409."""
    household = get_household_for_edit(request.actor, resident.household)
    require_places(_places(resident))
    draft = ResidentDraft(household=household, **resident.to_draft())
    saved, is_new = add_resident_once(draft, actor=request.actor)
    return Status(201 if is_new else 200, _shown(saved, (household.pk, resident.relation)))


@router.get("/{uid}", response=answers(ResidentShown, 403, 404), summary="一位居民 / one resident")
@door(VIEW_HOUSEHOLD, model="resident", channel=Channel.API)
def show_person(request: Request, uid: UUID) -> ResidentShown:
    """One person's basic file; statuses have their own address."""
    resident = get_resident_for_view(request.actor, uid)
    note_resident_viewed(resident, actor=request.actor)
    return _shown(resident, home_of(resident))


@router.patch(
    "/{uid}",
    response=answers(ResidentShown, 403, 404, 409, *WITH_BODY),
    summary="更正居民资料 / correct a resident",
)
@door(EDIT_HOUSEHOLD, model="resident", channel=Channel.API)
def correct_person(request: Request, uid: UUID, change: ResidentChange) -> ResidentShown:
    """Put right what is known; a death is ``died_on``. 409 when somebody saved meanwhile."""
    resident = get_resident_for_edit(request.actor, uid)
    require_places(_places(change))
    correct_resident(
        resident, actor=request.actor, row_version=change.row_version, **change.changes()
    )
    return _shown(resident, home_of(resident))


@router.post(
    "/{uid}/reveal",
    response=answers(Revealed, 403, 404, *WITH_BODY),
    summary="查看一项隐藏的内容 / reveal one value",
)
@door(REVEAL_VALUE, model="resident", channel=Channel.API)
def reveal_of_person(request: Request, uid: UUID, asked: RevealIn) -> Revealed:
    """Show one encrypted value and write down who saw it."""
    resident = get_resident_for_view(request.actor, uid)
    value = reveal_value(resident, asked.field, actor=request.actor, reason=asked.reason)
    return Revealed(field=asked.field, value=value)


def _places(sent: ResidentIn | ResidentChange) -> dict[str, str | None]:
    return {
        "hukou_region_code": sent.hukou_region_code,
        "living_region_code": sent.living_region_code,
    }


def _hit(hit: Hit) -> ResidentHit:
    return ResidentHit(
        resident=hit.resident_uid,
        name=hit.name,
        sex=hit.sex,
        birth_on=hit.birth_on,
        died_on=hit.died_on,
        region_code=hit.region_code,
        household=hit.household_uid,
        household_number=hit.household_number,
        relation=hit.relation,
    )


#: Columns that go out under their own name.
PLAIN = (
    "uid", "row_version", "name", "sex", "birth_on", "birth_precision", "died_on", "ethnic_code", "id_kind",
    "region_code", "hukou_region_code", "living_region_code", "language", "is_demo",
)  # fmt: skip


def _shown(resident: Resident, home: tuple[UUID, str] | None) -> ResidentShown:
    return ResidentShown(
        **{name: getattr(resident, name) for name in PLAIN},
        has_id_number=bool(resident.id_sealed),
        unit=resident.unit_id,
        household=home[0] if home else None,
        relation=home[1] if home else "",
    )
