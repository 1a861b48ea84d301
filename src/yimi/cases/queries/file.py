"""One case's file, opened for those who may read it: everything the page shows, in a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from yimi.cases.choices import GoalStatus
from yimi.cases.models import (
    Case,
    CaseNote,
    CaseSession,
    CaseStageEvent,
    FollowUp,
    Goal,
    HandOver,
    Plan,
    Scale,
    ScaleReading,
    ServiceAgreement,
    SupervisorReview,
)
from yimi.forms.models import FormEntry
from yimi.services.actions.record_rows import NOTE_FIELD
from yimi.services.models import ServiceRecord


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal in the clear."""

    row: Goal
    problem: str
    text: str
    measure: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note in the clear; ``earlier`` is what it said before it was corrected, oldest first."""

    row: CaseNote
    text: str
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session with its record and its raw note; ``record`` is the version that stands, voided or not."""

    row: CaseSession
    record: ServiceRecord
    note: str
    additions: tuple[NoteView, ...]
    has_form: bool


@dataclass(frozen=True, slots=True)
class ScaleView:
    """A tool with its scores, oldest first."""

    row: Scale
    readings: tuple[ScaleReading, ...]

    @property
    def first(self) -> ScaleReading | None:
        """Before."""
        return self.readings[0] if self.readings else None

    @property
    def last(self) -> ScaleReading | None:
        """After; None until there is a second score."""
        return self.readings[-1] if len(self.readings) > 1 else None

    @property
    def change(self) -> Decimal | None:
        """After minus before."""
        return self.last.score - self.first.score if self.last and self.first else None

    @property
    def is_better(self) -> bool:
        """Whether the change goes the good way."""
        change = self.change or Decimal(0)
        return change > 0 if self.row.higher_is_better else change < 0


