"""Saving forms; adding, rewording and ending local fields."""

from yimi.forms.actions.entries import NewEntry, save_entries, save_entry
from yimi.forms.actions.local_fields import (
    NewLocalField,
    Wording,
    add_local_field,
    end_local_field,
    reword_local_field,
)
from yimi.forms.queries import Subject

__all__ = [
    "NewEntry",
    "NewLocalField",
    "Subject",
    "Wording",
    "add_local_field",
    "end_local_field",
    "reword_local_field",
    "save_entries",
    "save_entry",
]
