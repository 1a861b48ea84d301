"""What a form is made of: sections of fields, each field of one kind. Values only; nothing here reads a file or a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import get_language

#: Keys of fields that a place added begin with this, so that they never collide with a shipped one.
LOCAL_PREFIX = "local_"


class Kind(StrEnum):
    """What a field takes; beside it, how the answer is kept (JSON)."""

    TEXT = "text"  # one line
    LONG_TEXT = "long_text"  # the narrative
    CHOICE = "choice"  # a code
    CHOICES = "choices"  # a list of codes
    DATE = "date"  # "2026-11-22"
    TIME = "time"  # "09:30"
    NUMBER = "number"  # an integer, or a float where it has decimals
    MONEY = "money"  # fen, an integer
    SCALE = "scale"  # an integer between the field's ends
    YES_NO = "yes_no"  # true, false; not asked: no answer at all
    TABLE = "table"  # a list of rows, each column's key → its answer
    SIGNATURE = "signature"  # {"who": …, "on": a date}
    PEOPLE = "people"  # a list of names


def _said(zh: str, en: str) -> str:
    return en if en and (get_language() or "").startswith("en") else zh


@dataclass(frozen=True, slots=True)
class Code:
    """One answer to choose from."""

    value: str
    zh: str
    en: str = ""

    @property
    def label(self) -> str:
        """In the language of the page."""
        return _said(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Field:
    """One question. ``required`` warns and never blocks: what cannot be asked today can be asked tomorrow.

    ``columns`` belong to tables, ``codes`` to choices, ``least``/``most`` to scales. Columns are fields themselves.
    """

    key: str
    kind: Kind
    zh: str
    en: str = ""
    help_zh: str = ""
    help_en: str = ""
    required: bool = False
    codes: tuple[Code, ...] = ()
    columns: tuple[Field, ...] = ()
    least: int = 1
    most: int = 5

    @property
    def label(self) -> str:
        """In the language of the page."""
        return _said(self.zh, self.en)

    @property
    def help(self) -> str:
        """In the language of the page; often empty."""
        return _said(self.help_zh, self.help_en)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Code and label, for widgets."""
        return [(code.value, code.label) for code in self.codes]

    @property
    def is_local(self) -> bool:
        """Whether a place added it."""
        return self.key.startswith(LOCAL_PREFIX)


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    key: str
    zh: str
    en: str
    fields: tuple[Field, ...]

    @property
    def title(self) -> str:
        """In the language of the page."""
        return _said(self.zh, self.en)


#: Where fields stand that a place added without naming a section.
LOCAL_SECTION = Section("local", "本地补充", "Local additions", ())


@dataclass(frozen=True, slots=True)
class FormDefinition:
    """A form at one version, with what the place added to it."""

    code: str
    version: int
    zh: str
    en: str
    source: str
    stage: str
    confidentiality: str
    sections: tuple[Section, ...]

    @property
    def title(self) -> str:
        """In the language of the page."""
        return _said(self.zh, self.en)

    @property
    def fields(self) -> Iterator[Field]:
        """Every field, in the order of the paper form."""
        return (field for section in self.sections for field in section.fields)

    def field(self, key: str) -> Field | None:
        """The field with this key."""
        return next((field for field in self.fields if field.key == key), None)

    def with_fields(self, added: list[tuple[str, Field]]) -> FormDefinition:
        """With local fields at the end of the sections they name; without a section, or an unknown one: at the end."""
        if not added:
            return self
        known = {section.key for section in self.sections}
        sections = [
            replace(
                section,
                fields=(*section.fields, *(field for key, field in added if key == section.key)),
            )
            for section in self.sections
        ]
        if loose := tuple(field for key, field in added if key not in known):
            sections.append(replace(LOCAL_SECTION, fields=loose))
        return replace(self, sections=tuple(sections))
