"""The supervisor's eyes: asking, answering, and saying that nobody is there to ask."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.access import part_in, require_work
from yimi.cases.actions.trail import case_event, short_enough
from yimi.cases.choices import AssignmentRole, ReviewAnswer, ReviewOf
from yimi.cases.errors import AlreadyAnswered, NotesNotYours, ReasonNeeded
from yimi.cases.models import Case, CaseAssignment, Plan, SupervisorReview
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Invalid
from yimi.core.ids import new_uid
from yimi.core.superseding import replace_fact
from yimi.workforce.models import Worker


@transaction.atomic
def request_review(case: Case, *, actor: Actor, about: str) -> SupervisorReview:
    """Ask the case's supervisor to look at something. Raises Invalid without a supervisor, or when it is asked already."""
    require_work(actor, case)
    if about not in ReviewOf.values:
        raise Invalid.one("about", _("请选要督导看什么。"))
    supervisor = supervisor_of(case)
    if supervisor is None:
        raise Invalid.one("about", _("这个个案还没有安排督导。请站长安排，或记下“目前没有督导”。"))
    waiting = SupervisorReview.objects.current().filter(
        case=case, about=about, answer=ReviewAnswer.REQUESTED
    )
    if waiting.exists():
        raise Invalid.one("about", _("已经请督导看了，正在等回复。"))
    return _write(case, actor, about, ReviewAnswer.REQUESTED, supervisor)


@transaction.atomic
def note_no_supervisor(case: Case, *, actor: Actor, about: str) -> SupervisorReview:
    """Nobody is there to ask: an answer like the others, and the asking ends."""
    require_work(actor, case)
    if about not in ReviewOf.values:
        raise Invalid.one("about", _("请选要督导看什么。"))
    if supervisor_of(case) is not None:
        raise Invalid.one("about", _("这个个案有督导，请先请他看。"))
    return _write(case, actor, about, ReviewAnswer.NONE_AVAILABLE, None)


@transaction.atomic
def answer_review(
    review: SupervisorReview, *, actor: Actor, answer: str, comment: str = ""
) -> SupervisorReview:
    """The assigned supervisor approves, or returns it and says why. Raises :class:`AlreadyAnswered`, ReasonNeeded."""
    case = review.case
    if not part_in(actor, case).supervises:
        raise NotesNotYours
    if review.answer != ReviewAnswer.REQUESTED or review.superseded_at is not None:
        raise AlreadyAnswered
    if answer not in {ReviewAnswer.APPROVED, ReviewAnswer.RETURNED}:
        raise Invalid.one("answer", _("请选同意还是请修改。"))
    comment = short_enough("comment", comment.strip())
    if answer == ReviewAnswer.RETURNED and not comment:
        raise ReasonNeeded
    uid = new_uid()
    row = replace_fact(
        review,
        actor=actor,
        uid=uid,
        supervisor_id=actor.worker_uid,
        answer=answer,
        answered_on=clock.today(),
        comment_sealed=case.key.seal(comment, field="review_comment", row=uid),
    )
    case_event(actor, "answer_review", case, about=review.about, answer=str(answer))
    return row


def supervisor_of(case: Case) -> Worker | None:
    """Who supervises the case today; with two, the one assigned last."""
    held = CaseAssignment.objects.held_now().filter(case=case, role=AssignmentRole.SUPERVISOR)
    row = held.select_related("worker").order_by("-starts_on", "-recorded_at").first()
    return row.worker if row else None


def _write(
    case: Case, actor: Actor, about: str, answer: ReviewAnswer, supervisor: Worker | None
) -> SupervisorReview:
    today = clock.today()
    plan = Plan.objects.current().filter(case=case).first() if about == ReviewOf.PLAN else None
    row = SupervisorReview.objects.create(
        case=case,
        plan=plan,
        about=about,
        supervisor=supervisor,
        asked_on=today,
        answer=answer,
        answered_on=None if answer == ReviewAnswer.REQUESTED else today,
        recorded_by=actor.uid,
    )
    case_event(actor, "request_review", case, about=str(about), answer=str(answer))
    return row
