"""The import pages: list and upload, one import from matching to result, template, faulty rows."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import NotFound
from yimi.core.requests import Request
from yimi.core.sheets import MIME
from yimi.imports.access import (
    get_job_for_edit,
    get_job_for_view,
    units_to_import_for,
    visible_jobs,
)
from yimi.imports.actions import (
    cancel,
    confirm,
    receive_file,
    resume_stalled,
    set_columns,
    start_check,
)
from yimi.imports.actions.receiving import MAX_BYTES
from yimi.imports.actions.steps import header_of
from yimi.imports.errors import FileRefused
from yimi.imports.faulty_rows import faulty_workbook
from yimi.imports.forms import ColumnsForm, UploadForm
from yimi.imports.kinds import KINDS, kind_of
from yimi.imports.kinds.base import OptionsForm
from yimi.imports.models import ImportJob
from yimi.imports.permissions import VIEW_IMPORTS
from yimi.imports.queries import (
    failure_text,
    fault_lines,
    first_rows,
    own_figures,
    progress_of,
)
from yimi.imports.template_file import template_workbook

SHOWN_JOBS = 50


@door(VIEW_IMPORTS, model="import_job", channel=Channel.LIST)
def list_jobs(request: Request) -> HttpResponse:
    """The station's imports, newest first, and the form for the next."""
    return _list(request, UploadForm(actor=request.actor))


@door(VIEW_IMPORTS, model="import_job", channel=Channel.WRITE)
@require_POST
def upload(request: Request) -> HttpResponse:
    """Take in a file and go on to its page."""
    form = UploadForm(request.POST, request.FILES, actor=request.actor)
    job = form.carry_out(lambda values: _receive(request, form, values))
    if job is None:
        return _list(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("imports:job", uid=job.uid)


def _receive(request: Request, form: UploadForm, values: dict[str, Any]) -> ImportJob:
    file = values["file"]
    if file.size > MAX_BYTES:
        raise FileRefused("too_big")
    return receive_file(
        file.read(),
        actor=request.actor,
        kind=KINDS[values["kind"]],
        unit=form.units[values["unit"]],
        file_name=file.name,
    )


def _list(request: Request, form: UploadForm, status: int = HTTPStatus.OK) -> HttpResponse:
    jobs = visible_jobs(request.actor).select_related("unit").order_by("-recorded_at")[:SHOWN_JOBS]
    context = {
        "form": form,
        "kinds": [kind for kind in KINDS.values() if request.actor.may(kind.permission)],
        "units": form.units.values(),
        "rows": [(job, kind_of(job.kind), progress_of(job)) for job in jobs],
    }
    return render(request, "imports/jobs.html", context, status=status)


@door(VIEW_IMPORTS, model="import_job", channel=Channel.PAGE)
@never_cache
def show_job(request: Request, uid: UUID) -> HttpResponse:
    """One import, wherever it is: matching, preview, progress, result."""
    return _show(request, get_job_for_view(request.actor, uid))


def _show(
    request: Request,
    job: ImportJob,
    form: ColumnsForm | None = None,
    status: int = HTTPStatus.OK,
    asked: OptionsForm | None = None,
) -> HttpResponse:
    kind, header = kind_of(job.kind), header_of(job)
    titles, rows = first_rows(job) if job.state == "checked" else ([], [])
    may_edit = request.actor.may_at(
        kind.permission, unit_uid=job.unit_id, region_code=job.unit.region_code
    )
    form = form or ColumnsForm(header=header, kind=kind)
    context = {
        "job": job,
        "kind": kind,
        "form": form,
        "asked": asked or kind.ask(job.unit, initial=job.options),
        "figures": own_figures(job),
        "columns": [(match, form[f"column-{match.column}"]) for match in header.matches],
        "guesses": sum(match.is_guess for match in header.matches),
        "titles": titles,
        "preview": rows,
        "faults": fault_lines(job) if job.counts.get("faulty") or job.counts.get("refused") else [],
        "faulty_count": job.counts.get("faulty", 0) + job.counts.get("refused", 0),
        "progress": progress_of(job),
        "failure": failure_text(job),
        "may_edit": may_edit,
    }
    return render(request, "imports/job.html", context, status=status)


@door(VIEW_IMPORTS, model="import_job", channel=Channel.PAGE)
@never_cache
def job_progress(request: Request, uid: UUID) -> HttpResponse:
    """The progress, asked for every two seconds; when the work has ended the page shows itself anew."""
    job = get_job_for_view(request.actor, uid)
    if not job.is_at_work:
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={"HX-Refresh": "true"})
    resume_stalled()
    return render(request, "imports/_progress.html", {"job": job, "progress": progress_of(job)})


@door(VIEW_IMPORTS, model="import_job", channel=Channel.WRITE)
@require_POST
def check(request: Request, uid: UUID) -> HttpResponse:
    """Take the matching as it stands in the form, and check every row."""
    job = get_job_for_edit(request.actor, uid)
    kind = kind_of(job.kind)
    form = ColumnsForm(request.POST, header=header_of(job), kind=kind)
    asked = kind.ask(job.unit, data=request.POST)

    def carry_on(_values: dict[str, Any]) -> bool:
        options = asked.stored() if asked else {}
        set_columns(job, form.chosen(), actor=request.actor, options=options)
        start_check(job, actor=request.actor)
        return True

    if (asked and not asked.is_valid()) or form.carry_out(carry_on) is None:
        return _show(request, job, form, HTTPStatus.UNPROCESSABLE_ENTITY, asked=asked)
    return redirect("imports:job", uid=uid)


@door(VIEW_IMPORTS, model="import_job", channel=Channel.WRITE)
@require_POST
def start(request: Request, uid: UUID) -> HttpResponse:
    """Let the good rows in."""
    confirm(get_job_for_edit(request.actor, uid), actor=request.actor)
    return redirect("imports:job", uid=uid)


@door(VIEW_IMPORTS, model="import_job", channel=Channel.WRITE)
@require_POST
def stop(request: Request, uid: UUID) -> HttpResponse:
    """Cancel."""
    cancel(get_job_for_edit(request.actor, uid), actor=request.actor)
    return redirect("imports:job", uid=uid)


@door(VIEW_IMPORTS, model="import_job", channel=Channel.EXPORT)
@never_cache
def faulty_rows(request: Request, uid: UUID) -> HttpResponse:
    """The faulty rows with their reasons, for those who may import them again."""
    job = get_job_for_edit(request.actor, uid)
    stem = job.file_name.rpartition(".")[0] or job.file_name
    return _file(faulty_workbook(job), _("%(name)s（有错的行）.xlsx") % {"name": stem})


@door(VIEW_IMPORTS, model="import_template", channel=Channel.ATTACHMENT)
def template(request: Request, slug: str, unit_uid: UUID) -> HttpResponse:
    """The template of a kind for one station."""
    kind = KINDS.get(slug)
    if kind is None:
        raise NotFound
    unit = units_to_import_for(request.actor, kind.permission).filter(pk=unit_uid).first()
    if unit is None:
        raise NotFound
    name = _("%(kind)s导入模板.xlsx") % {"kind": kind.label}
    return _file(template_workbook(kind, unit), name)


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
