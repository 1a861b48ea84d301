"""Beginning a draft, its whole text, and steps without words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, VersionedForm, text_field
from yimi.rulemaking.beginning import SLUG


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
