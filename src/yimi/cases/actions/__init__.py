"""The verbs of casework: the only modules of this room that write."""

from yimi.cases.actions.agreeing import agree_plan, record_agreement, withdraw_agreement
from yimi.cases.actions.closing import close_case, record_follow_up, reopen_case
from yimi.cases.actions.handing import (
    add_co_worker,
    assign_supervisor,
    end_assignment,
    hand_over,
    hand_over_all,
)
from yimi.cases.actions.local import set_local_level, set_local_setting
from yimi.cases.actions.noting import add_note, correct_note
from yimi.cases.actions.opening import decide_intake, open_case, open_cases
from yimi.cases.actions.paperwork import evaluate, save_case_form, write_assessment
from yimi.cases.actions.picturing import save_picture
from yimi.cases.actions.planning import (
    add_goal,
    add_scale,
    publish_plan,
    read_scale,
    set_goal_status,
    update_goal,
)
from yimi.cases.actions.reviewing import answer_review, note_no_supervisor, request_review
from yimi.cases.actions.sessions import record_session, record_sessions
from yimi.cases.actions.stages import move_case, set_level

__all__ = [
    "add_co_worker",
    "add_goal",
    "add_note",
    "add_scale",
    "agree_plan",
    "answer_review",
    "assign_supervisor",
    "close_case",
    "correct_note",
    "decide_intake",
    "end_assignment",
    "evaluate",
    "hand_over",
    "hand_over_all",
    "move_case",
    "note_no_supervisor",
    "open_case",
    "open_cases",
    "publish_plan",
    "read_scale",
    "record_agreement",
    "record_follow_up",
    "record_session",
    "record_sessions",
    "reopen_case",
    "request_review",
    "save_case_form",
    "save_picture",
    "set_goal_status",
    "set_level",
    "set_local_level",
    "set_local_setting",
    "update_goal",
    "withdraw_agreement",
    "write_assessment",
]
