"""A household's rows as plain values for the sealed block, and as the preview shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from yimi.core.codes.tables import RELATIONS, SEXES, label
from yimi.core.formats import mask_id
from yimi.imports.kinds.base import Table
from yimi.imports.kinds.homes import Home
from yimi.people.models.links import HEAD

#: What is kept of each person's row, in this order.
TOLD = ("name", "relation", "sex", "birth", "id_number", "ethnic", "phone", "statuses")


def entries_of(
    table: Table, home: Home, rows: Sequence[int], people: Mapping[int, UUID]
) -> list[dict[str, Any]]:
    """The household's rows as plain values for the sealed block; the head first."""
    relations, addresses, opened = map(table.column, ("relation", "address", "opened_on"))
    cells = [table.column(name) for name in TOLD]
    opened_on = next((opened[at] for at in home.rows if opened[at]), None)
    shared = {
        "household": home.uid.hex,
        "is_known": home.is_known,
        "village": home.village,
        "address": next((addresses[at] for at in home.rows if addresses[at]), ""),
        "opened_on": opened_on and opened_on.isoformat(),
    }
    entries = []
    for at in sorted(rows, key=lambda at: (relations[at] not in (HEAD, None), at)):
        name, relation, sex, birth, number, ethnic, phones, statuses = (
            column[at] for column in cells
        )
        entries.append(
            {
                "line": table.lines[at],
                **shared,
                "uid": people[at].hex,
                "name": name,
                "relation": relation or HEAD,
                "sex": sex or "",
                "birth_on": birth[0].isoformat() if birth else None,
                "birth_precision": birth[1] if birth else "day",
                "id_number": number.number if number else "",
                "ethnic_code": ethnic or "",
                "phones": phones or (),
                "statuses": statuses or (),
            }
        )
    return entries


def shown(entry: Mapping[str, Any]) -> dict[str, str]:
    """A row for the preview, as the system understood it; the ID number masked."""
    told = {"relation": "", **entry, **entry.get("fill", {})}
    return {
        gettext("姓名"): told["name"],
        gettext("与户主关系"): label(RELATIONS, told["relation"])
        if told["relation"]
        else gettext("已在册，补空项"),
        gettext("性别"): label(SEXES, told["sex"]) if told.get("sex") else "",
        gettext("出生日期"): told.get("birth_on") or "",
        gettext("身份证号"): mask_id(told.get("id_number", "")),
        gettext("身份类别"): str(len(told.get("statuses", ())) or ""),
    }
