"""What people type about pairing agreements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.stations.forms import PlacedForm, PlaceField
from yimi.stations.models import Operator
from yimi.stations.places import resolve_place
from yimi.supervision.forms import WorkerChoice
from yimi.supervision.models import CountsPer


def count_field(label: Any, initial: int, **kwargs: Any) -> forms.IntegerField:
    """How many the document asks for."""
    return forms.IntegerField(label=label, min_value=0, max_value=366, initial=initial, **kwargs)


class PairingEditForm(VersionedForm):
    """The agreement and its rule; the places have a form of their own."""

    name = text_field(_("协议名称"), 100)
    document = text_field(_("依据文件"), 200)
    agency = forms.ModelChoiceField(
        Operator.objects.filter(dissolved_on=None).order_by("name"),
        label=_("选定的社工机构"), required=False, empty_label=_("还没有选定"),
    )  # fmt: skip
    starts_on = date_field(_("从哪天起"))
    ends_on = date_field(_("到哪天止"))
    supervisors_required = count_field(_("督导人数"), 2)
    onsite_visits_min = count_field(_("每名督导至少实地几次"), 2)
    onsite_days_min = count_field(
        _("每名督导实地至少几天"), 30, help_text=_("文件写“1 个月”的，按 30 天填，并在最后写明。")
    )
    counts_per = forms.ChoiceField(label=_("实地次数和天数怎么算"), choices=CountsPer.choices)
    local_workers_required = count_field(_("当地社工人数"), 1)
    local_worker_months = count_field(_("当地社工服务几个月"), 3)
    rule_note = text_field(_("对规定的理解"), 300, required=False)


class PairingPlacesForm(PlacedForm, VersionedForm):
    """Who helps whom."""

    region_code = PlaceField(label=_("结对牵头镇街"))
    site = PlaceField(label=_("受援社区（安置点）"))
    assisting = forms.CharField(
        label=_("协助镇街"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一行一个，写名称或 12 位区划代码。"),
    )  # fmt: skip

    def clean_assisting(self) -> tuple[str, ...]:
        """Each line as a 12-digit code."""
        try:
            return tuple(
                resolve_place(line) for line in self.cleaned_data["assisting"].splitlines() if line.strip()
            )  # fmt: skip
        except Invalid as error:
            raise forms.ValidationError(error.fields["region_code"]) from None

    def facts(self) -> dict[str, Any]:
        """The cleaned values under the names of the draft."""
        values = super().facts()
        values["lead_region_code"] = values.pop("region_code")
        values["site_region_code"] = values.pop("site")
        return values


class PairingForm(PairingPlacesForm, PairingEditForm):
    """A new agreement: its rule, and who helps whom."""

    field_order = (
        "name",
        "document",
        "region_code",
        "site",
        "assisting",
        "agency",
        "starts_on",
        "ends_on",
    )


class PairingFactForm(ActionForm):
    """Who, from when to when; somebody from elsewhere is named exactly."""

    worker = WorkerChoice(_("谁"), required=False, empty_label=_("不在名单里"))
    outside_name = text_field(
        _("姓名"), 100, required=False, help_text=_("名单里没有的，写全名和证书管理号。")
    )
    outside_number = text_field(_("证书管理号"), 60, required=False)
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    ends_on = date_field(_("到哪天止"), required=False)

    def __init__(self, *args: Any, workers: Any, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers  # type: ignore[attr-defined]
        if not is_open:
            del self.fields["outside_name"], self.fields["outside_number"]
            self.fields["worker"].required = True

    def clean(self) -> dict[str, Any]:
        """Somebody is named."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        named = values.get("outside_name") and values.get("outside_number")
        if "outside_name" in self.fields and not values.get("worker") and not named:
            self.add_error("worker", _("请从名单里选，或写姓名和证书管理号。"))
        return values
