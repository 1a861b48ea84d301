"""The shape of 记一笔 and of the register's filter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field
from yimi.services.models import NumberName, ServiceDomain
from yimi.services.models.record import Band, Method, Outcome
from yimi.services.queries.recording import Preparation
from yimi.services.rules import MAX_NOTE, NewRecord

#: The methods of the first row; the others stand under 更多.
FIRST_METHODS = (Method.HOME_VISIT, Method.PHONE, Method.CONSULTATION, Method.ACTIVITY)
#: Methods where unnamed people are counted by band.
CROWD_METHODS = (
    Method.ACTIVITY,
    Method.GROUP_SESSION,
    Method.CONSULTATION,
    Method.ONLINE,
    Method.PHONE,
)
MINUTES = (15, 30, 45, 60)
CHANGE_LABELS = (
    ("none", _("没变化")),
    ("health", _("健康")),
    ("care", _("照料")),
    ("income", _("收入")),
    ("safety", _("用火用电")),
    ("need", _("有新需求")),
)
#: NewRecord's fields whose form field has another name.
FORM_NAMES = {
    "item": "items",
    "further_items": "items",
    "workers": "colleagues",
    "next_due_on": "due_on",
}


class RecordForm(forms.Form):
    """One service event as the page sends it. What the system knows is preset; what counts is chosen."""

    uid = forms.UUIDField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label=_("记录类型"), choices=Method.choices, widget=forms.RadioSelect
    )
    participants = forms.MultipleChoiceField(label=_("见到谁"), required=False)
    outcome = forms.ChoiceField(label=_("结果"), choices=Outcome.choices, required=False)
    day = forms.ChoiceField(
        label=_("日期"),
        choices=[("today", _("今天")), ("yesterday", _("昨天")), ("other", _("选日期"))],
    )
    served_on = forms.DateField(label=_("服务日期"), required=False)
    # at most five digits: a longer number is refused before anybody reads it
    minutes = forms.CharField(label=_("用了多久"), max_length=5)
    minutes_other = forms.IntegerField(label=_("分钟"), required=False, min_value=0, max_value=1440)
    items = forms.MultipleChoiceField(
        label=_("做了什么"), error_messages={"required": _("请选做了什么，至少一项。")}
    )
    changes = forms.MultipleChoiceField(
        label=_("情况有变化吗"), choices=CHANGE_LABELS, required=False
    )
    note = forms.CharField(
        label=_("备注"),
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_visit = forms.ChoiceField(
        label=_("下次走访"),
        choices=[("suggested", ""), ("other", _("改日期")), ("none", _("先不定"))],
        required=False,
    )
    due_on = forms.DateField(label=_("下次走访日期"), required=False)
    colleagues = forms.MultipleChoiceField(label=_("一起去的同事"), required=False)
    co_organisers = forms.CharField(label=_("合办单位"), required=False, max_length=600)
    child = forms.IntegerField(label=Band.CHILD.label, required=False, min_value=0)
    adult = forms.IntegerField(label=Band.ADULT.label, required=False, min_value=0)
    elder = forms.IntegerField(label=Band.ELDER.label, required=False, min_value=0)
    unknown = forms.IntegerField(label=Band.UNKNOWN.label, required=False, min_value=0)

    def __init__(self, *args: Any, prepared: Preparation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepared = prepared
        self._choices("participants", [(str(m.uid), m.name) for m in prepared.members])
        items = [*prepared.usual, *prepared.others]
        self._choices("items", [(item.code, item.label) for item in items])
        self._choices("colleagues", [(str(uid), name) for uid, name in prepared.colleagues])

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices

    def clean(self) -> dict[str, Any]:
        """The checks that belong to the page: a chosen “other” needs its value."""
        data = super().clean() or {}
        if (
            data.get("day") == "other"
            and not data.get("served_on")
            and "served_on" not in self.errors
        ):
            self.add_error("served_on", _("请选服务日期。"))
        if data.get("minutes") == "other" and data.get("minutes_other") is None:
            self.add_error("minutes", _("请填用了多少分钟。"))
        if data.get("method") == Method.HOME_VISIT and not data.get("outcome"):
            self.add_error("outcome", _("请选见到了还是未遇。"))
        if data.get("next_visit") == "other" and not data.get("due_on"):
            self.add_error("due_on", _("请选下次走访日期。"))
        return data

    def _served_on(self) -> date:
        today = clock.today()
        chosen = {"today": today, "yesterday": today - timedelta(days=1)}
        day: date = chosen.get(self.cleaned_data["day"]) or self.cleaned_data["served_on"]
        return day

    def _minutes(self) -> int:
        text = self.cleaned_data["minutes"]
        return int(text) if text.isdecimal() else int(self.cleaned_data["minutes_other"] or 0)

    def to_record(self, worker_uid: UUID | None, *, participants: dict[UUID, str]) -> NewRecord:
        """The domain's value; ``participants`` are further people chosen outside the household."""
        data = self.cleaned_data
        prepared = self.prepared
        outcome = data["outcome"] or Outcome.MET
        chosen = {UUID(uid): "served" for uid in data["participants"]} | participants
        order = {item.code: n for n, item in enumerate([*prepared.usual, *prepared.others])}
        items = sorted(data["items"], key=lambda code: order[code])
        met = outcome == Outcome.MET
        due = {
            "suggested": prepared.suggested_due_on,
            "other": data["due_on"],
        }.get(data["next_visit"])
        return NewRecord(
            uid=data["uid"],
            unit_uid=prepared.unit.pk,
            household_uid=prepared.household.pk if prepared.household else None,
            method=data["method"],
            outcome=outcome,
            item_code=items[0],
            further_items=tuple(items[1:]),
            served_on=self._served_on(),
            minutes=self._minutes(),
            note=data["note"].strip(),
            participants=chosen if met else {},
            head_counts={band: data[band] for band in Band.values if data.get(band)} if met else {},
            worker_uids=tuple(
                uid for uid in (worker_uid, *(UUID(u) for u in data["colleagues"])) if uid
            ),
            co_organisers=tuple(
                name.strip()
                for name in data["co_organisers"].replace("、", "\n").splitlines()
                if name.strip()
            ),
            changes=tuple(data["changes"]),
            next_due_on=due,
        )

    def add_domain_errors(self, fields: dict[str, list[Any]]) -> None:
        """Put the domain's refusals at the fields of the page."""
        for name, messages in fields.items():
            target = FORM_NAMES.get(name, name)
            for message in messages:
                self.add_error(target if target in self.fields else None, message)


