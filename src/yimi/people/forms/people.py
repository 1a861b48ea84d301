"""Who someone is, and where they belong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from yimi.core.codes.tables import (
    COMMON_RELATIONS,
    ETHNIC_GROUPS,
    LANGUAGES,
    RELATIONS,
    SEXES,
    choices,
)
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.core.ids import new_uid
from yimi.people.models import (
    BirthPrecision,
    IdKind,
    Resident,
)
from yimi.people.rules.households import HEAD
from yimi.people.rules.identity import read_birth

NAME_MAX, NUMBER_MAX = 100, 40


class BirthField(forms.CharField):
    """A birth date as far as it is known: 1944-05-06, 1944年5月, 1944, or 不清楚."""

    def clean(self, value: Any) -> tuple[Any, str]:
        birth = read_birth(super().clean(value) or "")
        if birth is None:
            raise ValidationError(_("请写成 1944-05-06；只知道年月写 1944-05，只知道年份写 1944。"))
        return birth.on, birth.precision


class PersonForm(ActionForm):
    """Who someone is. Only the name is required. A form sent twice carries the same uid, and is saved once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_uid)
    name = text_field(_("姓名"), NAME_MAX)
    sex = forms.ChoiceField(
        label=_("性别"),
        choices=choices(SEXES, ("1", "2")),
        widget=forms.RadioSelect,
        required=False,
    )
    birth_on = BirthField(label=_("出生日期"), max_length=20, required=False)
    id_number = text_field(_("身份证号"), NUMBER_MAX, required=False)
    phone = text_field(_("电话"), 30, required=False)
    ethnic_code = forms.ChoiceField(
        label=_("民族"), choices=[("", "—"), *choices(ETHNIC_GROUPS)], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "id_number", "phone"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["inputmode"] = "tel"

    def facts(self) -> dict[str, Any]:
        """The values as a :class:`~yimi.people.drafts.ResidentDraft` takes them."""
        values = dict(self.cleaned_data)
        birth_on, precision = values.pop("birth_on", (None, BirthPrecision.UNKNOWN))
        return values | {"birth_on": birth_on, "birth_precision": precision}


class NewMemberForm(PersonForm):
    """A further member."""

    relation = forms.ChoiceField(label=_("与户主关系"))
    joined_on = date_field(_("从哪天起在这一户"), required=False)

    def __init__(self, *args: Any, has_head: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in COMMON_RELATIONS if code != HEAD]
        rest = [code for code in RELATIONS if code not in COMMON_RELATIONS]
        offered = tuple(codes + rest) if has_head else (HEAD,)
        relation = self.fields["relation"]
        assert isinstance(relation, forms.ChoiceField)  # noqa: S101 - declared above
        relation.choices = choices(RELATIONS, offered)


class MemberForm(VersionedForm):
    """Correcting what is known of someone; the ID number has its own form."""

    name = text_field(_("姓名"), NAME_MAX)
    sex = forms.ChoiceField(label=_("性别"), choices=choices(SEXES), widget=forms.RadioSelect)
    birth_on = BirthField(label=_("出生日期"), max_length=20, required=False)
    ethnic_code = forms.ChoiceField(
        label=_("民族"), choices=[("", "—"), *choices(ETHNIC_GROUPS)], required=False
    )
    language = forms.ChoiceField(label=_("常用语言"), choices=choices(LANGUAGES), required=False)
    died_on = date_field(_("去世日期"), required=False)
    hukou_region_code = text_field(_("户籍地"), 12, required=False)
    living_region_code = text_field(_("居住地"), 12, required=False)

    def changes(self) -> dict[str, Any]:
        """The values as ``correct_resident`` takes them."""
        values = self.facts()
        birth_on, precision = values.pop("birth_on", (None, BirthPrecision.UNKNOWN))
        return values | {"birth_on": birth_on, "birth_precision": precision}

    @staticmethod
    def initial_of(resident: Resident) -> dict[str, Any]:
        """What is on file, as it would be typed."""
        names = ("name", "sex", "ethnic_code", "language", "died_on", "row_version")
        places = ("hukou_region_code", "living_region_code")
        values = {name: getattr(resident, name) for name in (*names, *places)}
        return values | {"birth_on": birth_text(resident)}


def birth_text(resident: Resident) -> str:
    """The birth date as exactly as it is known.

    >>> from datetime import date
    >>> birth_text(Resident(birth_on=date(1944, 5, 1), birth_precision="month"))
    '1944-05'
    """
    if resident.birth_on is None:
        return ""
    length = {"year": 4, "month": 7}.get(resident.birth_precision, 10)
    return resident.birth_on.isoformat()[:length]


class IdForm(VersionedForm):
    """The ID number, to be stored or replaced."""

    id_kind = forms.ChoiceField(label=_("证件种类"), choices=IdKind.choices[1:])
    id_number = text_field(_("证件号"), NUMBER_MAX, required=False)


class MoveMemberForm(ActionForm):
    """Someone goes to another household, or to none here."""

    number = text_field(_("到哪一户（户档号）"), 20, required=False)
    relation = forms.ChoiceField(
        label=_("与那户户主的关系"), choices=[("", "—"), *choices(RELATIONS)], required=False
    )
    on = date_field(_("从哪天起"))


class MergeForm(ActionForm):
    """Two files are one person."""

    kept = forms.UUIDField(widget=forms.HiddenInput)
    reason = text_field(_("为什么是同一个人"), 200)
