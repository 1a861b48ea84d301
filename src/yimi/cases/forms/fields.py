"""The shapes of field that the forms of this room are made of."""

from __future__ import annotations

from typing import Any

from django import forms

from yimi.core.forms import ActionForm
from yimi.services.rules import MAX_NOTE

Choices = list[tuple[str, Any]]


def long_text(
    label: Any, *, rows: int = 3, required: bool = False, **kwargs: Any
) -> forms.CharField:
    """Several lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, required=required, max_length=MAX_NOTE, widget=widget, **kwargs
    )


def chips(label: Any, choices: Any, *, required: bool = True, **kwargs: Any) -> forms.ChoiceField:
    """One of a few, to tap."""
    return forms.ChoiceField(
        label=label, choices=choices, required=required, widget=forms.RadioSelect, **kwargs
    )


def pick(
    label: Any, choices: Any = (), *, required: bool = True, **kwargs: Any
) -> forms.ChoiceField:
    """One of many, from a list."""
    return forms.ChoiceField(label=label, choices=choices, required=required, **kwargs)


class WithChoices(ActionForm):
    """A form whose lists the page fills: field → choices."""

    def __init__(self, *args: Any, choices: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, offered in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
                field.choices = offered
