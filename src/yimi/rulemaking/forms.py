"""The parts of a pack as plain forms: what stands in the text becomes fields, what is typed becomes values of the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.core.language import in_english
from yimi.engine.catalogue import load_catalogue
from yimi.engine.pack_text import Part
from yimi.engine.regions import prefix_of
from yimi.rulemaking.beginning import SLUG
from yimi.rulemaking.reading import EXPRESSIONS, DraftText

ID = RegexValidator(r"^[a-z][a-z0-9_]{0,59}$", _("用小写字母开头，后面可以有数字和下划线，例如 old_enough。"))  # fmt: skip
FREQUENCIES = {
    "": _("没有规定"), "once": _("一次性"), "once_per": _("每项一次"), "monthly": _("按月"), "yearly": _("按年"),
    "every_months": _("每隔若干个月"), "every_days": _("每隔若干天"),
}  # fmt: skip
RELATIONS = {
    "excluded_by": _("有下列待遇时不再建议"),
    "choose_higher": _("与下列待遇就高不就低"),
    "tops_up": _("可与下列待遇同时享受（写给人看）"),
}
PARAMETER_KINDS = {
    "money_fen": _("金额"), "int": _("整数（年龄、月数、百分数）"), "minutes": _("时长（分钟）"),
}  # fmt: skip
MONEY = "money_fen"


def lines_field(label: Any, **kwargs: Any) -> forms.CharField:
    """A list, one entry a line."""
    return forms.CharField(
        label=label, required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs
    )  # fmt: skip


def expression_field(label: Any, *, required: bool = True, **kwargs: Any) -> forms.CharField:
    """An expression; the template draws it with the words to choose from."""
    return forms.CharField(
        label=label, required=required, max_length=8000, widget=forms.Textarea, **kwargs
    )


class BeginForm(ActionForm):
    """What a new draft begins with."""

    region_code = forms.ChoiceField(label=_("在哪里执行"), required=False)
    begun_from = forms.ChoiceField(label=_("从哪里起草"), required=False)
    title = text_field(_("名称"), 200, required=False, help_text=_("从空白起草时填，如“独居老人冬季取暖补贴办法”。"))  # fmt: skip
    slug = forms.CharField(
        label=_("代号"), max_length=41, required=False,
        validators=[RegexValidator(f"^{SLUG.pattern}$", _("用小写字母、数字和短横线，例如 warm-winter。"))],
        help_text=_("小写字母、数字和短横线，如 warm-winter。起草已有规则包的新版本时不用填。"),
    )  # fmt: skip

    def __init__(self, *args: Any, places: Sequence[Any], sources: Sequence[Any], **kwargs: Any) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["region_code"].choices = places  # type: ignore[attr-defined]
        self.fields["begun_from"].choices = sources  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An empty pack needs a name."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("begun_from"):
            for name in ("title", "slug"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("从空白起草时要填。"))
        return found


class TextForm(VersionedForm):
    """The whole text."""

    text = forms.CharField(
        label=_("规则原文（TOML）"), max_length=200_000, strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "class": "code", "spellcheck": "false"}),
    )  # fmt: skip


class StepForm(VersionedForm):
    """A step without words."""


class PartForm(VersionedForm):
    """One part of the text. ``kind`` is its name there; fields are called as in the text unless a form says otherwise."""

    kind: ClassVar[str] = ""
    heading: ClassVar[Any] = ""

    def __init__(self, *args: Any, draft: DraftText, part: Part | None = None, under: str = "", **kwargs: Any) -> None:  # fmt: skip
        self.draft, self.part, self.under = draft, part, under
        values = part.values if part else {}
        kwargs["initial"] = {**self.initial_of(values), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    @property
    def expressions(self) -> frozenset[str]:
        """The fields that hold expressions."""
        return frozenset(EXPRESSIONS.get(self.kind, {}))

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Fields from what stands in the text."""
        return dict(values)

    def written(self) -> dict[str, Any]:
        """Values for the text; None takes a key out."""
        return {
            name: plain(value) for name, value in self.cleaned_data.items() if name != "row_version"
        }


def plain(value: Any) -> Any:
    """What is empty is not written; line ends are those of the text."""
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    return None if value in ("", None, [], ()) else value


def lines(text: str) -> list[str] | None:
    """One entry a line; None when there is none."""
    return [line.strip() for line in text.splitlines() if line.strip()] or None


class HeadForm(PartForm):
    """What the pack is, who issued it, when it holds."""

    kind = "pack"
    heading = _("文件")
    title = text_field(_("名称"), 200)
    title_en = text_field(_("英文名称"), 200)
    issuers = lines_field(_("发文机关"), help_text=_("一行一个。"))
    source = text_field(_("依据的文件"), 500, help_text=_("文件名和文号。"))
    in_force_from = date_field(_("施行日期"), required=False)
    in_force_to = date_field(_("有效期至（含当日）"), required=False)
    version = forms.IntegerField(label=_("版本号"), min_value=1)

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values, "issuers": "\n".join(values.get("issuers", []))}

    def written(self) -> dict[str, Any]:
        return {**super().written(), "issuers": lines(self.cleaned_data["issuers"])}


