"""The columns of an official list, and what is asked beside it: which status, as of when, for which place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import date_field, text_field
from yimi.imports.cells import Parser
from yimi.imports.faults import CellRefused, Problem
from yimi.imports.kinds.base import Column, OptionsForm
from yimi.imports.kinds.household_columns import parse_name
from yimi.imports.kinds.villages import Villages
from yimi.people.models import StatusKind
from yimi.people.queries import status_kinds_for


class ListOptions(OptionsForm):
    """Which status, as of when, from which paper, for which place, and whether the list is complete."""

    kind = forms.ModelChoiceField(
        label=_("是哪一种身份或待遇的名册"),
        queryset=StatusKind.objects.none(),
        empty_label=_("请选择"),
    )
    as_of = date_field(_("名册截至哪一天"), initial=clock.today)
    document = text_field(_("名册名称"), 200, help_text=_("如“2026 年 9 月农村低保保障名册”。"))
    place = forms.ChoiceField(label=_("名册的范围"), required=False)
    is_complete = forms.BooleanField(
        label=_("名册是完整的"),
        required=False,
        help_text=_("勾选后，范围内不在名册上的人会登记为“确认不是”；不勾选就只登记名册上的人。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        villages = Villages(self.unit)
        self.fields["kind"].queryset = status_kinds_for(self.unit.region_code)  # type: ignore[attr-defined]
        self.fields["place"].choices = [  # type: ignore[attr-defined]
            ("", _("本站的全部服务对象")),
            *((code, villages.label(code)) for code in villages.names),
        ]

    def clean_as_of(self) -> date:
        """A list of a day to come does not exist yet."""
        day: date = self.cleaned_data["as_of"]
        if day > clock.today():
            raise forms.ValidationError(_("这一天还没有到，请检查。"))
        return day


def detail_parser(table: Sequence[Sequence[str]]) -> Parser:
    """Reads a level or variety by its code or its name."""
    words = {word: entry[0] for entry in table for word in entry[:2]}

    def parse(text: str) -> str:
        try:
            return words[text.replace(" ", "")]
        except KeyError:
            raise CellRefused(Problem.UNKNOWN_CHOICE) from None

    return parse


LIST_COLUMNS = (
    Column(
        "name", "姓名", ("对象姓名", "保障对象", "人员姓名", "残疾人姓名", "名字"), parse_name,
        is_required=True, width=12, example="赵桂英",
    ),
    Column(
        "id_number", "身份证号", ("身份证号码", "公民身份号码", "身份证", "证件号码", "证件号", "居民身份证号"),
        is_text=True, width=22, example="990101194405061228", note="按身份证号认人；没有的按姓名和村（社区）认。",
    ),
    Column(
        "village", "村（社区）", ("村", "社区", "村居", "行政村", "所在村", "村名", "居住村"),
        choices="village", width=18,
    ),
    Column("household_key", "户档号", ("户号", "家庭编号"), is_text=True, width=14),
    Column("level", "等级", ("级别", "保障类别", "残疾等级", "档次"), width=10, note="名册上有等级的才填。"),
    Column("variety", "类别", ("残疾类别", "供养方式", "人员类别"), width=10, note="名册上有类别的才填。"),
)  # fmt: skip
