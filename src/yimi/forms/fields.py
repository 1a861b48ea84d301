"""The form field and widget of every kind of question; tables and signatures as rows of small forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yimi.forms.checking import MAX_LONG_TEXT, MAX_NAME, MAX_ROWS, MAX_TEXT
from yimi.forms.definitions import Field, Kind
from yimi.forms.single_fields import (
    ClockField,
    DayField,
    NumberField,
    PeopleField,
    YesNoField,
    YuanField,
    number_or_none,
    yes_or_none,
)

#: More codes than this are a list to open, not chips to tap.
MOST_CHIPS = 8
#: Empty rows under the filled ones; 再加一行 gives more.
SPARE_ROWS = 1
LONGEST_NUMBER = 20
SIGNATURE_FIELDS = (
    Field("who", Kind.TEXT, "签名人", "Signed by"),
    Field("on", Kind.DATE, "签名日期", "Signed on"),
)


class TableWidget(forms.Widget):
    """Reads the rows that were sent; ``forms/_table.html`` draws them, so this renders nothing itself."""

    def __init__(self, columns: Sequence[Field], *, is_single: bool = False) -> None:
        super().__init__()
        self.columns, self.is_single = tuple(columns), is_single

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The rows as bound forms."""
        key = name.partition("-")[2]
        count = self._sent_rows(data, name) + (data.get("add_row") == key)
        return [self.row(f"{name}-{place}", data) for place in range(min(count, MAX_ROWS))]

    def _sent_rows(self, data: Mapping[str, Any], name: str) -> int:
        if self.is_single:
            return 1
        text = str(data.get(f"{name}-rows", ""))
        return int(text) if text.isdigit() and len(text) < 4 else 0

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not self.is_single and f"{name}-rows" not in data

    def row(self, prefix: str, data: Any = None, initial: Any = None) -> forms.Form:
        """One row as a small form."""
        return row_form(self.columns)(
            data, prefix=prefix, initial=initial, use_required_attribute=False
        )


class TableField(forms.Field):
    """Rows of small questions; rows left empty are dropped. A signature is a table of one row."""

    widget: TableWidget

    def clean(self, value: Any) -> Any:
        """The filled rows."""
        if self.disabled:
            return value or []
        rows = list(value or [])
        if any(not row.is_valid() for row in rows):
            raise ValidationError(_("有几格需要改一下，已在下面标出。"))
        kept = [
            {key: said for key, said in row.cleaned_data.items() if _said(said)} for row in rows
        ]
        if self.widget.is_single:
            return kept[0] if kept else {}
        return [row for row in kept if row]

    def row_forms(self, bound: forms.BoundField) -> list[forms.Form]:
        """The rows to draw: as sent, or as kept with some empty ones below; shut when the field is."""
        value = bound.value() or []
        if bound.form.is_bound and not self.disabled:
            return list(value)
        spare = 0 if self.disabled else SPARE_ROWS
        rows = [value or {}] if self.widget.is_single else [*value, *({} for _n in range(spare))]
        drawn = [
            self.widget.row(f"{bound.html_name}-{place}", initial=row)
            for place, row in enumerate(rows)
        ]
        for row in drawn if self.disabled else ():
            for field in row.fields.values():
                field.disabled = True
        return drawn


def _said(value: Any) -> bool:
    return value is not None and value != ""


@lru_cache(maxsize=200)
def row_form(columns: tuple[Field, ...]) -> type[forms.Form]:
    """The form class of a table's rows; its fields are named in the language of the page when they are drawn."""

    class RowForm(forms.Form):
        """A row."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for column in columns:
                self.fields[column.key] = form_field(column, in_table=True)

    return RowForm


# ---- one builder for each kind ----


def _text(_field: Field, **common: Any) -> forms.Field:
    return forms.CharField(max_length=MAX_TEXT, **common)


def _long_text(_field: Field, **common: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=MAX_LONG_TEXT, widget=area, **common)


def _cell_text(_field: Field, **common: Any) -> forms.Field:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(max_length=MAX_LONG_TEXT, widget=area, **common)


def _choice(field: Field, **common: Any) -> forms.Field:
    if len(field.codes) <= MOST_CHIPS:
        return forms.ChoiceField(choices=field.choices, widget=forms.RadioSelect, **common)
    return _list(field, **common)


def _list(field: Field, **common: Any) -> forms.Field:
    return forms.ChoiceField(choices=[("", _("请选择")), *field.choices], **common)


def _choices(field: Field, **common: Any) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=field.choices, widget=forms.CheckboxSelectMultiple, **common
    )


def _day(_field: Field, **common: Any) -> forms.Field:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return DayField(widget=picker, **common)


def _clock(_field: Field, **common: Any) -> forms.Field:
    return ClockField(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **common)


def _number(_field: Field, **common: Any) -> forms.Field:
    keys = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": LONGEST_NUMBER})
    return NumberField(max_digits=14, decimal_places=2, widget=keys, **common)


def _money(_field: Field, **common: Any) -> forms.Field:
    keys = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": LONGEST_NUMBER})
    return YuanField(min_value=0, max_digits=12, decimal_places=2, widget=keys, **common)


def _scale(field: Field, **common: Any) -> forms.Field:
    points = [(str(n), str(n)) for n in range(field.least, field.most + 1)]
    return forms.TypedChoiceField(
        choices=points,
        widget=forms.RadioSelect,
        coerce=number_or_none,
        empty_value=None,
        **common,
    )


def _yes_no(_field: Field, **common: Any) -> forms.Field:
    return YesNoField(
        choices=[("yes", _("是")), ("no", _("否"))],
        widget=forms.RadioSelect,
        coerce=yes_or_none,
        empty_value=None,
        **common,
    )


def _people(_field: Field, **common: Any) -> forms.Field:
    common["help_text"] = common["help_text"] or gettext_lazy("几个人之间用顿号隔开")
    return PeopleField(max_length=MAX_NAME * 50, **common)


def _table(field: Field, **common: Any) -> forms.Field:
    return TableField(widget=TableWidget(field.columns), **common)


def _signature(_field: Field, **common: Any) -> forms.Field:
    return TableField(widget=TableWidget(SIGNATURE_FIELDS, is_single=True), **common)


BUILDERS: dict[Kind, Callable[..., forms.Field]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _long_text,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.DATE: _day,
    Kind.TIME: _clock,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.SCALE: _scale,
    Kind.YES_NO: _yes_no,
    Kind.PEOPLE: _people,
    Kind.TABLE: _table,
    Kind.SIGNATURE: _signature,
}
#: In a table's narrow cells: lists instead of chips, low text areas.
IN_TABLE: dict[Kind, Callable[..., forms.Field]] = {
    **BUILDERS,
    Kind.LONG_TEXT: _cell_text,
    Kind.CHOICE: _list,
}


def form_field(field: Field, *, in_table: bool = False) -> forms.Field:
    """The Django field of a question, with its label and help in the language of the page; never required."""
    build = (IN_TABLE if in_table else BUILDERS)[field.kind]
    return build(field, label=field.label, help_text=field.help, required=False)
