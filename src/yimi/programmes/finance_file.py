"""The two files between us and finance: what we send (with accounts), and reading what comes back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from yimi.core.sheets import Page, new_workbook
from yimi.programmes.accounts import open_account
from yimi.programmes.errors import FAULTS, FinanceFileUnreadable
from yimi.programmes.models import PaymentItem, PaymentList
from yimi.programmes.rules.finance import HEADINGS, Outcome

MAX_BYTES = 5 * 2**20
MAX_ROWS = 5000
ENCODINGS = ("utf-8-sig", "gb18030")
WORKBOOK_SIGNS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: The columns that finance fills in come last.
OURS = ("number", "name", "bank", "holder", "account", "amount")
THEIRS = ("result", "paid_on", "reason")


def payment_file(made: PaymentList, items: Sequence[PaymentItem]) -> bytes:
    """The workbook for finance: one row per payment, accounts in plain text, empty columns for the result.

    The caller has made sure that it is the payer who asks, and has written it into the trail.
    """
    content = io.BytesIO()
    with new_workbook(content) as book:
        page = book.page(made.number)
        page.write_row(0, _headings(), "head")
        for line, item in enumerate(items, 1):
            account = open_account(item.account) if item.account else None
            cells = [item.claim.number, item.name]
            cells += [account.bank, account.holder, account.number] if account else ["", "", ""]
            page.write_row(line, [*cells, yuan_text(item.amount_fen)])
        _widths(page)
    return content.getvalue()


def _headings() -> list[str]:
    own = {"name": _("姓名"), "bank": _("开户行"), "holder": _("户名"), "account": _("账号")}
    return [own.get(name) or HEADINGS[name][0] for name in (*OURS, *THEIRS)]


def _widths(page: Page) -> None:
    for column, width in enumerate((20, 12, 24, 12, 26, 12, 10, 14, 24)):
        page.sheet.set_column(column, column, width)


def yuan_text(fen: int) -> str:
    """An amount in yuan for a cell.

    >>> yuan_text(50000), yuan_text(12345)
    ('500.00', '123.45')
    """
    return f"{fen // 100}.{fen % 100:02d}"


def rows_of_file(content: bytes) -> list[list[str]]:
    """Every row of the first sheet as text. Raises FinanceFileUnreadable."""
    if len(content) > MAX_BYTES:
        raise FinanceFileUnreadable(why=_("超过 5 MB。"))
    is_workbook = content[:4] in WORKBOOK_SIGNS
    rows = _sheet_rows(content) if is_workbook else _csv_rows(content)
    if len(rows) > MAX_ROWS:
        raise FinanceFileUnreadable(why=_("超过 5,000 行。"))
    return rows


def _sheet_rows(content: bytes) -> list[list[str]]:
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, IndexError, ValueError):
        raise FinanceFileUnreadable(why=_("文件损坏或有密码，请另存为 Excel 再传。")) from None


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(round(value, 4))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


def _csv_rows(content: bytes) -> list[list[str]]:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return list(csv.reader(io.StringIO(text)))
    raise FinanceFileUnreadable(why=_("不是 Excel 或 CSV 文件。"))


def marked_file(rows: Sequence[Sequence[str]], head: int, outcomes: Sequence[Outcome]) -> bytes:
    """The file as it came, every wrong row with its reasons beside it, so that finance can put it right."""
    wrong = {one.row.line: one for one in outcomes if one.faults}
    width = max((len(row) for row in rows), default=0)
    content = io.BytesIO()
    with new_workbook(content) as book:
        page = book.page(_("对账结果"))
        for at, cells in enumerate(rows):
            outcome = wrong.get(at + 1)
            page.write_row(at, cells, "head" if at == head else "wrong" if outcome else "plain")
            if at == head:
                page.write(at, width, _("系统提示"), "head")
            elif outcome:
                reasons = "；".join(str(FAULTS[fault]) for fault in outcome.faults)
                page.write(at, width, reasons, "reason")
    return content.getvalue()