class CodesForm(PartForm):
    """Names of codes that the pack uses."""

    kind = "codes"
    heading = _("代码的名称")
    entries = lines_field(_("代码和名称"), help_text=_("一行一个，如：dibao = 低保对象"))

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"entries": "\n".join(f"{code} = {name}" for code, name in values.items())}

    def clean_entries(self) -> dict[str, str]:
        """Code → name. Raises ValidationError with the line."""
        found = {}
        for line in lines(self.cleaned_data["entries"]) or []:
            code, sign, name = (piece.strip() for piece in line.partition("="))
            if not sign or not name or not re.fullmatch(r"[A-Za-z0-9_-]{1,50}", code):
                raise forms.ValidationError(_("“%(line)s”要写成：代码 = 名称"), params={"line": line})  # fmt: skip
            found[code] = name
        return found

    def written(self) -> dict[str, Any]:
        entries = self.cleaned_data["entries"]
        gone = self.part.values if self.part else {}
        return {**dict.fromkeys(gone), **entries}


class ChoiceForm(PartForm):
    """An unclear place of the document, and how the pack takes it."""

    kind = "choice"
    heading = _("原文不清楚的地方")
    id = forms.CharField(label=_("代号"), max_length=60, validators=[ID])
    question = text_field(_("哪里不清楚"), 300)
    answer = text_field(_("这样处理"), 300)
    why = text_field(_("为什么"), 300)


class ParameterForm(PartForm):
    """A number that places set."""

    kind = "parameter"
    heading = _("参数")
    id = forms.CharField(label=_("代号"), max_length=60, validators=[ID], help_text=_("条件里写 param('代号')。"))  # fmt: skip
    title = text_field(_("名称"), 100)
    # the word "kind" names the form's own kind
    value_kind = forms.ChoiceField(label=_("是什么数"), choices=list(PARAMETER_KINDS.items()))
    note = text_field(_("说明"), 300, required=False)
    unset = forms.BooleanField(
        label=_("由各地填写：没有填写时判定为“信息不全”"), required=False
    )  # fmt: skip

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values, "value_kind": values.get("kind"), "unset": values.get("unset") == "unknown"}  # fmt: skip

    def written(self) -> dict[str, Any]:
        values = super().written()
        values["kind"] = values.pop("value_kind")
        values["unset"] = "unknown" if self.cleaned_data["unset"] else None
        order = ("id", "kind", "title", "note", "unset")
        return {name: values[name] for name in order}


