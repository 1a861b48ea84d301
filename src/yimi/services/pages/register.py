"""The register (台账): list, one record, correction, void, photos, export."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid
from yimi.core.requests import Request
from yimi.services.access import (
    get_photo_for_edit,
    get_photo_for_view,
    get_record_for_edit,
    get_record_for_view,
    may_read_note,
)
from yimi.services.actions import (
    attach_photo,
    correct_record,
    note_photo_viewed,
    void_record,
    withdraw_photo,
)
from yimi.services.errors import PhotoRefused, VoidNeedsReason, WithdrawalNeedsReason
from yimi.services.exports import write_register
from yimi.services.forms import CHANGE_LABELS, RecordForm, RegisterForm
from yimi.services.models import ServiceItem, ServiceRecord
from yimi.services.models.record import TagKind
from yimi.services.pages.editing import initial_from
from yimi.services.pages.record import others_chosen, record_context
from yimi.services.permissions import (
    CORRECT_RECORD,
    EXPORT_RECORDS,
    SEARCH_RECORDS,
    VIEW_NOTE,
    VIEW_RECORD,
)
from yimi.services.queries.photos import photos_of, read_photo
from yimi.services.queries.recording import prepare
from yimi.services.queries.register import (
    RegisterFilter,
    distinct_workers,
    register_count,
    register_page,
)
from yimi.services.queries.restate import restated
from yimi.services.queries.timeline import describe

EXPORT_LIMIT = 200_000


@door(VIEW_RECORD, model="service_record", channel=Channel.LIST)
@require_GET
def register(request: Request) -> HttpResponse:
    """The station's records, filtered and sorted by the address, which can be pasted into a chat."""
    form, chosen = _filter(request)
    page = register_page(request.actor, chosen, cursor=request.GET.get("after", ""))
    context = {
        "form": form,
        "page": page,
        "chosen": chosen,
        "query": _query_without_cursor(request),
        "columns": COLUMNS,
        "is_more": any([chosen.outcome, chosen.domain, chosen.number, chosen.state != "current"]),
    }
    fragment = request.headers.get("HX-Request") and request.GET.get("after")
    return render(
        request, "services/_register_rows.html" if fragment else "services/register.html", context
    )


@door(SEARCH_RECORDS, model="service_record", channel=Channel.COUNT)
@require_GET
def count(request: Request) -> HttpResponse:
    """How many records the filter finds; asked for apart, so that the list never waits for it."""
    _form, chosen = _filter(request)
    total = register_count(request.actor, chosen)
    return render(request, "services/_count.html", {"total": total})


@door(EXPORT_RECORDS, model="service_record", channel=Channel.EXPORT)
@require_GET
def export(request: Request) -> FileResponse:
    """The filtered register as a workbook; written into the trail with its filter and size."""
    actor: Actor = request.actor
    _form, chosen = _filter(request)
    total = register_count(actor, chosen)
    if total > EXPORT_LIMIT:
        raise Invalid.one("first", _("一次最多导出 200,000 条，请缩短日期范围，分几次导出。"))
    file = write_register(actor, chosen)
    record_event(
        actor,
        "services.exported",
        subject_kind="service_record",
        subject_uid="register",
        details={"rows": total, "filter": chosen.told()},
    )
    name = _("服务记录") + f"-{clock.today():%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@door(VIEW_RECORD, model="service_record", channel=Channel.PAGE)
@require_GET
def detail(request: Request, uid: UUID) -> HttpResponse:
    """One record with its versions, people, note and photos."""
    actor: Actor = request.actor
    row = get_record_for_view(actor, uid)
    entry = describe(actor, [row])[0]
    gave = set(row.workers.values_list("worker_id", flat=True))
    may_edit = actor.may_at(CORRECT_RECORD, unit_uid=row.unit_id, region_code=row.unit_region_code)
    context = {
        "record": row,
        "entry": entry,
        "participants": row.participants.select_related("resident"),
        "head_counts": row.head_counts.all(),
        **_tags(row),
        "co_organisers": row.co_organisers.all(),
        "photos": photos_of(row) if may_read_note(actor, row, worker_uids=gave) else (),
        "earlier": row.supersedes,
        "later": getattr(row, "superseded_by", None),
        "may_edit": may_edit and row.is_current,
    }
    return render(request, "services/detail.html", context)


def _tags(row: ServiceRecord) -> dict[str, list[str]]:
    """What else was done, and what had changed, in words. Two queries."""
    codes: dict[str, list[str]] = {kind: [] for kind in TagKind.values}
    for tag in row.tags.order_by("id"):
        codes[tag.kind].append(tag.code)
    items = ServiceItem.objects.filter(code__in=codes[TagKind.ITEM])
    labels = dict(CHANGE_LABELS)
    return {
        "further": [item.label for item in items],
        "changes": [str(labels.get(code, code)) for code in codes[TagKind.CHANGE]],
    }


