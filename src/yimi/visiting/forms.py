"""The shape of what the visiting pages send."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.core.ids import new_uid
from yimi.services.models.record import Band
from yimi.services.rules import NewRecord
from yimi.visiting.actions import ConsultationDraft
from yimi.visiting.actions.consultations import METHODS
from yimi.visiting.models.consultations import ConsultationChannel, ConsultationResult

MINUTES = [(5, "5"), (10, "10"), (20, "20"), (30, "30")]
LONGEST_TEXT = 5_000
#: How question and answer stand in the record's note: as data, the same whatever the language of the page.
QUESTION_MARK, ANSWER_MARK = "问：", "答："


def put_choices(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    """Offer these answers at a choice field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices


class OverdueForm(forms.Form):
    """The filter row of the overdue list. Anything that does not fit filters nothing."""

    village = forms.ChoiceField(label=_("村（社区）"), required=False)
    tier = forms.ChoiceField(label=_("风险等级"), required=False)
    least_days = forms.TypedChoiceField(
        label=_("逾期"),
        required=False,
        coerce=int,
        choices=[("", _("到期的全部")), (1, _("已逾期")), (7, _("7 天以上")), (30, _("30 天以上"))],
    )
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[
            ("due", _("逾期最久的在前")),
            ("village", _("按村")),
            ("last_met", _("最久没见的在前")),
            ("tier", _("风险高的在前")),
        ],
    )

    def __init__(
        self,
        *args: Any,
        villages: list[tuple[str, str]],
        tiers: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        put_choices(self, "village", [("", _("全部")), *villages])
        put_choices(self, "tier", [("", _("全部")), *tiers, ("none", _("没定等级"))])


class PlanForm(ActionForm):
    """Households chosen for a day."""

    planned_on = date_field(_("哪天去"), initial=clock.today)
    worker = forms.ChoiceField(label=_("谁去"), required=False)

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_choices(self, "worker", [("", _("还没定")), *workers])


class TierForm(ActionForm):
    """A household's tier, and why."""

    tier_code = forms.ChoiceField(label=_("风险等级"), required=False, widget=forms.RadioSelect)
    reason = text_field(_("理由"), 200)

    def __init__(self, *args: Any, tiers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_choices(self, "tier_code", [*tiers, ("", _("不定等级"))])


class DueForm(ActionForm):
    """A household's next visit, and why."""

    due_on = date_field(_("下次走访日期"))
    reason = text_field(_("理由"), 200)


class LocalTierForm(ActionForm):
    """A tier as a county wants it."""

    region_code = forms.ChoiceField(label=_("哪个辖区"))
    code = forms.ChoiceField(label=_("哪个等级"))
    name = text_field(_("本地名称"), 20)
    interval_days = forms.IntegerField(label=_("最长间隔（天）"), min_value=1, max_value=366)
    meaning = text_field(_("适用对象"), 200, required=False)
    source = text_field(_("依据的文件和文号"), 200)

    def __init__(
        self,
        *args: Any,
        divisions: list[tuple[str, str]],
        codes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        put_choices(self, "region_code", divisions)
        put_choices(self, "code", codes)


class ConsultationForm(ActionForm):
    """A consultation, quick enough for the phone still ringing."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid)
    channel = forms.ChoiceField(
        label=_("咨询方式"),
        choices=ConsultationChannel.choices,
        widget=forms.RadioSelect,
        initial=ConsultationChannel.VISIT,
    )
    resident = forms.ChoiceField(label=_("谁来问"), required=False, widget=forms.RadioSelect)
    band = forms.ChoiceField(
        label=_("不记名时，大约多大"), choices=Band.choices, widget=forms.RadioSelect, initial=Band.UNKNOWN
    )  # fmt: skip
    item = forms.ChoiceField(label=_("问什么"))
    question = forms.CharField(
        label=_("问题"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answer = forms.CharField(
        label=_("答复"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    result = forms.ChoiceField(
        label=_("处理结果"),
        choices=ConsultationResult.choices,
        widget=forms.RadioSelect,
        initial=ConsultationResult.ANSWERED,
    )
    follow_up_on = date_field(_("哪天跟进"), required=False)
    minutes = forms.TypedChoiceField(
        label=_("用了几分钟"), choices=MINUTES, coerce=int, widget=forms.RadioSelect, initial=10
    )
    served_on = date_field(_("日期"), initial=clock.today)

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], items: list[tuple[str, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        put_choices(self, "resident", [("", _("不记名")), *people])
        put_choices(self, "item", items)

    def to_draft(
        self, unit_uid: UUID, worker_uid: UUID | None, household_uid: UUID | None
    ) -> ConsultationDraft:
        """The domain's value; ``household_uid`` is where the person who asks lives, if anywhere."""
        data = self.cleaned_data
        person = UUID(data["resident"]) if data["resident"] else None
        words = [data["question"].strip(), data["answer"].strip()]
        note = "\n".join(
            mark + text
            for mark, text in zip((QUESTION_MARK, ANSWER_MARK), words, strict=True)
            if text
        )
        record = NewRecord(
            uid=data["uid"],
            unit_uid=unit_uid,
            method=METHODS[ConsultationChannel(data["channel"])],
            item_code=data["item"],
            served_on=data["served_on"],
            minutes=data["minutes"],
            household_uid=household_uid if person else None,
            note=note,
            participants={person: "served"} if person else {},
            head_counts={} if person else {data["band"]: 1},
            worker_uids=(worker_uid,) if worker_uid else (),
        )
        return ConsultationDraft(
            record=record,
            channel=data["channel"],
            result=data["result"],
            is_anonymous=person is None,
            follow_up_on=data["follow_up_on"],
        )


class ConsultationsForm(forms.Form):
    """The filter row of the consultations."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("open", _("待跟进")), ("late", _("过了日子的")), ("all", _("全部"))],
    )
    channel = forms.ChoiceField(
        label=_("咨询方式"), required=False, choices=[("", _("全部")), *ConsultationChannel.choices]
    )
    result = forms.ChoiceField(
        label=_("处理结果"), required=False, choices=[("", _("全部")), *ConsultationResult.choices]
    )
    first = date_field(_("从"), required=False)
    last = date_field(_("到"), required=False)
    text = text_field(_("姓名、编号或事项"), 40, required=False)
