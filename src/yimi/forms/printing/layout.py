"""A filled-in form as the profession's paper form: a title, a head table, bordered rows. Word and PDF draw the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext

from yimi.forms.checking import CONTROL, is_blank
from yimi.forms.definitions import Field, FormDefinition, Kind, Section
from yimi.forms.printing.rows import Block, Cell, Grid, Pairs, Row, Sheet, Wide
from yimi.forms.wording import answer_text, day_words

#: The common head of every form (key, label), two to a row, as on the paper forms.
HEAD = (
    ("number", gettext_lazy("编号")),
    ("unit", gettext_lazy("站点")),
    ("project", gettext_lazy("项目")),
    ("client", gettext_lazy("服务对象／户号")),
    ("worker", gettext_lazy("社工")),
    ("co_worker", gettext_lazy("协同社工")),
    ("date", gettext_lazy("日期")),
    ("time", gettext_lazy("起止时间")),
    ("place", gettext_lazy("地点")),
    ("confidentiality", gettext_lazy("保密级别")),
)
#: What stands below the questions, over the whole width.
FOOT = (
    ("attachments", gettext_lazy("附件")),
    ("review", gettext_lazy("督导意见")),
    ("amendments", gettext_lazy("修订记录")),
)
CONFIDENTIALITY = {
    "open": gettext_lazy("公开"),
    "internal": gettext_lazy("内部"),
    "confidential": gettext_lazy("保密"),
    "restricted": gettext_lazy("严格保密"),
}
#: Paper is Chinese whatever the language of the page.
PAPER_LANGUAGE = "zh-hans"
#: Empty rows of a small table that nobody filled in, to be written on.
BLANK_ROWS = 4
#: More letters of offered answers than fit half a row.
WIDE_FROM = 18
WIDE_TEXT = 24
#: A run of letters without a place to break, longer than a column is wide.
LONG_RUN = re.compile(r"[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u0f0b\u0f0d]{25,}")
BREAK_EVERY = 12
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
ZERO_WIDTH_SPACE = "\u200b"


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """One form to print. ``head``: by the keys of :data:`HEAD` and :data:`FOOT`, as words
    (a date also as 2026-11-05); ``pictures``: SVG documents.

    ``caption`` tells forms of one kind apart in the contents (“第 3 次”).
    """

    definition: FormDefinition
    head: Mapping[str, str]
    answers: Mapping[str, Any]
    pictures: Sequence[str] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        known = {key for key, _label in (*HEAD, *FOOT)}
        if unknown := set(self.head) - known:
            raise ValueError(f"unknown head fields: {sorted(unknown)}")


def sheet_of(form: PrintedForm) -> Sheet:
    """Lay out one form, in Chinese."""
    with override(PAPER_LANGUAGE):
        definition = form.definition
        secrecy = form.head.get("confidentiality") or str(
            CONFIDENTIALITY[definition.confidentiality]
        )
        head = {**form.head, "confidentiality": secrecy, "date": _day(form.head.get("date", ""))}
        blocks = [Block("", tuple(_head_rows(head)))]
        for section in definition.sections:
            blocks.append(_block(section, form.answers))
        blocks.append(Block(_("审阅和附件"), tuple(_foot_rows(head))))
        return Sheet(
            title=breakable(definition.title),
            caption=breakable(form.caption),
            code=definition.code,
            date=breakable(head.get("date", "")),
            confidentiality=breakable(secrecy),
            blocks=tuple(block for block in blocks if block.rows),
            # a name may hold a character that no XML may: the picture loses it, not the whole file
            pictures=tuple(CONTROL.sub("", svg) for svg in form.pictures),
        )


def _block(section: Section, answers: Mapping[str, Any]) -> Block:
    """A section; one whose only question is a table of the same name needs no heading."""
    is_said = [one.zh for one in section.fields if one.kind == Kind.TABLE] == [section.zh]
    title = "" if is_said and len(section.fields) == 1 else section.title
    return Block(title, tuple(_section_rows(section, answers)))


def _day(text: str) -> str:
    """A date given as 2026-11-05 as it stands on paper; other words stay."""
    return day_words(text) if ISO_DAY.fullmatch(text) else text


def breakable(text: str) -> str:
    """The text with invisible places to break in runs of letters that no column could hold.

    >>> breakable("a" * 26).count(ZERO_WIDTH_SPACE), breakable("社工" * 40) == "社工" * 40
    (2, True)
    """
    return LONG_RUN.sub(_broken, CONTROL.sub("", text))


def _broken(run: re.Match[str]) -> str:
    text = run.group()
    return ZERO_WIDTH_SPACE.join(
        text[start : start + BREAK_EVERY] for start in range(0, len(text), BREAK_EVERY)
    )


def _head_rows(head: Mapping[str, str]) -> Iterator[Row]:
    cells = [(str(label), Cell(breakable(head.get(key, "")))) for key, label in HEAD]
    yield from _paired(cells)


def _foot_rows(head: Mapping[str, str]) -> Iterator[Row]:
    for key, label in FOOT:
        yield Wide(str(label), Cell(breakable(head.get(key, ""))), is_tall=key == "review")


def _paired(cells: Iterable[tuple[str, Cell]]) -> Iterator[Pairs]:
    waiting = list(cells)
    for start in range(0, len(waiting), 2):
        yield Pairs(tuple(waiting[start : start + 2]))


def _section_rows(section: Section, answers: Mapping[str, Any]) -> Iterator[Row]:
    """Short questions two to a row; long ones, tables and long lists over the whole width."""
    waiting: list[tuple[str, Cell]] = []
    for one in section.fields:
        answer = answers.get(one.key)
        row = _wide_row(one, answer)
        if row is None:
            waiting.append((one.zh, _cell(one, answer)))
            continue
        yield from _paired(waiting)
        waiting = []
        yield row
    yield from _paired(waiting)


def _wide_row(one: Field, answer: Any) -> Row | None:
    if one.kind == Kind.TABLE:
        return _grid(one, answer or [])
    if one.kind == Kind.LONG_TEXT:
        return Wide(one.zh, _cell(one, answer), is_tall=True)
    cell = _cell(one, answer)
    letters = sum(len(label) + 2 for _ticked, label in cell.options)
    if letters > WIDE_FROM or len(cell.text) > WIDE_TEXT:
        return Wide(one.zh, cell)
    return None


def _cell(one: Field, answer: Any) -> Cell:
    if one.kind in {Kind.CHOICE, Kind.CHOICES}:
        chosen = {answer} if isinstance(answer, str) else set(answer or ())
        return Cell(options=tuple((code.value in chosen, code.label) for code in one.codes))
    if one.kind == Kind.YES_NO:
        return Cell(options=((answer is True, _("是")), (answer is False, _("否"))))
    if one.kind == Kind.SCALE:
        points = range(one.least, one.most + 1)
        return Cell(options=tuple((answer == n, str(n)) for n in points))
    if one.kind == Kind.SIGNATURE:
        signed = answer or {}
        on = day_words(signed["on"]) if signed.get("on") else ""
        return Cell(breakable(signed.get("who", "")), signed_on=on or BLANK_DATE)
    if one.kind == Kind.DATE and is_blank(answer):
        return Cell(BLANK_DATE)
    return Cell(breakable(answer_text(one, answer)))


#: A date to be written by hand.
BLANK_DATE = "　　　年　　月　　日"


def _grid(one: Field, answer: Sequence[Mapping[str, Any]]) -> Grid:
    rows = [
        tuple(breakable(answer_text(column, row.get(column.key))) for column in one.columns)
        for row in answer
    ]
    blank = tuple("" for _column in one.columns)
    return Grid(
        label=one.zh,
        columns=(pgettext("column of row numbers", "序号"), *(column.zh for column in one.columns)),
        rows=tuple(
            (str(place), *row)
            for place, row in enumerate(rows or [blank for _n in range(BLANK_ROWS)], 1)
        ),
        shares=(2, *(_share(column) for column in one.columns)),
    )


def _share(column: Field) -> int:
    """How wide a column should be beside the others."""
    if column.kind == Kind.LONG_TEXT:
        return 8
    return 5 if column.kind == Kind.TEXT else 4
