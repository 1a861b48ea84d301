"""What people type about a worker for the rules: honours, conduct, studies and field, exam costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.programmes.models import CostKind, Finding, GivenBy, HonourKind, HonourLevel

UNKNOWN_OR = [("", _("不清楚")), ("yes", _("是")), ("no", _("不是"))]
#: Posts that no station knows (catalogue ``workforce.toml``, fact ``employment``).
POSTS = [
    ("", _("没有站外岗位")),
    ("community_worker", _("城市社区专职工作者")),
    ("committee_member", _("社区“两委”成员")),
    ("union_worker", _("工会社会工作者")),
    ("assistance_clerk", _("社会救助经办人员")),
    ("other", _("其他")),
]


def known_field(label: Any) -> forms.TypedChoiceField:
    """Yes, no, or nobody knows: three answers, because a missing fact is no no."""
    return forms.TypedChoiceField(
        label=label,
        choices=UNKNOWN_OR,
        required=False,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
    )


class HonourForm(ActionForm):
    """An honour."""

    kind = forms.ChoiceField(label=_("种类"), choices=HonourKind.choices)
    title = text_field(_("荣誉称号"), 80, help_text=_("写全称；同一荣誉各级授予时写同样的名称。"))
    level = forms.ChoiceField(label=_("授予层级"), choices=HonourLevel.choices)
    given_by = forms.ChoiceField(label=_("授予部门"), choices=GivenBy.choices, required=False)
    to_individual = known_field(_("授予个人（不是集体）"))
    awarded_on = date_field(_("授予日期"))


class ConductForm(ActionForm):
    """A conduct check."""

    checked_on = date_field(_("核查日期"), initial=clock.today)
    finding = forms.ChoiceField(label=_("结果"), choices=Finding.choices, required=False)
    found_on = date_field(_("认定日期"), required=False)
    overturned_on = date_field(_("撤销日期"), required=False)


class BackgroundForm(ActionForm):
    """Studies, internship, field, post outside stations."""

    field = forms.ChoiceField(
        label=_("服务领域"), required=False, help_text=_("规则包所列的领域；不在其中的先不选。")
    )
    social_work_degree = known_field(_("社会工作专业毕业"))
    full_time_student = known_field(_("毕业于全日制普通高等本科院校"))
    internship_started_on = date_field(_("民政部门安排实习的日期"), required=False)
    graduated_on = date_field(_("毕业日期"), required=False)
    post = forms.ChoiceField(label=_("站外岗位"), choices=POSTS, required=False)

    def __init__(self, *args: Any, fields: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", _("未认定")), *fields]  # type: ignore[attr-defined]


class ExamCostForm(ActionForm):
    """A receipt for the exam."""

    exam_year = forms.IntegerField(label=_("考试年度"), min_value=2008, max_value=2100)
    kind = forms.ChoiceField(label=_("费用种类"), choices=CostKind.choices)
    yuan = forms.DecimalField(
        label=_("金额（元）"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2
    )
    spent_on = date_field(_("发生日期"))
    invoice_number = text_field(
        _("发票号码"), 40, required=False, help_text=_("没有发票的空着。同一张发票只能登记一次。")
    )
    registered_for_exam = known_field(_("已报名参加考试"))
    passed = known_field(_("考试通过"))
