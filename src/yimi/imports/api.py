"""Workbooks for programs: the same steps as the pages, from the file to the rows that came back."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import File, Form, Query, UploadedFile
from ninja.responses import Status
from pydantic import Field

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid, NotFound
from yimi.core.paging import page_of
from yimi.core.requests import Request
from yimi.core.rest import (
    WITH_BODY,
    Body,
    Out,
    Paged,
    Plain,
    Router,
    answers,
    file_answer,
    read_cursor,
    write_cursor,
)
from yimi.core.sheets import MIME
from yimi.imports.access import (
    get_job_for_edit,
    get_job_for_view,
    units_to_import_for,
    visible_jobs,
)
from yimi.imports.actions import cancel, confirm, receive_file, set_columns, start_check
from yimi.imports.actions.receiving import MAX_BYTES
from yimi.imports.actions.steps import header_of
from yimi.imports.errors import FileRefused
from yimi.imports.faulty_rows import faulty_workbook
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob, JobState
from yimi.imports.permissions import VIEW_IMPORTS
from yimi.imports.queries import failure_text, fault_lines

LIST = "imports"

router = Router(tags=["导入 / imports"])


class KindSlug(StrEnum):
    """What the rows can be; one for each of ``kinds.KINDS``."""

    HOUSEHOLDS = "households"
    RECORDS = "records"
    STATUS_LIST = "status_list"
    WORKERS = "workers"
    CERTIFICATES = "certificates"


class ImportIn(Body):
    """What is in the file, and for which station."""

    kind: KindSlug = Field(description="表里是什么 / what the rows are")
    unit: UUID = Field(description="站点 / the station")
    options: Plain = Field(
        "",
        max_length=2000,
        description='这一类自己的问题，JSON 对象，如 {"fill_gaps": true} / the kind\'s own questions, a JSON object',
    )


class ColumnOut(Out):
    """A column of the file and what it was taken for."""

    title: str
    field: str = Field(description="当作哪一栏，空为不导入 / which field, empty: none")
    is_guess: bool = Field(description="猜的，请核对 / guessed, look at it")


class FaultOut(Out):
    """A row that is not taken in, and why."""

    row: int = Field(description="文件里第几行 / its number in the file")
    reasons: list[str]


class ImportOut(Out):
    """One import, wherever it is."""

    uid: UUID
    kind: str
    unit: UUID
    state: JobState
    file_name: str
    rows_done: int
    rows_total: int
    counts: dict[str, int] = Field(
        description="检查和导入的结果 / what the check and the run found"
    )


class ImportShown(ImportOut):
    """One import with its columns and its first faulty rows; all of them are in the workbook."""

    columns: list[ColumnOut]
    faults: list[FaultOut]
    failure: str = Field(description="没有完成的原因，没有为空 / why it did not come to its end")


class ImportPage(Out):
    """Newest first."""

    items: list[ImportOut]
    next: str | None = Field(
        description="下一页的 cursor，没有就是最后一页 / cursor of the next page"
    )


@router.get("", response=answers(ImportPage, 403), summary="导入列表 / list imports")
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def list_imports(request: Request, wanted: Annotated[Paged, Query()]) -> ImportPage:
    """The imports that the token's owner could have made, newest first."""
    page = page_of(
        visible_jobs(request.actor), by="recorded_at", key="uid", newest_first=True,
        before=read_cursor(wanted.cursor, of=LIST), size=wanted.limit,
    )  # fmt: skip
    items = [ImportOut(**_facts(job)) for job in page.rows]
    return ImportPage(items=items, next=write_cursor(page.older, of=LIST))


