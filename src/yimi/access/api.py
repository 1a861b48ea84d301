"""Who the token acts for, and what it may do where."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from yimi.access.queries.users import own_roles
from yimi.core.actor import Actor, Grant
from yimi.core.doors import Channel, own_door
from yimi.core.requests import Request
from yimi.core.rest import Day, Out, Router, answers

router = Router(tags=["账号 / account"])


class RoleOut(Out):
    """One role at one place, with what it lets this token do there."""

    role: str = Field(description="岗位代码 / role", examples=["worker"])
    role_name: str = Field(description="岗位名称 / role in words")
    place_kind: str = Field(
        description="everywhere 全国、region 区划、unit 站点、self 本人 / kind of place"
    )
    place_key: str = Field(description="站点 uid 或区划代码的前几位 / unit uid or code prefix")
    place: str = Field(description="地点名称 / place in words")
    starts_on: Day | None
    ends_on: Day | None
    permissions: list[str] = Field(
        description="这里可用的权限；只读令牌只有查看类 / permissions that hold there"
    )


class Me(Out):
    """The account behind the token."""

    uid: UUID
    name: str
    worker: UUID | None = Field(description="本人的人员档案 / own worker file")
    roles: list[RoleOut]


@router.get("", response=answers(Me), summary="我是谁 / who am I")
@own_door(model="user", channel=Channel.API, reason="令牌查看自己代表谁、能做什么")
def show_me(request: Request) -> Me:
    """The account that the token acts for and its roles in force today."""
    actor: Actor = request.actor
    lines = own_roles(actor)
    return Me(
        uid=actor.uid,
        name=actor.name,
        worker=actor.worker_uid,
        roles=[
            _role(grant, str(line.role_label), str(line.place))
            for grant, line in zip(actor.grants, lines, strict=True)
        ],
    )


def _role(grant: Grant, role_name: str, place: str) -> RoleOut:
    return RoleOut(
        role=grant.role,
        role_name=role_name,
        place_kind=grant.scope.kind,
        place_key=grant.scope.key,
        place=place,
        starts_on=grant.scope.starts_on,
        ends_on=grant.scope.ends_on,
        permissions=sorted(grant.permissions),
    )
