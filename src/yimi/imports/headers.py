"""Finding the header among titles and notes, and matching columns whose names differ a little. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from yimi.core.codes.text import half_width
from yimi.imports.reading import HEAD_ROWS, Sheet

Row = Sequence[str]

#: Below this likeness two names are different columns.
LIKE_ENOUGH = 0.75
_NOISE = re.compile(r"[\s*＊:：、。．.·/\\_—\-#]+")
_BRACKETS = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_BRACKET_SIGNS = re.compile(r"[()（）\[\]【】<>《》]")


@dataclass(frozen=True, slots=True)
class Match:
    """One column of the file: where it stands, what it is called there, which field it was taken for ("" for none).

    ``likeness`` is 1.0 for a known name; less means: guessed, look at it.
    """

    column: int
    title: str
    field: str = ""
    likeness: float = 0.0

    @property
    def is_guess(self) -> bool:
        """Matched by likeness only."""
        return bool(self.field) and self.likeness < 1


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header stands (first and last row, counted from 0) and what its columns are."""

    sheet: str
    first: int
    last: int
    matches: tuple[Match, ...]

    @property
    def fields(self) -> dict[str, int]:
        """Field → column of the file."""
        return {match.field: match.column for match in self.matches if match.field}


def squeeze(title: str) -> str:
    """A title without signs, spaces, line breaks and what stands in brackets.

    >>> squeeze("＊身份 证号\\n（18位）"), squeeze("姓　名")
    ('身份证号', '姓名')
    """
    text = half_width(title).lower()
    bare = _NOISE.sub("", _BRACKETS.sub("", text))
    return bare or _NOISE.sub("", _BRACKET_SIGNS.sub("", text))


def find_header(sheets: Sequence[Sheet], names: Mapping[str, Sequence[str]]) -> Header | None:
    """The sheet and rows that look most like a header for ``names`` (field → the names it goes by); None when none does."""
    best: tuple[float, Header] | None = None
    for sheet in sheets:
        for first, last in _candidates(sheet):
            titles = join_titles(sheet.head[first : last + 1])
            matches = match_columns(titles, names)
            # a second header row must earn its place; a likeness counts less than a known name
            score = sum(match.likeness for match in matches if match.field) - 0.1 * (last - first)
            if score >= 2 and (best is None or score > best[0]):
                best = score, Header(sheet.name, first, last, matches)
    return best[1] if best else None


def _candidates(sheet: Sheet) -> Iterator[tuple[int, int]]:
    for first, row in enumerate(sheet.head[:HEAD_ROWS]):
        # a title merged over the whole width is one word many times
        if len({cell.strip() for cell in row if cell.strip()}) < 2:
            continue
        yield first, first
        if first + 1 < len(sheet.head):
            yield first, first + 1


def join_titles(rows: Sequence[Row]) -> list[str]:
    """Titles of a header of one or two rows; "家庭住址" over "村" and "组" gives 家庭住址·村 and 家庭住址·组."""
    width = max((len(row) for row in rows), default=0)
    titles = []
    for column in range(width):
        parts = [row[column].strip() for row in rows if column < len(row) and row[column].strip()]
        titles.append("·".join(dict.fromkeys(parts)))
    return titles


def match_columns(titles: Sequence[str], names: Mapping[str, Sequence[str]]) -> tuple[Match, ...]:
    """Give every field at most one column: known names first, then the most alike."""
    known = {squeeze(name): field for field, all_names in names.items() for name in all_names}
    taken: dict[str, int] = {}
    chosen: dict[int, tuple[str, float]] = {}
    for column, title in enumerate(titles):
        field = _known_field(title, known)
        if field and field not in taken:
            taken[field], chosen[column] = column, (field, 1.0)
    offers = sorted(
        (
            (likeness, -column, field)
            for column, title in enumerate(titles)
            if column not in chosen and title
            for field, likeness in _alike(title, names)
            if field not in taken
        ),
        reverse=True,
    )
    for likeness, negative, field in offers:
        if field not in taken and -negative not in chosen:
            taken[field], chosen[-negative] = -negative, (field, round(likeness, 2))
    return tuple(
        Match(column, title, *chosen.get(column, ("", 0.0)))
        for column, title in enumerate(titles)
        if title
    )


def _known_field(title: str, known: Mapping[str, str]) -> str:
    """The whole title, or its last part under a heading that spans several columns."""
    whole = known.get(squeeze(title))
    return whole or known.get(squeeze(title.rpartition("·")[2]), "") if title else ""


def _alike(title: str, names: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, float]]:
    bare = squeeze(title)
    if len(bare) < 2:
        return
    for field, all_names in names.items():
        likeness = max(SequenceMatcher(None, bare, squeeze(name)).ratio() for name in all_names)
        if likeness >= LIKE_ENOUGH:
            yield field, likeness * 0.9
