"""What people type about a referral: opening it, and each step on its way."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.referrals.drafts import ReceiverDraft
from yimi.referrals.models import (
    ConsentManner,
    Outcome,
    ReceiverKind,
    ReferralGround,
    ReferralReason,
    SharedItem,
)
from yimi.referrals.rules import BAD, GIVEN_UP, GOOD, MAX_TEXT
from yimi.stations.models import Authority, ServiceUnit

EXPLANATION = _("说明")
#: Nothing that counts is chosen beforehand.
PICK = ("", _("请选择"))


def note_field(label: Any = EXPLANATION, **kwargs: Any) -> forms.CharField:
    """A few lines; sealed once saved."""
    kwargs.setdefault("required", False)
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=widget, **kwargs)


class ReceiverFields(forms.Form):
    """Whom to: a station, an authority, or the name of another body; exactly one of the three."""

    receiver_unit = forms.ModelChoiceField(
        ServiceUnit.objects.none(), label=_("社工站"), required=False, empty_label=_("不是社工站")
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(), label=_("部门"), required=False, empty_label=_("不是这里的部门")
    )
    name = text_field(
        _("其他机构"), 100, required=False, help_text=_("医院、学校、社会组织等，写全称。")
    )
    contact = text_field(
        _("对方联系人和电话"), 200, required=False, help_text=_("加密保存，只有本站能看。")
    )

    def __init__(self, *args: Any, units: Any, authorities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver_unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Exactly one body."""
        data = super().clean() or {}
        named = [name for name in ("receiver_unit", "authority", "name") if data.get(name)]
        if len(named) != 1:
            self.add_error("receiver_unit", _("请选一个社工站或一个部门，或者写一个其他机构。"))
        return data

    def receiver(self) -> ReceiverDraft:
        """The body as the action takes it."""
        data = self.cleaned_data
        kind = (
            ReceiverKind.UNIT
            if data["receiver_unit"]
            else ReceiverKind.AUTHORITY
            if data["authority"]
            else ReceiverKind.OUTSIDE
        )
        return ReceiverDraft(
            kind=kind, unit=data["receiver_unit"], authority=data["authority"],
            name=data["name"], contact=data["contact"],
        )  # fmt: skip


class ContentFields(forms.Form):
    """Why, what is written, what goes along."""

    reason = forms.ChoiceField(label=_("因为什么事"), choices=[PICK, *ReferralReason.choices])
    text = note_field(
        _("原因和情况说明"), help_text=_("写给下一位帮助者看：现在的困难、已经做了什么。")
    )
    shared = forms.MultipleChoiceField(
        label=_("要提供给对方的内容"),
        choices=SharedItem.choices,
        widget=forms.CheckboxSelectMultiple,
        initial=[SharedItem.BASIC, SharedItem.SITUATION],
        help_text=_("只选对方帮得上忙所必需的，服务对象同意的也是这些。"),
    )


class NewReferralForm(ActionForm, ContentFields, ReceiverFields):
    """A referral for a household, or one of its people."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    resident = forms.ChoiceField(label=_("为谁转介"), required=False)
    worker = forms.ChoiceField(label=_("负责社工"))
    field_order = ("uid", "resident", "reason", "text", "receiver_unit", "authority", "name", "contact", "shared", "worker")  # fmt: skip

    def __init__(
        self, *args: Any, members: list[tuple[UUID, str]], workers: list[tuple[UUID, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        put_choices(self, members, workers)


def put_choices(
    form: forms.Form, members: list[tuple[UUID, str]], workers: list[tuple[UUID, str]]
) -> None:
    """The people of the household, and who works at the station."""
    people = [(str(uid), name) for uid, name in members]
    form.fields["resident"].choices = [("", _("全户")), *people]  # type: ignore[attr-defined]
    form.fields["worker"].choices = [(str(uid), name) for uid, name in workers]  # type: ignore[attr-defined]


class ChangeForm(VersionedForm, ContentFields, ReceiverFields):
    """Other contents, before anything is sent."""

    field_order = ("row_version", "reason", "text", "receiver_unit", "authority", "name", "contact", "shared")  # fmt: skip


class StepForm(VersionedForm):
    """A step on a day."""

    on = date_field(_("日期"), initial=clock.today)


class ContactForm(StepForm):
    """The receiving body was asked."""

    note = note_field(_("联系情况"), help_text=_("找了谁、对方怎么说、要带什么材料。"))


class ConsentForm(VersionedForm):
    """The person's word, or an emergency."""

    ground = forms.ChoiceField(
        label=_("依据"), choices=ReferralGround.choices, widget=forms.RadioSelect,
        initial=ReferralGround.CONSENT,
    )  # fmt: skip
    manner = forms.ChoiceField(
        label=_("怎样同意的"),
        choices=ConsentManner.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    given_on = date_field(_("日期"), initial=clock.today)
    note = note_field(
        _("备注"), help_text=_("监护人同意的写姓名和关系；紧急情况写发生了什么、为什么来不及。")
    )


class NoteForm(StepForm):
    """A step with a few words."""

    note = note_field()


class SendForm(StepForm):
    """How it went out; this is the one service event that is counted."""

    minutes = forms.IntegerField(label=_("用了多少分钟"), min_value=1, max_value=1440, initial=30)
    item = forms.ChoiceField(label=_("计入哪项服务"))
    due_on = date_field(
        _("最迟反馈日期"), required=False, help_text=_("不填就按当地期限计算，一般是 14 天。")
    )
    note = note_field(_("给对方的话"), help_text=_("接收的社工站能看到这一段。"))

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = items  # type: ignore[attr-defined]


class AnswerForm(StepForm):
    """Taken on, or not and why."""

    accepted = forms.ChoiceField(
        label=_("对方答复"), choices=[("yes", _("接收")), ("no", _("不接收"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = note_field(_("说明"), help_text=_("不接收的一定写原因，并尽量建议找谁。"))


def outcomes(codes: frozenset[str]) -> list[tuple[str, Any]]:
    """Outcomes among ``codes``, in the order of the list."""
    return [(one.value, one.label) for one in Outcome if one in codes]


class SettleForm(StepForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label=_("结果"), choices=outcomes(GOOD | BAD), widget=forms.RadioSelect
    )
    note = note_field(_("反馈内容"))


class PlanForm(VersionedForm):
    """When somebody of ours will ask."""

    due_on = date_field(_("回访日期"))


class CompleteForm(StepForm):
    """What the person says."""

    note = note_field(_("服务对象怎么说"), required=True)


class WithdrawForm(StepForm):
    """Why it is given up."""

    outcome = forms.ChoiceField(
        label=_("原因"), choices=outcomes(GIVEN_UP), widget=forms.RadioSelect
    )
    note = note_field()


class DaysForm(ActionForm):
    """A place's own number of days."""

    days = forms.IntegerField(label=_("反馈期限（天）"), min_value=1, max_value=366)
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    source = text_field(_("依据"), 200, help_text=_("文件名和文号。"))
