"""Printed forms look like the profession's; nothing that people write is read as markup; no font is told plainly."""

from __future__ import annotations

import io
import re
import subprocess
import time
from pathlib import Path
from shutil import which
from typing import Any

import pytest
import typst
from docx import Document

from yimi.forms.definitions import shipped, shipped_forms
from yimi.forms.errors import NoFontForPrinting
from yimi.forms.printing import HEAD, PrintedForm, as_docx, as_pdf, fonts
from yimi.forms.printing.layout import sheet_of
from yimi.forms.printing.rows import Grid, Wide
from yimi.forms.tests.factories import sample_answers

FULL_HEAD = {
    "number": "411623-26-00012",
    "unit": "商水县东城街道社工站",
    "project": "2026 年度社工站服务项目",
    "client": "赵桂英（411623-00021）",
    "worker": "卓玛",
    "date": "2026年11月5日",
    "review": "同意，注意服药情况。",
    "amendments": "第 2 版 2026年11月6日",
}
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><rect width="80" height="40"/>'
    '<text x="10" y="80">赵桂英</text></svg>'
)
#: Each would break out of its place if it were ever read as markup, by typst, XML or Word.
HOSTILE = [
    '#import "@preview/x:1.0.0": *',
    "$ sum_(k=1)^n $ ] } ) #panic()",
    '"); #read("/etc/passwd") //',
    "</w:t></w:r></w:p> & <b>粗</b> ]]>",
    "\\u{41} \\ `原样` *星* _线_ = 标题 @引用 <标签> ~",
    "བོད་ཡིག་ལ་སྤྱོད་པ།",
    "𠮷𡈽龘 〇 é ا ب 👵",
    "{{ answers }} {% now %}",
]
needs_font = pytest.mark.skipif(
    not set(fonts.CHINESE) & fonts.families(), reason="no Chinese font on this machine"
)


def filled(code: str = "F-05", text: str = "谈到儿子外出务工。", **more: Any) -> PrintedForm:
    form = shipped(code)
    return PrintedForm(form, FULL_HEAD, sample_answers(form, text), **more)


def text_of_docx(content: bytes) -> str:
    paper = Document(io.BytesIO(content))
    return "\n".join(node.text or "" for node in paper.element.body.iter() if node.text)


