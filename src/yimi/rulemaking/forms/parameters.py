"""Parameters and their dated values."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import date_field, text_field
from yimi.engine.regions import prefix_of
from yimi.rulemaking.forms.part import ID, PartForm

PARAMETER_KINDS = {
    "money_fen": _("金额"), "int": _("整数（年龄、月数、百分数）"), "minutes": _("时长（分钟）"),
}  # fmt: skip
MONEY = "money_fen"


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
        own = self.draft.parts.part("pack").values.get("region")
        return {"region": own, **values, "amount": amount}

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
