"""What people type about complaints, and the two questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.feedback.models import About, Channel, Finding, Helped
from yimi.feedback.receipts import SEED_LENGTH, new_seed
from yimi.feedback.rules import MAX_TEXT
from yimi.stations.models import ServiceUnit


def text_area(label: Any, **kwargs: Any) -> forms.CharField:
    """A few lines; sealed once saved."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, max_length=MAX_TEXT, widget=widget, **kwargs)


class ComplaintForm(ActionForm):
    """What somebody has to say; nothing about themselves is required."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    #: Only this page has it: sent twice, it shows the receipt code again; nobody else can ask for the code.
    seed = forms.CharField(
        widget=forms.HiddenInput, max_length=SEED_LENGTH, required=False, initial=new_seed
    )
    about = forms.ChoiceField(label=_("关于什么"), choices=About.choices, widget=forms.RadioSelect)
    text = text_area(_("发生了什么"), help_text=_("什么时候、在哪里、怎么回事，您希望怎么办。"))
    name = text_field(_("怎么称呼您"), 60, required=False)
    contact = text_field(_("联系电话"), 100, required=False)

    def clean_seed(self) -> str:
        """Without one (an old page, a script) the code comes from a new one: it is shown this once."""
        return self.cleaned_data["seed"] or new_seed()


class NewComplaintForm(ComplaintForm):
    """The same, told to somebody at the station or the office."""

    unit = forms.ModelChoiceField(
        ServiceUnit.objects.none(), label=_("哪个站点"), empty_label=_("请选择")
    )
    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[choice for choice in Channel.choices if choice[0] != Channel.PUBLIC_FORM],
    )
    received_on = date_field(_("收到日期"), initial=clock.today)
    field_order = (
        "uid",
        "seed",
        "unit",
        "channel",
        "received_on",
        "about",
        "text",
        "name",
        "contact",
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class NameForm(VersionedForm):
    """Whom it is about."""

    worker = forms.ChoiceField(label=_("被投诉的社工"))

    def __init__(self, *args: Any, workers: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].choices = [(str(uid), name) for uid, name in workers]  # type: ignore[attr-defined]


class PlainForm(VersionedForm):
    """A step without words."""


class InquiryForm(VersionedForm):
    """What was found out."""

    on = date_field(_("日期"), initial=clock.today)
    text = text_area(_("了解到的情况"), help_text=_("只有办理的人能看，投诉人看不到。"))


class AnswerForm(VersionedForm):
    """The answer; the complainant reads it."""

    finding = forms.ChoiceField(
        label=_("调查结果"), choices=Finding.choices, widget=forms.RadioSelect
    )
    text = text_area(
        _("给投诉人的答复"), help_text=_("投诉人凭查询码能看到这一段。不要写别人的隐私。")
    )


class ReopenForm(VersionedForm):
    """Why the answer is not enough."""

    text = text_area(_("哪里不满意"))


class CodeForm(ActionForm):
    """The receipt code."""

    code = text_field(_("查询码"), 20, help_text=_("投诉时给您的 12 位，不分大小写。"))


class DaysForm(ActionForm):
    """A place's own number of days."""

    days = forms.IntegerField(label=_("答复期限（天）"), min_value=1, max_value=366)
    starts_on = date_field(_("从哪天起"), initial=clock.today)
    source = text_field(_("依据"), 200, help_text=_("文件名和文号。"))


RATINGS = [
    ("5", _("很满意")), ("4", _("满意")), ("3", _("一般")), ("2", _("不满意")), ("1", _("很不满意")),
]  # fmt: skip


class VoiceForm(ActionForm):
    """Two questions, and nothing else."""

    nonce = forms.CharField(widget=forms.HiddenInput, max_length=120)
    rating = forms.ChoiceField(label=_("您满意吗？"), choices=RATINGS, widget=forms.RadioSelect)
    helped = forms.ChoiceField(
        label=_("有没有帮到您？"), choices=Helped.choices, widget=forms.RadioSelect
    )
