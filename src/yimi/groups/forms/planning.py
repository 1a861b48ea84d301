"""The list's filter, a group's head and its table of sessions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import VersionedForm, date_field, text_field
from yimi.groups.models import (
    GroupKind,
    GroupStatus,
)
from yimi.groups.rules import LONGEST_THEME, MOST_MEMBERS, MOST_SESSIONS, PlanRow

Choices = Sequence[tuple[str, Any]]
CHECKBOXES, RADIOS = forms.CheckboxSelectMultiple, forms.RadioSelect
#: Empty rows under the plan's table, to write into.
SPARE_ROWS = 2
UNDECIDED = _("待定")


class FilterForm(forms.Form):
    """The list's filter. Anything that does not fit filters nothing."""

    q = forms.CharField(label=_("名称或编号"), required=False, max_length=60)
    status = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("open", _("没有结束的")), *GroupStatus.choices],
    )
    kind = forms.ChoiceField(
        label=_("类型"), required=False, choices=[("", _("全部")), *GroupKind.choices]
    )
    unit = forms.ChoiceField(label=_("站点"), required=False)

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(units) > 1:
            self.fields["unit"].choices = [("", _("全部")), *units]  # type: ignore[attr-defined]
        else:
            del self.fields["unit"]


class HeadForm(VersionedForm):
    """A group's head and who leads it."""

    title = text_field(_("小组名称"), 60)
    kind = forms.ChoiceField(label=_("小组类型"), choices=GroupKind.choices, widget=RADIOS)
    item_id = forms.ChoiceField(label=_("服务项目"))
    place = text_field(_("地点"), 60, required=False)
    starts_on = date_field(_("计划开始"))
    capacity = forms.IntegerField(
        label=_("计划人数"), min_value=1, max_value=MOST_MEMBERS, initial=10
    )
    leaders = forms.MultipleChoiceField(label=_("带领的社工"), widget=CHECKBOXES)
    lead = forms.ChoiceField(label=_("其中主要带领"), required=False)

    def __init__(self, *args: Any, items: Choices, workers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item_id"].choices = [("", _("请选择")), *items]  # type: ignore[attr-defined]
        self.fields["leaders"].choices = workers  # type: ignore[attr-defined]
        self.fields["lead"].choices = [("", _("第一位")), *workers]  # type: ignore[attr-defined]

    @property
    def leader_uids(self) -> list[UUID]:
        """The chosen workers, the lead first."""
        chosen, lead = self.cleaned_data["leaders"], self.cleaned_data["lead"]
        ordered = [lead, *(one for one in chosen if one != lead)] if lead else chosen
        return [UUID(one) for one in ordered]

    def head(self) -> dict[str, Any]:
        """The values of the group itself."""
        skip = {"row_version", "leaders", "lead", "unit", "count", "every"}
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}


class NewGroupForm(HeadForm):
    """A new group: its table starts as so many sessions, so many days apart, with their themes open."""

    unit = forms.ChoiceField(label=_("站点"))
    count = forms.IntegerField(label=_("计划几节"), min_value=1, max_value=MOST_SESSIONS, initial=6)
    every = forms.IntegerField(label=_("隔几天一节"), min_value=1, max_value=90, initial=7)

    field_order = (
        "title",
        "kind",
        "unit",
        "item_id",
        "starts_on",
        "count",
        "every",
        "capacity",
        "place",
    )

    def __init__(self, *args: Any, units: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]

    def table(self) -> list[PlanRow]:
        """The first table."""
        first: date = self.cleaned_data["starts_on"]
        every: int = self.cleaned_data["every"]
        return [
            PlanRow(no + 1, str(UNDECIDED), first + timedelta(days=every * no))
            for no in range(self.cleaned_data["count"])
        ]


class PlanForm(VersionedForm):
    """The table of sessions, a day and a theme a row. A row whose theme is emptied is left out; the rest moves up."""

    def __init__(self, *args: Any, rows: Sequence[PlanRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = max(len(rows), self._sent()) if self.is_bound else len(rows) + SPARE_ROWS
        for no in range(1, min(count, MOST_SESSIONS) + 1):
            row = rows[no - 1] if no <= len(rows) else None
            self.fields[f"on_{no}"] = date_field(
                _("第 %(no)d 节日期") % {"no": no},
                required=False,
                initial=row.planned_on if row else None,
            )
            self.fields[f"theme_{no}"] = text_field(
                _("第 %(no)d 节主题") % {"no": no},
                LONGEST_THEME,
                required=False,
                initial=row.theme if row else "",
            )

    def _sent(self) -> int:
        names = [name for name in self.data if name.startswith("theme_")]
        return max(
            (int(n) for name in names if (n := name[6:]).isdecimal() and len(n) < 4), default=0
        )

    @property
    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Number, day and theme of each row, for the template."""
        numbers = [int(name[6:]) for name in self.fields if name.startswith("theme_")]
        return [(no, self[f"on_{no}"], self[f"theme_{no}"]) for no in numbers]

    def table(self) -> list[PlanRow]:
        """The rows that have a theme, numbered anew."""
        kept = [
            (self.cleaned_data.get(f"theme_{no}", ""), self.cleaned_data.get(f"on_{no}"))
            for no, _on, _theme in self.pairs
        ]
        filled = [(theme, on) for theme, on in kept if theme]
        return [PlanRow(no, theme, on) for no, (theme, on) in enumerate(filled, 1)]
