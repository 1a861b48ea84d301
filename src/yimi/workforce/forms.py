"""What people type about workers, certificates and placements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, VersionedForm, date_field, text_field
from yimi.stations.models import Operator, ServiceUnit
from yimi.workforce.models import CertificateLevel, Education, EmploymentMode, PostKind, Sex


class WorkerFilterForm(forms.Form):
    """The filters above the staff list; nothing is required."""

    q = forms.CharField(label=_("姓名"), max_length=60, required=False)
    unit = forms.ChoiceField(label=_("站点"), required=False)
    certified = forms.ChoiceField(
        label=_("证书"),
        required=False,
        choices=[("", _("全部")), ("yes", _("持证")), ("no", _("未持证"))],
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在职")), ("left", _("已离职")), ("all", _("全部"))],
    )

    def __init__(self, *args: Any, units: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]


class StaffForm(ActionForm):
    """What a staff file holds, whether new or corrected."""

    name = text_field(_("姓名"), 100)
    sex = forms.ChoiceField(label=_("性别"), choices=Sex.choices, initial=Sex.UNKNOWN)
    birth_on = date_field(_("出生日期"), required=False)
    employment_mode = forms.ChoiceField(
        label=_("用工方式"), choices=EmploymentMode.choices, initial=EmploymentMode.PURCHASED
    )
    employer = forms.ModelChoiceField(
        Operator.objects.none(),
        label=_("用人单位（承接机构）"),
        required=False,
        empty_label=_("不是承接机构"),
    )
    employer_name = text_field(
        _("其他用人单位"), 100, required=False, help_text=_("不是承接机构的填这里，如“县总工会”。")
    )
    education = forms.ChoiceField(label=_("学历"), choices=Education.choices, required=False)
    joined_on = date_field(_("入职日期"), required=False)

    def __init__(self, *args: Any, employers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employer"].queryset = employers  # type: ignore[attr-defined]


def phone_field() -> forms.CharField:
    """A phone number; sealed once saved."""
    return text_field(_("联系电话"), 30, required=False, help_text=_("加密保存，查看会留痕。"))


def id_number_field() -> forms.CharField:
    """An ID number; sealed once saved."""
    return text_field(
        _("身份证号"), 30, required=False, help_text=_("可以不填；填了会核对出生日期和性别。")
    )


class PostForm(ActionForm):
    """A post at a unit."""

    post_kind = forms.ChoiceField(
        label=_("岗位"), choices=PostKind.choices, initial=PostKind.SERVICE
    )
    is_head = forms.BooleanField(label=_("担任站长"), required=False)
    full_time = forms.BooleanField(label=_("专职"), required=False, initial=True)
    starts_on = date_field(_("上岗日期"), initial=clock.today)


class PlacementForm(PostForm):
    """Which unit, and until when if that is known."""

    unit = forms.ModelChoiceField(
        ServiceUnit.objects.none(), label=_("站点"), empty_label=_("请选择")
    )
    ends_on = date_field(_("离岗日期"), required=False)
    field_order = ("unit", "post_kind", "is_head", "full_time", "starts_on", "ends_on")

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class PlacementEditForm(PostForm):
    """Dates and post of a placement on file."""

    ends_on = date_field(_("离岗日期"), required=False)


class NewWorkerForm(StaffForm, PostForm):
    """A new staff file with the first post."""

    phone = phone_field()
    id_number = id_number_field()
    unit = forms.ModelChoiceField(
        ServiceUnit.objects.none(), label=_("站点"), empty_label=_("请选择")
    )
    field_order = ("name", "unit", "post_kind", "is_head", "full_time", "starts_on", "phone", "id_number", "sex", "birth_on", "employment_mode", "employer", "employer_name", "education", "joined_on")  # fmt: skip

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class WorkerForm(StaffForm, VersionedForm):
    """Corrections; phone and ID number only when they are to be replaced."""

    phone = text_field(_("新的联系电话"), 30, required=False, help_text=_("不改就空着。"))
    id_number = text_field(_("新的身份证号"), 30, required=False, help_text=_("不改就空着。"))
    left_on = date_field(_("离职日期"), required=False, help_text=_("复职的，把日期清空。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.initial.get("left_on"):
            # leaving is an event of its own, with the end of every post
            del self.fields["left_on"]


class LeaveForm(VersionedForm):
    """A worker's last day."""

    left_on = date_field(_("最后工作日"), initial=clock.today)
    reason = text_field(_("原因"), 300, required=False)


class CertificateForm(ActionForm):
    """A certificate."""

    level = forms.ChoiceField(label=_("级别"), choices=CertificateLevel.choices)
    issued_on = date_field(_("发证日期"))
    number = text_field(_("管理号"), 60, required=False, help_text=_("照证书上写，不核对格式。"))
    registered_on = date_field(
        _("登记日期"), required=False, help_text=_("登记一次管三年；还没登记的空着。")
    )


class RenewForm(ActionForm):
    """A registration renewed."""

    registered_on = date_field(_("再登记日期"), initial=clock.today)


class ReasonForm(ActionForm):
    """Why something entered is withdrawn."""

    reason = text_field(_("原因"), 300)


class EndPlacementForm(ActionForm):
    """A post's last day."""

    ends_on = date_field(_("离岗日期"), initial=clock.today)
    reason = text_field(_("原因"), 300, required=False)
