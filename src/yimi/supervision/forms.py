"""What people type about supervision."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.stations.forms import time_field
from yimi.stations.models import ServiceUnit
from yimi.supervision.actions import ActionAnswer, AgreedDraft
from yimi.supervision.models import ActionResult, SessionFunction, SessionKind
from yimi.supervision.queries.sessions import Agreed
from yimi.workforce.models import Worker

#: So many agreed actions a session form has room for; more are rare, and a second session can add them.
AGREED_ROWS = 3


class UnitChoice(forms.ModelChoiceField):
    """One unit; tells nothing about those that are not offered."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("请选择"))
        super().__init__(ServiceUnit.objects.none(), label=label, **kwargs)


class WorkerChoice(forms.ModelChoiceField):
    """One worker."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("请选择"))
        super().__init__(Worker.objects.none(), label=label, **kwargs)


class SessionEditForm(ActionForm):
    """What is counted of a session, who took part, which cases came up."""

    unit = UnitChoice(_("站点"))
    workers = forms.ModelMultipleChoiceField(
        Worker.objects.none(), label=_("被督导的人"), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(
        label=_("督导形式"), choices=SessionKind.choices, widget=forms.RadioSelect
    )
    function = forms.ChoiceField(
        label=_("主要功能"), choices=SessionFunction.choices, widget=forms.RadioSelect
    )
    held_on = date_field(_("督导日期"), initial=clock.today)
    starts_at = time_field(_("开始时间"))
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=1440)
    place = text_field(_("地点"), 100, required=False)
    cases = forms.CharField(
        label=_("讨论的个案编号"),
        max_length=1300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个，只写编号，不写姓名。"),
    )
    next_on = date_field(_("下次督导"), required=False)

    def __init__(self, *args: Any, units: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["workers"].queryset = workers  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What stands in the session's own row."""
        names = ("kind", "function", "held_on", "starts_at", "minutes", "place", "next_on")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def case_numbers(self) -> tuple[str, ...]:
        """One a line."""
        return tuple(self.cleaned_data["cases"].splitlines())

    @property
    def worker_uids(self) -> tuple[UUID, ...]:
        """Who was supervised."""
        return tuple(worker.pk for worker in self.cleaned_data["workers"])


class SessionForm(SessionEditForm):
    """A new session: also what came of the last agreements, and what is agreed now."""

    uid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: list[Agreed], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for row in asked:
            uid = row.action.pk.hex
            self.fields[f"result_{uid}"] = forms.ChoiceField(
                label=row.text, choices=ActionResult.choices, initial=ActionResult.OPEN
            )
            self.fields[f"said_{uid}"] = text_field(_("结果说明"), 500, required=False)
            self.fields[f"version_{uid}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=row.action.row_version
            )
        for number in range(1, AGREED_ROWS + 1):
            self.fields[f"agreed_{number}"] = text_field(_("约定做什么"), 500, required=False)
            who = WorkerChoice(_("谁来做"), required=False)
            who.queryset = self.fields["workers"].queryset  # type: ignore[attr-defined]
            self.fields[f"who_{number}"] = who
            self.fields[f"due_{number}"] = date_field(_("什么时候完成"), required=False)

    def results(self) -> list[tuple[Agreed, Any, Any, Any]]:
        """The last agreements with their fields, for the page."""
        found = []
        for row in self.asked:
            uid = row.action.pk.hex
            found.append((row, self[f"result_{uid}"], self[f"said_{uid}"], self[f"version_{uid}"]))
        return found

    def agreed(self) -> list[tuple[Any, Any, Any]]:
        """The empty lines for what is agreed now, for the page."""
        return [
            (self[f"agreed_{number}"], self[f"who_{number}"], self[f"due_{number}"])
            for number in range(1, AGREED_ROWS + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """An agreed line is whole or empty."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(1, AGREED_ROWS + 1):
            names = (f"agreed_{number}", f"who_{number}", f"due_{number}")
            if values.get(names[0]):
                for name in names[1:]:
                    if not values.get(name) and name not in self.errors:
                        self.add_error(name, _("写了约定，就要写谁来做、什么时候完成。"))
        return values

    def actions(self) -> tuple[AgreedDraft, ...]:
        """What is agreed now."""
        values = self.cleaned_data
        return tuple(
            AgreedDraft(
                text=values[f"agreed_{number}"],
                worker_uid=values[f"who_{number}"].pk,
                due_on=values[f"due_{number}"],
            )
            for number in range(1, AGREED_ROWS + 1)
            if values[f"agreed_{number}"]
        )

    def answers(self) -> tuple[ActionAnswer, ...]:
        """What came of the last agreements, where something came."""
        values = self.cleaned_data
        return tuple(
            ActionAnswer(
                action=row.action,
                row_version=values[f"version_{row.action.pk.hex}"],
                result=values[f"result_{row.action.pk.hex}"],
                note=values[f"said_{row.action.pk.hex}"],
            )
            for row in self.asked
            if values[f"result_{row.action.pk.hex}"] != ActionResult.OPEN
        )


class ResultForm(VersionedForm):
    """What came of an agreed action."""

    result = forms.ChoiceField(
        label=_("结果"), choices=ActionResult.choices, widget=forms.RadioSelect
    )
    note = text_field(_("结果说明"), 500, required=False)


class ReasonForm(VersionedForm):
    """Why something recorded is withdrawn."""

    reason = text_field(_("原因"), 300)
