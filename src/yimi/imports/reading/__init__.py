"""Reading what offices send: workbooks old and new, and text tables. Nothing here knows Django or a room."""

from yimi.imports.reading.client import read_rows, survey
from yimi.imports.reading.detect import FileKind, UnreadableFile, detect
from yimi.imports.reading.tables import HEAD_ROWS, Sheet

__all__ = [
    "HEAD_ROWS",
    "FileKind",
    "Sheet",
    "UnreadableFile",
    "detect",
    "read_rows",
    "survey",
]
