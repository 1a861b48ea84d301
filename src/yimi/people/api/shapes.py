"""What household and resident share: a shape, and a check of the places that a client names."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from yimi.core.errors import Invalid
from yimi.core.rest import Body, Out, Plain
from yimi.regions.models import Region


class RevealIn(Body):
    """Which value, and why; both are written into the trail."""

    field: Plain = Field(
        min_length=1,
        max_length=60,
        description="户：address；人：id、phone:<uid>、guardian_phone:<uid>、address:hukou、address:living"
        " / which value",
    )
    reason: Plain = Field("", max_length=300, description="查看原因 / why")


class Revealed(Out):
    """The value in clear; do not store it."""

    field: str
    value: str


def require_places(places: Mapping[str, str | None]) -> None:
    """Field → 12-digit code: every code given is a division on file; raises :class:`Invalid` at its field. One query.

    Pages choose from the picker, imports from the station's villages; only a program can make a code up.
    """
    wanted = {code for code in places.values() if code}
    known = set(Region.objects.filter(code__in=wanted).values_list("code", flat=True))
    unknown = [name for name, code in places.items() if code and code not in known]
    if unknown:
        raise Invalid({name: [_("没有这个代码的行政区划，请核对。")] for name in unknown})
