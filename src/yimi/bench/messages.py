"""``yimi messages``: keep every room's English catalogue in step with the Chinese texts in its code and templates.

The msgid is the Chinese text. Each room holds ``locale/en/LC_MESSAGES/django.po`` (written by people) and the compiled
``django.mo`` beside it; both are committed. A text used in two rooms stands in both catalogues.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
MessageKey = tuple[str, str]
#: A text, or its singular and plural.
Forms = str | tuple[str, ...] | list[str] | None
MADE = datetime(2026, 1, 1, tzinfo=UTC)
PO_NOISE = tuple(
    f'"{name}'.encode()
    for name in (
        "POT-Creation", "PO-Revision", "Project-Id", "Report-Msgid", "Last-Translator", "Language-Team", "Generated-By",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a room: context (or nothing), the Chinese, its plural (or nothing) and the first place it stands."""

    msgid: str
    plural: str = ""
    context: str = ""
    where: str = ""

    @property
    def key(self) -> MessageKey:
        """What makes it one entry of a catalogue."""
        return self.context, self.msgid


@dataclass(slots=True)
class Report:
    """What ``check_room`` found wrong in one room's catalogue."""

    room: str
    missing: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)
    stale: bool = False

    @property
    def is_clean(self) -> bool:
        """Nothing missing, empty, left over, broken or uncompiled."""
        return not (self.missing or self.empty or self.unused or self.faulty or self.stale)

    def lines(self) -> Iterator[str]:
        """The report in words, for people."""
        named = [
            ("缺", self.missing),
            ("没有英文", self.empty),
            ("已不用", self.unused),
            ("占位符不一致", self.faulty),
        ]
        for label, texts in named:
            for text in texts:
                yield f"{self.room} · {label}：{text}"
        if self.stale:
            yield f"{self.room} · django.mo 不是最新，请运行 ./yimi messages"


def rooms() -> list[str]:
    """Every folder of the package that can hold texts."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))


def po_path(room: str) -> Path:
    """Where a room's English stands."""
    return PACKAGE / room / "locale" / "en" / "LC_MESSAGES" / "django.po"


def texts_of(room: str) -> dict[MessageKey, Text]:
    """All texts in the room's Python files and templates, tests aside; each once, in order of path and line."""
    found: dict[MessageKey, Text] = {}
    folder = PACKAGE / room
    sources = sorted([*folder.rglob("*.py"), *folder.glob("templates/**/*.html")])
    for path in sources:
        if {"tests", "migrations"} & set(path.relative_to(folder).parts):
            continue
        for text in _texts_in(path):
            found.setdefault(text.key, text)
    if room == "core":
        # The package's own modules (settings, cli) have no room: their texts live in the cellar.
        for path in sorted(PACKAGE.glob("*.py")):
            for text in _texts_in(path):
                found.setdefault(text.key, text)
    return found


def _texts_in(path: Path) -> Iterator[Text]:
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        source = _as_python(source, path)
    where = path.relative_to(PACKAGE.parent).as_posix()
    stream = BytesIO(source.encode("utf-8"))
    options = {"encoding": "utf-8"}
    for line, message, _comments, context in extract(
        "python", stream, keywords=KEYWORDS, options=options
    ):
        msgid, plural = message if isinstance(message, tuple) else (message, "")
        if msgid:
            yield Text(msgid, plural, context or "", f"{where}:{line}")


def _as_python(source: str, path: Path) -> str:
    from django.utils.translation.template import templatize  # noqa: PLC0415 - needs settings, set by the caller

    return templatize(source, origin=str(path))


