"""The shape of the red button's form, of a further step, of the readers' list and of the local limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from yimi.core import clock
from yimi.core.forms import ActionForm, date_field, text_field
from yimi.core.ids import new_uid
from yimi.protection.models import ReportStep
from yimi.protection.models.reports import HarmKind, PersonKind, ReportedTo, StepKind, Way
from yimi.protection.rules import MAX_LINE, MAX_TEXT, NewReport, NewStep, ReportContent

#: What a person may add to the chain; ``found`` comes with the report.
ADDABLE = [(kind.value, kind.label) for kind in StepKind if kind != StepKind.FOUND]


def moment_field(label: Any) -> forms.DateTimeField:
    """A minute of a day, China's time, with the browser's own picker; now unless changed."""
    widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    return forms.DateTimeField(label=label, widget=widget, initial=this_minute)


def this_minute() -> datetime:
    """Now in China, without seconds: what the picker can show."""
    return clock.now().astimezone(clock.SHANGHAI).replace(second=0, microsecond=0)


def long_text(label: Any, rows: int = 3) -> forms.CharField:
    """A few sentences; the browser keeps none of them."""
    widget = forms.Textarea(attrs={"rows": rows, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=MAX_TEXT, widget=widget)


def short_text(label: Any) -> forms.CharField:
    """One line; the browser keeps nothing of it."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=MAX_LINE, widget=widget)


class ReportForm(ActionForm):
    """F-23, as little of it as sends: one tap, or one word. Everything else may follow as a step."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid)
    kinds = forms.MultipleChoiceField(
        label=_("发现了什么"),
        choices=HarmKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("怀疑就可以报，不用先查实。"),
    )
    is_immediate = forms.BooleanField(label=_("现在就有危险"), required=False)
    resident = forms.ChoiceField(label=_("名册里的人"), required=False, widget=forms.RadioSelect)
    who = short_text(_("谁有危险"))
    person_kind = forms.ChoiceField(
        label=_("是哪类人"), choices=PersonKind.choices, widget=forms.RadioSelect, required=False
    )
    where = short_text(_("在哪里"))
    text = long_text(_("看到、听到了什么"))
    found_at = moment_field(_("什么时候发现的"))
    told_to = forms.ChoiceField(
        label=_("已经报告给谁"), choices=[("", _("还没有")), *ReportedTo.choices], required=False
    )
    unit = forms.ChoiceField(label=_("从哪个站点报"), required=False)

    def __init__(
        self,
        *args: Any,
        people: list[tuple[str, str]],
        units: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("resident", [("", _("不在名册里")), *people] if people else [])
        self._offer("unit", units if len(units) > 1 else [])

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices

    def to_report(self, region_code: str = "") -> tuple[NewReport, NewStep | None]:
        """The domain's values: the report, and whom the reporter had told before."""
        data = self.cleaned_data
        content = ReportContent(
            who=data["who"].strip(),
            resident_uid=UUID(data["resident"]) if data.get("resident") else None,
            kinds=tuple(data["kinds"]),
            where=data["where"].strip(),
            text=data["text"].strip(),
        )
        report = NewReport(
            uid=data["uid"],
            found_at=data["found_at"],
            content=content,
            person_kind=data["person_kind"] or PersonKind.UNSURE,
            is_immediate=data["is_immediate"],
            unit_uid=UUID(data["unit"]) if data.get("unit") else None,
            region_code=region_code,
        )
        told = None
        if data["told_to"]:
            told = NewStep(
                uid=new_uid(), kind=StepKind.REPORTED, at=clock.now(), to_whom=data["told_to"], way=Way.PHONE
            )  # fmt: skip
        return report, told


class StepForm(ActionForm):
    """A further step of the chain."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=new_uid)
    kind = forms.ChoiceField(
        label=_("补哪一类"), choices=ADDABLE, widget=forms.RadioSelect, initial=StepKind.REPORTED
    )
    to_whom = forms.ChoiceField(
        label=_("给了谁，或谁答复的"), choices=[("", "—"), *ReportedTo.choices], required=False
    )
    way = forms.ChoiceField(
        label=_("怎么报告的"), choices=Way.choices, widget=forms.RadioSelect, required=False
    )
    receipt = short_text(_("回执编号"))
    text = long_text(_("说明"))
    corrects = forms.ChoiceField(label=_("更正哪一步"), required=False)
    at = moment_field(_("什么时候"))

    def __init__(self, *args: Any, steps: list[ReportStep], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["corrects"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("不是更正某一步"))] + [
                (str(step.pk), f"{step.get_kind_display()} {step.get_to_whom_display()}".strip())
                for step in steps
            ]

    @property
    def initial_uid(self) -> UUID:
        """The uid of the one-tap step beside the form: its own, so that both can be sent."""
        return new_uid()

    @property
    def now_text(self) -> str:
        """This minute, as the picker sends it."""
        return f"{this_minute():%Y-%m-%dT%H:%M}"

    def to_step(self) -> NewStep:
        """The domain's value."""
        data = self.cleaned_data
        return NewStep(
            uid=data["uid"],
            kind=data["kind"],
            at=data["at"],
            to_whom=data["to_whom"],
            way=data["way"],
            receipt=data["receipt"].strip(),
            text=data["text"].strip(),
            corrects_uid=UUID(data["corrects"]) if data["corrects"] else None,
        )


class ReaderForm(ActionForm):
    """Somebody to be named: a colleague with an account, or any account of the county by its sign-in name."""

    place = forms.ChoiceField(label=_("哪里的报告"))
    colleague = forms.ChoiceField(label=_("站里的同事"), required=False)
    username = text_field(
        _("或者其他人的登录账号"),
        60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    reason = text_field(_("为什么由这个人看"), 200)
    ends_on = date_field(_("看到哪天为止"), required=False)

    def __init__(
        self,
        *args: Any,
        places: list[tuple[str, str]],
        colleagues: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("place", places), ("colleague", [("", "—"), *colleagues])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Exactly one person."""
        data = super().clean() or {}
        if bool(data.get("colleague")) == bool(data.get("username")):
            self.add_error("colleague", _("请选一位同事，或填一个登录账号，两者选一。"))
        return data


class EndReaderForm(ActionForm):
    """Taking somebody off the list."""

    reason = text_field(_("为什么移出名单"), 200)


class LimitForm(ActionForm):
    """A division's own limit."""

    region_code = forms.ChoiceField(label=_("哪个辖区"))
    minutes = forms.IntegerField(
        label=_("发现后多少分钟还没报告就提醒"), min_value=0, help_text=_("0 就是立即。")
    )
    source = text_field(_("依据的文件和文号"), 200)

    def __init__(self, *args: Any, divisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["region_code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = divisions