class RegisterForm(forms.Form):
    """The register's filter row. Anything that does not fit filters nothing."""

    first = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    method = forms.ChoiceField(
        label=_("方式"), required=False, choices=[("", _("全部方式")), *Method.choices]
    )
    outcome = forms.ChoiceField(
        label=_("结果"), required=False, choices=[("", _("全部结果")), *Outcome.choices]
    )
    domain = forms.ChoiceField(label=_("领域"), required=False)
    worker = forms.ChoiceField(label=_("社工"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("current", _("有效")),
            ("late", _("补录")),
            ("voided", _("已作废")),
            ("all", _("全部")),
        ],
    )
    number = forms.CharField(label=_("编号"), required=False, max_length=24)
    sort = forms.CharField(required=False, max_length=20)

    def __init__(self, *args: Any, workers: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domains = [(domain.code, domain.label) for domain in ServiceDomain.objects.all()]
        self.fields["domain"].choices = [("", _("全部领域")), *domains]  # type: ignore[attr-defined]
        people = [(str(uid), name) for uid, name in workers]
        self.fields["worker"].choices = [("", _("全部社工")), *people]  # type: ignore[attr-defined]


class NumberForm(ActionForm):
    """A place's own number, from a day on."""

    name = forms.ChoiceField(label=_("设定哪一个"), choices=NumberName.choices)
    value = forms.IntegerField(label=_("数值"), min_value=1, max_value=60)
    starts_on = date_field(_("从哪天起"))
    source = forms.CharField(label=_("依据文件"), max_length=200)
