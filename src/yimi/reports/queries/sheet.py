"""A report as a page, a workbook or a paper shows it: lines and columns with their texts, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from yimi.core.language import in_english
from yimi.regions.models import Level as RegionLevel
from yimi.regions.models import Region
from yimi.reports.figures import EACH_MARK, NOTHING, TOTAL, ZERO, Amount, Cells
from yimi.reports.layout import Column, ReportPack, Row, Section, Shape
from yimi.reports.models import Report, ReportedValue, ReportStep
from yimi.reports.queries.cells import each_titles
from yimi.reports.queries.columns import column_words
from yimi.reports.spans import Span
from yimi.reports.subjects import Subject
from yimi.reports.values import ENGLISH, shown_unit, shown_value, value_text

#: (row, column) → the address of the rows behind the cell; "" where there is none.
Opens = Callable[[str, str], str]


def nowhere(_row: str, _column: str) -> str:
    """A paper's cells open nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its text, the number for a workbook, what it said before a correction, and where it opens to."""

    text: str
    number: Decimal | None = None
    before: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``reported``: the figure somebody typed beside it."""

    key: str
    title: str
    unit: str
    depth: int
    cells: tuple[Shown, ...]
    is_derived: bool = True
    reported: ReportedValue | None = None
    hint: str = ""
    definition: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Filling:
    """What a layout is filled with: figures, those before corrections, typed figures by line, names, where cells open to."""

    cells: Cells
    before: Cells
    beside: Mapping[str, ReportedValue]
    titles: Mapping[str, str]
    opens: Opens


@dataclass(frozen=True, slots=True)
class Head:
    """A column's words: 本月, or the name and unit of a figure."""

    key: str
    title: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure counts, for the second sheet."""

    title: str
    unit: str
    definition: str
    dedup: str
    source: str


@dataclass(frozen=True)
class Sheet:
    """A whole report, ready to show."""

    pack: ReportPack
    subject: Subject
    span: Span
    title: str
    heads: tuple[Head, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    definitions: tuple[Definition, ...]
    report: Report | None = None
    #: Of the steps: who handed it in, who accepted it; empty for what has not happened.
    signed: Mapping[str, ReportStep] = field(default_factory=dict)

    @property
    def is_table(self) -> bool:
        """Places as lines."""
        return self.pack.shape == Shape.TABLE

    @property
    def lines(self) -> Iterator[Line]:
        """All lines in order."""
        for _title, lines in self.groups:
            yield from lines

    @property
    def period(self) -> str:
        """The period in the reader's language."""
        return self.span.words_en if in_english() else self.span.words


def build_sheet(
    pack: ReportPack,
    subject: Subject,
    span: Span,
    cells: Cells,
    *,
    report: Report | None = None,
    reported: Iterable[ReportedValue] = (),
    frozen: Cells | None = None,
    opens: Opens = nowhere,
) -> Sheet:
    """Texts for ``cells``; ``frozen`` are those before corrections, where they differ. At most two queries."""
    is_table = pack.shape == Shape.TABLE
    titles = {} if is_table else each_titles(pack, cells)
    filling = Filling(cells, frozen or {}, {one.row: one for one in reported}, titles, opens)
    if is_table:
        heads = tuple(Head(row.key, _title(row), _unit(row.unit)) for row in pack.rows)
        groups: tuple[tuple[str, tuple[Line, ...]], ...] = (
            ("", tuple(_places(pack, subject, filling))),
        )
    else:
        heads = tuple(Head(one.value, column_words(one, pack.frequency)) for one in pack.columns)
        groups = tuple(
            (
                section.title_en if in_english() else section.title,
                tuple(_lines(pack, section, filling)),
            )
            for section in pack.sections
        )
    signed = (
        {step.kind: step for step in report.steps.order_by("at", "round", "uid")} if report else {}
    )
    return Sheet(
        pack=pack, subject=subject, span=span, title=pack.title_en if in_english() else pack.title,
        heads=heads, groups=groups, definitions=tuple(_definitions(pack)), report=report, signed=signed,
    )  # fmt: skip


def line_title(pack: ReportPack, row: str, column: str, *, place: str = "") -> str:
    """The name of a stored cell's line; in a table ``place`` (its code without one) and the figure."""
    if pack.shape == Shape.TABLE:
        name = str(_("合计")) if row == TOTAL else place or row
        return f"{name} · {_title(pack.row(column))}"
    return _title(pack.row(row.partition(EACH_MARK)[0]))


def _title(row: Row) -> str:
    return row.title_en if in_english() else row.title


def _unit(unit: str) -> str:
    shown = shown_unit(unit)
    return ENGLISH.get(shown, shown) if in_english() else shown


def _lines(pack: ReportPack, section: Section, filling: Filling) -> Iterator[Line]:
    for row in section.rows:
        if not row.each:
            yield _line(pack, row, row.key, filling)
            continue
        for key in sorted(key for key in filling.titles if key.startswith(f"{row.key}{EACH_MARK}")):
            yield _line(pack, row, key, filling)


def _line(pack: ReportPack, row: Row, key: str, filling: Filling) -> Line:
    return Line(
        key=key,
        title=filling.titles.get(key) or _title(row),
        unit=_unit(row.unit),
        depth=row.depth,
        cells=tuple(
            _shown(row, (key, one.value), filling, is_target=one == Column.TARGET)
            for one in pack.columns
        ),
        is_derived=row.is_derived,
        reported=filling.beside.get(key),
        hint=row.hint,
        definition=pack.indicators[row.indicator].definition if row.is_derived else "",
    )


def _shown(row: Row, place: tuple[str, str], filling: Filling, *, is_target: bool = False) -> Shown:
    missing = NOTHING if is_target or not row.is_derived else ZERO
    amount = filling.cells.get(place, missing)
    old = filling.before.get(place, amount)
    return Shown(
        "" if amount == NOTHING and is_target else _text(amount, row),
        shown_value(amount.value, amount.counts, row.unit),
        _text(old, row) if old != amount else "",
        filling.opens(*place) if amount.value and not is_target else "",
    )


def _text(amount: Amount, row: Row) -> str:
    return value_text(amount.value, amount.counts, row.unit)


def _places(pack: ReportPack, subject: Subject, filling: Filling) -> Iterator[Line]:
    """The towns of the county in order, those without anything included, then the county itself."""
    towns = dict(
        Region.objects.within(subject.region_code)
        .filter(level=RegionLevel.TOWNSHIP, township_class__lte=3)
        .order_by("code")
        .values_list("code", "name")
    )
    for code in {row for row, _column in filling.cells if row != TOTAL}:
        towns.setdefault(code.ljust(12, "0"), "")
    for code in sorted(towns):
        yield _place(pack, code[:9], towns[code] or code, filling)
    yield _place(pack, TOTAL, _("合计"), filling, is_total=True)


def _place(
    pack: ReportPack, key: str, name: str, filling: Filling, *, is_total: bool = False
) -> Line:
    shown = tuple(_shown(row, (key, row.key), filling) for row in pack.rows)
    return Line(key, name, "", 0, shown, is_total=is_total)


def _definitions(pack: ReportPack) -> Iterator[Definition]:
    seen: set[str] = set()
    for row in pack.derived:
        one = pack.indicators[row.indicator]
        if row.indicator not in seen:
            seen.add(row.indicator)
            yield Definition(
                one.title_en if in_english() else one.title,
                _unit(one.unit),
                one.definition,
                one.dedup,
                one.source,
            )
