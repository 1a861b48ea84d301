"""Hold and count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.activities.forms.planning import time_field
from yimi.activities.models import Band
from yimi.activities.rules import (
    figure_to_confirm,
)
from yimi.core.forms import ActionForm, date_field

Choices = Sequence[tuple[str, Any]]
CHECKBOXES = forms.CheckboxSelectMultiple


class HoldForm(ActionForm):
    """What was held. Sign-ins are put in band by band; the worker counts and confirms."""

    record_uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    served_on = date_field(_("日期"))
    starts_at = time_field(_("开始时间"))
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=1440, initial=90)
    child = forms.IntegerField(label=Band.CHILD.label, required=False, min_value=0)
    adult = forms.IntegerField(label=Band.ADULT.label, required=False, min_value=0)
    elder = forms.IntegerField(label=Band.ELDER.label, required=False, min_value=0)
    unknown = forms.IntegerField(label=Band.UNKNOWN.label, required=False, min_value=0)
    workers = forms.MultipleChoiceField(label=_("到场的社工"), widget=CHECKBOXES)

    def __init__(
        self, *args: Any, workers: Choices, signed: Mapping[str, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workers"].choices = workers  # type: ignore[attr-defined]
        self.signed = signed

    @property
    def bands(self) -> list[tuple[forms.BoundField, int]]:
        """Each band's field, and how many phones signed in to it."""
        return [(self[band], self.signed.get(band, 0)) for band in Band.values]

    def held(self) -> dict[str, Any]:
        """The values of ``drafts.HeldActivity``, without who was there by name."""
        data = self.cleaned_data
        typed = {band: data.get(band) for band in Band.values}
        return {
            "record_uid": data["record_uid"],
            "served_on": data["served_on"],
            "starts_at": data["starts_at"],
            "minutes": data["minutes"],
            # the page shows the sign-ins in the fields: an emptied one means nobody
            "head_counts": figure_to_confirm({}, typed),
            "worker_uids": [UUID(uid) for uid in data["workers"]],
        }
