"""Definitions as they hold at a place on a day: the shipped form with the fields its province, city, county or township added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from yimi.core import clock
from yimi.forms.definitions.shape import Code, Field, FormDefinition, Kind
from yimi.forms.definitions.shipped import shipped
from yimi.forms.models import FormEntry, LocalField
from yimi.regions.rules import ancestor_codes


def definition(code: str, *, region_code: str, on: date | None = None) -> FormDefinition:
    """The form to fill in at ``region_code`` (12 digits; empty: as shipped) on a day (today). One query.

    Raises ``UnknownForm``.
    """
    form = shipped(code)
    in_force = LocalField.objects.on(on or clock.today())
    return form.with_fields(_added(in_force.filter(form_code=code), region_code))


def definition_of(entry: FormEntry, answered: Iterable[str] = ()) -> FormDefinition:
    """The form with which ``entry`` was filled in: its version, and the local fields of that day. One query.

    Fields among ``answered`` (keys of the answers) are there even when they have ended: nothing written disappears.
    """
    return definitions_of([(entry, answered)])[0]


def definitions_of(
    entries: Sequence[tuple[FormEntry, Iterable[str]]],
) -> list[FormDefinition]:
    """The same for a whole file: entries with the keys of their answers. One query for all."""
    codes = {entry.code for entry, _answered in entries}
    known = list(LocalField.objects.filter(form_code__in=codes))
    return [
        shipped(entry.code, entry.form_version).with_fields(
            _added(_of_its_day(known, entry, frozenset(answered)), entry.region_code)
        )
        for entry, answered in entries
    ]


def _of_its_day(
    rows: Iterable[LocalField], entry: FormEntry, answered: frozenset[str]
) -> Iterator[LocalField]:
    """As each field was worded when the entry was saved; one added to the books only later, in its first wording."""
    day, at = clock.local_date(entry.recorded_at), entry.recorded_at
    versions: dict[str, list[LocalField]] = {}
    for row in rows:
        if row.form_code == entry.code:
            versions.setdefault(row.key, []).append(row)
    for key, wordings in versions.items():
        wordings.sort(key=lambda row: row.recorded_at)
        known = [row for row in wordings if row.recorded_at <= at]
        said = known[-1] if known else wordings[0]
        # its days are what we hold them to be now: ending a field is a new row too
        if (
            wordings[-1].superseded_at is None and wordings[-1].is_in_force(day)
        ) or key in answered:
            yield said


def _added(rows: Iterable[LocalField], region_code: str) -> list[tuple[str, Field]]:
    """The rows that hold at this place, the province's first; without a place none does."""
    places = [*ancestor_codes(region_code), region_code] if region_code else []
    found = [row for row in rows if row.region_code in places]
    # by what stays the same when a question is reworded
    found.sort(key=lambda row: (places.index(row.region_code), row.starts_on, row.key))
    return [(row.section, as_field(row)) for row in found]


def as_field(row: LocalField) -> Field:
    """A local addition as a field; an option's code is its place in the list, 1 onwards."""
    codes = tuple(Code(str(place), text) for place, text in enumerate(row.option_list, 1))
    return Field(
        key=row.key,
        kind=Kind(row.kind),
        zh=row.label,
        en=row.label_en,
        help_zh=row.help,
        required=row.is_required,
        codes=codes,
    )
