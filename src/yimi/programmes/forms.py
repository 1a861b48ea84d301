"""What people type in the programmes room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.engine.packs import shipped_packs
from yimi.programmes.finance_file import MAX_BYTES as FINANCE_BYTES
from yimi.programmes.rules.posting import Column
from yimi.services.photos import MAX_BYTES as PHOTO_BYTES

COLUMN_LABELS = {
    Column.SERIAL: _("序号"),
    Column.NAME: _("姓名"),
    Column.UNIT: _("单位"),
    Column.BENEFIT: _("项目"),
    Column.SLOT: _("级别或荣誉"),
    Column.AMOUNT: _("金额"),
}


def long_text(label: Any, longest: int, **kwargs: Any) -> forms.CharField:
    """A few lines of text."""
    return forms.CharField(
        label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": 4}), **kwargs
    )


def not_larger(file: UploadedFile, most: int) -> UploadedFile:
    """The file, unless it is larger than ``most`` bytes: nobody reads it into memory first."""
    if (file.size or 0) > most:
        raise forms.ValidationError(
            _("文件超过 %(most)s MB，请缩小后再传。"), params={"most": most // 2**20}
        )
    return file


class StepForm(VersionedForm):
    """A step without words."""


class NoteForm(VersionedForm):
    """A step with a reason that the claimant reads."""

    note = text_field(_("理由"), 300, help_text=_("本人看得到。写清楚差什么、为什么。"))


class RemarkForm(VersionedForm):
    """A step with a remark, if there is something to say."""

    note = text_field(_("说明"), 300, required=False)


class AppealForm(ActionForm):
    """Why one objects."""

    text = long_text(_("申诉理由"), 1000)


class AnswerForm(ActionForm):
    """An appeal's answer."""

    upheld = forms.ChoiceField(
        label=_("结果"),
        widget=forms.RadioSelect,
        choices=[("yes", _("支持，重新受理")), ("no", _("维持原决定"))],
    )
    answer = long_text(_("答复"), 1000, help_text=_("本人看得到。"))


class AccountForm(ActionForm):
    """Where one's own money goes."""

    bank = text_field(_("开户行"), 60, help_text=_("写到支行，如“荆州示例银行沙市支行”。"))
    holder = text_field(_("户名"), 60)
    number = text_field(_("账号"), 40)


class ReturnedForm(ActionForm):
    """When money came back."""

    returned_on = date_field(_("到账日期"), initial=clock.today)


def months_field() -> forms.MultipleChoiceField:
    """Which months of a benefit that is paid by the month."""
    return forms.MultipleChoiceField(
        label=_("哪几个月"), widget=forms.CheckboxSelectMultiple,
        help_text=_("每个月是一件申请；已经申请过的月份不在里面。"),
    )  # fmt: skip


class MonthsMixin(ActionForm):
    """Months to claim for, where the benefit is paid by the month; none otherwise."""

    def __init__(self, *args: Any, months: Sequence[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not months:
            del self.fields["months"]
            return
        field = cast("forms.MultipleChoiceField", self.fields["months"])
        field.choices = [(f"{one:%Y-%m}", f"{one:%Y-%m}") for one in months]
        field.initial = [f"{months[0]:%Y-%m}"]

    @property
    def chosen(self) -> list[date | None]:
        """A day of each month; one without a day where no month is asked for."""
        return [date.fromisoformat(f"{one}-01") for one in self.cleaned_data.get("months", [])] or [
            None
        ]


class ApplyForm(MonthsMixin):
    """One's own application: nothing to type, perhaps months to choose."""

    months = months_field()


class PaperDayForm(MonthsMixin):
    """An office enters an application."""

    months = months_field()
    claimed_on = date_field(
        _("收到申请的日期"), initial=clock.today, help_text=_("收到纸质申请的，写收到的那一天。")
    )


class JoinForm(ActionForm):
    """Another staff file of the same person."""

    other = forms.ChoiceField(label=_("另一份档案"))
    reason = text_field(_("依据"), 300, help_text=_("怎样确认是同一个人，如“核对了身份证原件”。"))

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = others  # type: ignore[attr-defined]


class ListForm(ActionForm):
    """A new payment list."""

    benefit = forms.ChoiceField(label=_("发放项目"))
    title = text_field(_("发放表名称"), 200)

    def __init__(self, *args: Any, benefits: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["benefit"].choices = benefits  # type: ignore[attr-defined]


class PostForm(VersionedForm):
    """A list hangs."""

    posted_from = date_field(_("开始公示的日期"), initial=clock.today)


class PostingForm(ActionForm):
    """How lists are posted at a place."""

    heading = text_field(_("标题"), 200)
    columns = forms.MultipleChoiceField(
        label=_("公示哪几列"),
        choices=[(column.value, label) for column, label in COLUMN_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("身份证号、电话和账号不能公示，这里也选不到。"),
    )
    days = forms.IntegerField(
        label=_("公示天数"), min_value=0, max_value=60, help_text=_("自然日；不公示的写 0。")
    )
    place = text_field(_("公示地点"), 200)
    source = text_field(_("依据"), 200)


class FinanceForm(ActionForm):
    """What finance sent back."""

    file = forms.FileField(
        label=_("财务返回的文件"), help_text=_("Excel 或 CSV，要有申请编号、金额、结果三列。")
    )

    def clean_file(self) -> UploadedFile:
        """Not larger than is ever read."""
        return not_larger(self.cleaned_data["file"], FINANCE_BYTES)


class EvidenceForm(ActionForm):
    """A paper."""

    kind = forms.CharField(max_length=80, widget=forms.HiddenInput)
    file = forms.FileField(label=_("照片或 PDF"))

    def clean_file(self) -> UploadedFile:
        """Not larger than is ever read."""
        return not_larger(self.cleaned_data["file"], PHOTO_BYTES)


class PackForm(ActionForm):
    """A version of a pack: a shipped one, or its whole text."""

    shipped = forms.ChoiceField(
        label=_("随系统提供的包"), required=False, help_text=_("选了就不用再贴内容。")
    )
    text = forms.CharField(
        label=_("规则包内容（TOML）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in shipped_packs()]
        self.fields["shipped"].choices = [("", _("不用，自己贴")), *names]  # type: ignore[attr-defined]


class DecidePackForm(VersionedForm):
    """A second person's decision."""

    publish = forms.ChoiceField(
        label=_("核对结果"),
        widget=forms.RadioSelect,
        choices=[("yes", _("和原文一致，发布")), ("no", _("不一致，退回"))],
    )
    note = text_field(_("说明"), 500, required=False, help_text=_("退回的，写明哪里不对。"))


class RepealForm(VersionedForm):
    """A repeal."""

    repealed_on = date_field(_("废止日期"), help_text=_("从这一天起不再受理新的申请。"))
    reason = text_field(_("依据"), 300)
