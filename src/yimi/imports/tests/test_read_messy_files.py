"""What offices really have is read, and what is no table is told what it is."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yimi.core.errors import DomainError
from yimi.imports.cells import plain
from yimi.imports.dates import parse_date
from yimi.imports.errors import FILE_MESSAGES, FileRefused
from yimi.imports.faults import CellRefused
from yimi.imports.headers import find_header
from yimi.imports.kinds import KINDS
from yimi.imports.reading import UnreadableFile, survey
from yimi.imports.reading.tables import survey_content
from yimi.imports.tests.conftest import HEADER, demo_id, family, workbook
from yimi.people.models import Resident

OLD = Path(__file__).with_name("old_workbook.xls")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


def header_of(content: bytes, kind: str = "households"):
    return find_header(survey_content(content), KINDS[kind].names())


def test_title_rows_blank_rows_and_merged_cells_above_the_header_are_passed_over(world):
    rows = [
        ["东城街道居民花名册（2024 年）"] + [""] * 10, [], ["填报单位：东城街道社工站"], HEADER, *family(), [],
        ["合计", "2 人"], ["填表人：卓玛", "", "", "审核人："],
    ]  # fmt: skip
    job = world.run(workbook(rows, merges=[(0, 0, 0, 10)]))
    assert (job.counts["written"], job.counts["faulty"], job.counts["notes"]) == (2, 0, 2)


def test_two_header_rows_with_merged_headings_are_one(world):
    rows = [
        ["户编号", "姓名", "与户主关系", "家庭住址", "", "证件", ""],
        ["", "", "", "行政村", "门牌号", "身份证号码", "民族"],
        *([row[0], row[1], row[2], row[7], row[8], row[5], row[6]] for row in family()),
    ]
    merges = [(0, 3, 0, 4), (0, 5, 0, 6), (0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2)]
    content = workbook(rows, merges=merges)
    header = header_of(content)
    assert header.last == 1
    assert set(header.fields) >= {
        "household_key",
        "name",
        "relation",
        "village",
        "address",
        "id_number",
        "ethnic",
    }
    assert world.run(content).counts["written"] == 2


def test_a_household_number_merged_over_its_rows_holds_for_all(world):
    rows = family()
    rows[1][0] = rows[1][7] = ""
    content = workbook([HEADER, *rows], merges=[(1, 0, 2, 0), (1, 7, 2, 7)])
    assert world.run(content).counts["written"] == 2


def test_an_old_xls_is_read(world):
    job = world.run(OLD.read_bytes(), name="旧花名册.xls")
    assert job.counts["written"] == 2
    assert set(Resident.objects.values_list("birth_on", flat=True)) == {
        date(1944, 5, 6),
        date(1972, 3, 1),
    }


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t"])
def test_a_csv_is_read_in_any_of_its_encodings(world, encoding, sign):
    lines = [sign.join(row) for row in [HEADER, *family()]]
    job = world.check("\r\n".join(lines).encode(encoding), name="导出.csv")
    assert (job.counts["fresh"], job.counts["faulty"]) == (2, 0)


def test_column_names_that_differ_a_little_are_matched_and_guesses_are_marked(world):
    titles = [
        "户 号",
        "＊姓名",
        "与户主\n关系",
        "性别（男/女）",
        "出生 日期",
        "公民身份证号",
        "村/社区",
        "联系人电话号码",
    ]
    header = header_of(workbook([titles, ["1"] * 8]))
    found = {match.title: match for match in header.matches}
    assert [found[title].field for title in titles[:5]] == [
        "household_key",
        "name",
        "relation",
        "sex",
        "birth",
    ]
    assert found["公民身份证号"].field == "id_number"
    assert found["村/社区"].field == "village"
    assert found["公民身份证号"].is_guess
    assert not found["与户主\n关系"].is_guess


def test_stray_spaces_full_width_digits_quotes_and_words_for_nothing(world):
    number = demo_id(1).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    row = [
        " 1 ",
        "　赵 桂英 ",
        "户 主",
        " 女",
        "１９４４年５月６日",
        f" '{number} ",
        "无",
        "邓东 村",
        "/",
        "无",
        "—",
    ]
    job = world.run(workbook([HEADER, row]))
    assert job.counts["written"] == 1
    assert Resident.objects.get().name == "赵桂英"


@pytest.mark.parametrize(
    "told",
    ["2024-3-5", "2024/3/5", "2024.3.5", "2024年3月5日", "20240305", "45356", "45356.75", "2024-03-05 08:30:00", "2024年03月05号"],
)  # fmt: skip
def test_dates_as_text_in_every_style_are_one_day(told):
    assert parse_date(plain(told)) == date(2024, 3, 5)


def test_dates_that_excel_knows_as_dates_are_read(world):
    rows = family()
    rows[0][4], rows[1][4] = datetime(1944, 5, 6), 26359  # noqa: DTZ001 - as a workbook holds it
    assert world.run(workbook([HEADER, *rows])).counts["written"] == 2


@pytest.mark.parametrize("told", ["24-3-5", "24.3.5", "'24年3月", "240305"])
def test_a_two_digit_year_is_refused_for_what_it_is(told):
    with pytest.raises(CellRefused) as refusal:
        parse_date(told)
    assert refusal.value.problem == "two_digit_year"


def word_document() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return content.getvalue()


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\x00" * (1100 << 20))
    return content.getvalue()


def far_corner() -> bytes:
    """One stray cell in the last corner: the reading library would ask for half a terabyte."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    page = book.add_worksheet()
    page.write(0, 0, "姓名")
    page.write(1_048_575, 16_383, "x")
    book.close()
    return content.getvalue()


