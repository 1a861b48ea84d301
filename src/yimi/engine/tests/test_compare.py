"""Gain and lose: what two versions give, person by person, and the same counted in one statement."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.packs import load_pack, parse_pack
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import Outcome, decide, read_rules
from yimi.engine.rules.comparing import compare
from yimi.engine.tests.people import people_for

CATALOGUE = load_catalogue()
DAY = Bindings(date(2024, 6, 1))
SHIPPED = load_pack("national/resident-policies")


def changed(*swaps):
    """The shipped pack with some of its text changed, as its next version."""
    text = SHIPPED.path.read_text("utf-8").replace("version = 1\n", "version = 2\n", 1)
    for old, new in swaps:
        assert old in text
        text = text.replace(old, new, 1)
    return read_rules(parse_pack(text.encode(), Path("national/resident-policies/pack.toml")))


OLD = read_rules(SHIPPED, CATALOGUE)
#: Old age from 30 on (so that there are many), five yuan more up to 89; registered in the same town only; disabled people get medical assistance.
NEW = changed(
    ('id = "old_age"\nkind = "int"\ntitle = "高龄津贴起始年龄"\n[[parameter.value]]\nregion = "national"\nfrom = 2021-07-01\namount = 80',
     'id = "old_age"\nkind = "int"\ntitle = "高龄津贴起始年龄"\n[[parameter.value]]\nregion = "national"\nfrom = 2021-07-01\namount = 30'),
    ("amount = 5000\n", "amount = 5500\n"),
    ("or status('illness_poverty')", "or status('disabled')"),
    ("same_region(hukou_region_code, region_code, 6)", "same_region(hukou_region_code, region_code, 9)"),
)  # fmt: skip


@pytest.fixture(scope="module")
def facts():
    rows = people_for("", DAY.as_of, seed=11, number=150)
    backend = DuckBackend(CATALOGUE)
    backend.lock()
    for fact in CATALOGUE.facts:
        backend.add_rows(fact, rows.get(fact, []))
    return rows, backend


def given(rules, rows):
    """By benefit and person, the amount where it is suggested or received."""
    world = World(rows, CATALOGUE)
    return {
        (decision.benefit, decision.key): decision.values.get("amount_fen")
        for row in rows["resident"]
        for decision in decide(rules, world, "resident", row, DAY)
        if decision.outcome >= Outcome.LIKELY
    }


def test_the_counts_are_those_of_deciding_one_by_one_twice(facts):
    rows, backend = facts
    old, new = given(OLD, rows), given(NEW, rows)
    towns = {row["uid"]: row["region_code"][:9] for row in rows["resident"]}
    found = {change.benefit: change for change in compare(OLD, NEW, backend, CATALOGUE, DAY)}
    assert set(found) == {benefit.id for benefit in NEW.benefits}
    for benefit, change in found.items():
        gain = [key for key in new if key[0] == benefit and key not in old]
        lose = [key for key in old if key[0] == benefit and key not in new]
        other = [k for k in new if k[0] == benefit and k in old and old[k] != new[k]]
        assert (change.total.gain, change.total.lose, change.total.other_amount) == (
            len(gain),
            len(lose),
            len(other),
        )
        assert change.people_old == sum(1 for key in old if key[0] == benefit)
        assert change.fen_old == sum(fen or 0 for key, fen in old.items() if key[0] == benefit)
        assert change.fen_new == sum(fen or 0 for key, fen in new.items() if key[0] == benefit)
        assert change.total.fen == change.fen_new - change.fen_old
        by_town = Counter(towns[key] for _, key in gain)
        assert {t: c.gain for t, c in change.by.get("town", {}).items() if c.gain} == by_town
        assert sum(one.gain for one in change.by.get("age", {}).values()) == len(gain)
    assert found["old_age"].total.gain > 0
    assert found["old_age"].total.other_amount > 0
    assert found["old_age"].total.lose > 0
    assert found["medical"].total.gain > 0
    assert found["dibao"].total.gain == found["dibao"].total.lose == 0


def test_a_version_against_itself_changes_nothing(facts):
    for change in compare(OLD, OLD, facts[1], CATALOGUE, DAY):
        assert (change.total.gain, change.total.lose, change.total.other_amount) == (0, 0, 0)
        assert change.by == {}
        assert change.people_old == change.people_new


def test_forth_and_back_gain_and_lose_change_places(facts):
    forth = compare(OLD, NEW, facts[1], CATALOGUE, DAY)
    back = {change.benefit: change for change in compare(NEW, OLD, facts[1], CATALOGUE, DAY)}
    for change in forth:
        other = back[change.benefit].total
        assert (change.total.gain, change.total.lose, change.total.fen) == (
            other.lose,
            other.gain,
            -other.fen,
        )


def test_a_benefit_that_is_taken_out_is_lost_by_all(facts):
    text = SHIPPED.path.read_text("utf-8")
    start = text.index('[[benefit]]\nid = "rehabilitation"')
    less = read_rules(
        parse_pack(text[:start].encode(), Path("national/resident-policies/pack.toml"))
    )
    found = {change.benefit: change for change in compare(OLD, less, facts[1], CATALOGUE, DAY)}
    assert found["rehabilitation"].people_new == 0
    assert found["rehabilitation"].total.lose == found["rehabilitation"].people_old


def test_versions_for_different_places_are_refused(facts):
    other = read_rules(load_pack("640000/community-allowance"), CATALOGUE)
    with pytest.raises(EngineError) as caught:
        compare(OLD, other, facts[1], CATALOGUE, DAY)
    assert caught.value.code == "other_place"
