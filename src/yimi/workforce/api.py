"""Workers, along the path of their placements; phone and ID number stay with the pages."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query
from pydantic import Field

from yimi.core import clock
from yimi.core.doors import Channel, door
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.rest import Day, Flag, Out, Paged, Router, answers, read_cursor, write_cursor
from yimi.workforce.access import VIEW, visible_workers
from yimi.workforce.models import CertificateLevel, Placement, PostKind, Worker
from yimi.workforce.queries import highest_levels, posts_of

LIST = "workers"

router = Router(tags=["人员 / workers"])


class WorkerFilter(Paged):
    """What the list is narrowed to."""

    unit: UUID | None = Field(None, description="只列今天在这个站点的 / only placed there today")
    with_left: Flag = Field(False, description="连同已离职的 / also those who left")


class Post(Out):
    """Where someone works today."""

    unit: UUID
    unit_name: str
    post_kind: PostKind = Field(description="affairs 事务岗、service 服务岗 / kind of post")
    is_head: bool = Field(description="站长 / head of the station")
    full_time: bool = Field(description="专职 / full time")
    starts_on: Day


class WorkerRow(Out):
    """One worker with today's posts."""

    uid: UUID
    name: str
    employment_mode: str = Field(description="用工方式 / how employed", examples=["purchased"])
    certificate: CertificateLevel | None = Field(
        description="最高的社会工作者职业水平证书，没有时为 null / highest national certificate"
    )
    joined_on: Day | None
    left_on: Day | None
    posts: list[Post]


class WorkerPage(Out):
    """Workers by name."""

    items: list[WorkerRow]
    next: str | None = Field(
        description="下一页的 cursor；没有下一页时为 null / next page's cursor"
    )


@router.get("", response=answers(WorkerPage, 403), summary="人员列表 / list workers")
@door(VIEW, model="worker", channel=Channel.API)
def list_workers(request: Request, wanted: Annotated[WorkerFilter, Query()]) -> WorkerPage:
    """The workers whom the token's owner may see: colleagues of their stations, staff of their divisions."""
    workers, today = visible_workers(request.actor), clock.today()
    workers = workers if wanted.with_left else workers.filter(left_on=None)
    if wanted.unit:
        workers = workers.filter(
            pk__in=Placement.objects.on(today).filter(unit=wanted.unit).values("worker")
        )
    after = read_cursor(wanted.cursor, of=LIST)
    page = page_of(workers, by="name", key="uid", before=after, size=wanted.limit)
    posts, levels = posts_of(page.rows, today), highest_levels(page.rows, today)
    items = [_row(worker, posts.get(worker.pk, []), levels.get(worker.pk)) for worker in page.rows]
    return WorkerPage(items=items, next=write_cursor(page.older, of=LIST))


def _row(worker: Worker, posts: list[Placement], level: CertificateLevel | None) -> WorkerRow:
    return WorkerRow(
        uid=worker.pk,
        name=worker.name,
        employment_mode=worker.employment_mode,
        certificate=level,
        joined_on=worker.joined_on,
        left_on=worker.left_on,
        posts=[
            Post(
                unit=row.unit_id,
                unit_name=row.unit.name,
                post_kind=PostKind(row.post_kind),
                is_head=row.is_head,
                full_time=row.full_time,
                starts_on=row.starts_on,
            )
            for row in posts
        ],
    )
