"""What a client may only name when it exists: divisions, projects. Pages choose from lists; a program can make codes up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yimi.core.errors import Invalid
from yimi.regions.models import Region
from yimi.services.api.shapes import RecordIn
from yimi.services.rules import NewRecord

PLACES = ("served_region_code", "purchaser_region_code")


def new_records(sent: Sequence[RecordIn], *, is_batch: bool = False) -> list[NewRecord]:
    """The values that the actions take; raises :class:`Invalid` (in a batch with the position before the field).

    At most one query, and none for records that name no division of their own. There are no projects yet that a
    record could belong to.
    """
    codes = {code for record in sent for name in PLACES if (code := getattr(record, name))}
    known = (
        set(Region.objects.filter(code__in=codes).values_list("code", flat=True))
        if codes
        else codes
    )
    wrong: dict[str, list[Any]] = {}
    for at, record in enumerate(sent):
        place = f"{at}." if is_batch else ""
        for name in PLACES:
            code = getattr(record, name)
            if code and code not in known:
                wrong[place + name] = [_("没有这个代码的行政区划，请核对。")]
        if record.project is not None:
            wrong[f"{place}project"] = [_("没有这个项目，请核对，或先不填。")]
    if wrong:
        raise Invalid(wrong)
    return [record.to_new() for record in sent]
