"""What an officer types to add a question to a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.forms.actions.local_fields import (
    MAX_HELP,
    MAX_LABEL,
    MAX_LABEL_EN,
    NewLocalField,
    Wording,
)
from yimi.forms.definitions import FormDefinition
from yimi.forms.models import LocalField, LocalKind
from yimi.stations.forms import PlacedForm, PlaceField


def label_en_field() -> forms.CharField:
    """The name on English pages; without one they show the Chinese."""
    return text_field(
        _("英文名称"), MAX_LABEL_EN, required=False, help_text=_("英文界面上显示，可以不填。")
    )


def options_field() -> forms.CharField:
    """The choices."""
    return forms.CharField(
        label=_("选项"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("单选和多选才填，一行一个。"),
    )


def required_field() -> forms.BooleanField:
    """Whether a blank is warned about."""
    return forms.BooleanField(label=_("应填（没填会提醒，不会拦住）"), required=False)


def option_lines(text: str) -> tuple[str, ...]:
    """The choices as typed."""
    return tuple(line for line in text.splitlines() if line.strip())


class RewordForm(ActionForm):
    """Other words for a question that is asked already."""

    label = text_field(_("栏目名称"), MAX_LABEL)
    label_en = label_en_field()
    options = options_field()
    help = text_field(_("填写说明"), MAX_HELP, required=False)
    is_required = required_field()

    def __init__(self, *args: Any, row: LocalField, **kwargs: Any) -> None:
        names = ("label", "label_en", "options", "help", "is_required")
        kwargs["initial"] = {name: getattr(row, name) for name in names}
        super().__init__(*args, **kwargs)
        if not row.option_list:
            del self.fields["options"]

    def wording(self) -> Wording:
        """What the action takes."""
        values = {**self.cleaned_data}
        return Wording(options=option_lines(values.pop("options", "")), **values)


class LocalFieldForm(PlacedForm):
    """One question of one form, at a place, from a day on."""

    label = text_field(_("栏目名称"), MAX_LABEL)
    label_en = label_en_field()
    kind = forms.ChoiceField(label=_("怎么填"), choices=LocalKind.choices)
    options = options_field()
    help = text_field(_("填写说明"), MAX_HELP, required=False)
    section = forms.ChoiceField(label=_("放在哪个部分"), required=False)
    region_code = PlaceField(label=_("用在哪里"))
    starts_on = date_field(_("启用日期"), initial=clock.today)
    ends_on = date_field(_("最后一天"), required=False)
    is_required = required_field()

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
        options = option_lines(values.pop("options"))
        return NewLocalField(form_code=self.form_code, options=options, **values)
