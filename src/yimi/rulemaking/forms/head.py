"""The head of a pack, the names of its codes, and how unclear places are taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import date_field, text_field
from yimi.rulemaking.forms.part import ID, PartForm, lines, lines_field


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