def text_of_pdf(content: bytes, tmp_path: Path) -> str:
    """As a reader would copy it; empty where the machine has no pdftotext."""
    if not which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    file = tmp_path / "form.pdf"
    file.write_bytes(content)
    run = subprocess.run(
        ["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True, text=True
    )
    return run.stdout


def bare(text: str) -> str:
    return re.sub(r"\s|\u200b", "", text)


@pytest.mark.parametrize("form", shipped_forms(), ids=lambda form: form.code)
def test_every_form_prints_filled_and_blank_in_word(form: Any) -> None:
    content = as_docx(
        "试", [PrintedForm(form, FULL_HEAD, sample_answers(form)), PrintedForm(form, {}, {})]
    )
    text = text_of_docx(content)
    assert text.count(form.zh) >= 2
    for field in form.fields:
        assert field.zh in text


@needs_font
def test_every_form_prints_filled_and_blank_as_pdf() -> None:
    forms = [
        one
        for form in shipped_forms()
        for one in (PrintedForm(form, FULL_HEAD, sample_answers(form)), PrintedForm(form, {}, {}))
    ]
    assert as_pdf("全部表格", forms).startswith(b"%PDF")


def test_the_head_stands_on_every_form_and_takes_nothing_else() -> None:
    sheet = sheet_of(PrintedForm(shipped("F-13"), FULL_HEAD, {}))
    labels = [label for row in sheet.blocks[0].rows for label, _cell in row.cells]
    assert labels == [str(label) for _key, label in HEAD]
    assert sheet.confidentiality == "严格保密"
    assert [row.label for row in sheet.blocks[-1].rows] == ["附件", "督导意见", "修订记录"]
    with pytest.raises(ValueError, match="no_such"):
        PrintedForm(shipped("F-13"), {"no_such": "x"}, {})


def test_a_blank_form_leaves_room_to_write() -> None:
    rows = [
        row for block in sheet_of(PrintedForm(shipped("F-01"), {}, {})).blocks for row in block.rows
    ]
    grid = next(row for row in rows if isinstance(row, Grid))
    assert [row[0] for row in grid.rows] == ["1", "2", "3", "4"]
    assert any(isinstance(row, Wide) and row.is_tall for row in rows)
    boxes = [cell.options for row in rows if hasattr(row, "cells") for _label, cell in row.cells]
    assert not any(ticked for options in boxes for ticked, _label in options)


def test_paper_is_chinese_on_an_english_page(settings: Any) -> None:
    from django.utils import translation

    with translation.override("en"):
        text = text_of_docx(as_docx("试", [filled()]))
    assert "个案过程记录表" in text
    assert "Session" not in text


@needs_font
@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_is_set_as_it_stands(text: str, tmp_path: Path) -> None:
    form = filled(text=text, caption=text[:20])
    forms = [PrintedForm(form.definition, {"worker": text}, form.answers, caption=text[:20])] * 2
    assert text in text_of_docx(as_docx(text, forms))
    content = as_pdf(text, forms)
    printed = bare(text_of_pdf(content, tmp_path))
    if text.isascii():
        assert bare(text) in printed


@needs_font
def test_very_long_words_and_texts_stay_inside_their_cells(tmp_path: Path) -> None:
    word = "W" * 300
    form = shipped("F-04")
    answers = {
        "overall_goal": word + "长" * 20_000,
        "goals": [{"goal": word, "objective": "x" * 500}],
        "client_signature": {"who": word[:60]},
    }
    content = as_pdf(word, [PrintedForm(form, {"number": word}, answers)])
    boxes = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=content, capture_output=True, check=True
    ).stdout.decode() if which("pdftotext") else ""  # fmt: skip
    right_edges = [float(found) for found in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert all(edge < 595 - 2 * 25 for edge in right_edges)
    assert len(as_docx(word, [PrintedForm(form, {"number": word}, answers)])) > 1000


def test_control_characters_break_no_file() -> None:
    head = {"worker": "卓\x0b玛\ud800"}
    assert "卓玛" in text_of_docx(as_docx("试", [PrintedForm(shipped("F-05"), head, {})]))


@needs_font
def test_the_same_forms_make_the_same_bytes() -> None:
    forms = [filled(pictures=[PICTURE]), filled("F-01")]
    assert as_pdf("档案", forms) == as_pdf("档案", forms)
    first = as_docx("档案", forms)
    time.sleep(0.01)
    assert as_docx("档案", forms) == first


@needs_font
def test_a_whole_file_has_contents_with_page_numbers(tmp_path: Path) -> None:
    forms = [filled("F-01"), filled(caption="第 1 次"), filled(caption="第 2 次")]
    content = as_pdf("赵桂英个案档案", forms)
    text = text_of_pdf(content, tmp_path)
    first = text.split("\f")[0]
    assert "目" in first
    lines = {bare(line) for line in first.splitlines()}
    pages = [bare(page) for page in text.split("\f")]
    where = next(n for n, page in enumerate(pages, 1) if n > 1 and page.count("个案过程记录表"))
    assert f"2个案过程记录表（第1次）2026年11月5日{where}" in lines
    assert f"共{len(pages) - 1}页" in pages[0]
    assert "目　录" in text_of_docx(as_docx("赵桂英个案档案", forms))
    assert "目　录" not in text_of_docx(as_docx("一张表", forms[:1]))


@needs_font
def test_pictures_are_embedded() -> None:
    assert len(as_pdf("图", [filled(pictures=[PICTURE])])) > len(as_pdf("图", [filled()]))
    paper = Document(io.BytesIO(as_docx("图", [filled(pictures=[PICTURE])])))
    assert len(paper.inline_shapes) == 1


@needs_font
@pytest.mark.parametrize("letter", ["\x0b", "\x1b", "\ufffe"])
def test_a_character_that_no_picture_may_hold_breaks_no_file(letter: str) -> None:
    picture = PICTURE.replace("</svg>", f"<title>李{letter}明</title></svg>")
    assert as_pdf("图", [filled(pictures=[picture])])
    assert as_docx("图", [filled(pictures=[picture])])


@needs_font
def test_a_picture_that_is_no_picture_is_refused() -> None:
    with pytest.raises(typst.TypstError):
        as_pdf("图", [filled(pictures=["<not svg"])])


def test_without_a_chinese_font_word_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset({"DejaVu Sans"}))
    with pytest.raises(NoFontForPrinting) as refusal:
        as_pdf("档案", [filled()])
    assert "fonts-noto-cjk" in str(refusal.value)
    assert "没有印出来" in text_of_docx(as_docx("档案", [filled(pictures=[PICTURE])]))
