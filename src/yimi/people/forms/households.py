"""Households: opened, narrowed down, changed, closed, opened with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.codes.tables import (
    RELATIONS,
    choices,
)
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.people.forms.people import PersonForm
from yimi.people.models import (
    ClosingReason,
    StatusKind,
)
from yimi.people.queries.lists import AGE_BANDS
from yimi.people.queries.views import MemberView
from yimi.people.rules.households import HEAD

ADDRESS_MAX, REASON_MAX = 200, 300
AGE_LABELS = {
    "child": _("未满 18 岁"),
    "adult": _("18–59 岁"),
    "elder": _("60–79 岁"),
    "old": _("80 岁以上"),
}


class NewHouseholdForm(PersonForm):
    """A household and its head, in one go."""

    region_code = text_field(_("村（社区）"), 12)
    address = text_field(_("门牌或小组"), ADDRESS_MAX, required=False)


class HeadForm(ActionForm):
    """Who is head now, and what everybody is to the new head."""

    on = date_field(_("从哪天起"))

    def __init__(self, *args: Any, members: Sequence[MemberView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"] = forms.ChoiceField(
            label=_("新户主"),
            choices=[(str(member.uid), member.name) for member in members],
            widget=forms.RadioSelect,
        )
        offered = tuple(code for code in RELATIONS if code != HEAD)
        for member in members:
            self.fields[f"relation_{member.uid}"] = forms.ChoiceField(
                label=member.name,
                choices=[("", _("（新户主本人）")), *choices(RELATIONS, offered)],
                required=False,
            )

    @property
    def relations(self) -> list[forms.BoundField]:
        """The members' fields, for the template."""
        return [self[name] for name in self.fields if name.startswith("relation_")]


class HouseholdForm(VersionedForm):
    """Where the household is."""

    address = text_field(_("门牌或小组"), ADDRESS_MAX, required=False)
    since = date_field(_("从哪天起"), required=False)


class MoveHouseholdForm(VersionedForm):
    """The household goes to another village; the station that serves it takes over the basic file."""

    region_code = text_field(_("迁到哪个村（社区）"), 12)
    address = text_field(_("门牌或小组"), ADDRESS_MAX, required=False)
    on = date_field(_("从哪天起"))


class CloseForm(VersionedForm):
    """Closing a file."""

    reason = forms.ChoiceField(label=_("销档原因"), choices=ClosingReason.choices)
    closed_on = date_field(_("销档日期"))


class FilterForm(forms.Form):
    """What the list is narrowed to; whatever makes no sense narrows nothing."""

    q = text_field(_("查找"), 60, required=False)
    region = forms.ChoiceField(label=_("村（社区）"), required=False)
    status = forms.ModelChoiceField(
        label=_("身份或待遇"),
        queryset=StatusKind.objects.none(),
        required=False,
        empty_label=_("不限"),
    )
    age_band = forms.ChoiceField(
        label=_("家里有"),
        choices=[("", _("不限")), *((band, AGE_LABELS[band]) for band in AGE_BANDS)],
        required=False,
    )

    def __init__(self, *args: Any, villages: list[tuple[str, str, int]], kinds: Any) -> None:
        super().__init__(*args)
        region, status = self.fields["region"], self.fields["status"]
        assert isinstance(region, forms.ChoiceField)  # noqa: S101 - declared above
        assert isinstance(status, forms.ModelChoiceField)  # noqa: S101 - declared above
        region.choices = [
            ("", _("不限")),
            *((code, f"{name}（{count}）") for code, name, count in villages),
        ]
        status.queryset = kinds

    def chosen(self) -> dict[str, Any]:
        """The values that make sense."""
        self.is_valid()
        values = self.cleaned_data
        status = values.get("status")
        return {
            "region": values.get("region", ""),
            "status": status.pk if status else "",
            "age_band": values.get("age_band", ""),
        }


class ReasonForm(ActionForm):
    """Why, and for how long, an officer opens a file."""

    number = text_field(_("户档号"), 20)
    township = text_field(_("乡镇（街道）"), 12)
    reason = text_field(_("理由"), REASON_MAX)
    hours = forms.TypedChoiceField(
        label=_("打开多久"),
        choices=[(2, _("2 小时")), (24, _("一天")), (72, _("三天"))],
        coerce=int,
        initial=24,
    )
