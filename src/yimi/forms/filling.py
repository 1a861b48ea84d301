"""Filling in one form on a page, and handing several out as a file: for the rooms that own the subjects.

The caller has checked who may; here are only the beats that every form has in common.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yimi.core.errors import Invalid
from yimi.core.models import DataKey
from yimi.core.requests import Request
from yimi.forms.actions import save_entry
from yimi.forms.answers import AnswersForm, answers_form
from yimi.forms.checking import is_blank, missing_required
from yimi.forms.definitions import FormDefinition, definition, definition_of
from yimi.forms.errors import EditClash
from yimi.forms.models import FormEntry
from yimi.forms.printing import MEDIA_TYPES, PrintedForm, as_docx, as_pdf, download
from yimi.forms.queries import Subject, amendments, current_entry, open_answers
from yimi.forms.wording import Difference, day_words, differences
from yimi.stations.models import ServiceUnit

#: Keeps answers, given the version the editor saw.
Save = Callable[[dict[str, Any], int], object]
#: Forms of this confidentiality leave no draft on a device.
NO_DRAFT = "restricted"
#: So many missing fields are named.
NAMED = 3

__all__ = ["MEDIA_TYPES", "Followed", "Paper", "fill_in", "hand_out", "printed"]


@dataclass(frozen=True, slots=True)
class Followed:
    """A table whose rows the owner room plans: ``rows`` as they stand there, known by the column ``by``.

    What was typed in other columns stays with its row; a row that was struck from the plan stays while words stand in it.
    """

    by: str
    rows: Sequence[Mapping[str, Any]]
    why: Any = ""

    def merged(self, written: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """The plan's rows with the words typed beside them, then the rest.

        >>> Followed("no", [{"no": 1, "theme": "相识"}]).merged([{"no": 1, "theme": "旧", "activity": "游戏"}, {"no": 2, "theme": "旧"}])
        [{'no': 1, 'theme': '相识', 'activity': '游戏'}]
        """
        typed = {row.get(self.by): row for row in written}
        planned = {key for row in self.rows for key in row}
        own = [
            {**row, **{key: value for key, value in typed.get(row[self.by], {}).items() if key not in row}}
            for row in self.rows
        ]  # fmt: skip
        numbers = {row[self.by] for row in self.rows}
        left = [
            dict(row) for row in written if row.get(self.by) not in numbers and set(row) - planned
        ]
        return own + left


@dataclass(frozen=True, slots=True)
class Paper:
    """A form about a subject, by the definition's keys: ``known`` is put in where nothing is written yet and may be
    changed; ``facts`` are counted by the system, stand whatever was written, and cannot be typed over. ``columns`` are
    what the owner room keeps in columns of its own, blank ones too: shown and printed, shut, and never kept twice.
    ``follows`` are tables that go with a plan until the form is final.

    ``heading`` names the subject; ``back`` is where the page leads back to, and where it goes after saving.
    """

    subject: Subject
    code: str
    key: DataKey
    unit: ServiceUnit
    heading: str
    back: str
    known: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    follows: Mapping[str, Followed] = field(default_factory=dict)

    def draft(self, seen: int) -> str:
        """Under which name a draft is kept on the device; one of another version is another draft."""
        return f"form-{self.subject.uid}-{self.code}-{seen}"

    def answers(self, entry: FormEntry | None) -> dict[str, Any]:
        """What the form says now."""
        written = {**self.known, **(open_answers(entry) if entry else {}), **self.facts}
        held = {key: value for key, value in self.columns.items() if not is_blank(value)}
        if entry is None or not entry.is_final:
            written |= self._followed(written)
        return self._own(written) | held

    def _followed(self, written: Mapping[str, Any]) -> dict[str, Any]:
        return {key: one.merged(written.get(key) or ()) for key, one in self.follows.items()}

    def to_keep(self, typed: Mapping[str, Any]) -> dict[str, Any]:
        """What of the answers goes into the entry: the facts as they are counted, nothing of the columns."""
        return self._own({**typed, **self._followed(typed), **self.facts})

    def _own(self, answers: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in answers.items() if key not in self.columns}


def fill_in(request: Request, paper: Paper, *, save: Save | None = None) -> HttpResponse:
    """The form's page: GET shows what stands, POST saves a new version. Somebody faster: both contents are shown.

    ``save`` is for a room that does more with it than keep it; it takes the answers and the version the editor saw,
    and raises what ``save_entry`` raises.
    """
    form = definition(paper.code, region_code=paper.unit.region_code)
    entry = current_entry(paper.subject, paper.code)
    seen = entry.version if entry else 0
    clash: list[Difference] | None = None
    if request.method == "POST":
        seen = _version(request)
        answers = _bound(form, paper, request.POST)
        if answers.is_valid():
            try:
                (save or partial(_save, request, paper))(paper.to_keep(answers.cleaned_data), seen)
            except EditClash as error:
                typed = paper.to_keep(answers.cleaned_data)
                clash = differences(form, typed, _on_file(error, paper))
                seen = error.current.version if error.current else seen
            except Invalid as error:
                answers.add_faults(error.fields)
            else:
                messages.success(
                    request, _told(answers, paper), extra_tags=f"draft:{paper.draft(seen)}"
                )
                return redirect(paper.back)
    else:
        answers = _bound(form, paper, None, paper.answers(entry))
    context = {
        "form": form,
        "answers": answers,
        "paper": paper,
        "entry": entry,
        "row_version": seen,
        "draft": "" if form.confidentiality == NO_DRAFT else paper.draft(seen),
        "clash": clash,
        "is_clash": clash is not None,
    }
    refused = clash is not None or answers.is_refused
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "forms/fill.html", context, status=status)


def _told(answers: AnswersForm, paper: Paper) -> str:
    """That it is saved, and what the standard still asks for; what the columns lack is not asked for here."""
    missing = missing_required(answers.definition, answers.cleaned_data)
    missing = [one for one in missing if one.key not in paper.columns]
    if not missing:
        return _("已保存。以前的版本留着可查。")
    labels = "、".join(field.label for field in missing[:NAMED])
    return _("已保存。还有 %(count)d 栏应填没填：%(labels)s 等，可以以后再补。") % {
        "count": len(missing),
        "labels": labels,
    }


def _bound(
    form: FormDefinition, paper: Paper, data: Any, given: Mapping[str, Any] | None = None
) -> AnswersForm:
    """The form to draw, with what is counted shut."""
    initial = {**paper.facts, **paper.columns} if given is None else given
    answers = answers_form(form, data, initial=initial)
    for one in form.fields:
        if one.key in paper.facts:
            answers.shut(one.key, _("由记录算出，不用填"))
    for key, followed in paper.follows.items():
        answers.fields[key].help_text = followed.why
    for one in form.fields:
        if one.key in paper.columns:
            answers.show(one.key, _("按登记的内容，在这里不用填"))
    return answers


def _save(request: Request, paper: Paper, answers: dict[str, Any], seen: int) -> None:
    save_entry(
        actor=request.actor,
        subject=paper.subject,
        code=paper.code,
        key=paper.key,
        unit=paper.unit,
        answers=answers,
        row_version=seen,
    )


def _on_file(error: EditClash, paper: Paper) -> dict[str, Any]:
    return paper.to_keep(paper.answers(error.current)) if error.current else {}


def _version(request: Request) -> int:
    text = request.POST.get("row_version", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def printed(
    paper: Paper, head: Mapping[str, str], *, caption: str = "", pictures: Sequence[str] = ()
) -> PrintedForm:
    """The form as it stands, to print, in the version it was filled in with, with its amendments. Three queries at most."""
    entry = current_entry(paper.subject, paper.code)
    answers = paper.answers(entry)
    if entry and entry.version > 1:
        log = amendments(paper.subject, paper.code)
        told = _("第 %(v)s 版，%(day)s保存")
        lines = [told % {"v": one.version, "day": day_words(one.on.isoformat())} for one in log]
        head = {"amendments": "；".join(lines), **head}
    if entry:
        form = definition_of(entry, answers)
    else:
        form = definition(paper.code, region_code=paper.unit.region_code)
    return PrintedForm(form, head, answers, pictures, caption)


def hand_out(title: str, forms: Sequence[PrintedForm], kind: str) -> HttpResponse:
    """The forms as a file to download; ``kind`` is a key of :data:`MEDIA_TYPES`. Never kept by a cache on the way."""
    content = as_pdf(title, forms) if kind == "pdf" else as_docx(title, forms)
    return download(content, title, kind)
