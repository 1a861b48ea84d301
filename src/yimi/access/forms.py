"""The shapes of what people type at the gate. What is allowed is the actions' business; here is only what it looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yimi.access.labels import PLACE_KIND_LABELS, ROLE_LABELS
from yimi.access.rules import REASON_MAX, USERNAME_MAX, normal_username
from yimi.core import clock
from yimi.core.actor import ScopeKind
from yimi.core.errors import Invalid
from yimi.core.forms import ActionForm, date_field
from yimi.regions.picking import opened_place

#: A password longer than this is somebody testing how much we hash.
PASSWORD_MAX = 128
T = TypeVar("T")


def password_field(label: Any, autocomplete: str) -> forms.CharField:
    """A password is taken as it was typed: spaces at either end belong to it."""
    return forms.CharField(
        label=label,
        strip=False,
        max_length=PASSWORD_MAX,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class SignInForm(forms.Form):
    """Sign-in name and password; django-axes knows the fields by these names and masks the password."""

    username = forms.CharField(
        label=_("账号"),
        max_length=USERNAME_MAX,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
    )
    password = password_field(_("密码"), "current-password")

    def clean_username(self) -> str:
        """In normal form, so that a lock-out holds for every way of writing the name."""
        return normal_username(self.cleaned_data["username"])[:USERNAME_MAX]


class PasswordForm(ActionForm):
    """A new password for oneself."""

    old = password_field(_("原密码"), "current-password")
    new = password_field(_("新密码"), "new-password")
    again = password_field(_("再输一次新密码"), "new-password")

    def clean_again(self) -> str:
        """Typed twice, the same both times."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise ValidationError(_("两次输入的新密码不一样。"))
        return again


def reason_field(label: Any) -> forms.CharField:
    """A reason that stays in the trail."""
    return forms.CharField(label=label, max_length=REASON_MAX)


class TokenForm(ActionForm):
    """A new API token."""

    name = forms.CharField(label=_("给谁用"), max_length=60)
    expires_on = date_field(_("有效到"))
    read_only = forms.BooleanField(label=_("只能读取，不能写入"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": clock.today() + timedelta(days=180)})
        super().__init__(*args, **kwargs)


class PickingForm(ActionForm):
    """A form with the divisions' picker; ``opened`` is where the picker stands.

    Sent by a browser without scripts to look one level further down, it keeps what was typed and is not checked yet.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        opened = opened_place(self.data)
        self.opened = opened or ""
        if opened is not None:
            typed = {name: self.data.get(name) for name in self.fields if name in self.data}
            self.initial = {**self.initial, **typed, "region_code": ""}
            self.is_bound = False


class NewUserForm(PickingForm):
    """A new account."""

    username = forms.CharField(
        label=_("账号"),
        max_length=USERNAME_MAX,
        help_text=_("2—60 个小写字母、数字或汉字，例如姓名拼音。登录时不分大小写。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=100)
    region_code = forms.CharField(
        label=_("归哪里管理"),
        max_length=12,
        required=False,
        help_text=_("这个行政区划的管理员可以管理此账号；它本身不带来任何权限。"),
    )


#: Which field chooses a place of this kind; the other kinds need none.
PLACE_FIELDS: dict[str, str] = {ScopeKind.UNIT: "unit", ScopeKind.REGION: "region_code"}


class GrantForm(PickingForm):
    """A role at a place, from a day to a day."""

    role = forms.ChoiceField(
        label=pgettext_lazy("role", "岗位"), choices=[("", _("请选择")), *ROLE_LABELS.items()]
    )
    place_kind = forms.ChoiceField(
        label=_("范围"), choices=list(PLACE_KIND_LABELS.items()), initial=ScopeKind.UNIT.value
    )
    unit = forms.ChoiceField(label=_("服务单位"), required=False)
    region_code = forms.CharField(
        label=_("行政区划"),
        max_length=12,
        required=False,
        help_text=_("乡镇、县、市、省级岗位在这里选；按站设的岗位不用选。"),
    )
    starts_on = date_field(_("从哪天起"))
    ends_on = date_field(_("到哪天止"), required=False)

    def __init__(self, *args: Any, units: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"starts_on": clock.today()})
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("请选择")), *units]  # type: ignore[attr-defined]

    @property
    def place_key(self) -> str:
        """The key that belongs to the chosen kind of place."""
        field = PLACE_FIELDS.get(self.cleaned_data["place_kind"])
        return self.cleaned_data[field] if field else ""

    def carry_out(self, action: Callable[[dict[str, Any]], T]) -> T | None:
        """As every form; what the action says of the place stands at the field that chose it."""

        def at_its_field(values: dict[str, Any]) -> T:
            try:
                return action(values)
            except Invalid as error:
                place = PLACE_FIELDS.get(values["place_kind"], "place_kind")
                fields = {
                    place if name == "place" else name: texts
                    for name, texts in error.fields.items()
                }
                raise Invalid(fields) from None

        return super().carry_out(at_its_field)


class ReasonForm(ActionForm):
    """Only a reason."""

    reason = reason_field(_("原因"))


class UserFilterForm(forms.Form):
    """The users list's filters; what makes no sense is left out, never an error page."""

    q = forms.CharField(label=_("姓名或账号"), max_length=60, required=False)
    role = forms.ChoiceField(
        label=pgettext_lazy("role", "岗位"),
        choices=[("", _("全部")), *ROLE_LABELS.items()],
        required=False,
    )
    region = forms.RegexField(r"^[0-9]{2,12}$", label=_("行政区划"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        choices=[("", _("在用")), ("inactive", _("已停用")), ("all", _("全部"))],
        required=False,
    )