@door(CORRECT_RECORD, model="service_record", channel=Channel.WRITE)
@require_http_methods(["GET", "POST"])
def correct(request: Request, uid: UUID) -> HttpResponse:
    """The same form as 记一笔, filled with what stands; saving makes the next version."""
    actor: Actor = request.actor
    row = get_record_for_edit(actor, uid)
    prepared = prepare(actor, row.unit, row.household, method=row.method, on=row.served_on)
    if request.method == "GET":
        form = RecordForm(prepared=prepared, initial=initial_from(actor, row))
    else:
        form = RecordForm(request.POST, prepared=prepared)
        fixed = _corrected(request, form, row)
        if fixed is not None:
            messages.success(request, _("已更正，旧的一版留着可查。"))
            return redirect("services:detail", uid=fixed.pk)
    context = record_context(actor, form, row.method) | {"correcting": row}
    status = 422 if form.is_bound else 200
    return render(request, "services/record.html", context, status=status)


def _corrected(request: Request, form: RecordForm, row: ServiceRecord) -> ServiceRecord | None:
    """The next version; None when something has to be changed, with the errors at their fields."""
    if not form.is_valid():
        return None
    actor: Actor = request.actor
    before = restated(row, actor)
    lead = before.worker_uids[0] if before.worker_uids else actor.worker_uid
    asked = {member.uid for member in form.prepared.members}
    # whom and what the page does not ask about stays: the members of a group, the project that pays
    kept = {uid: role for uid, role in before.participants.items() if uid not in asked}
    others = others_chosen(actor, request.POST.getlist("others"))
    new = replace(
        form.to_record(lead, participants=kept | others),
        starts_at=before.starts_at,
        effects=before.effects,
        served_region_code=before.served_region_code,
        purchaser_region_code=before.purchaser_region_code,
        project_uid=before.project_uid,
    )
    try:
        return correct_record(row.pk, new, actor=actor)
    except Invalid as error:
        form.add_domain_errors(error.fields)
        return None


@door(CORRECT_RECORD, model="service_record", channel=Channel.WRITE)
@require_POST
def void(request: Request, uid: UUID) -> HttpResponse:
    """Take a record out of every count."""
    try:
        void_record(uid, actor=request.actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("已作废，不再计入任何统计。"))
    except VoidNeedsReason as error:
        messages.error(request, str(error))
    return redirect("services:detail", uid=uid)


@door(CORRECT_RECORD, model="attachment", channel=Channel.WRITE)
@require_POST
def add_photos(request: Request, uid: UUID) -> HttpResponse:
    """Photos after the fact."""
    get_record_for_edit(request.actor, uid)
    for photo in request.FILES.getlist("photos"):
        try:
            attach_photo(uid, photo, size=photo.size or 0, actor=request.actor)
        except PhotoRefused as error:
            messages.error(request, str(error))
    return redirect("services:detail", uid=uid)


@door(CORRECT_RECORD, model="attachment", channel=Channel.WRITE)
@require_POST
def remove_photo(request: Request, uid: UUID) -> HttpResponse:
    """Take a photo out of sight."""
    attachment = get_photo_for_edit(request.actor, uid)
    try:
        withdraw_photo(uid, actor=request.actor, reason=request.POST.get("reason", ""))
        messages.success(request, _("照片已撤下。"))
    except WithdrawalNeedsReason as error:
        messages.error(request, str(error))
    return redirect("services:detail", uid=attachment.record.pk)


@door(VIEW_NOTE, model="attachment", channel=Channel.ATTACHMENT)
@require_GET
def photo(request: Request, uid: UUID) -> HttpResponse:
    """A photo's bytes, for those who may read the record's note: into the trail, and into no cache on the way."""
    attachment = get_photo_for_view(request.actor, uid)
    content = read_photo(attachment)
    note_photo_viewed(attachment, actor=request.actor)
    response = HttpResponse(content, content_type=attachment.media_type)
    response["Cache-Control"] = "private, no-store"
    return response


#: Heading, sort key (empty: not sortable), is a figure.
COLUMNS = (
    (gettext_lazy("日期"), "served_on", False),
    (gettext_lazy("户 / 编号"), "", False),
    (gettext_lazy("方式"), "", False),
    (gettext_lazy("服务"), "", False),
    (gettext_lazy("分钟"), "minutes", True),
    (gettext_lazy("人次"), "person_times", True),
    (gettext_lazy("社工"), "", False),
    (gettext_lazy("记录时间"), "recorded_at", False),
)


def _filter(request: Request) -> tuple[RegisterForm, RegisterFilter]:
    data = request.GET.copy()
    data.setdefault("state", "current")
    form = RegisterForm(data, workers=distinct_workers(request.actor))
    form.is_valid()
    clean = form.cleaned_data
    return form, RegisterFilter(
        first=clean.get("first"),
        last=clean.get("last"),
        method=clean.get("method", ""),
        outcome=clean.get("outcome", ""),
        domain=clean.get("domain", ""),
        worker_uid=UUID(clean["worker"]) if clean.get("worker") else None,
        number=clean.get("number", ""),
        state=clean.get("state") or "current",
        sort=clean.get("sort") or "-served_on",
    )


def _query_without_cursor(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()
