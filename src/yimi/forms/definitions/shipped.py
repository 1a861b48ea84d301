"""The forms that ship, F-01 to F-23: read from ``data/*.toml`` once and checked while they are read.

A changed form is a new file with a higher ``version``; the old file moves to ``data/earlier`` and keeps being printed
for the entries that were filled in with it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from yimi.forms.definitions.shape import LOCAL_PREFIX, Code, Field, FormDefinition, Kind, Section
from yimi.forms.errors import UnknownForm

KEY = re.compile(r"[a-z][a-z0-9_]*")
CONFIDENTIALITY = ("open", "internal", "confidential", "restricted")
#: Kinds that a table's cell may have.
CELL_KINDS = frozenset(Kind) - {Kind.TABLE, Kind.SIGNATURE, Kind.CHOICES, Kind.PEOPLE}
MAX_SCALE = 10


class BadDefinition(ValueError):
    """A shipped form contradicts itself; the message names file and field. Tests load every form, people never see it."""


def shipped(code: str, version: int | None = None) -> FormDefinition:
    """The form as shipped: at ``version``, or the newest. Raises :class:`UnknownForm`."""
    versions = _all().get(code, {})
    found = versions.get(version or max(versions, default=0))
    if found is None:
        raise UnknownForm(code=code)
    return found


def shipped_forms() -> list[FormDefinition]:
    """The newest version of every form, in the order of their codes."""
    return [shipped(code) for code in sorted(_all())]


@cache
def _all() -> dict[str, dict[int, FormDefinition]]:
    data = files("yimi.forms") / "data"
    shared = tomllib.loads((data / "codes.toml").read_text("utf-8"))
    found: dict[str, dict[int, FormDefinition]] = {}
    for file in _toml_files(data):
        one = read_definition(tomllib.loads(file.read_text("utf-8")), shared, name=file.name)
        if one.version in found.setdefault(one.code, {}):
            raise BadDefinition(f"{file.name}: {one.code} version {one.version} stands twice")
        found[one.code][one.version] = one
    return found


def _toml_files(data: Traversable) -> Iterable[Traversable]:
    for folder in (data, data / "earlier"):
        if folder.is_dir():
            yield from (one for one in folder.iterdir() if re.match(r"F-\d\d.*\.toml$", one.name))


def read_definition(
    raw: Mapping[str, Any], shared: Mapping[str, Any], *, name: str
) -> FormDefinition:
    """A definition from its TOML; ``shared`` holds code tables used by several forms. Raises :class:`BadDefinition`."""
    if raw["confidentiality"] not in CONFIDENTIALITY:
        raise BadDefinition(f"{name}: confidentiality {raw['confidentiality']!r} is none of ours")
    codes = {**shared, **raw.get("codes", {})}
    reader = _Reader(name, {key: _codes(name, key, rows) for key, rows in codes.items()}, raw)
    sections = tuple(
        Section(one["key"], one["title"], one["title_en"], tuple(map(reader.field, one["fields"])))
        for one in raw["section"]
    )
    _refuse_doubles(name, [section.key for section in sections])
    _refuse_doubles(name, [field.key for section in sections for field in section.fields])
    return FormDefinition(
        code=raw["code"],
        version=raw["version"],
        zh=raw["title"],
        en=raw["title_en"],
        source=raw["source"],
        stage=raw["stage"],
        confidentiality=raw["confidentiality"],
        sections=sections,
    )


class _Reader:
    """Reads the fields of one file."""

    def __init__(
        self, name: str, codes: Mapping[str, tuple[Code, ...]], raw: Mapping[str, Any]
    ) -> None:
        self.name, self.codes, self.tables = name, codes, raw.get("tables", {})

    def field(self, raw: Mapping[str, Any], *, in_table: bool = False) -> Field:
        """One field; a table's columns are read the same way."""
        where = f"{self.name}: {raw.get('key')}"
        if unknown := set(raw) - FIELD_KEYS:
            raise BadDefinition(f"{where}: unknown {sorted(unknown)}")
        key, kind = raw["key"], Kind(raw["kind"])
        if not KEY.fullmatch(key) or key.startswith(LOCAL_PREFIX):
            raise BadDefinition(f"{where}: not a key")
        if in_table and kind not in CELL_KINDS:
            raise BadDefinition(f"{where}: a cell cannot be {kind}")
        if (kind in {Kind.CHOICE, Kind.CHOICES}) != ("codes" in raw):
            raise BadDefinition(f"{where}: choices have codes, other kinds have none")
        if "codes" in raw and raw["codes"] not in self.codes:
            raise BadDefinition(f"{where}: no code table {raw['codes']!r}")
        least, most = raw.get("least", 1), raw.get("most", 5)
        if not 0 <= least < most <= MAX_SCALE:
            raise BadDefinition(f"{where}: a scale from {least} to {most}")
        return Field(
            key=key,
            kind=kind,
            zh=raw["label"],
            en=raw["en"],
            help_zh=raw.get("help", ""),
            help_en=raw.get("help_en", ""),
            required=raw.get("required", False),
            codes=self.codes[raw["codes"]] if "codes" in raw else (),
            columns=self._columns(where, key) if kind == Kind.TABLE else (),
            least=least,
            most=most,
        )

    def _columns(self, where: str, key: str) -> tuple[Field, ...]:
        if key not in self.tables:
            raise BadDefinition(f"{where}: no [tables] entry of that name")
        columns = tuple(self.field(one, in_table=True) for one in self.tables[key])
        _refuse_doubles(where, [column.key for column in columns])
        return columns


FIELD_KEYS = frozenset(
    {"key", "kind", "label", "en", "help", "help_en", "required", "codes", "least", "most"}
)


def _codes(name: str, key: str, rows: list[list[str]]) -> tuple[Code, ...]:
    codes = tuple(Code(*row) for row in rows)
    _refuse_doubles(f"{name}: {key}", [code.value for code in codes])
    if missing := [code.value for code in codes if not (code.value and code.zh and code.en)]:
        raise BadDefinition(f"{name}: {key}: {missing} lack a label")
    return codes


def _refuse_doubles(where: str, keys: list[str]) -> None:
    if doubles := {key for key in keys if keys.count(key) > 1}:
        raise BadDefinition(f"{where}: {sorted(doubles)} stand twice")