class ValueForm(PartForm):
    """One dated value of a parameter, with the document that sets it."""

    kind = "parameter.value"
    heading = _("参数的数值")
    region = forms.CharField(label=_("在哪里执行（区划代码）"), max_length=12, help_text=_("全国写 national；否则写 12 位区划代码。"))  # fmt: skip
    amount = forms.DecimalField(label=_("数值"), required=False, max_digits=12)
    source = text_field(_("依据"), 300)
    example = forms.BooleanField(label=_("示例值，落地以前要换成本地的"), required=False)
    repealed = forms.BooleanField(label=_("从这一天起废止，没有新的数"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = date_field(_("从哪一天起"))
        self.fields = {  # "from" cannot be an attribute's name
            "row_version": self.fields["row_version"],
            "region": self.fields["region"],
            "from": field,
            **{name: one for name, one in self.fields.items() if name not in {"row_version", "region"}},
        }  # fmt: skip
        amount: Any = self.fields["amount"]
        amount.label = _("金额（元）") if self.is_money else _("数值（整数）")
        amount.decimal_places = 2 if self.is_money else 0

    @property
    def is_money(self) -> bool:
        """Whether the parameter is an amount: written in fen, typed in yuan."""
        key = self.under or (self.part.key.rpartition(":value:")[0] if self.part else "")
        return bool(key) and self.draft.parts.part(key).values.get("kind") == MONEY

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        amount = values.get("amount")
        if amount is not None and self.is_money:
            amount = Decimal(amount) / 100
        return {**values, "amount": amount}

    def clean_region(self) -> str:
        """A division code, or national."""
        region: str = self.cleaned_data["region"].strip()
        try:
            prefix_of(region)
        except ValueError:
            raise forms.ValidationError(_("这不是区划代码。")) from None
        return region

    def clean(self) -> dict[str, Any]:
        """A value, or the end of one."""
        found: dict[str, Any] = super().clean() or {}
        amount = found.get("amount")
        if amount is None and not found.get("repealed") and "amount" not in self.errors:
            self.add_error("amount", _("请填数值；没有新的数，就勾“废止”。"))
        if amount is not None and not self.is_money and amount != int(amount):
            self.add_error("amount", _("这里要整数。"))
        return found

    def written(self) -> dict[str, Any]:
        values = super().written()
        amount, repealed = values.get("amount"), self.cleaned_data["repealed"]
        values["amount"] = None if amount is None or repealed else int(amount * 100 if self.is_money else amount)  # fmt: skip
        for name in ("example", "repealed"):
            values[name] = True if self.cleaned_data[name] else None
        return values


class ConditionForm(PartForm):
    """A condition: its clause, its words, its test."""

    kind = "condition"
    heading = _("共用条件")
    id = forms.CharField(label=_("代号"), max_length=60, validators=[ID])
    text = text_field(_("条件怎么说"), 200, help_text=_("写给上门的人看，如“年满规定年龄”。"))
    clause = text_field(_("条款"), 100, help_text=_("如“第三条”。"))
    test = expression_field(_("怎样判断"))
    ask = text_field(_("不知道时问谁"), 200, required=False)


class OwnConditionForm(ConditionForm):
    """A condition of one benefit."""

    kind = "benefit.condition"
    heading = _("条件")


class RelationForm(PartForm):
    """How a benefit stands to others."""

    kind = "benefit.relation"
    heading = _("与其他待遇的关系")
    relation = forms.ChoiceField(label=_("关系"), choices=list(RELATIONS.items()))
    others = forms.MultipleChoiceField(label=_("待遇"), widget=forms.CheckboxSelectMultiple)
    clause = text_field(_("条款"), 100)
    text = text_field(_("怎么说"), 200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.under or (self.part and self.part.key.partition(":relation:")[0])
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (one.name, one.values.get("title", one.name))
            for one in self.draft.parts.of_kind("benefit")
            if one.key != own
        ]

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {**values, "relation": values.get("kind"), "others": values.get("with", [])}

    def written(self) -> dict[str, Any]:
        values = super().written()
        return {"kind": values["relation"], "with": values["others"], "clause": values["clause"], "text": values["text"]}  # fmt: skip


class BenefitForm(PartForm):
    """A benefit: whose it is, what they get, how often, until when, with which papers."""

    kind = "benefit"
    heading = _("待遇")
    id = forms.CharField(label=_("代号"), max_length=60, validators=[ID])
    title = text_field(_("名称"), 100)
    title_en = text_field(_("英文名称"), 100)
    clause = text_field(_("条款"), 100)
    subject = forms.ChoiceField(label=_("发给谁（一行事实是什么）"))
    needs = forms.MultipleChoiceField(
        label=_("用到的共用条件"), required=False, widget=forms.CheckboxSelectMultiple
    )
    amount_fen = expression_field(_("金额（分）"), required=False)
    frequency = forms.ChoiceField(label=_("多久一次"), choices=list(FREQUENCIES.items()), required=False)  # fmt: skip
    per = text_field(_("每项一次：按哪一列"), 40, required=False)
    every = forms.IntegerField(label=_("每隔几个月（天）"), required=False, min_value=1)
    claim_until = expression_field(_("最迟申请日"), required=False)
    due_on = expression_field(_("应办日期"), required=False)
    points = expression_field(_("分值"), required=False)
    receiving = expression_field(_("怎样看出已在享受"), required=False)
    evidence = lines_field(_("材料"), help_text=_("一行一样。"))
    claims_outlast = forms.BooleanField(label=_("到期以后，还在申请期内的仍可申请"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        english = in_english()
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (fact.name, fact.en if english else fact.row)
            for fact in load_catalogue().facts.values()
        ]
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            (one.name, one.values.get("text", one.name)) for one in self.draft.conditions
        ]

    def initial_of(self, values: Mapping[str, Any]) -> dict[str, Any]:
        frequency = values.get("frequency", "")
        parts = {"kind": frequency} if isinstance(frequency, str) else dict(frequency)
        return {
            "subject": self.draft.usual_subject, **values,
            "frequency": parts.get("kind", ""), "per": parts.get("per", ""), "every": parts.get("every"),
            "evidence": "\n".join(values.get("evidence", [])),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What a frequency needs beside it."""
        found: dict[str, Any] = super().clean() or {}
        kind = found.get("frequency", "")
        if kind == "once_per" and not found.get("per"):
            self.add_error("per", _("请写按哪一列，如 level。"))
        if kind.startswith("every_") and not found.get("every"):
            self.add_error("every", _("请写隔多久。"))
        return found

    def written(self) -> dict[str, Any]:
        values = super().written()
        per, every, kind = values.pop("per"), values.pop("every"), values["frequency"]
        if kind == "once_per":
            values["frequency"] = {"kind": kind, "per": per}
        elif kind in {"every_months", "every_days"}:
            values["frequency"] = {"kind": kind, "every": every}
        values["evidence"] = lines(self.cleaned_data["evidence"])
        values["claims_outlast"] = True if self.cleaned_data["claims_outlast"] else None
        return values


FORMS: Mapping[str, type[PartForm]] = {
    form.kind: form
    for form in (
        HeadForm, CodesForm, ChoiceForm, ParameterForm, ValueForm, ConditionForm, OwnConditionForm, BenefitForm, RelationForm,
    )
}  # fmt: skip
#: What hangs on something else.
BELOW = {"parameter.value": "parameter", "benefit.condition": "benefit", "benefit.relation": "benefit"}  # fmt: skip
