"""What people type about temporary teams."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.errors import Invalid
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.stations.forms import PlacedForm, PlaceField
from yimi.stations.places import resolve_place


class DeploymentForm(ActionForm):
    """Why, by whom, since when."""

    event = text_field(_("因什么事派出"), 100, help_text=_("如“7·20 河南暴雨灾害”。"))
    sender = text_field(_("派出单位"), 100)
    starts_on = date_field(_("开始服务日期"), initial=clock.today)


class TeamForm(PlacedForm, DeploymentForm):
    """A new team: its name, base and sites. It needs no station."""

    name = text_field(_("服务队名称"), 100)
    region_code = PlaceField(label=_("队部设在哪里"))
    sites = forms.CharField(
        label=_("服务点"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一个乡镇、街道或社区，可以跨县。写不准的，连县名一起写，如“浚县 王庄镇”。"),
    )  # fmt: skip
    phone = text_field(_("联系电话"), 30, required=False)
    field_order = ("name", "event", "sender", "starts_on", "region_code", "sites", "phone")

    def clean_sites(self) -> tuple[str, ...]:
        """Each line as a 12-digit code; at least one."""
        try:
            return tuple(
                resolve_place(line) for line in self.cleaned_data["sites"].splitlines() if line.strip()
            )  # fmt: skip
        except Invalid as error:
            raise forms.ValidationError(error.fields["region_code"]) from None


class DeploymentEditForm(VersionedForm, DeploymentForm):
    """What stands about a deployment; the end only once the team has stood down."""

    ends_on = date_field(_("收队日期"), required=False)
    summary = forms.CharField(
        label=_("收队总结"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写做法和经验，不写居民的个人情况。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.initial.get("ends_on") is None:
            # standing down is an event of its own: posts end and the unit closes
            del self.fields["ends_on"], self.fields["summary"]
        else:
            self.fields["ends_on"].required = True


class StandDownForm(VersionedForm):
    """The last day, and what is to be remembered."""

    ends_on = date_field(_("收队日期"), initial=clock.today, help_text=_("最后一个服务日。"))
    summary = forms.CharField(
        label=_("收队总结"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写做法和经验，不写居民的个人情况。"),
    )  # fmt: skip
