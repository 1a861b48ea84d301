"""``{% region_picker %}``: put the picker into a form."""

from __future__ import annotations

from typing import Any

from django import template

from yimi.regions.picking import Picker, chosen_path, options_for

register = template.Library()


@register.inclusion_tag("regions/_picker.html")
def region_picker(
    name: str = "region_code",
    *,
    value: str = "",
    within: str = "",
    levels: str = "",
    at: str = "",
    label: Any = "",
) -> dict[str, Any]:
    """A field ``name`` that holds a 12-digit code.

    ``within``: only below this code; ``at``: opened here; ``levels``: only these levels may be chosen, as digits ("34"); ``value``: chosen now.
    """
    query = {"name": name, "value": value or "", "within": within, "levels": levels, "at": at}
    picker = Picker.from_query(query)
    path = chosen_path(picker.value)
    context = {"picker": picker, "path": path, "label": label}
    return context if path else context | options_for(picker)
