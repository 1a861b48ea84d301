"""What people type about supervision plans and about who supervises whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.supervision.forms import UnitChoice, WorkerChoice
from yimi.workforce.models import Worker


class PlanEditForm(VersionedForm):
    """What can change of a plan."""

    starts_on = date_field(_("从哪天起"))
    ends_on = date_field(_("到哪天止"))
    sessions_planned = forms.IntegerField(label=_("计划次数"), min_value=1, max_value=366)
    aims = forms.CharField(
        label=_("督导目标"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写专业成长目标。计划站里和县里都能看到，不写个人情况。"),
    )


class PlanForm(PlanEditForm):
    """A new plan: whose, for which unit, for whom there."""

    supervisor = WorkerChoice(_("督导"))
    unit = UnitChoice(_("站点"))
    workers = forms.ModelMultipleChoiceField(
        Worker.objects.none(), label=_("只针对这几位"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是全站社工。"),
    )  # fmt: skip
    field_order = (
        "supervisor",
        "unit",
        "workers",
        "starts_on",
        "ends_on",
        "sessions_planned",
        "aims",
    )

    def __init__(
        self, *args: Any, supervisors: Any, units: Any, workers: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supervisor"].queryset = supervisors  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["workers"].queryset = workers  # type: ignore[attr-defined]


class AssignForm(ActionForm):
    """A supervisor for a unit or for one worker; one of our own staff, or somebody from elsewhere named exactly."""

    unit = UnitChoice(_("督导哪个站点"), required=False, empty_label=_("不是整个站点"))
    worker = WorkerChoice(_("督导哪位社工"), required=False, empty_label=_("不是某一位"))
    supervisor = WorkerChoice(
        _("由谁督导"), required=False, empty_label=_("不在名单里，是外地督导")
    )
    outside_name = text_field(
        _("外地督导的姓名"),
        100,
        required=False,
        help_text=_("名单里没有的，写全名和证书管理号，核对后才能登记。"),
    )
    outside_number = text_field(_("外地督导的证书管理号"), 60, required=False)
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    ends_on = date_field(_("到哪天止"), required=False)

    def __init__(
        self, *args: Any, units: Any, workers: Any, supervisors: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
        self.fields["supervisor"].queryset = supervisors  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one of unit and worker; a supervisor from the list, or a name with its number."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("unit")) == bool(values.get("worker")):
            self.add_error("unit", _("站点和社工选一个：督导整个站点，或者只督导一位社工。"))
        named = values.get("outside_name") and values.get("outside_number")
        if not values.get("supervisor") and not named:
            self.add_error("supervisor", _("请选督导，或在下面写外地督导的姓名和证书管理号。"))
        return values


class EndForm(ActionForm):
    """The last day of an assignment or a stay."""

    ends_on = date_field(_("最后一天"), initial=clock.today)
