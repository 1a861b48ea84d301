"""The divisions' picker inside a form of ours."""

from __future__ import annotations

from typing import Any

from django import forms

from yimi.core.actor import Actor, ScopeKind
from yimi.regions.picking import Picker, chosen_path, options_for
from yimi.regions.rules import pad_code

FIELD = "region_code"


def own_region(actor: Actor, permission: str) -> str:
    """The 12-digit code of the first division where the actor holds ``permission``; empty when it is everywhere."""
    for scope in actor.scopes(permission):
        if scope.kind == ScopeKind.REGION:
            return pad_code(scope.key)
    return ""


def place_picker(form: forms.Form, *, at: str) -> dict[str, Any]:
    """What ``regions/_picker.html`` needs for the field ``region_code``: the place chosen, or the list to choose from,
    opened at ``at`` (a 12-digit code; empty: the provinces). A few queries."""
    picker = Picker.from_query({"name": FIELD, "at": at, "value": form[FIELD].value() or ""})
    path = chosen_path(picker.value)
    context = {"picker": picker, "path": path}
    return context if path else context | options_for(picker)
