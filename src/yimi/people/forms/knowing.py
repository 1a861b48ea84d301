"""What is known of someone: phones, statuses, consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.forms import ActionForm, date_field, text_field
from yimi.people.forms.people import NAME_MAX
from yimi.people.models import (
    ConsentBasis,
    ConsentPurpose,
    GivenBy,
    StatusKind,
    StatusSource,
)


class PhoneForm(ActionForm):
    """A phone."""

    phone = text_field(_("电话"), 30)
    label = text_field(_("谁的电话"), 30, required=False)


class StatusForm(ActionForm):
    """An answer about a status."""

    kind = forms.ModelChoiceField(
        label=_("身份或待遇"), queryset=StatusKind.objects.none(), empty_label=None
    )
    value = forms.ChoiceField(
        label=_("是不是"),
        choices=[("yes", _("是")), ("no", _("确认不是"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    detail = forms.ChoiceField(label=_("类别和等级"), required=False)
    starts_on = date_field(_("从哪天起"), required=False)
    source = forms.ChoiceField(
        label=_("怎么知道的"),
        choices=StatusSource.choices,
        widget=forms.RadioSelect,
        initial=StatusSource.VISIT,
    )
    document = text_field(_("证件或名册"), 200, required=False)

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        detail = self.fields["detail"]
        assert isinstance(kind, forms.ModelChoiceField)  # noqa: S101 - declared above
        assert isinstance(detail, forms.ChoiceField)  # noqa: S101 - declared above
        kind.queryset = kinds
        detail.choices = [("", "—"), *_details(kinds)]

    def facts(self) -> dict[str, Any]:
        """The values as a :class:`~yimi.people.drafts.StatusDraft` takes them."""
        values = self.cleaned_data
        kind, _dot, rest = values["detail"].partition(":")
        variety, _slash, level = rest.partition("/") if kind == values["kind"].pk else ("", "", "")
        return {
            "kind": values["kind"].pk,
            "value": values["value"] == "yes",
            "variety": variety,
            "level": level,
            "starts_on": values["starts_on"],
            "source": values["source"],
            "document": values["document"],
        }


def _details(kinds: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Per status that carries details: every pairing of variety and level, under the status's name."""
    groups = []
    for kind in kinds:
        column = 1 if kind.label == kind.name else 2
        pairs = [
            (
                f"{kind.pk}:{variety[0]}/{level[0]}",
                " ".join(part for part in (variety[column], level[column]) if part),
            )
            for variety in kind.varieties or [["", "", ""]]
            for level in kind.levels or [["", "", ""]]
        ]
        if kind.varieties or kind.levels:
            groups.append((kind.label, pairs))
    return groups


class DayForm(ActionForm):
    """One day; ``label`` says which."""

    day = date_field(_("哪一天"))

    def __init__(self, *args: Any, label: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["day"].label = label


class ConsentForm(ActionForm):
    """Somebody agreed."""

    purpose = forms.ChoiceField(label=_("用途"), choices=ConsentPurpose.choices)
    basis = forms.ChoiceField(
        label=_("依据"),
        choices=ConsentBasis.choices,
        widget=forms.RadioSelect,
        initial=ConsentBasis.CONSENT,
    )
    given_by = forms.ChoiceField(
        label=_("由谁同意"), choices=GivenBy.choices, widget=forms.RadioSelect
    )
    guardian_name = text_field(_("监护人姓名"), NAME_MAX, required=False)
    given_on = date_field(_("同意日期"))
    notice_version = text_field(_("告知书版本"), 30, required=False)