@router.post(
    "",
    response=answers(ImportShown, 403, 404, *WITH_BODY, created=True),
    summary="上传一个表格 / upload a workbook",
)
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def upload_import(
    request: Request,
    asked: Annotated[ImportIn, Form()],
    file: Annotated[UploadedFile, File(description="xlsx、xls 或 csv，最大 64 MB / the file")],
) -> Status:
    """Take in the file and check every row; nothing is written yet. A large file is checked in the background."""
    kind = KINDS[asked.kind]
    unit = units_to_import_for(request.actor, kind.permission).filter(pk=asked.unit).first()
    if unit is None:
        raise NotFound
    if (file.size or 0) > MAX_BYTES:
        raise FileRefused("too_big")
    form = kind.ask(unit, data=_options(asked.options))
    if form is not None and not form.is_valid():
        raise Invalid({f"options.{name}": list(texts) for name, texts in form.errors.items()})
    job = receive_file(
        file.read(), actor=request.actor, kind=kind, unit=unit, file_name=file.name or ""
    )
    fields = {match.column: match.field for match in header_of(job).matches}
    set_columns(job, fields, actor=request.actor, options=form.stored() if form else {})
    start_check(job, actor=request.actor)
    return Status(201, _shown(job))


@router.get("/{uid}", response=answers(ImportShown, 403, 404), summary="一次导入 / one import")
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def show_import(request: Request, uid: UUID) -> ImportShown:
    """Where it is, what was found, what is wrong with the first faulty rows."""
    return _shown(get_job_for_view(request.actor, uid))


@router.post(
    "/{uid}/start",
    response=answers(ImportOut, 403, 404, 409),
    summary="导入检查过的行 / let the good rows in",
)
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def start_import(request: Request, uid: UUID) -> ImportOut:
    """Write what the check found good, in the background; ask for the import again to see how far it is."""
    job = get_job_for_edit(request.actor, uid)
    confirm(job, actor=request.actor)
    return ImportOut(**_facts(job))


@router.post(
    "/{uid}/cancel", response=answers(ImportOut, 403, 404, 409), summary="取消导入 / cancel"
)
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def cancel_import(request: Request, uid: UUID) -> ImportOut:
    """Stop here; rows that are in stay in."""
    job = get_job_for_edit(request.actor, uid)
    cancel(job, actor=request.actor)
    return ImportOut(**_facts(job))


@router.get(
    "/{uid}/faulty-rows",
    response=answers(None, 403, 404, 410),
    openapi_extra=file_answer(MIME, "有错的行，原因在旁边 / the faulty rows with their reasons"),
    summary="下载有错的行 / download the faulty rows",
)
@door(VIEW_IMPORTS, model="import_job", channel=Channel.API)
def get_faulty_rows(request: Request, uid: UUID) -> HttpResponse:
    """The workbook of faulty rows, to be mended and uploaded again; 410 when the file's two weeks are over."""
    job = get_job_for_edit(request.actor, uid)
    return HttpResponse(faulty_workbook(job), content_type=MIME)


def _options(text: str) -> dict[str, Any]:
    """The answers as a form takes them."""
    try:
        options = json.loads(text) if text else {}
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise Invalid.one("options", _("options 应是一个 JSON 对象。"))
    return {f"option-{name}": value for name, value in options.items() if value is not False}


def _facts(job: ImportJob) -> dict[str, Any]:
    counts = {name: value for name, value in job.counts.items() if isinstance(value, int)}
    return {
        "uid": job.uid,
        "kind": job.kind,
        "unit": job.unit_id,
        "state": JobState(job.state),
        "file_name": job.file_name,
        "rows_done": job.rows_done,
        "rows_total": job.rows_total,
        "counts": counts,
    }


def _shown(job: ImportJob) -> ImportShown:
    columns = [
        ColumnOut(title=match.title, field=match.field, is_guess=match.is_guess)
        for match in header_of(job).matches
    ]
    faults = [
        FaultOut(
            row=line.row,
            reasons=[f"{title}：{text}" if title else text for title, text in line.reasons],
        )
        for line in fault_lines(job)
    ]
    return ImportShown(**_facts(job), columns=columns, faults=faults, failure=failure_text(job))
