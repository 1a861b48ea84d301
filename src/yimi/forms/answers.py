"""One Django form built from a definition; ``forms/_fields.html`` draws it.

Nothing in it is required: what the standard asks for is marked 应填 and warned about. Tables come with a few empty rows
and 再加一行, which works as a submit button where there is no script.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms

from yimi.forms.checking import Answers, check_answers, missing_required
from yimi.forms.definitions import Field, FormDefinition, Kind
from yimi.forms.fields import TableField, form_field
from yimi.forms.wording import answer_text

#: Before every name, so that the questions of a form never collide with the fields of the page around it.
PREFIX = "a"
#: The name of every 再加一行 button; its value is the table's key.
ADD_ROW = "add_row"


@dataclass(frozen=True, slots=True)
class Part:
    """A question as the template draws it: its definition and its bound field."""

    field: Field
    bound: forms.BoundField

    @property
    def layout(self) -> str:
        """``table``, ``signature``, or ``plain`` for everything that the field tag draws."""
        grouped = {Kind.TABLE: "table", Kind.SIGNATURE: "signature"}
        return grouped.get(self.field.kind, "plain")

    @property
    def rows(self) -> list[forms.Form]:
        """A table's rows, a signature's only one: each a small form."""
        return cast(TableField, self.bound.field).row_forms(self.bound)


@dataclass(frozen=True, slots=True)
class SectionParts:
    """A heading with its questions."""

    key: str
    title: str
    parts: list[Part]


class AnswersForm(forms.Form):
    """The questions of one definition. ``cleaned_data`` holds the answers as ``save_entry`` takes them."""

    def __init__(self, definition: FormDefinition, data: Any, initial: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=PREFIX, initial=dict(initial))
        self.definition = definition
        self.shown: set[str] = set()
        self.use_required_attribute = False
        for field in definition.fields:
            self.fields[field.key] = form_field(field)

    def shut(self, key: str, why: Any) -> None:
        """The system knows the answer: it stands in the form and cannot be typed over."""
        self.fields[key].disabled = True
        self.fields[key].help_text = why

    def show(self, key: str, why: Any) -> None:
        """Shut, and not an answer of this form: the room that keeps it has checked it by rules of its own."""
        self.shut(key, why)
        self.fields[key].validators = []
        self.shown.add(key)

    @property
    def asks_for_row(self) -> str:
        """The table for which 再加一行 was pressed; the page is then shown again and nothing is saved."""
        return str(self.data.get(ADD_ROW, "")) if self.is_bound else ""

    def is_valid(self) -> bool:
        """Never while a row is being asked for."""
        return not self.asks_for_row and super().is_valid()

    @property
    def is_refused(self) -> bool:
        """Whether there is something to mend, as opposed to a row that was asked for."""
        return self.is_bound and not self.asks_for_row and bool(self.errors)

    def clean(self) -> Answers:
        """The same check as on saving, so that faults stand at their fields."""
        given = super().clean() or {}
        own = {key: value for key, value in given.items() if key not in self.shown}
        kept, faults = check_answers(self.definition, own)
        for key, texts in faults.items():
            self.add_error(key, texts)
        return kept

    @property
    def sections(self) -> list[SectionParts]:
        """For the template."""
        return [
            SectionParts(
                section.key,
                section.title,
                [Part(field, self[field.key]) for field in section.fields],
            )
            for section in self.definition.sections
            if section.fields
        ]

    @property
    def missing(self) -> list[Field]:
        """What the standard asks for and nobody answered yet; to warn with."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return missing_required(self.definition, given)

    def add_faults(self, faults: Mapping[str, list[Any]]) -> None:
        """Show what ``save_entry`` refused at its fields; what belongs to none stands above the form."""
        for name, texts in faults.items():
            self.add_error(name if name in self.fields else None, texts)


def answers_form(
    definition: FormDefinition, data: Any = None, *, initial: Mapping[str, Any] | None = None
) -> AnswersForm:
    """The form to fill in. ``initial``: answers by key, as kept (``open_answers``) or as the owner room knows them.

    Keys of ``initial`` that the definition does not have are left out.
    """
    known = {field.key for field in definition.fields}
    return AnswersForm(
        definition, data, {key: value for key, value in (initial or {}).items() if key in known}
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A question with its answer as words, for reading pages."""

    field: Field
    text: str


def read_lines(definition: FormDefinition, answers: Mapping[str, Any]) -> list[Line]:
    """What was answered, in the form's order; unanswered questions are left out. ``forms/_read.html`` draws it."""
    return [
        Line(field, text)
        for field in definition.fields
        if (text := answer_text(field, answers.get(field.key)))
    ]
