"""What people type about units, operators and authorities."""

from __future__ import annotations

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.regions.picking import opened_place
from yimi.regions.rules import pad_code
from yimi.stations.models import (
    Authority,
    AuthorityLine,
    NameKind,
    Operator,
    OperatorKind,
    ServiceUnit,
    UnitKind,
    Weekday,
)
from yimi.stations.places import resolve_place
from yimi.stations.rules import Opening


class PlaceField(forms.CharField):
    """A division, chosen in the picker or sent as a name or a code; its clean value is the 12-digit code.

    ``within``: the prefix below which it must lie; ``at``: the 12-digit code where the picker opens.
    """

    is_place = True

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("所在地"))
        super().__init__(max_length=60, **kwargs)
        self.within = ""
        self.at = ""

    @property
    def within_code(self) -> str:
        """``within`` as a division's 12-digit code; empty for everywhere."""
        return pad_code(self.within) if self.within else ""

    def clean(self, value: Any) -> str:
        """The code; what cannot be resolved is said at the field."""
        text = super().clean(value)
        if not text:
            return ""
        try:
            return resolve_place(text, within=self.within)
        except Invalid as error:
            raise forms.ValidationError(error.fields["region_code"]) from None


class PlacedForm(ActionForm):
    """A form with a place (``region_code``), chosen inside the typist's own divisions; the picker opens ``at`` a code.

    Sent by a browser without scripts to look one level further down, it keeps what was typed and is not checked yet.
    """

    def __init__(self, *args: Any, within: str = "", at: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = opened_place(self.data)
        if opened is not None:
            typed = {name: self.data.get(name) for name in self.fields if name in self.data}
            self.initial = {**self.initial, **typed}
            self.is_bound = False
        field = self.fields["region_code"]
        if isinstance(field, PlaceField):
            field.within = within
            field.at = opened or at


class UnitFilterForm(forms.Form):
    """The filters above the list of units; nothing is required."""

    q = forms.CharField(label=_("名称或编号"), max_length=60, required=False)
    place = forms.ChoiceField(label=_("地方"), required=False)
    kind = forms.ChoiceField(
        label=_("类别"), required=False, choices=[("", _("全部")), *UnitKind.choices]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在用")), ("closed", _("已停用")), ("all", _("全部"))],
    )
    sort = forms.ChoiceField(
        label=_("排序"), required=False, choices=[("", _("按地方")), ("name", _("按名称"))]
    )

    def __init__(self, *args: Any, places: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]


class ContactForm(VersionedForm):
    """What the public sees of a unit."""

    phone = text_field(_("对外电话"), 30, required=False)
    address = text_field(_("地址"), 200, required=False)
    host = text_field(_("设在哪里"), 100, required=False, help_text=_("如“镇便民服务中心一楼”。"))
    offers = forms.CharField(
        label=_("提供的服务"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UnitForm(PlacedForm, ContactForm):
    """A unit's file."""

    name = text_field(_("名称"), 100)
    kind = forms.ChoiceField(label=_("类别"), choices=UnitKind.choices)
    region_code = PlaceField()
    parent = forms.ModelChoiceField(
        ServiceUnit.objects.none(), label=_("上级站点"), required=False, empty_label=_("没有")
    )
    opened_on = date_field(_("启用日期"), required=False)
    built_under = text_field(_("建设项目"), 100, required=False)
    field_order = ("name", "kind", "region_code", "parent", "opened_on", "phone", "address", "host", "offers", "built_under")  # fmt: skip

    def __init__(self, *args: Any, parents: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]


class RenameForm(VersionedForm):
    """A new official name."""

    name = text_field(_("新名称"), 100)
    on = date_field(_("启用日期"), initial=clock.today)


class CloseForm(VersionedForm):
    """The last day of service."""

    closed_on = date_field(_("最后服务日期"), initial=clock.today)
    reason = text_field(_("停用原因"), 300)


class ReopenForm(VersionedForm):
    """From which day a closed unit serves again."""

    on = date_field(_("从哪天起恢复服务"), initial=clock.today)
    reason = text_field(_("恢复原因"), 300)


class NameForm(ActionForm):
    """A local name or a sign."""

    kind = forms.ChoiceField(
        label=_("类别"),
        choices=[(kind.value, kind.label) for kind in (NameKind.SIGN, NameKind.LOCAL_NAME)],
    )
    text = text_field(_("名称"), 100)
    language = forms.ChoiceField(
        label=_("语言"), choices=[("zh-hans", _("汉语")), ("bo", _("藏语")), ("ug", _("维吾尔语")), ("mn", _("蒙古语")), ("za", _("壮语"))]
    )  # fmt: skip
    starts_on = date_field(_("从哪天起"), initial=clock.today)


class AreaForm(PlacedForm):
    """A division that a unit also serves."""

    region_code = PlaceField(label=_("服务区域"))
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    ends_on = date_field(_("到哪天止"), required=False)


class EndForm(ActionForm):
    """The last day of a dated fact."""

    ends_on = date_field(_("最后一天"), initial=clock.today)


class EngageForm(ActionForm):
    """Which operator runs the unit, since when, under which document."""

    operator = forms.ModelChoiceField(
        Operator.objects.none(), label=_("承接机构"), empty_label=_("请选择")
    )
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    ends_on = date_field(_("到哪天止"), required=False)
    document = text_field(_("依据文件"), 200, required=False, help_text=_("合同编号或通知文号。"))

    def __init__(self, *args: Any, operators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["operator"].queryset = operators  # type: ignore[attr-defined]


class LeadForm(ActionForm):
    """Which authority leads the unit, since when."""

    authority = forms.ModelChoiceField(
        Authority.objects.none(), label=_("主管单位"), empty_label=_("请选择")
    )
    starts_on = date_field(_("从哪天起"), initial=clock.today)

    def __init__(self, *args: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]


class OperatorForm(PlacedForm, VersionedForm):
    """An operator's file."""

    name = text_field(_("机构名称"), 100)
    kind = forms.ChoiceField(label=_("机构类型"), choices=OperatorKind.choices)
    uscc = text_field(
        _("统一社会信用代码"), 40, required=False, help_text=_("18 位；没有可以不填。")
    )
    contact_phone = text_field(_("联系电话"), 30, required=False)
    region_code = PlaceField(label=_("登记地"))
    founded_on = date_field(_("成立日期"), required=False)


class OperatorEditForm(OperatorForm):
    """An operator already on file can also be dissolved."""

    dissolved_on = date_field(_("注销日期"), required=False)


class AuthorityForm(PlacedForm):
    """An authority's file."""

    name = text_field(_("单位名称"), 100)
    line = forms.ChoiceField(label=_("条线"), choices=AuthorityLine.choices)
    region_code = PlaceField()
    phone = text_field(_("联系电话"), 30, required=False)


#: A day's morning and afternoon; more than two stretches a day nobody has asked for.
HALVES = ("am", "pm")
#: The four times of a day, named after their half; the page writes the weekday above them.
STRETCH_ENDS = {
    "am_opens": _("上午开门"),
    "am_closes": _("上午关门"),
    "pm_opens": _("下午开门"),
    "pm_closes": _("下午关门"),
}


def time_field(label: Any) -> forms.TimeField:
    """A time of day, with the browser's own picker."""
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(label=label, widget=widget, required=False)


class HoursForm(ActionForm):
    """The week: for each day a morning and an afternoon stretch, each from and to; a day left empty is closed."""

    from_on = date_field(_("从哪天起"), initial=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day in Weekday:
            for name, label in STRETCH_ENDS.items():
                self.fields[f"{name}_{day.value}"] = time_field(label)

    def rows(self) -> list[tuple[str, list[Any]]]:
        """The week as the page draws it: a day's name and its four fields."""
        return [
            (str(day.label), [self[f"{name}_{day.value}"] for name in STRETCH_ENDS])
            for day in Weekday
        ]

    def clean(self) -> dict[str, Any]:
        """Both ends of a stretch, or neither."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["week"] = []
        for day in Weekday:
            for half in HALVES:
                name = f"{half}_closes_{day.value}"
                opens, closes = values.get(f"{half}_opens_{day.value}"), values.get(name)
                if (opens is None) != (closes is None):
                    self.add_error(name, _("开门和关门时间要一起填。"))
                elif isinstance(opens, time) and isinstance(closes, time):
                    values["week"].append(Opening(day.value, opens, closes))
        return values