def load_po(room: str) -> Catalog:
    """The room's catalogue as people wrote it; an empty one when there is none yet."""
    path = po_path(room)
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def sync_room(room: str) -> Report:
    """Add what is missing (empty), drop what is unused, write .po and .mo; returns what still needs a translator."""
    texts, old = texts_of(room), load_po(room)
    if not texts:
        return Report(room)
    new = Catalog(locale="en", project="Yimi", fuzzy=False, charset="utf-8")
    new.header_comment = (
        f"# English of the room {room}. The msgid is the Chinese text; see ./yimi messages."
    )
    for text in texts.values():
        known = old.get(text.msgid, context=text.context or None)
        entry = (text.msgid, text.plural) if text.plural else text.msgid
        string = known.string if known else (("", "") if text.plural else "")
        new.add(
            entry,
            string,
            context=text.context or None,
            locations=[(text.where.rsplit(":", 1)[0], 0)],
        )
    path = po_path(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_po_bytes(new))
    path.with_suffix(".mo").write_bytes(_mo_bytes(new))
    report = check_room(room)
    report.unused = [
        m.id if isinstance(m.id, str) else m.id[0] for m in old if m.id and _key(m) not in texts
    ]
    return report


def check_room(room: str) -> Report:
    """Compare the room's texts with its catalogue; changes nothing."""
    report, texts, catalog = Report(room), texts_of(room), load_po(room)
    written = {_key(message): message for message in catalog if message.id}
    for key, text in texts.items():
        message = written.get(key)
        if message is None:
            report.missing.append(f"{text.msgid}（{text.where}）")
        elif not _is_filled(message.string):
            report.empty.append(text.msgid)
        elif _fields(message.id) != _fields(message.string):
            report.faulty.append(text.msgid)
    report.unused = [key[1] for key in written if key not in texts]
    mo = po_path(room).with_suffix(".mo")
    report.stale = bool(written) and (not mo.exists() or mo.read_bytes() != _mo_bytes(catalog))
    return report


def _key(message: object) -> MessageKey:
    msgid = message.id  # type: ignore[attr-defined]
    return message.context or "", msgid if isinstance(msgid, str) else msgid[0]  # type: ignore[attr-defined]


def _is_filled(string: Forms) -> bool:
    return bool(string) if isinstance(string, str) else bool(string and all(string))


def _fields(string: Forms) -> set[str]:
    """Named fields of all the text's forms: ``%(name)s``, ``{name}``.

    >>> sorted(_fields("%(count)d 户，{name}"))
    ['%(count)d', '{name}']
    """
    parts = (string,) if isinstance(string, str) else string or ()
    return {name for part in parts for name in re.findall(r"%\(\w+\)[a-z]|\{\w+\}", part)}


def _po_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=False, sort_output=False, include_lineno=False)
    # Dates, tool versions and placeholders for addresses would only make noise in every change.
    lines = [line for line in out.getvalue().split(b"\n") if not line.startswith(PO_NOISE)]
    return b"\n".join(lines)


def _mo_bytes(catalog: Catalog) -> bytes:
    out = BytesIO()
    quiet = Catalog(locale="en", charset="utf-8", fuzzy=False)
    for message in catalog:
        if message.id and _is_filled(message.string):
            quiet.add(message.id, message.string, context=message.context)
    # The header carries dates; the time of making would make every build differ.
    quiet.creation_date = quiet.revision_date = MADE
    write_mo(out, quiet)
    return out.getvalue()


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Change nothing; exit 1 when a text is missing, empty, unused or stale.",
)
@click.argument("only", nargs=-1, metavar="[ROOM]...")
def messages(check: bool, only: tuple[str, ...]) -> None:
    """核对并编译英文译文。 / Keep the English catalogues complete and compiled.

    Example: yimi messages --check
    """
    from django.conf import settings  # noqa: PLC0415 - the command needs Django's template lexer, not its database

    if not settings.configured:
        settings.configure(USE_I18N=True)
    unknown = set(only) - set(rooms())
    if unknown:
        raise click.UsageError(f"no such room: {', '.join(sorted(unknown))}")
    reports = [check_room(room) if check else sync_room(room) for room in only or rooms()]
    for report in reports:
        for line in report.lines():
            click.echo(line)
    still_open = [
        report
        for report in reports
        if not report.is_clean and (check or report.missing or report.empty or report.faulty)
    ]
    click.echo("英文译文齐全。" if not still_open else f"{len(still_open)} 个模块的译文还不齐。")
    raise SystemExit(1 if still_open else 0)
