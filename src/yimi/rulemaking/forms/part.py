"""What every form of a part shares: values from the text and back, fields for lists and expressions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import VersionedForm
from yimi.engine.pack_text import Part
from yimi.rulemaking.reading import EXPRESSIONS, DraftText

ID = RegexValidator(r"^[a-z][a-z0-9_]{0,59}$", _("用小写字母开头，后面可以有数字和下划线，例如 old_enough。"))  # fmt: skip


def lines_field(label: Any, **kwargs: Any) -> forms.CharField:
    """A list, one entry a line."""
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )  # fmt: skip


def expression_field(label: Any, *, required: bool = True, **kwargs: Any) -> forms.CharField:
    """An expression; the template draws it with the words to choose from."""
    return forms.CharField(
        label=label, required=required, max_length=8000, widget=forms.Textarea, **kwargs
    )


class PartForm(VersionedForm):
    """One part of the text. ``kind`` is its name there; fields are called as in the text unless a form says otherwise."""

    kind: ClassVar[str] = ""
    heading: ClassVar[Any] = ""

    def __init__(self, *args: Any, draft: DraftText, part: Part | None = None, under: str = "", **kwargs: Any) -> None:  # fmt: skip
        self.draft, self.part, self.under = draft, part, under
        values = part.values if part else {}
        kwargs["initial"] = {**self.initial_of(values), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def expressions(self) -> frozenset[str]:
        """The fields that hold expressions."""
        return frozenset(EXPRESSIONS.get(self.kind, {}))

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Fields from what stands in the text."""
        return dict(values)

    def written(self) -> dict[str, Any]:
        """Values for the text; None takes a key out."""
        return {
            name: plain(value) for name, value in self.cleaned_data.items() if name != "row_version"
        }


def plain(value: Any) -> Any:
    """What is empty is not written; line ends are those of the text."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    return None if value in ("", None, [], ()) else value


def lines(text: str) -> list[str] | None:
    """One entry a line; None when there is none."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None
