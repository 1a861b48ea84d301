"""Template tags and filters that every template has (settings: ``builtins``)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from yimi.core import clock, formats
from yimi.core.icons import ICONS, MARK

register = template.Library()

Figure = int | float | Decimal | None


def _language() -> str:
    return get_language() or "zh-hans"


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of ``core.icons``; an unknown name raises KeyError, so that a typing mistake shows at once."""
    head = '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">'
    return format_html(head, f"i {classes}".strip()) + mark_safe(ICONS[name] + "</svg>")  # noqa: S308


@register.simple_tag
def mark() -> SafeString:
    """Draw the mark of Yimi."""
    return mark_safe(MARK)  # noqa: S308 - a constant


@register.simple_tag
def meter(
    value: float, total: float, expected: float | None = None, *, behind: bool = False
) -> SafeString:
    """The measure: a bar for ``value`` of ``total``, a tick where time says we should be (``expected``, same unit).

    ``behind`` paints it warm. It is hidden from screen readers: the figures always stand beside it as text.
    """
    bar = format_html(
        '<svg class="{}" aria-hidden="true"><rect class="rail" y="3" width="100%" height="8" rx="4"/>'
        '<rect class="val" y="3" width="{}%" height="8" rx="4"/>',
        "meter w" if behind else "meter",
        formats.percent(value, total),
    )
    if expected is not None:
        due = formats.percent(expected, total)
        bar += format_html('<rect class="due" x="{}%" width="2" height="14"/>', due)
    return bar + mark_safe("</svg>")


@register.inclusion_tag("_figure.html")
def figure(
    label: Any,
    value: Figure,
    unit: Any,
    *,
    href: str = "",
    definition: Any = "",
    note: Any = "",
    late: bool = False,
) -> dict[str, Any]:
    """A figure with its unit, the sentence that defines it, a note (period, parts, target) and where it opens."""
    return {
        "label": label,
        "value": formats.number(value),
        "unit": unit,
        "href": href,
        "definition": definition,
        "note": note,
        "late": late,
    }


@register.inclusion_tag("_field.html")
def field(bound: BoundField, *, hint: Any = "", optional: bool | None = None) -> dict[str, Any]:
    """A form field: label, hint, control, help, error below with icon; what was typed stays.

    ``optional`` adds 可不填; by default it follows the field's ``required``.
    """
    widget = bound.field.widget
    kind = "input"
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        kind = "chips"
    elif isinstance(widget, CheckboxInput):
        kind = "check"
    elif isinstance(widget, Select) and not widget.allow_multiple_selected:
        kind = "select"
    described = [f"{bound.auto_id}-error"] if bound.errors else []
    if bound.help_text:
        described.append(f"{bound.auto_id}-help")
    attrs: dict[str, Any] = {"class": f"in {widget.attrs.get('class', '')}".strip()}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=attrs) if kind in {"input", "select"} else "",
        "described": " ".join(described),
        "hint": hint,
        "optional": (not bound.field.required) if optional is None else optional,
    }


@register.inclusion_tag("_pagination.html", takes_context=True)
def pagination(context: dict[str, Any], *, newer: str = "", older: str = "") -> dict[str, Any]:
    """Links to newer and older rows: cursors for ``?after=`` and ``?before=``; an empty one draws nothing."""
    return {"newer": newer, "older": older, "request": context.get("request")}


@register.filter
def number(value: Figure, places: int | None = None) -> str:
    """``{{ 15940|number }}`` → 15,940; ``{{ rate|number:1 }}`` → 89.4."""
    return formats.number(value, places)


@register.filter
def compact(value: Figure) -> str:
    """``{{ 3450000|compact }}`` → 345 万."""
    return formats.compact(value, _language())


@register.filter
def chinese_date(value: date | datetime | None) -> str:
    """``{{ day|chinese_date }}`` → 9 月 16 日 星期三, with the year unless it is this year's; English in English."""
    return _day(value, weekday=True)


@register.filter
def short_date(value: date | datetime | None) -> str:
    """``{{ day|short_date }}`` → 9 月 16 日."""
    return _day(value, weekday=False)


def _day(value: date | datetime | None, *, weekday: bool) -> str:
    if value is None:
        return "—"
    day = clock.local_date(value) if isinstance(value, datetime) else value
    return formats.day_text(day, _language(), today=clock.today(), weekday=weekday)


@register.filter
def clock_time(value: datetime) -> str:
    """``{{ instant|clock_time }}`` → 10:42, in China's time."""
    return f"{value.astimezone(clock.SHANGHAI):%H:%M}"


@register.filter
def lunar_date(value: date) -> str:
    """``{{ day|lunar_date }}`` → 农历八月初六; nothing in other languages, where nobody plans by it."""
    return formats.lunar_text(value) if _language().startswith("zh") else ""


@register.filter
def age(born_on: date | None) -> str:
    """``{{ born_on|age }}`` → 82 岁; months below one year; unknown when there is no date of birth."""
    if born_on is None:
        return _("年龄不详")
    today = clock.today()
    years = clock.age_on(born_on, today)
    if years >= 1:
        return ngettext("%(years)d 岁", "%(years)d 岁", years) % {"years": years}
    months = (today.year - born_on.year) * 12 + today.month - born_on.month
    months -= today.day < born_on.day
    return ngettext("%(months)d 个月", "%(months)d 个月", months) % {"months": max(months, 0)}


register.filter("mask_id", formats.mask_id)
register.filter("mask_phone", formats.mask_phone)
register.filter("mask_address", formats.mask_address)
