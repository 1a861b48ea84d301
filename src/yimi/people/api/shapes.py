"""Shapes that household and resident share."""

from __future__ import annotations

from pydantic import Field

from yimi.core.rest import Body, Out, Plain


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
