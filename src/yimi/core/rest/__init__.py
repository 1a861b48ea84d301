"""What every room's ``api.py`` is made of: shapes, routers, answers, cursors. The room ``api`` assembles them."""

from yimi.core.rest.cursors import read_cursor, write_cursor
from yimi.core.rest.routing import WITH_BODY, Router, answers, file_answer
from yimi.core.rest.shapes import (
    MAX_LIMIT,
    Body,
    Code,
    Cursor,
    Day,
    Flag,
    Limit,
    Month,
    Out,
    Paged,
    Plain,
    Problem,
    Time,
    Unique,
    Version,
    Whole,
)

__all__ = [
    "MAX_LIMIT",
    "WITH_BODY",
    "Body",
    "Code",
    "Cursor",
    "Day",
    "Flag",
    "Limit",
    "Month",
    "Out",
    "Paged",
    "Plain",
    "Problem",
    "Router",
    "Time",
    "Unique",
    "Version",
    "Whole",
    "answers",
    "file_answer",
    "read_cursor",
    "write_cursor",
]
