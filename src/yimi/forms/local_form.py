"""What an officer types to add a question to a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import date_field, text_field
from yimi.forms.actions.local_fields import MAX_HELP, MAX_LABEL, NewLocalField
from yimi.forms.definitions import FormDefinition
from yimi.forms.models import LocalKind
from yimi.stations.forms import PlacedForm, PlaceField


class LocalFieldForm(PlacedForm):
    """One question of one form, at a place, from a day on."""

    label = text_field(_("栏目名称"), MAX_LABEL)
    kind = forms.ChoiceField(label=_("怎么填"), choices=LocalKind.choices)
    options = forms.CharField(
        label=_("选项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("单选和多选才填，一行一个。"),
    )
    help = text_field(_("填写说明"), MAX_HELP, required=False)
    section = forms.ChoiceField(label=_("放在哪个部分"), required=False)
    region_code = PlaceField(label=_("用在哪里"))
    starts_on = date_field(_("启用日期"), initial=clock.today)
    ends_on = date_field(_("最后一天"), required=False)
    is_required = forms.BooleanField(label=_("应填（没填会提醒，不会拦住）"), required=False)

    def __init__(self, *args: Any, definition: FormDefinition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form_code = definition.code
        field = self.fields["section"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                *((section.key, section.title) for section in definition.sections),
                ("", _("最后，另起一部分")),
            ]

    def to_new(self) -> NewLocalField:
        """What the action takes."""
        values = {**self.cleaned_data}
        options = tuple(line for line in values.pop("options").splitlines() if line.strip())
        return NewLocalField(form_code=self.form_code, options=options, **values)
