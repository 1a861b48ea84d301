"""From the OpenAPI document to what the docs page shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter or field: name, kind in one word, needed or not, what it means."""

    name: str
    kind: str
    is_needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation."""

    anchor: str
    method: str
    path: str
    summary: str
    meaning: str
    parameters: list[Field]
    body: list[Field]
    answer: list[Field]
    statuses: list[str]


@dataclass(frozen=True, slots=True)
class Section:
    """The operations of one subject."""

    title: str
    entries: list[Entry]


def sections_of(document: Schema) -> list[Section]:
    """Every operation, by subject, in the order of the document."""
    found: dict[str, list[Entry]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            entry = _entry(document, path, method.upper(), operation)
            found.setdefault(operation["tags"][0], []).append(entry)
    return [Section(title, entries) for title, entries in found.items()]


def _entry(document: Schema, path: str, method: str, operation: Schema) -> Entry:
    body = operation.get("requestBody", {}).get("content", {})
    answer = operation["responses"][200].get("content", {})
    return Entry(
        anchor=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        meaning=operation.get("description", ""),
        parameters=[_parameter(row) for row in operation["parameters"]],
        body=list(_fields(document, body.values())),
        answer=list(_fields(document, answer.values())),
        statuses=[str(status) for status in operation["responses"]],
    )


def _parameter(row: Schema) -> Field:
    return Field(row["name"], _kind(row["schema"]), row["required"], row.get("description", ""))


def _fields(document: Schema, contents: Iterable[Schema]) -> Iterator[Field]:
    for content in contents:
        schema = _resolved(document, content["schema"])
        needed = schema.get("required", [])
        for name, part in schema.get("properties", {}).items():
            meaning = part.get("description") or _resolved(document, part).get("description", "")
            yield Field(name, _kind(part), name in needed, meaning)


def _resolved(document: Schema, schema: Schema) -> Schema:
    """The schema itself, following one reference."""
    reference = schema.get("$ref") or next(
        (part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part), ""
    )
    if not reference:
        return schema
    found: Schema = document["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def _kind(schema: Schema) -> str:
    """One word: a type, a format, the name of a shape, or ``type[]``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if schema.get("allOf"):
        return _kind(schema["allOf"][0])
    if schema.get("anyOf"):
        return " | ".join(_kind(option) for option in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    return str(schema.get("format") or schema.get("type") or "object")
