"""What the columns of a report are called."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yimi.reports.layout import Column
from yimi.reports.spans import Frequency


def column_words(column: Column, frequency: Frequency) -> str:
    """What a column is called."""
    now = {
        Frequency.MONTH: _("本月"),
        Frequency.QUARTER: _("本季度"),
        Frequency.YEAR: _("本年"),
    }[frequency]
    words = {
        Column.PERIOD: now,
        Column.LAST_YEAR: _("上年同期"),
        Column.TO_DATE: _("本年累计"),
        Column.TARGET: _("年度目标"),
    }
    return str(words[column])
