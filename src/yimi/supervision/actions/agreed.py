"""What a pair agreed to do, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.audit.actions import record_event
from yimi.core import clock
from yimi.core.actor import Actor
from yimi.core.errors import Forbidden, Invalid
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.superseding import take_version
from yimi.stations.actions.checks import require_text
from yimi.supervision.access import HOLD
from yimi.supervision.models import ActionResult, AgreedAction, SupervisionSession
from yimi.supervision.queries.sessions import RESULT_FIELD, TEXT_FIELD

LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedDraft:
    """Something agreed: what, who does it, by when."""

    text: str
    worker_uid: UUID
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAnswer:
    """What came of an action agreed earlier; ``row_version`` is the version on the screen."""

    action: AgreedAction
    row_version: int
    result: str
    note: str = ""


def agreed_from(
    drafts: Iterable[AgreedDraft], session: SupervisionSession, *, key: DataKey, actor: Actor, allowed: set[UUID]
) -> list[AgreedAction]:  # fmt: skip
    """Unsaved actions of a session, their texts sealed. Raises Invalid for a stranger or a day before the session."""
    rows = []
    for draft in drafts:
        text = require_text("actions", draft.text, longest=LONGEST)
        if draft.worker_uid not in allowed:
            raise Invalid.one("actions", _("约定的事只能交给参加这次督导的人，请重新选。"))
        if draft.due_on < session.held_on:
            raise Invalid.one("actions", _("约定的完成日期不能早于督导日期。"))
        uid = new_uid()
        rows.append(
            AgreedAction(
                uid=uid,
                session_file_uid=session.file_uid,
                key=key,
                supervisor_id=session.supervisor_id,
                worker_id=draft.worker_uid,
                text_sealed=key.seal(text, field=TEXT_FIELD, row=uid),
                due_on=draft.due_on,
                recorded_by=actor.uid,
            )
        )
    return rows


@transaction.atomic
def answer_action(answer: ActionAnswer, *, actor: Actor) -> AgreedAction:
    """Note the result of an agreed action: by the supervisor, or by whoever was to do it.

    Raises Forbidden for anybody else, Invalid for an unknown result, Conflict when the other was faster.
    """
    actor.require(HOLD)
    action = answer.action
    if actor.worker_uid is None or actor.worker_uid not in {action.supervisor_id, action.worker_id}:
        raise Forbidden(permission=HOLD)
    if answer.result not in ActionResult.values:
        raise Invalid.one("result", _("请选一个结果。"))
    note = " ".join(answer.note.split())
    if len(note) > LONGEST:
        raise Invalid.one("note", _("太长了，请缩短到 500 个字以内。"))
    is_open = answer.result == ActionResult.OPEN
    changes = {
        "result": answer.result,
        "result_sealed": action.key.seal(note, field=RESULT_FIELD, row=action.pk),
        "result_on": None if is_open else clock.today(),
    }
    take_version(action, expected=answer.row_version, changes=changes)
    record_event(
        actor, "supervision.answer_action", subject_kind="agreed_action", subject_uid=action.pk,
        details={"result": answer.result},
    )  # fmt: skip
    return action
