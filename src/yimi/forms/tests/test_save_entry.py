"""Every save is a new version; nobody overwrites anybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yimi.audit.models import AuditEvent
from yimi.core.crypto import Unreadable
from yimi.core.errors import Invalid
from yimi.forms.actions import NewEntry, save_entries
from yimi.forms.definitions import definition, definition_of
from yimi.forms.errors import EditClash, UnknownForm
from yimi.forms.models import FormEntry
from yimi.forms.queries import (
    amendments,
    current_entry,
    entries_of,
    entries_of_all,
    open_answers,
    versions,
)
from yimi.forms.tests.conftest import World
from yimi.forms.tests.factories import make_local_field, make_subject
from yimi.forms.wording import differences


def test_every_save_is_a_new_version(world: World) -> None:
    first = world.save()
    second = world.save(answers={"aim": "补充"}, row_version=1, is_final=True)
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.superseded_at is not None
    assert open_answers(first) == {"aim": "了解近况", "process": "谈了半小时"}
    assert open_answers(second) == {"aim": "补充"}
    assert current_entry(world.subject, "F-05") == second
    assert versions(world.subject, "F-05") == [second, first]
    assert [(a.version, a.is_final) for a in amendments(world.subject, "F-05")] == [
        (1, False),
        (2, True),
    ]


@pytest.mark.parametrize("seen", [None, 0, 2, 7])
def test_who_did_not_see_the_last_version_is_told_and_shown_it(
    world: World, seen: int | None
) -> None:
    mine = world.save()
    with pytest.raises(EditClash) as refusal:
        world.save(actor=world.li, answers={"aim": "别的"}, row_version=seen)
    assert refusal.value.current == mine
    assert FormEntry.objects.count() == 1


def test_the_first_save_says_that_nothing_was_there(world: World) -> None:
    with pytest.raises(EditClash) as refusal:
        world.save(row_version=3)
    assert refusal.value.current is None


def test_a_second_save_in_the_same_moment_is_a_clash(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = world.save()
    monkeypatch.setattr("yimi.forms.actions.entries._held", lambda _subjects: {})
    with pytest.raises(EditClash) as refusal, transaction.atomic():
        world.save(row_version=None)
    assert refusal.value.current == mine


def test_the_database_itself_keeps_one_current_version(world: World) -> None:
    entry = world.save()
    twin = FormEntry(
        **{f.attname: getattr(entry, f.attname) for f in FormEntry._meta.concrete_fields}
    )
    twin.pk, twin.version = make_subject().uid, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_both_contents_can_be_shown(world: World) -> None:
    world.save()
    form = definition("F-05", region_code=world.unit.region_code)
    shown = differences(
        form,
        {"aim": "了解近况", "process": "改了", "kind": "home"},
        open_answers(current_entry(world.subject, "F-05")),
    )
    assert [(d.field.key, d.typed, d.on_file) for d in shown] == [
        ("kind", "入户", ""),
        ("process", "改了", "谈了半小时"),
    ]


@pytest.mark.parametrize(
    "code, answers, field",
    [
        ("F-05", {"no_such": "x"}, "no_such"),
        ("F-05", {"local_ab": "x"}, "local_ab"),
        ("F-05", {"kind": "fax"}, "kind"),
        ("F-05", {"kind": ["face"]}, "kind"),
        ("F-05", {"aim": 5}, "aim"),
        ("F-05", {"aim": "长" * 20_001}, "aim"),
        ("F-05", {"aim": "a\x00b"}, "aim"),
        ("F-05", {"next_on": "22/11/2026"}, "next_on"),
        ("F-05", {"session_no": "三"}, "session_no"),
        ("F-05", {"session_no": float("nan")}, "session_no"),
        ("F-05", {"session_no": True}, "session_no"),
        ("F-05", {"present": "赵桂英"}, "present"),
        ("F-05", {"goal_progress": [{"colour": "x"}]}, "goal_progress"),
        ("F-05", {"goal_progress": {"goal": "x"}}, "goal_progress"),
        ("F-05", {"goal_progress": [{"progress": "fast"}]}, "goal_progress"),
        ("F-05", {"goal_progress": [{"goal": "x"}] * 201}, "goal_progress"),
        ("F-05", {"worker_signature": {"by": "x"}}, "worker_signature"),
        ("F-06", {"value": 12.5}, "value"),
        ("F-06", {"value": -1}, "value"),
        ("F-06", {"receipt": "yes"}, "receipt"),
        ("F-08", {"client_rating": 6}, "client_rating"),
        ("F-23", {"found_at": "25:00"}, "found_at"),
    ],
)
def test_what_does_not_fit_the_form_is_refused_at_its_field(
    world: World, code: str, answers: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        world.save(code, answers=answers)
    assert list(refusal.value.fields) == [field]
    assert not FormEntry.objects.exists()


def test_an_unknown_form_is_refused(world: World) -> None:
    with pytest.raises(UnknownForm):
        world.save("F-77")


def test_empty_answers_are_left_out_and_false_and_nought_are_kept(world: World) -> None:
    entry = world.save(
        "F-09",
        answers={"mode": "", "situation": "  ", "reopen": False, "new_needs": None},
    )
    assert open_answers(entry) == {"reopen": False}


def test_an_ended_local_answer_stays_with_the_form(world: World) -> None:
    field = make_local_field(form_code="F-05", kind="text", starts_on=date(2024, 1, 1))
    world.save(answers={"aim": "一", field.key: "本地的话"})
    type(field).objects.filter(pk=field.pk).update(ends_on=date(2024, 2, 1))
    entry = world.save(answers={"aim": "二"}, row_version=1)
    assert open_answers(entry) == {field.key: "本地的话", "aim": "二"}
    assert definition_of(entry, open_answers(entry)).field(field.key) is not None


def test_answers_are_sealed_and_bound_to_their_row(world: World) -> None:
    entry = world.save(answers={"aim": "不能给别人看的话"})
    stored = bytes(FormEntry.objects.get().answers_sealed)
    assert "不能给别人看的话".encode() not in stored
    entry.pk = make_subject().uid
    with pytest.raises(Unreadable):
        open_answers(entry)


def test_a_destroyed_key_leaves_nothing_to_read(world: World) -> None:
    entry = world.save()
    entry.key.destroyed_at = entry.recorded_at
    assert open_answers(entry) == {}


def test_the_trail_names_the_form_and_nothing_of_what_it_says(world: World) -> None:
    world.save(answers={"aim": "秘密"})
    event = AuditEvent.objects.get(action="forms.saved")
    assert event.subject_uid == str(world.subject.uid)
    assert event.details["entries"][0]["form"] == "F-05@1"
    assert "秘密" not in str(event.details)


def test_a_batch_equals_one_by_one_and_costs_as_many_queries(
    world: World, django_assert_num_queries: Any
) -> None:
    def batch(size: int) -> list[NewEntry]:
        return [
            NewEntry(
                make_subject("case_session"), "F-05", world.key, world.unit, {"aim": f"第{n}次"}
            )
            for n in range(size)
        ]

    # 8: what is held, local fields, insert, the event; savepoint and release of the action and of the insert
    for size in (3, 30):
        with django_assert_num_queries(8):
            rows = save_entries(batch(size), actor=world.drolma)
        assert len(rows) == size
    first = rows[0]
    assert open_answers(first) == {"aim": "第0次"}
    assert entries_of_all("case_session", [first.subject_uid], "F-05") == {
        first.subject_uid: [first]
    }
    assert AuditEvent.objects.filter(action="forms.saved").count() == 2
    assert save_entries([], actor=world.drolma) == []


def test_a_batch_is_all_or_nothing(world: World) -> None:
    good = NewEntry(make_subject(), "F-05", world.key, world.unit, {"aim": "一"})
    bad = NewEntry(make_subject(), "F-05", world.key, world.unit, {"kind": "fax"})
    with pytest.raises(Invalid) as refusal:
        save_entries([good, bad], actor=world.drolma)
    assert list(refusal.value.fields) == ["1.kind"]
    assert not FormEntry.objects.exists()


def test_a_subject_lists_its_forms_as_they_stand(world: World) -> None:
    world.save("F-05")
    world.save("F-01", answers={"name": "赵桂英"})
    world.save("F-05", answers={"aim": "二"}, row_version=1)
    assert [(e.code, e.version) for e in entries_of(world.subject)] == [("F-01", 1), ("F-05", 2)]