@dataclass(frozen=True, slots=True)
class Said:
    """A row with its sealed words in the clear."""

    row: Any
    text: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything in the file, for its readers."""

    agreements: list[ServiceAgreement] = field(default_factory=list)
    plan: Plan | None = None
    plans: list[Plan] = field(default_factory=list)
    goals: list[GoalView] = field(default_factory=list)
    scales: list[ScaleView] = field(default_factory=list)
    sessions: list[SessionView] = field(default_factory=list)
    notes: list[NoteView] = field(default_factory=list)
    reviews: list[Said] = field(default_factory=list)
    hand_overs: list[Said] = field(default_factory=list)
    history: list[Said] = field(default_factory=list)
    follow_ups: list[FollowUp] = field(default_factory=list)
    forms: dict[str, FormEntry] = field(default_factory=dict)
    intake_reason: str = ""


def case_file(case: Case) -> CaseFile:
    """The whole file; the caller has fetched the case for reading. Sixteen queries, whatever its length."""
    notes = notes_of(case)
    plans = list(Plan.objects.filter(case=case).order_by("-version"))
    forms = FormEntry.objects.filter(
        subject_uid=case.pk, subject_kind="case", superseded_at=None
    ).order_by("code")
    reviews = SupervisorReview.objects.current().filter(case=case).select_related("supervisor")
    hand_overs = HandOver.objects.current().filter(case=case)
    return CaseFile(
        agreements=list(ServiceAgreement.objects.current().filter(case=case).order_by("purpose")),
        plan=next((plan for plan in plans if plan.superseded_at is None), None),
        plans=plans,
        goals=goals_of(case),
        scales=scales_of(case),
        sessions=sessions_of(case, notes),
        notes=[note for note in notes if note.row.session_id is None],
        reviews=_said(
            case, reviews.order_by("-asked_on", "-recorded_at"), "comment", "review_comment"
        ),
        hand_overs=_said(
            case,
            hand_overs.select_related("from_worker", "to_worker").order_by("-happened_on"),
            "note",
            "hand_over",
        ),
        history=history_of(case),
        follow_ups=list(
            FollowUp.objects.current().filter(case=case).order_by("-followed_on", "-uid")
        ),
        forms={entry.code: entry for entry in forms},
        intake_reason=case.key.open(case.intake.reason_sealed, field="intake_reason", row=case.pk),
    )


def _said(case: Case, rows: Any, attribute: str, name: str) -> list[Said]:
    return [
        Said(row, case.key.open(getattr(row, f"{attribute}_sealed"), field=name, row=row.pk))
        for row in rows
    ]


def history_of(case: Case) -> list[Said]:
    """The stages the case went through, newest first. One query."""
    rows = CaseStageEvent.objects.current().filter(case=case)
    return _said(case, rows.order_by("-recorded_at", "-uid"), "reason", "stage_reason")


def goals_of(case: Case, plan: Plan | None = None) -> list[GoalView]:
    """The goals as they stand; with ``plan`` as that version last had them. One query."""
    rows = Goal.objects.filter(case=case)
    rows = rows.filter(plan=plan) if plan else rows.filter(superseded_at=None)
    latest = {row.line: row for row in rows.order_by("recorded_at", "uid")}
    return [
        GoalView(
            row,
            case.key.open(row.problem_sealed, field="goal_problem", row=row.line),
            case.key.open(row.text_sealed, field="goal", row=row.line),
            case.key.open(row.measure_sealed, field="goal_measure", row=row.line),
        )
        for row in sorted(
            latest.values(),
            key=lambda row: (row.kind != "overall", row.status == GoalStatus.DROPPED, row.position),
        )
    ]


def scales_of(case: Case) -> list[ScaleView]:
    """Tools and scores. Two queries."""
    readings: dict[UUID, list[ScaleReading]] = {}
    rows = ScaleReading.objects.current().filter(scale__case=case)
    for row in rows.order_by("read_on", "recorded_at"):
        readings.setdefault(row.scale_id, []).append(row)
    scales = Scale.objects.filter(case=case).order_by("uid")
    return [ScaleView(scale, tuple(readings.get(scale.pk, ()))) for scale in scales]


def notes_of(case: Case) -> list[NoteView]:
    """Every note as it stands, newest first, with what it said before. One query."""
    rows = {row.pk: row for row in CaseNote.objects.filter(case=case).order_by("-recorded_at")}
    text = {
        uid: case.key.open(row.text_sealed, field="case_note", row=uid) for uid, row in rows.items()
    }
    views = []
    for row in rows.values():
        if row.superseded_at is not None:
            continue
        earlier, before = [], row.replaces_id
        while before is not None:
            earlier.append(text[before])
            before = rows[before].replaces_id
        views.append(NoteView(row, text[row.pk], tuple(reversed(earlier))))
    return views


def sessions_of(case: Case, notes: list[NoteView] | None = None) -> list[SessionView]:
    """The sessions, newest first, with their raw notes and additions. Three queries, one more without ``notes``."""
    sessions = list(CaseSession.objects.filter(case=case).order_by("-number"))
    records = {
        record.number: record
        for record in ServiceRecord.objects.filter(
            number__in=[row.record_number for row in sessions], superseded_at=None
        ).select_related("key", "item")
    }
    additions: dict[UUID, list[NoteView]] = {}
    for note in notes_of(case) if notes is None else notes:
        if note.row.session_id is not None:
            additions.setdefault(note.row.session_id, []).append(note)
    filled = set(
        FormEntry.objects.filter(
            subject_uid__in=[row.pk for row in sessions],
            subject_kind="case_session",
            superseded_at=None,
        ).values_list("subject_uid", flat=True)
    )
    views = [
        SessionView(
            row,
            records[row.record_number],
            raw_note(records[row.record_number]),
            tuple(reversed(additions.get(row.pk, []))),
            row.pk in filled,
        )
        for row in sessions
    ]
    return sorted(views, key=lambda view: (view.record.served_on, view.row.number), reverse=True)


def raw_note(record: ServiceRecord) -> str:
    """The note of a session's record. The services room opens it to those who gave the session; this room to the case's
    present workers and supervisor, whom the caller has checked."""
    if not record.note_sealed or record.key is None:
        return ""
    return record.key.open(record.note_sealed, field=NOTE_FIELD, row=record.pk)