@pytest.mark.parametrize(
    "content,problem",
    [
        (b"", "empty_file"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0" + b"x" * 50, "picture"),
        (b"%PDF-1.7 ...", "pdf"),
        (word_document(), "word"),
        ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "web_page"),
        (b"PK\x03\x04 broken", "damaged"),
        (OLD.read_bytes()[:900], "damaged"),
        (b"\x00\x01\x02\x03" * 50, "not_a_table"),
        (far_corner(), "too_large_inside"),
        ("今天天气不错".encode(), "no_header"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_told_what_it_is(world, content, problem):
    with pytest.raises(FileRefused) as refusal:
        world.receive(content, name="名单.xlsx")
    assert refusal.value.problem == problem
    assert str(refusal.value) == str(FILE_MESSAGES[problem])


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(UnreadableFile) as refusal:
        survey(bomb())
    assert refusal.value.problem == "too_large_inside"


VALID = workbook([HEADER, *family()])


def outcome(read) -> str:
    """Read, or the sentence of the refusal; anything else is raised."""
    try:
        read()
    except UnreadableFile as refusal:
        return str(FILE_MESSAGES[refusal.problem])
    return "read"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600))
@example(VALID[:700])
@example(b"PK\x05\x06" + b"\x00" * 18)
@example(b"\xff\xfe\x00")
@example(b'"')
def test_any_bytes_are_read_or_refused(content):
    assert outcome(lambda: find_header(survey_content(content), KINDS["households"].names()))


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, len(VALID) - 1), byte=st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(at, byte):
    assert outcome(lambda: survey(VALID[:at] + bytes([byte]) + VALID[at + 1 :]))


@pytest.mark.django_db
def test_any_text_table_is_refused_in_words_or_checked(world):
    @settings(
        max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=5))
    def check(rows):
        lines = [
            "姓名,村,身份证号",
            *(",".join(cell.replace('"', "") for cell in row) for row in rows),
        ]
        try:
            job = world.check("\n".join(lines).encode("utf-8", "ignore"), name="x.csv")
        except DomainError:
            return
        assert job.state == "checked"

    check()


def test_a_small_file_that_unpacks_to_hundreds_of_megabytes_is_refused_at_once():
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _mb in range(200):
                sheet.write(b"<row></row>" * 95_325)
    content = raw.getvalue()
    assert len(content) < 2 << 20
    started = time.monotonic()
    for told in (content, _with_small_sizes(content)):
        with pytest.raises(UnreadableFile) as refused:
            survey(told)
        assert refused.value.problem in {"too_large_inside", "damaged"}
    assert time.monotonic() - started < 3


def _with_small_sizes(content: bytes) -> bytes:
    """The same archive whose directory says that the sheet is small."""
    at = content.rindex(b"PK\x01\x02")
    return content[: at + 24] + (1000).to_bytes(4, "little") + content[at + 28 :]
