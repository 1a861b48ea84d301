"""A start while another process still holds the database waits instead of giving up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import OperationalError

from yimi.core import waiting


class Locked:
    """Refuses so many times, then lets in; stands in for the database behind ``transaction.atomic``."""

    def __init__(self, times: int, text: str = "database is locked") -> None:
        self.times, self.text = times, text

    def __enter__(self) -> None:
        if self.times:
            self.times -= 1
            raise OperationalError(self.text)

    def __exit__(self, *_error: object) -> None: ...


@pytest.fixture
def refusing(monkeypatch):
    def set_up(times: int, text: str = "database is locked") -> Locked:
        locked = Locked(times, text)
        monkeypatch.setattr(waiting.transaction, "atomic", lambda: locked)
        monkeypatch.setattr(waiting, "PAUSE_SECONDS", 0)
        sqlite = SimpleNamespace(vendor="sqlite", close=lambda: None)
        monkeypatch.setattr(waiting, "connection", sqlite)
        return locked

    return set_up


def test_it_waits_until_the_lock_is_gone(refusing):
    locked = refusing(3)
    waiting.wait_until_writable()
    assert locked.times == 0


def test_it_gives_up_in_the_end_and_at_once_for_another_fault(refusing):
    refusing(10_000)
    with pytest.raises(OperationalError):
        waiting.wait_until_writable(patience=0.01)
    other = refusing(5, "disk I/O error")
    with pytest.raises(OperationalError):
        waiting.wait_until_writable()
    assert other.times == 4
