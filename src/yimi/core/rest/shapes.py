"""Shapes of what comes in and goes out. Plain pydantic: ninja's own Schema validates twice when it forbids extra fields.

Nothing is guessed on the way in: a number is a JSON number, a day is ``2026-01-31``, a text has no NUL and an end.
Descriptions are for whoever writes a client: Chinese first, English after the stroke.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from datetime import date, time
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictInt,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

MAX_LIMIT = 200
#: Days outside are typing errors, and arithmetic with them would leave the calendar.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_WHOLE = re.compile(r"-?[0-9]{1,18}")

ItemT = TypeVar("ItemT", bound=Hashable)


class Body(BaseModel):
    """What a client sends. A field that we do not know is refused, so that a misspelt one is never silently lost."""

    model_config = ConfigDict(extra="forbid", use_enum_values=True)


class Out(BaseModel):
    """What we answer. Built by hand from values already fetched, so that answering never asks the database."""

    model_config = ConfigDict(frozen=True)


class Problem(Out):
    """What went wrong (RFC 9457), in the language of ``Accept-Language``."""

    type: str = Field(description="错误种类的 URI / URI of the kind of problem, urn:yimi:problem:…")
    title: str = Field(description="HTTP 状态的说法 / what the status means")
    status: int = Field(description="HTTP 状态码 / HTTP status")
    detail: str = Field(description="给人看的一句话：怎么了、怎么办 / a sentence for people")
    code: str = Field(description="给程序看的稳定代码 / stable code for programs")
    errors: dict[str, list[str]] = Field(
        description="字段 → 说明；批量时字段前有行号，如 3.minutes / field → messages"
    )


def _read_day(value: Any) -> Any:
    if isinstance(value, date):
        return value
    try:
        day = date.fromisoformat(value) if _DAY.fullmatch(value) else None
    except (TypeError, ValueError):
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("day", "a day looks like 2026-01-31")
    return day


def _read_time(value: Any) -> Any:
    if isinstance(value, time):
        return value
    if not isinstance(value, str) or not _TIME.fullmatch(value):
        raise PydanticCustomError("time_of_day", "a time looks like 14:30")
    return time.fromisoformat(value)


def _read_whole(value: Any) -> Any:
    """Whole numbers in an address: digits, not "5.0"."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise PydanticCustomError("int_type", "not a whole number")
    return value


def _read_flag(value: Any) -> Any:
    if isinstance(value, str) and value not in {"true", "false"}:
        raise PydanticCustomError("bool_type", "true or false")
    return value


def _check_unique(values: Sequence[ItemT]) -> Sequence[ItemT]:
    if len(set(values)) != len(values):
        raise PydanticCustomError("twice", "something is listed twice")
    return values


#: Text without NUL (no database takes it); always give a ``max_length`` too.
Plain = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
#: A calendar day, 1900–2199.
Day = Annotated[
    date, BeforeValidator(_read_day), WithJsonSchema({"type": "string", "format": "date"})
]
#: A time of day in China, to the minute.
Time = Annotated[
    time,
    BeforeValidator(_read_time),
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME.pattern}$"}),
]
Month = Annotated[
    str,
    StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"),
    Field(description="月份，如 2026-09 / month", examples=["2026-09"]),
]
#: A division's 12-digit statistical code.
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{12}$"),
    Field(description="12 位区划代码 / division code", examples=["411623002000"]),
]
#: A whole number in an address; in a body use StrictInt.
Whole = Annotated[int, BeforeValidator(_read_whole)]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
Limit = Annotated[Whole, Field(ge=1, le=MAX_LIMIT, description="每页条数，1–200 / rows per page")]
Cursor = Annotated[
    Plain,
    Field(max_length=400, description="上一页答复里的 next / next of the page before"),
]


class Paged(Body):
    """The parameters of every list; a list with filters adds its own."""

    cursor: Cursor = ""
    limit: Limit = 50


Version = Annotated[
    StrictInt,
    Field(ge=1, le=2**31 - 1, description="读到时的 row_version / row_version as last read"),
]
#: Put after a list type: nothing stands in it twice.
Unique = (AfterValidator(_check_unique), Field(json_schema_extra={"uniqueItems": True}))
