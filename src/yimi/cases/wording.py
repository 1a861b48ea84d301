"""The rules' keys in the worker's words: warnings at the gates, and what to do next."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.cases.rules.genogram import Words
from yimi.cases.rules.stages import Gate

WARNINGS: dict[str, Any] = {
    Gate.NO_AGREEMENT: _("还没有服务协议。接触和预估可以先做；进入介入之前要取得同意，紧急情况可先服务后补签。"),
    Gate.AGREEMENT_PENDING: _("按紧急情况先服务，协议待补签。"),
    Gate.AGREEMENT_OVERDUE: _("按紧急情况先服务，补签已过期。请尽快补签，或写明新的日期。"),
    Gate.AGREEMENT_WITHDRAWN: _("服务对象已撤回同意。请停止介入，商量结案或重新取得同意。"),
    Gate.NO_INTAKE_FORM: _("接案登记表还没有填。"),
    Gate.NO_ASSESSMENT_FORM: _("预估表还没有填。"),
    Gate.RISK_UNKNOWN: _("还没有评定风险。"),
    Gate.NO_PLAN: _("还没有定稿的服务计划。"),
    Gate.PLAN_NOT_AGREED: _("服务计划还没有得到服务对象同意。"),
    Gate.PLAN_CHANGED: _("目标改过，还没有定成新一版计划。"),
    Gate.PLAN_REVIEW_DUE: _("到了检视计划的日子。"),
    Gate.NO_GOALS: _("还没有写目标。"),
    Gate.NO_REVIEW: _("督导还没有看。"),
    Gate.REVIEW_RETURNED: _("督导请您修改，改好后再请他看。"),
    Gate.NO_SUPERVISOR: _("没有安排督导。可以请站长安排，或记下“目前没有督导”。"),
    Gate.NO_SESSION: _("还没有记过一次会谈。"),
    Gate.GOALS_NOT_JUDGED: _("有目标还没有写达成情况。"),
    Gate.NO_EVALUATION_FORM: _("评估结案表还没有填。"),
}  # fmt: skip
#: Warnings that are painted red rather than warm.
GRAVE = frozenset({Gate.NO_AGREEMENT, Gate.AGREEMENT_OVERDUE, Gate.AGREEMENT_WITHDRAWN})

#: Task key → what to do, and the name of the page that does it (reverse with the case's uid).
TASKS: dict[str, tuple[Any, str]] = {
    "fill_intake": (_("填接案登记表"), "cases:intake_form"),
    "decide_intake": (_("决定接不接案"), "cases:decide"),
    "ask_agreement": (_("取得服务协议"), "cases:agreement"),
    "fill_assessment": (_("填预估表"), "cases:assessment"),
    "go_plan": (_("进入计划"), "cases:move"),
    "add_goals": (_("写下第一个目标"), "cases:new_goal"),
    "publish_plan": (_("把计划定稿"), "cases:plan"),
    "agree_plan": (_("记下服务对象同意计划"), "cases:agree_plan"),
    "ask_review": (_("请督导看计划"), "cases:ask_review"),
    "go_intervention": (_("进入介入"), "cases:move"),
    "record_session": (_("记一次会谈"), "cases:new_session"),
    "evaluate": (_("填评估结案表"), "cases:evaluate"),
    "go_closing": (_("进入结案"), "cases:move"),
    "close": (_("结案"), "cases:close"),
    "follow_up": (_("记一次回访"), "cases:new_follow_up"),
}


def picture_words() -> Words:
    """The words of genogram and eco-map, in the reader's language."""
    return Words(
        title=str(_("家庭结构图")),
        eco_title=str(_("生态系统图")),
        client=str(_("服务对象")),
        age=str(_("%d 岁")),
        dead=str(_("已故")),
        man=str(_("男")),
        woman=str(_("女")),
        unknown=str(_("性别不详")),
        at_home=str(_("同住")),
        couple={
            "married": str(_("已婚")),
            "cohabiting": str(_("同居")),
            "separated": str(_("分居")),
            "divorced": str(_("离婚")),
        },
        ties={
            "strong": str(_("紧密")),
            "ordinary": str(_("一般")),
            "weak": str(_("疏远")),
            "stressful": str(_("紧张")),
        },
        children=str(_("的子女")),
        family=str(_("%s一家")),
    )
