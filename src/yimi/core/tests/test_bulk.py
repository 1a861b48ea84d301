"""Rows inserted in bulk are the rows that ``bulk_create`` would have made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, transaction

from yimi.audit.models import AuditEvent
from yimi.core.bulk import insert_all, insert_tuples
from yimi.core.ids import new_uid
from yimi.core.models import DataKey

LHASA = timezone(timedelta(hours=8))


def event(**changes):
    fields = {
        "uid": new_uid(), "at": datetime(2026, 3, 5, 23, 30, 0, 123456, tzinfo=LHASA), "actor_uid": new_uid(),
        "actor_name": "卓玛·次仁", "action": "test.insert", "subject_kind": "x", "subject_uid": "1",
        "details": {"词": ["a", 1, None]}, "digest": "0" * 64,
    }  # fmt: skip
    return AuditEvent(**(fields | changes))


@pytest.mark.django_db
def test_every_kind_of_column_reads_back_as_it_was():
    one, other = event(), event(unit_uid=new_uid())
    insert_all(AuditEvent, [one, other])
    AuditEvent.objects.bulk_create([event(action="test.create", at=one.at)])
    read = AuditEvent.objects.get(uid=one.uid)
    assert (read.at, read.details, read.actor_name) == (one.at, one.details, one.actor_name)
    assert read.at == datetime(2026, 3, 5, 15, 30, 0, 123456, tzinfo=UTC)
    assert AuditEvent.objects.filter(at=one.at).count() == 3
    assert AuditEvent.objects.get(unit_uid=other.unit_uid).uid == other.uid
    assert not one._state.adding


@pytest.mark.django_db
def test_sealed_bytes_read_back_and_nothing_is_no_query(django_assert_num_queries):
    key = DataKey.make()
    insert_all(DataKey, [key])
    assert bytes(DataKey.objects.get(pk=key.pk).wrapped) == bytes(key.wrapped)
    with django_assert_num_queries(0):
        insert_all(DataKey, [])


@pytest.mark.django_db
def test_a_double_is_an_integrity_error():
    key = DataKey.make()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all(DataKey, [key, key])
    assert not DataKey.objects.exists()


@pytest.mark.django_db
def test_rows_given_as_tuples_read_back_as_the_instances_would():
    keys = [DataKey.make() for _number in range(3)]
    keys[1].destroyed_at = datetime(2026, 3, 5, tzinfo=UTC)
    rows = [(key.uid, key.wrapped, key.created_at, key.destroyed_at) for key in keys]
    insert_tuples(DataKey, ("uid", "wrapped", "created_at", "destroyed_at"), rows)
    read = DataKey.objects.in_bulk([key.pk for key in keys])
    assert [read[key.pk].destroyed_at for key in keys] == [key.destroyed_at for key in keys]
    assert all(bytes(read[key.pk].wrapped) == key.wrapped for key in keys)
    assert {row.created_at for row in read.values()} == {key.created_at for key in keys}
