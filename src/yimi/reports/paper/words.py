"""What every paper of a report says around its table: Chinese, whatever the language of the page."""

from __future__ import annotations

from yimi.core import clock
from yimi.reports.models import Step
from yimi.reports.queries.sheet import Line, Sheet
from yimi.reports.values import shown_unit

#: A date to be written by hand.
BLANK_DATE = "　　　年　　月　　日"
#: Which step of the report fills in which signature.
SIGNED_BY = {
    "填报人": Step.SUBMITTED,
    "填表人": Step.SUBMITTED,
    "审核人": Step.ACCEPTED,
}
DATES = {"填报日期": Step.SUBMITTED}


def head_words(sheet: Sheet) -> tuple[str, str, str]:
    """Left, middle and right of the line below the title."""
    number = sheet.report.number if sheet.report else "未上报"
    return f"填报单位：{sheet.subject.name}", sheet.span.words, f"编号：{number}"


def signatures(sheet: Sheet) -> list[str]:
    """填报人：何站长 and so on; what nobody signed yet stays blank, to be signed by hand."""
    return [f"{label}：{_signed(sheet, label)}" for label in sheet.pack.signs]


def _signed(sheet: Sheet, label: str) -> str:
    if label in DATES:
        step = sheet.signed.get(DATES[label])
        day = clock.local_date(step.at) if step else None
        return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else BLANK_DATE
    step = sheet.signed.get(SIGNED_BY[label]) if label in SIGNED_BY else None
    return step.actor_name if step else "　　　　　　"


def notes(sheet: Sheet) -> list[str]:
    """The pack's notes, then when the figures were taken and the reported figures with their sources."""
    found = list(sheet.pack.notes)
    report = sheet.report
    if report is not None and report.known_at is not None:
        at = report.known_at.astimezone(clock.SHANGHAI)
        found.append(
            f"数字取自 {at:%Y-%m-%d %H:%M} 为止的记录（数据版本 {report.manifest}，报表版式 {report.pack}@{report.pack_version}）。"
        )
    for line in sheet.lines:
        if line.reported is not None:
            one = line.reported
            more = f"；{one.note}" if one.note else ""
            found.append(
                f"“{line.title}”上报数 {one.value.normalize():f} {line.unit}：{one.author_name}登记，来源：{one.source}{more}。"
            )
        changes = [
            f"{head.title} {cell.before} → {cell.text}"
            for head, cell in zip(sheet.heads, line.cells, strict=True)
            if cell.before
        ]
        if changes:
            found.append(f"“{line.title}”上报以后更正：{'，'.join(changes)}。")
    return found


def line_title(line: Line) -> str:
    """A line's name; one that is part of the line above begins with 其中."""
    if line.depth and not line.title.startswith("其中"):
        return f"　其中：{line.title}"
    return f"　{line.title}" if line.depth else line.title


def reported_words(line: Line) -> str:
    """The typed figure as it stands beside: 上报 5."""
    return f"上报 {line.reported.value.normalize():f}" if line.reported else ""


def has_reported(sheet: Sheet) -> bool:
    """Whether the table needs the column of typed figures."""
    return any(line.reported or not line.is_derived for line in sheet.lines)


def head_of(title: str, unit: str) -> str:
    """A column's words with the unit below."""
    return f"{title}\n（{shown_unit(unit)}）" if unit else title
