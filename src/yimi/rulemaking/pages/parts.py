"""Editing a draft: one part as a form, or the whole text; a clash shows what stands now above what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yimi.core.doors import Channel, door
from yimi.core.errors import Invalid, NotFound
from yimi.core.forms import VersionedForm
from yimi.core.requests import Request
from yimi.engine.errors import EngineError
from yimi.engine.pack_text import Part
from yimi.programmes.permissions import PROPOSE_PACKS
from yimi.rulemaking import access
from yimi.rulemaking.actions import save_draft
from yimi.rulemaking.errors import EditClash
from yimi.rulemaking.forms import BELOW, FORMS, PartForm, StepForm, TextForm
from yimi.rulemaking.models import PackDraft
from yimi.rulemaking.reading import EXPRESSIONS, DraftText, faults_of


@dataclass(frozen=True)
class Spot:
    """What is edited: a part that is there, or one to be added ``under`` another."""

    kind: str
    part: Part | None
    under: str

    @property
    def query(self) -> str:
        """The spot in the address of a question about an expression."""
        return urlencode({"kind": self.kind, "part": self.part.key if self.part else "", "under": self.under})  # fmt: skip


def spot_at(draft: DraftText, key: str) -> Spot:
    """The part of that key, or the place where it was. Raises NotFound for what is no part."""
    names = key.split(":")
    kind = names[0] if len(names) == 1 else ".".join(names[::2])
    found = {part.key: part for part in draft.parts.parts}
    under = key.rpartition(":")[0].rpartition(":")[0]
    if kind not in FORMS or (kind in BELOW and under not in found):
        raise NotFound()
    return Spot(kind, found.get(key), under if kind in BELOW else "")


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
def edit(request: Request, uid: UUID, key: str) -> HttpResponse:
    """One part that is there. A part that a colleague took out meanwhile is put in again, knowingly."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    if draft.malformed is not None:
        return redirect("rulemaking:text", uid=uid)
    spot = spot_at(draft, key)
    if spot.part is None and (request.method != "POST" and key != "codes"):
        raise NotFound()
    return _part_page(request, row, draft, spot)


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
def add(request: Request, uid: UUID, kind: str) -> HttpResponse:
    """One more part; ``?under=`` names the one it hangs on."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    if draft.malformed is not None:
        return redirect("rulemaking:text", uid=uid)
    under = request.GET.get("under", "")
    known = {part.key for part in draft.parts.of_kind(BELOW.get(kind, ""))}
    if kind not in FORMS or (kind in BELOW) != bool(under) or (under and under not in known):
        raise NotFound()
    return _part_page(request, row, draft, Spot(kind, None, under))


def _part_page(request: Request, row: PackDraft, draft: DraftText, spot: Spot) -> HttpResponse:
    form = FORMS[spot.kind](
        request.POST or None, draft=draft, part=spot.part, under=spot.under,
        initial={"row_version": row.row_version},
    )  # fmt: skip
    clash: PackDraft | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if _save(request, row, draft, spot, form):
                messages.success(request, _("已保存。"))
                return redirect("rulemaking:draft", uid=row.pk)
        except EditClash as error:
            clash = error.current
            form.put("row_version", clash.row_version)
    context = {
        "form": form, "draft": row, "spot": spot, "clash": clash, "now": _source(clash, spot) if clash else "",
        "heading": FORMS[spot.kind].heading,
        "words_url": f"{reverse('rulemaking:words', args=[row.pk])}?{spot.query}",
        "check_url": f"{reverse('rulemaking:check', args=[row.pk])}?{spot.query}",
        "send": "subject" if spot.kind == "benefit" else "",
        "may_remove": spot.part is not None and spot.kind != "pack",
    }  # fmt: skip
    return render(request, "rulemaking/part.html", context, status=_status(form, clash))


def _status(form: VersionedForm, clash: PackDraft | None) -> int:
    if clash:
        return HTTPStatus.CONFLICT
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _source(row: PackDraft, spot: Spot) -> str:
    """The part as it stands now."""
    parts = DraftText(row.text).parts
    keys = {part.key: part for part in parts.parts}
    return parts.source(keys[spot.part.key]) if spot.part and spot.part.key in keys else ""


def _save(request: Request, row: PackDraft, draft: DraftText, spot: Spot, form: PartForm) -> bool:
    """Whether it was kept; what is wrong stands at its field. A wrong expression is kept when that is wished."""
    if form.expected != row.row_version:
        raise EditClash(row)
    try:
        if spot.part is not None:
            text = draft.parts.changed(spot.part.key, form.written())
        else:
            text = draft.parts.with_part(spot.kind, form.written(), under=spot.under)
    except EngineError as error:
        form.add_error(None, error.message)
        return False
    if "anyway" not in request.POST and not _expressions_are_right(draft, spot, form):
        return False
    try:
        save_draft(row, text, expected=form.expected, actor=request.actor)
    except Invalid as error:
        form.add_error(None, str(error.fields["text"][0]))
        return False
    return True


def _expressions_are_right(draft: DraftText, spot: Spot, form: PartForm) -> bool:
    subjects = draft.subjects_of(spot.kind, spot.part, spot.under)
    if spot.kind == "benefit":
        subjects = [form.cleaned_data["subject"]]
    for field, kind in EXPRESSIONS.get(spot.kind, {}).items():
        written = form.cleaned_data.get(field)
        if not written:
            continue
        try:
            draft.read(written.replace("\r\n", "\n").strip(), subjects, kind)
        except EngineError as error:
            form.add_error(field, place_of(error))
    return not form.errors


def place_of(error: EngineError) -> str:
    """The sentence with its place in the text."""
    if not error.where.line:
        return error.message
    words = _("第 %(line)s 行第 %(column)s 字：%(message)s")
    return words % {"line": error.where.line, "column": error.where.column, "message": error.message}  # fmt: skip


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
@require_POST
def remove(request: Request, uid: UUID, key: str) -> HttpResponse:
    """Take a part out, with what hangs below it."""
    row = access.get_draft_for_edit(request.actor, uid)
    draft = DraftText(row.text)
    if draft.malformed is not None:
        return redirect("rulemaking:text", uid=uid)
    spot = spot_at(draft, key)
    form = StepForm(request.POST)
    if spot.part is None or spot.kind == "pack" or not form.is_valid():
        raise NotFound()
    text = draft.parts.without(key)
    save_draft(row, text, expected=form.expected, actor=request.actor)
    messages.success(request, _("已删除。"))
    return redirect("rulemaking:draft", uid=uid)


@door(PROPOSE_PACKS, model="pack_draft", channel=Channel.WRITE)
def text(request: Request, uid: UUID) -> HttpResponse:
    """The whole text, for those who want it."""
    row = access.get_draft_for_edit(request.actor, uid)
    initial: dict[str, Any] = {"row_version": row.row_version, "text": row.text}
    form = TextForm(request.POST or None, initial=initial)
    clash: PackDraft | None = None
    if request.method == "POST":
        try:
            done = form.carry_out(
                lambda values: save_draft(row, values["text"], expected=form.expected, actor=request.actor)
            )  # fmt: skip
            if done is not None:
                messages.success(request, _("已保存。"))
                return redirect("rulemaking:draft", uid=uid)
        except EditClash as error:
            clash = error.current
            form.put("row_version", clash.row_version)
    malformed = request.method != "POST" and DraftText(row.text).malformed is not None
    context = {
        "form": form, "draft": row, "clash": clash, "now": clash.text if clash else "",
        "faults": faults_of(DraftText(row.text)) if malformed else [],
    }  # fmt: skip
    return render(request, "rulemaking/text.html", context, status=_status(form, clash))
