"""Plain SQL behaves the same on both databases."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from yimi.core.ids import new_uid
from yimi.core.models import NumberSeries
from yimi.core.sql import pipelined, rows_of, rows_of_each, uid_parameter, uid_value

pytestmark = pytest.mark.django_db


def test_several_queries_answer_in_their_order():
    NumberSeries.objects.create(key="a", last=1)
    one = ("SELECT last FROM core_numberseries WHERE key = %s", ["a"])
    none = ("SELECT last FROM core_numberseries WHERE key = %s", ["b"])
    assert rows_of_each([one, none, one]) == [[(1,)], [], [(1,)]]


def test_a_refused_row_in_a_pipeline_is_an_integrity_error():
    NumberSeries.objects.create(key="a", last=1)
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        pipelined(),
        connection.cursor() as cursor,
    ):
        cursor.execute("INSERT INTO core_numberseries (key, last) VALUES (%s, %s)", ["a", 2])
    assert NumberSeries.objects.get().last == 1


def test_rows_written_in_a_pipeline_are_there():
    with transaction.atomic(), pipelined(), connection.cursor() as cursor:
        for number in range(3):
            cursor.execute(
                "INSERT INTO core_numberseries (key, last) VALUES (%s, %s)", [str(number), 0]
            )
    assert NumberSeries.objects.count() == 3


def test_a_uid_goes_there_and_back():
    uid = new_uid()
    (stored,) = rows_of("SELECT %s", [uid_parameter(uid)])[0]
    assert uid_value(stored) == uid
    assert uid_value(None) is None
