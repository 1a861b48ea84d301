"""Forms in front of places' indicators: a count over a fact, a ratio of two, a name. Each gives the entry of a pack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.core.forms import VersionedForm, text_field
from yimi.engine.catalogue import Column, Fact
from yimi.engine.indicators import IndicatorSet, Measure
from yimi.explore.showing import unit_name_of
from yimi.insight.figures.indicators import title_of
from yimi.insight.figures.words import in_one_language
from yimi.insight.local import columns
from yimi.insight.local.checking import LONGEST

#: The place of a fact that stands for a ratio of two indicators.
RATIO = "ratio"
_AREA = {"rows": 2}
_MEASURES = [
    (Measure.COUNT, gettext_lazy("数行数")),
    (Measure.SUM, gettext_lazy("合计一列")),
    (Measure.COUNT_DISTINCT, gettext_lazy("去重计数")),
]


class WordsForm(VersionedForm):
    """What every indicator of a place's own says of itself."""

    title = text_field(gettext_lazy("名称"), LONGEST["title"])
    title_en = text_field(gettext_lazy("英文名称"), LONGEST["title_en"])
    definition = forms.CharField(
        label=gettext_lazy("数什么（一句话写清口径）"), max_length=LONGEST["definition"], widget=forms.Textarea(attrs=_AREA),
        help_text=gettext_lazy("写给看报表的人：数谁、数几次、不含什么。"),
    )  # fmt: skip
    definition_en = forms.CharField(
        label=gettext_lazy("口径的英文"), max_length=LONGEST["definition_en"], widget=forms.Textarea(attrs=_AREA)
    )  # fmt: skip
    source = text_field(
        gettext_lazy("依据"), LONGEST["source"], help_text=gettext_lazy("哪份文件、哪次会议要这个数，例如：商民〔2026〕7 号。"),
    )  # fmt: skip

    def entry(self) -> dict[str, Any]:
        """The cleaned values as the entry of a pack."""
        raise NotImplementedError

    def _words(self) -> dict[str, Any]:
        names = ("title", "title_en", "definition", "definition_en", "source")
        return {name: " ".join(self.cleaned_data[name].split()) for name in names}


class CountForm(WordsForm):
    """A number counted from the rows of one fact."""

    measure = forms.ChoiceField(label=gettext_lazy("怎样数"), choices=_MEASURES)
    value = forms.ChoiceField(label=gettext_lazy("哪一列"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("单位"))
    filter = forms.CharField(
        label=gettext_lazy("条件"), required=False, widget=forms.Textarea,
        help_text=gettext_lazy("只数满足条件的行。边写边检查，下面用中文读给您看。"),
    )  # fmt: skip
    time = forms.ChoiceField(label=gettext_lazy("算在什么时间"))
    cuts = forms.MultipleChoiceField(
        label=gettext_lazy("可以再按什么分"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        added, told_apart = columns.addable(fact), columns.distinct(fact)
        fields: Mapping[str, Any] = self.fields
        fields["value"].choices = [
            ("", "—"),
            *[(one.name, _("合计：%(column)s") % {"column": name_of(one)}) for one in added],
            *[(one.name, _("去重：%(column)s") % {"column": name_of(one)}) for one in told_apart],
        ]
        fields["unit"].choices = [(one, unit_name_of(one) or _("个")) for one in columns.UNITS]
        fields["time"].choices = [
            (key, time_name(day, end)) for key, day, end in columns.times(fact)
        ]
        fields["cuts"].choices = [(one.name, name_of(one)) for one in columns.cuts(fact)]

    def entry(self) -> dict[str, Any]:
        values = self.cleaned_data
        measure = Measure(values["measure"])
        value = values["value"] if measure != Measure.COUNT else ""
        dedup, dedup_en = columns.dedup_words(measure, value)
        entry = self._words() | {
            "unit": values["unit"], "measure": measure.value, "fact": self.fact.name, "value": value,
            "filter": values["filter"].replace("\r\n", "\n").strip(), "cuts": values["cuts"],
            "dedup": dedup, "dedup_en": dedup_en,
        }  # fmt: skip
        how, _colon, days = values["time"].partition(":")
        if how == "on":
            return entry | {"on": days}
        begins, _colon, ends = days.partition(":")
        return entry | {"stock": {"from": begins, "to": ends}}

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with for an entry."""
        stock = entry.get("stock", {})
        time = f"on:{entry.get('on', '')}"
        if stock:
            time = f"at:{stock['from']}:{stock.get('to', '')}"
        return {**entry, "time": time}


class RatioForm(WordsForm):
    """A ratio of two indicators that the place knows."""

    of_top = forms.ChoiceField(label=gettext_lazy("分子"))
    of_bottom = forms.ChoiceField(
        label=gettext_lazy("分母"),
        help_text=gettext_lazy("单位要和分子一样；分子一般是分母里的一部分。"),
    )

    def __init__(self, *args: Any, known: IndicatorSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (one.key, f"{title_of(one)}（{unit_name_of(one.unit) or _('个')}）")
            for one in known.indicators.values()
            if one.measure != Measure.RATIO and not one.withdrawn_on
        ]
        for name in ("of_top", "of_bottom"):
            field: Any = self.fields[name]
            field.choices = [("", "—"), *choices]

    def entry(self) -> dict[str, Any]:
        dedup, dedup_en = columns.dedup_words(Measure.RATIO, "")
        return self._words() | {
            "unit": columns.RATIO_UNIT, "measure": Measure.RATIO.value, "dedup": dedup, "dedup_en": dedup_en,
            "of": [self.cleaned_data["of_top"], self.cleaned_data["of_bottom"]],
        }  # fmt: skip

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with for an entry."""
        return {**entry, "of_top": entry["of"][0], "of_bottom": entry["of"][1]}


class NameForm(VersionedForm):
    """What a place calls an indicator, and the code on its own forms."""

    title = text_field(gettext_lazy("当地名称"), LONGEST["title"])
    title_en = text_field(gettext_lazy("英文名称"), LONGEST["title_en"])
    local_code = text_field(
        gettext_lazy("本地代码"), LONGEST["local_code"], required=False,
        help_text=gettext_lazy("当地表格里给这个数的编号，没有就不填。"),
    )  # fmt: skip

    def entry(self) -> dict[str, Any]:
        """The cleaned values as the entry of a pack."""
        return {name: " ".join(value.split()) for name, value in self.facts().items()}

    @staticmethod
    def initial_of(entry: Mapping[str, Any]) -> dict[str, Any]:
        """What the form begins with for an entry."""
        return dict(entry)


class DecideForm(VersionedForm):
    """A second person's word."""

    publish = forms.ChoiceField(
        label=gettext_lazy("核对结果"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("口径清楚，数也对，发布")), ("no", gettext_lazy("退回修改"))],
    )  # fmt: skip
    note = text_field(gettext_lazy("退回的原因"), 500, required=False)


class ReasonForm(VersionedForm):
    """Why something is given up."""

    reason = text_field(gettext_lazy("原因"), 300)


def name_of(column: Column) -> str:
    """A column in the reader's language."""
    return in_one_language(column.zh, column.en.partition("(")[0].strip())


def time_name(day: Column, end: Column | None) -> str:
    if end is None:
        return _("按“%(day)s”算进时段") % {"day": name_of(day)}
    return _("时点：时段最后一天在“%(day)s”之后、“%(end)s”之前") % {
        "day": name_of(day),
        "end": name_of(end),
    }
