"""The whole case as printed forms, in the order an evaluator reads: intake, agreement, assessment with both pictures, plan

versions, sessions, resource links and referrals, evaluation and closing, follow-ups. The supervisor's answers stand on the form they are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from yimi.cases.models import Case, Plan, SupervisorReview
from yimi.cases.queries.file import (
    CaseFile,
    SessionView,
    case_file,
    goals_of,
    raw_note,
)
from yimi.cases.queries.links import referral_rows_of, resource_rows_of
from yimi.cases.queries.papers import KINDS, case_paper, follow_up_paper, plan_facts
from yimi.cases.queries.pictures import picture_of
from yimi.cases.rules.ecomap import eco_map
from yimi.cases.rules.genogram import genogram
from yimi.cases.wording import picture_words
from yimi.core import clock
from yimi.core.formats import day_text
from yimi.forms.definitions import FormDefinition, definition, definition_of, definitions_of
from yimi.forms.filling import Paper
from yimi.forms.models import FormEntry
from yimi.forms.printing import PrintedForm
from yimi.forms.queries import Subject, entries_of_all, open_answers, versions
from yimi.referrals.printing import printed_referral, printed_resource
from yimi.services.models import Participant, RecordWorker
from yimi.services.models.record import Presence

PAPER_LANGUAGE = "zh-hans"


def whole_file(case: Case) -> list[PrintedForm]:
    """Every sheet, in order; the caller has checked who may. The same number of queries for 3 sessions and for 40;

    some more for each referral and resource link, of which a case has few.
    """
    with override(PAPER_LANGUAGE):
        file = case_file(case)
        head = _head(case)
        sheets = [_case_form(case, code, file, head) for code in ("F-01", "F-02")]
        sheets.append(_case_form(case, "F-03", file, head, pictures=_pictures(case)))
        sheets += _plans(case, file, head)
        sheets += _sessions(case, file.sessions, head)
        sheets += [printed_resource(row) for row in resource_rows_of(case)]
        sheets += [printed_referral(row) for row in referral_rows_of(case)]
        if "F-08" in file.forms or case.closed_on:
            sheets.append(_case_form(case, "F-08", file, head))
        sheets += _follow_ups(case, file, head)
        return sheets


def _head(case: Case) -> dict[str, str]:
    return {
        "number": case.number,
        "unit": case.unit.name,
        "client": case.resident.name,
        "worker": case.owner.name,
        "date": _day(case.opened_on),
    }


def _day(day: date | None) -> str:
    return day_text(day, PAPER_LANGUAGE, weekday=False) if day else ""


def _pictures(case: Case) -> list[str]:
    picture, _version = picture_of(case)
    words = picture_words()
    drawn = []
    if picture.people:
        drawn.append(genogram(picture, words, year=clock.today().year))
    if picture.systems:
        drawn.append(eco_map(words.family % case.resident.name, picture.systems, words))
    return drawn


#: Form → what the supervisor was asked about.
ABOUT = {"F-01": "intake", "F-03": "assessment", "F-04": "plan", "F-08": "closing"}


def _case_form(
    case: Case,
    code: str,
    file: CaseFile,
    head: Mapping[str, str],
    *,
    pictures: Sequence[str] = (),
) -> PrintedForm:
    entry = file.forms.get(code)
    paper = case_paper(case, code, "")
    written = {**head, "review": _review(file, ABOUT.get(code, ""))}
    if entry:
        written["date"] = _day(clock.local_date(entry.recorded_at))
        if entry.version > 1:
            written["amendments"] = _("第 %(n)d 次修订") % {"n": entry.version - 1}
    return _sheet(paper, entry, written, pictures=pictures)


def _sheet(
    paper: Paper,
    entry: FormEntry | None,
    head: Mapping[str, str],
    *,
    pictures: Sequence[str] = (),
    caption: str = "",
) -> PrintedForm:
    answers = paper.answers(entry)
    if entry:
        form = definition_of(entry, answers)
    else:
        form = definition(paper.code, region_code=paper.unit.region_code)
    return PrintedForm(form, _filled(head), answers, pictures, caption)


def _filled(head: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in head.items() if text}


def _review(file: CaseFile, about: str, plan: Plan | None = None) -> str:
    """The latest answer about something, in words."""
    for said in file.reviews:
        row: SupervisorReview = said.row
        if row.about != about or (plan is not None and row.plan_id != plan.pk):
            continue
        name = row.supervisor.name if row.supervisor else ""
        parts = [name, str(row.get_answer_display()), said.text, _day(row.answered_on)]
        return "　".join(part for part in parts if part)
    return ""


def _plans(case: Case, file: CaseFile, head: Mapping[str, str]) -> Iterable[PrintedForm]:
    """Each version with its goals as they were; without a published one, what is written so far."""
    if not file.plans:
        if "F-04" in file.forms or file.goals:
            yield _case_form(case, "F-04", file, head)
        return
    entries = {entry.version: entry for entry in versions(Subject("case", case.pk), "F-04")}
    for plan in reversed(file.plans):
        entry = entries.get(plan.form_version or 0)
        written = open_answers(entry) if entry else {}
        answers = {**written, **plan_facts(goals_of(case, plan))}
        if plan.agreed_on and "client_signature" not in answers:
            answers["client_signature"] = {
                "who": case.resident.name if plan.agreed_by == "client" else str(plan.get_agreed_by_display()),
                "on": plan.agreed_on.isoformat(),
            }  # fmt: skip
        form = (
            definition_of(entry, answers)
            if entry
            else definition("F-04", region_code=case.unit.region_code)
        )
        on_paper = {**head, "date": _day(plan.published_on), "review": _review(file, "plan", plan)}
        yield PrintedForm(
            form, _filled(on_paper), answers, (), _("第 %(n)d 版") % {"n": plan.version}
        )


def _sessions(
    case: Case, sessions: Sequence[SessionView], head: Mapping[str, str]
) -> Iterable[PrintedForm]:
    """In the order in which they were held; voided ones are left out."""
    held = [view for view in reversed(sessions) if view.record.voided_at is None]
    entries = entries_of_all("case_session", [view.row.pk for view in held], "F-05")
    records = [view.record.pk for view in held]
    present = _names(
        Participant.objects.filter(record__in=records, presence=Presence.SERVED).select_related("resident")
    )  # fmt: skip
    workers = _names(RecordWorker.objects.filter(record__in=records).select_related("worker"))
    filled: list[tuple[SessionView, FormEntry | None, dict[str, Any]]] = []
    for view in held:
        found = entries.get(view.row.pk)
        entry = found[0] if found else None
        answers = {"process": raw_note(view.record)} | (open_answers(entry) if entry else {})
        answers |= {
            "session_no": view.row.number,
            "kind": KINDS[view.row.kind],
            "present": present.get(view.record.pk, []),
        }
        filled.append((view, entry, answers))
    forms = _forms_of(case, filled)
    for (view, _entry, answers), form in zip(filled, forms, strict=True):
        record = view.record
        names = workers.get(record.pk, [])
        on_paper = {
            **head,
            "date": _day(record.served_on),
            "time": _("%(n)d 分钟") % {"n": record.minutes},
            "worker": names[0] if names else "",
            "co_worker": "、".join(names[1:]),
            "attachments": "\n".join(note.text for note in view.additions),
        }
        yield PrintedForm(
            form,
            _filled(on_paper),
            {key: value for key, value in answers.items() if value},
            (),
            _("第 %(n)d 次") % {"n": view.row.number},
        )


def _forms_of(
    case: Case, filled: Sequence[tuple[SessionView, FormEntry | None, dict[str, Any]]]
) -> list[FormDefinition]:
    """Each session's form as it was worded when it was filled in; today's where none was. Two queries."""
    blank = definition("F-05", region_code=case.unit.region_code)
    of_entries = iter(
        definitions_of([(entry, answers) for _view, entry, answers in filled if entry])
    )
    return [next(of_entries) if entry else blank for _view, entry, _answers in filled]


def _names(rows: Any) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for row in rows.order_by("id"):
        person = row.resident if hasattr(row, "resident_id") else row.worker
        found.setdefault(row.record_id, []).append(person.name)
    return found


def _follow_ups(case: Case, file: CaseFile, head: Mapping[str, str]) -> Iterable[PrintedForm]:
    rows = list(reversed(file.follow_ups))
    entries = entries_of_all("case_follow_up", [row.pk for row in rows], "F-09")
    for row in rows:
        row.case = case
        found = entries.get(row.pk)
        on_paper = {**head, "date": _day(row.followed_on)}
        yield _sheet(
            follow_up_paper(row, ""),
            found[0] if found else None,
            on_paper,
            caption=_day(row.followed_on),
        )
