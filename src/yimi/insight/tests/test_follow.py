"""From the trail to the facts: whatever the rooms do shows at the next step, and the store equals the rooms."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from yimi.access.queries.actors import system_actor
from yimi.audit.models import Seal
from yimi.audit.sealer import seal_pending
from yimi.core import clock
from yimi.insight.errors import FactsDamaged, NoFactsYet
from yimi.insight.facts import compacting, feed, store
from yimi.insight.facts.feed import follow, publish_all
from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot
from yimi.insight.facts.verifying import verify
from yimi.people.actions import (
    merge_residents,
    move_household,
    record_status,
    unmerge_residents,
)
from yimi.people.drafts import StatusDraft
from yimi.people.models import MergeLink
from yimi.services.actions import correct_record, record_service, void_record
from yimi.services.models import ServiceRecord
from yimi.services.tests.conftest import World
from yimi.workforce.actions import CertificateDraft, add_certificate

pytestmark = pytest.mark.django_db
SUM = "SELECT coalesce(sum(person_times), 0), count(DISTINCT resident_uid) FROM service_contact"


def rows(sql: str, known_at: Any = None) -> list[tuple[Any, ...]]:
    return open_snapshot(known_at).backend.connection.cursor().execute(sql).fetchall()


@pytest.fixture
def system() -> Any:
    return system_actor("系统", "people", "workforce", "services")


def test_without_facts_figures_say_so():
    with pytest.raises(NoFactsYet):
        open_snapshot()


def test_records_corrections_and_voids_are_in_the_next_step(world: World):
    publish_all()
    assert rows("SELECT count(*) FROM service_contact") == [(0,)]

    both = {world.elder.pk: "served", world.son.pk: "collateral"}
    record = record_service(world.new(participants=both), actor=world.drolma).record
    assert follow().changes["service_contact"].added == 2
    found = 'SELECT sum(person_times), count(*) FILTER (is_first_row), sum("minutes") FROM service_contact'
    assert rows(found) == [(1, 1, 30)]
    bands = "SELECT age_band, sex, by_certified, in_hardship FROM service_contact ORDER BY 1"
    assert [row[0] for row in rows(bands)] == ["adult", "elder"]

    seal_pending()
    assert not follow().changes, (
        "what was seen before it was sealed is seen again and has not changed"
    )

    fixed = correct_record(record.pk, world.new(participants=both, minutes=45), actor=world.drolma)
    step = follow().changes["service_contact"]
    assert (step.added, step.closed) == (2, 2)
    assert rows(found) == [(1, 1, 45)]
    void_record(fixed.pk, actor=world.drolma, reason="记错了")
    follow()
    assert rows("SELECT count(*) FROM service_contact") == [(0,)]
    assert verify().holds


def test_an_activity_recorded_on_the_spot_is_one_activity_through_its_corrections(world: World):
    publish_all()
    on_the_spot = {
        "method": "activity", "household_uid": None, "participants": {}, "head_counts": {"elder": 30},
    }  # fmt: skip
    record = record_service(world.new(**on_the_spot), actor=world.drolma).record
    follow()
    counted = "SELECT count(*), sum(attendance), count(activity_uid) FROM activity"
    assert rows(counted) == [(1, 30, 0)]
    on_the_spot["head_counts"] = {"elder": 25}
    fixed = correct_record(record.pk, world.new(**on_the_spot), actor=world.drolma)
    follow()
    assert rows(counted) == [(1, 25, 0)]
    void_record(fixed.pk, actor=world.drolma, reason="记错了")
    follow()
    assert rows("SELECT count(*) FROM activity") == [(0,)]
    assert verify().holds


def test_people_who_merge_move_or_change_take_their_contacts_along(world: World, system: Any):
    day = clock.today() - timedelta(days=3)
    for one in (world.elder, world.son):
        record_service(
            world.new(participants={one.pk: "served"}, served_on=day), actor=world.drolma
        )
    publish_all()
    assert rows(SUM) == [(2, 2)]

    link = merge_residents(world.son, world.elder, actor=system, reason="同一个人")
    follow()
    assert rows(SUM) == [(2, 1)]
    assert rows("SELECT count(*) FROM resident") == [(1,)]
    unmerge_residents(MergeLink.objects.get(pk=link.pk), actor=system, reason="不是同一个人")
    follow()
    assert rows(SUM) == [(2, 2)]

    draft = StatusDraft(
        resident_uid=world.elder.pk, kind="dibao", value=True, starts_on=date(2020, 1, 1),
        verified_on=clock.today(), source="visit",
    )  # fmt: skip
    record_status(draft, actor=system)
    follow()
    assert rows("SELECT count(*) FROM service_contact WHERE in_hardship") == [(1,)]
    assert rows("SELECT kind, holds FROM resident_status") == [("dibao", True)]

    draft_of_2019 = CertificateDraft(level="assistant", issued_on=date(2019, 1, 1))
    add_certificate(world.worker, draft_of_2019, actor=system)
    follow()
    assert rows("SELECT count(*) FROM service_contact WHERE by_certified") == [(2,)]
    assert verify().holds


def random_history(world: World, system: Any, seed: int, steps: int) -> dict[Any, Any]:
    """Random work; after each step what the figures were, by the moment they were known at."""
    import random

    dice = random.Random(seed)
    seen: dict[Any, Any] = {}
    for _ in range(steps):
        standing = list(ServiceRecord.objects.current())
        day = clock.today() - timedelta(days=dice.randrange(0, 70))
        whom = {
            one.pk: "served" for one in dice.sample([world.elder, world.son], dice.choice([1, 2]))
        }
        choice = dice.random()
        if choice < 0.55 or not standing:
            record_service(world.new(participants=whom, served_on=day), actor=world.drolma)
        elif choice < 0.75:
            correct_record(
                dice.choice(standing).pk,
                world.new(participants=whom, served_on=day),
                actor=world.drolma,
            )
        elif choice < 0.9:
            void_record(dice.choice(standing).pk, actor=world.drolma, reason="记错了")
        elif link := MergeLink.objects.filter(undone_at=None).first():
            unmerge_residents(link, actor=system, reason="不是同一个人")
        else:
            merge_residents(world.son, world.elder, actor=system, reason="同一个人")
        if dice.random() < 0.5:
            seal_pending()
        follow()
        seen[open_snapshot().through_at] = rows(SUM)
    return seen


def test_a_figure_known_at_a_past_moment_never_changes(world: World, system: Any, monkeypatch: Any):
    monkeypatch.setattr(compacting, "SMALL_FILES", 3)
    publish_all()
    seen = random_history(world, system, 4, 6)
    monkeypatch.setattr(compacting, "WAITING_ROWS", 2)
    seen |= random_history(world, system, 5, 4)
    assert store.read_manifest().tables["service_contact"].past
    monkeypatch.setattr(compacting, "SERVED_FROM", 1)
    publish_all()
    seen |= random_history(world, system, 6, 3)
    assert store.read_manifest().tables["service_contact"].serving
    assert len({str(figure) for figure in seen.values()}) > 3
    for moment, figure in seen.items():
        assert rows(SUM, moment) == figure
    assert verify().holds


@pytest.mark.parametrize("at", ["write_part", "write_manifest", "clean_up", "replace"])
def test_killed_at_any_moment_it_goes_on_right(world: World, monkeypatch: Any, at: str):
    publish_all()
    record_service(world.new(), actor=world.drolma)
    follow()
    record_service(world.new(), actor=world.drolma)

    class Killed(BaseException):
        pass

    def die(*_: Any, **__: Any) -> Any:
        raise Killed

    with monkeypatch.context() as patch:
        if at == "write_part":
            from yimi.insight.facts import changing

            patch.setattr(changing, "write_part", die)
        elif at == "replace":
            patch.setattr(store.Path, "replace", die)
        else:
            patch.setattr(feed, at, die)
        with pytest.raises(Killed):
            follow()
    assert rows("SELECT count(*) FROM service_contact") == [(2,)] if at == "clean_up" else [(1,)]
    follow()
    assert rows("SELECT count(*) FROM service_contact") == [(2,)]
    assert verify().holds
    assert not list(store.folder().glob("**/*.draft"))


def test_a_trail_that_is_not_the_one_followed_is_published_anew(world: World):
    record_service(world.new(), actor=world.drolma)
    seal_pending()
    publish_all()
    before = store.read_manifest()
    Seal.objects.filter(number=before.seal).update(chain="f" * 64)
    assert follow().manifest.number == before.number + 1
    assert verify().holds


def test_verify_names_what_differs(world: World):
    record = record_service(world.new(), actor=world.drolma).record
    seal_pending()
    publish_all()
    ServiceRecord.objects.filter(pk=record.pk).update(minutes=31)
    proof = verify()
    assert [it.fact for it in proof.differences] == ["service_contact"]
    assert (proof.differences[0].missing, proof.differences[0].surplus) == (1, 1)
    part = store.read_manifest().tables["service_contact"].open[0]
    (store.folder() / part.path).write_bytes(b"")
    assert any(part.path in fault for fault in verify().faults)
    forget_snapshots()
    with pytest.raises(FactsDamaged):
        open_snapshot()


def test_files_of_older_manifests_go_when_nobody_reads_them(world: World, monkeypatch: Any):
    monkeypatch.setattr(store, "KEEP_SECONDS", -1)
    monkeypatch.setattr(store, "KEEP_MANIFESTS", 1)
    publish_all()
    record_service(world.new(), actor=world.drolma)
    for _ in range(2):
        publish_all()
    named = {part.path for table in store.read_manifest().tables.values() for part in table.parts}
    there = {str(path.relative_to(store.folder())) for path in store.folder().glob("data/*/*")}
    assert there == named


def test_a_household_that_moves_takes_its_people_along(world: World, system: Any):
    publish_all()
    move_household(
        world.household, actor=system, row_version=world.household.row_version, unit=world.neighbour,
        region_code="411623101201", on=clock.today(),
    )  # fmt: skip
    follow()
    assert rows("SELECT DISTINCT region_code FROM resident") == [("411623101201",)]
    assert verify().holds
