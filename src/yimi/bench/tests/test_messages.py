"""Keeping the English catalogue in step."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine

from yimi.bench import messages


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small room with two texts, outside the package."""
    folder = tmp_path / "yimi" / "sample"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "rules.py").write_text(
        'LABEL = _("低保")\nMANY = ngettext("%(n)d 户", "%(n)d 户", 2)\n', "utf-8"
    )
    (folder / "templates" / "page.html").write_text(
        "{% load i18n %}{% blocktranslate %}{{ name }}，您好{% endblocktranslate %}", "utf-8"
    )
    monkeypatch.setattr(messages, "PACKAGE", tmp_path / "yimi")
    return folder


def translate(**strings: str) -> None:
    catalog = messages.load_po("sample")
    for message in catalog:
        if message.id:
            plural = not isinstance(message.id, str)
            text = strings.get(message.id[0] if plural else message.id, "")
            message.string = (text, text) if plural else text
    messages.po_path("sample").write_bytes(messages._po_bytes(catalog))


EVERYTHING = {
    "低保": "Allowance",
    "%(n)d 户": "%(n)d households",
    "%(name)s，您好": "Hello, %(name)s",
}


def test_texts_come_from_code_and_templates(room: Path) -> None:
    assert {msgid for _context, msgid in messages.texts_of("sample")} == set(EVERYTHING)


def test_a_new_text_is_added_empty_and_reported(room: Path) -> None:
    report = messages.sync_room("sample")
    assert set(report.empty) == set(EVERYTHING)
    assert not messages.check_room("sample").is_clean


def test_a_complete_catalogue_is_clean_once_it_is_compiled(room: Path) -> None:
    messages.sync_room("sample")
    translate(**EVERYTHING)
    assert messages.check_room("sample").stale
    messages.sync_room("sample")
    assert messages.check_room("sample").is_clean


def test_a_second_run_changes_no_byte(room: Path) -> None:
    messages.sync_room("sample")
    translate(**EVERYTHING)
    messages.sync_room("sample")
    files = [messages.po_path("sample"), messages.po_path("sample").with_suffix(".mo")]
    before = [file.read_bytes() for file in files]
    with time_machine.travel("2031-01-01T00:00:00Z"):
        messages.sync_room("sample")
    assert [file.read_bytes() for file in files] == before


def test_a_lost_placeholder_is_found(room: Path) -> None:
    messages.sync_room("sample")
    translate(**EVERYTHING | {"%(name)s，您好": "Hello"})
    assert messages.check_room("sample").faulty == ["%(name)s，您好"]


def test_a_text_that_is_gone_is_dropped_and_reported(room: Path) -> None:
    messages.sync_room("sample")
    translate(**EVERYTHING)
    (room / "rules.py").write_text("")
    assert set(messages.check_room("sample").unused) == {"低保", "%(n)d 户"}
    assert set(messages.sync_room("sample").unused) == {"低保", "%(n)d 户"}
    assert messages.check_room("sample").is_clean
