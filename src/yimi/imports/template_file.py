"""The template to be filled in: drop-downs, notes, one example row that the import skips."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import override

from yimi.core.codes.tables import COMMON_RELATIONS, ETHNIC_GROUPS, RELATIONS
from yimi.core.sheets import Page, Workbook, new_workbook
from yimi.imports.kinds import Kind
from yimi.imports.kinds.base import EXAMPLE, Column
from yimi.imports.kinds.ledger_words import item_choices
from yimi.imports.kinds.villages import Villages
from yimi.people.models import StatusKind
from yimi.services.models.record import Method, Outcome
from yimi.stations.models import ServiceUnit
from yimi.workforce.models import CertificateLevel, Education, EmploymentMode, PostKind

#: Rows that carry drop-downs and the text format.
ROWS = 5_000
MARK_TITLE = "标记"


def template_workbook(kind: Kind, unit: ServiceUnit) -> bytes:
    """The template of ``kind`` for this station: its villages, the items its place offers. In Chinese, like the paper."""
    content = io.BytesIO()
    with override("zh-hans"), new_workbook(content) as book:
        lists = _lists(kind, unit)
        sheet = book.page(str(kind.label))
        ranges = _write_lists(book.page("选项"), lists)
        _write_columns(book, sheet, kind, ranges, lists)
        _write_notes(book.page("填写说明"), kind, unit)
        sheet.sheet.activate()
    return content.getvalue()


def _lists(kind: Kind, unit: ServiceUnit) -> dict[str, list[str]]:
    """The words of each drop-down that the kind's columns name."""
    makers: dict[str, Any] = {
        "relation": lambda: [RELATIONS[code][0] for code in COMMON_RELATIONS],
        "sex": lambda: ["男", "女"],
        "ethnic": lambda: [entry[0] for entry in ETHNIC_GROUPS.values()],
        "village": lambda: _villages(unit),
        "status": lambda: _statuses(unit),
        "method": lambda: [str(method.label) for method in Method],
        "outcome": lambda: [str(outcome.label) for outcome in Outcome],
        "item": lambda: item_choices(unit.region_code),
        "education": lambda: [str(row.label) for row in Education if row.value],
        "employment_mode": lambda: [str(row.label) for row in EmploymentMode],
        "post_kind": lambda: [str(row.label) for row in PostKind],
        "level": lambda: [str(row.label) for row in CertificateLevel],
        "yes_no": lambda: ["是", "否"],
    }
    names = dict.fromkeys(column.choices for column in kind.columns if column.choices)
    return {name: makers[name]() for name in names}


def _villages(unit: ServiceUnit) -> list[str]:
    villages = Villages(unit)
    return [villages.label(code) for code in villages.names]


def _statuses(unit: ServiceUnit) -> list[str]:
    kinds = StatusKind.objects.filter(valid_to=None).order_by("order")
    return [kind.name for kind in kinds if unit.region_code.startswith(kind.region_code)]


def _write_lists(page: Page, lists: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each list a column of the second sheet: Excel's drop-downs hold no more than 255 signs of their own."""
    titles = {
        "relation": "与户主关系", "sex": "性别", "ethnic": "民族", "village": "村（社区）", "status": "身份类别",
        "method": "服务方式", "outcome": "结果", "item": "服务项目",
        "education": "学历", "employment_mode": "用工方式", "post_kind": "岗位", "level": "证书级别", "yes_no": "是否",
    }  # fmt: skip
    ranges = {}
    for column, (name, words) in enumerate(lists.items()):
        page.write(0, column, titles[name], "head")
        for row, word in enumerate(words, start=1):
            page.write(row, column, word)
        letter = chr(ord("A") + column)
        ranges[name] = f"=选项!${letter}$2:${letter}${max(len(words), 1) + 1}"
        page.sheet.set_column(column, column, 22)
    page.sheet.freeze_panes(1, 0)
    return ranges


def _write_columns(
    book: Workbook,
    page: Page,
    kind: Kind,
    ranges: Mapping[str, str],
    lists: Mapping[str, Sequence[str]],
) -> None:
    page.write(0, 0, MARK_TITLE, "head")
    page.write(1, 0, EXAMPLE, "example")
    page.sheet.set_column(0, 0, 8)
    for at, column in enumerate(kind.columns, start=1):
        title = f"{column.title}*" if column.is_required else column.title
        page.write(0, at, title, "needed" if column.is_required else "head")
        example = column.example or (lists[column.choices][0] if column.choices and lists[column.choices] and column.is_required else "")  # fmt: skip
        if example:
            page.write(1, at, example, "example")
        look = book.formats["plain"] if column.is_text else None
        page.sheet.set_column(at, at, column.width, look)
        if column.choices and lists[column.choices]:
            page.sheet.data_validation(1, at, ROWS, at, _validation(column, ranges))
        if column.note:
            page.sheet.write_comment(0, at, column.note, {"x_scale": 2})
    page.sheet.set_row(0, 30)
    page.sheet.freeze_panes(1, 3)


def _validation(column: Column, ranges: Mapping[str, str]) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": ranges[column.choices],
        # several statuses may stand in one cell; other words are understood too
        "error_type": "information",
        "error_title": column.title[:32],
        "error_message": "不在下拉列表里。如果写法确实不同，可以继续，导入时会检查。",
    }


def _write_notes(page: Page, kind: Kind, unit: ServiceUnit) -> None:
    lines = [
        f"{kind.label}导入模板 · {unit.name}",
        "一、红色带 * 的列必须填。其他列没有就空着，不要填“无”。",
        "二、第 2 行是示例，标记列写着“示例”的行不会导入，可以留着也可以删掉。",
        "三、日期写成 2024-03-05。只有两位年份的不能识别。",
        "四、身份证号、电话所在的列已设为文本，请不要改格式，否则 Excel 会把后几位变成 0。",
        "五、从别处复制时，请用“选择性粘贴—数值”，以免冲掉格式和下拉列表。",
        "六、上传后先看检查结果，确认后才导入。有错的行会标出原因退回，其余的照常导入。",
        "七、同一个文件再传一次不会重复。已经登记的内容不会被改动。",
    ]
    for row, line in enumerate(lines):
        page.write(row, 0, line, "title" if row == 0 else "plain")
    start = len(lines) + 1
    for row, column in enumerate((c for c in kind.columns if c.note), start=start):
        page.write(row, 0, f"{column.title}：{column.note}")
    page.sheet.set_column(0, 0, 100)
