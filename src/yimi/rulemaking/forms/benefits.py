"""Conditions, benefits and how benefits stand to each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import text_field
from yimi.core.language import in_english
from yimi.engine.catalogue import load_catalogue
from yimi.rulemaking.forms.part import ID, PartForm, expression_field, lines, lines_field

FREQUENCIES = {
    "": _("没有规定"), "once": _("一次性"), "once_per": _("每项一次"), "monthly": _("按月"), "yearly": _("按年"),
    "every_months": _("每隔若干个月"), "every_days": _("每隔若干天"),
}  # fmt: skip
RELATIONS = {
    "excluded_by": _("有下列待遇时不再建议"),
    "choose_higher": _("与下列待遇就高不就低"),
    "tops_up": _("可与下列待遇同时享受（写给人看）"),
}


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
