"""Who belongs to someone, who answers for them, and where they are when not at the household's door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core.codes.tables import COMMON_RELATIONS, RELATIONS, choices
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.people.forms.people import NAME_MAX
from yimi.people.models import AddressKind, GuardianshipKind, ParentSituation, Resident
from yimi.people.rules.households import HEAD
from yimi.stations.forms import PlacedForm, PlaceField

#: What somebody can be to somebody: the head of a household is nobody's relation.
KIN = tuple(code for code in (*COMMON_RELATIONS, *sorted(RELATIONS)) if code != HEAD)


class OtherPersonForm(ActionForm):
    """A form about another person: one of the same household, or a name."""

    person = forms.ChoiceField(label=_("同户成员"), required=False)
    name = text_field(_("姓名"), NAME_MAX, required=False, help_text=_("不在这一户的，写姓名。"))

    def __init__(self, *args: Any, housemates: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ChoiceField)  # noqa: S101 - declared above
        person.choices = [("", _("不是这一户的")), *housemates]
        if not housemates:
            del self.fields["person"]
            self.fields["name"].help_text = ""
            self.fields["name"].required = True

    def chosen(self) -> Resident | None:
        """The housemate, when one was chosen."""
        uid = self.cleaned_data.get("person")
        return Resident.objects.get(pk=UUID(uid)) if uid else None


class RelativeForm(OtherPersonForm):
    """A relative, as what they are to the person."""

    relation = forms.ChoiceField(
        label=_("是本人的"), choices=choices(RELATIONS, tuple(dict.fromkeys(KIN)))
    )
    situation = forms.ChoiceField(label=_("目前情况"), choices=ParentSituation.choices)
    since = date_field(_("从哪天起"), required=False)

    def facts(self) -> dict[str, Any]:
        """The values as :func:`~yimi.people.actions.add_relative` takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "person"}
        return values | {"relative": self.chosen()}


class GuardianForm(OtherPersonForm):
    """Who answers for someone."""

    kind = forms.ChoiceField(label=_("监护类别"), choices=GuardianshipKind.choices)
    relation = forms.ChoiceField(
        label=_("关系"), choices=[("", "—"), *choices(RELATIONS)], required=False
    )
    phone = text_field(_("电话"), 30, required=False)

    def facts(self) -> dict[str, Any]:
        """The values as :func:`~yimi.people.actions.set_guardian` takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "person"}
        return values | {"guardian": self.chosen()}


class OwnAddressForm(PlacedForm):
    """Where a person is registered or lives, apart from the household's door."""

    kind = forms.ChoiceField(
        label=_("哪一种住址"), choices=AddressKind.choices, widget=forms.RadioSelect
    )
    region_code = PlaceField(label=_("在哪里"), required=False)
    detail = text_field(_("门牌"), 200, required=False, help_text=_("加密保存，逐项显示。"))
    since = date_field(_("从哪天起"), required=False)
