"""Turns queue the threads of one process; who is in a transaction does not queue."""

from __future__ import annotations

import threading

import pytest
from django.db import transaction

from yimi.core import turns


@pytest.mark.django_db
def test_inside_a_transaction_nobody_waits_for_a_turn():
    """It holds the database's lock; the one whose turn it is may wait for just that."""
    taken, done, released = threading.Event(), threading.Event(), threading.Event()

    def hold() -> None:
        with turns._TURN:
            taken.set()
            done.wait(10)
        released.set()

    other = threading.Thread(target=hold)
    other.start()
    assert taken.wait(5)
    entered = False
    try:
        with transaction.atomic(), turns.writing():
            entered = not released.is_set()
    finally:
        done.set()
        other.join()
    assert entered
