"""The tap list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, date_field
from yimi.groups.models import (
    GroupMember,
    Phase,
)
from yimi.services.models.record import Band

Choices = Sequence[tuple[str, Any]]
CHECKBOXES, RADIOS = forms.CheckboxSelectMultiple, forms.RadioSelect


class SessionForm(ActionForm):
    """A session: tap who came. Day, length, phase and leaders are preset; what counts is chosen."""

    record_uid = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(widget=forms.HiddenInput, required=False)
    present = forms.MultipleChoiceField(label=_("谁来了"), widget=CHECKBOXES, required=False)
    served_on = date_field(_("日期"))
    starts_at = forms.TimeField(
        label=_("开始时间"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=1, max_value=1440, initial=60)
    phase = forms.ChoiceField(label=_("阶段"), choices=Phase.choices, widget=RADIOS)
    workers = forms.MultipleChoiceField(label=_("带领的社工"), widget=CHECKBOXES)
    child = forms.IntegerField(label=Band.CHILD.label, required=False, min_value=0)
    adult = forms.IntegerField(label=Band.ADULT.label, required=False, min_value=0)
    elder = forms.IntegerField(label=Band.ELDER.label, required=False, min_value=0)
    unknown = forms.IntegerField(label=Band.UNKNOWN.label, required=False, min_value=0)

    def __init__(
        self, *args: Any, members: Sequence[GroupMember], workers: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        people = [(str(one.resident_id), one.resident.name) for one in members]
        self.fields["present"].choices = people  # type: ignore[attr-defined]
        self.fields["workers"].choices = workers  # type: ignore[attr-defined]

    @property
    def taps(self) -> list[tuple[GroupMember, bool]]:
        """Each member, and whether they are ticked; for the template."""
        ticked = {str(uid) for uid in self["present"].value() or ()}
        return [(one, str(one.resident_id) in ticked) for one in self.members]

    @property
    def bands(self) -> list[forms.BoundField]:
        """The fields of unnamed guests."""
        return [self[band] for band in Band.values]

    @property
    def has_guests(self) -> bool:
        """Whether a guest's field is filled, so that it must not be hidden."""
        return any(bound.value() for bound in self.bands)

    def held(self) -> dict[str, Any]:
        """The values of ``drafts.HeldSession``."""
        data = self.cleaned_data
        return {
            "record_uid": data["record_uid"],
            "phase": data["phase"],
            "served_on": data["served_on"],
            "starts_at": data["starts_at"],
            "minutes": data["minutes"],
            "present": [UUID(uid) for uid in data["present"]],
            "worker_uids": [UUID(uid) for uid in data["workers"]],
            "guests": {band: data[band] for band in Band.values if data.get(band)},
        }
