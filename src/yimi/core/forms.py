"""Forms in front of actions: the shape of input only; what is allowed is the actions' business."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms

from yimi.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound

T = TypeVar("T")


class ActionForm(forms.Form):
    """A form in front of one action: what the action refuses is shown at its field, with everything typed still there."""

    def carry_out(self, action: Callable[[dict[str, Any]], T]) -> T | None:
        """Call ``action`` with the cleaned values; None when the form or the action refuses."""
        if not self.is_valid():
            return None
        try:
            return action(self.cleaned_data)
        except (Forbidden, NotFound, Conflict):
            raise  # not about what was typed: the whole page answers
        except Invalid as error:
            for name, texts in error.fields.items():
                for text in texts:
                    self.add_error(name if name in self.fields else None, text)
        except DomainError as error:
            self.add_error(None, str(error))
        return None

    def put(self, name: str, value: Any) -> None:
        """Replace one hidden value of a form that is shown again; what was typed stays as it is."""
        data: Any = self.data
        data = data.copy()
        data[name] = str(value)
        self.data = data


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's own picker."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def text_field(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=longest, **kwargs)


class VersionedForm(ActionForm):
    """A form over a row that others may change meanwhile: the version on the screen travels with it."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def expected(self) -> int:
        """The version that was on the screen; 0, which no row has, when it was tampered with."""
        return self.cleaned_data.get("row_version") or 0

    def facts(self) -> dict[str, Any]:
        """The cleaned values without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
