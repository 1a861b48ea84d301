"""Reference data of the people room: the shipped statuses, brought up to date after migrations."""

from __future__ import annotations

from yimi.people.actions.reference import load_status_kinds


def load_reference() -> None:
    """Called by ``core.reference_data``; a second time changes nothing."""
    load_status_kinds()
