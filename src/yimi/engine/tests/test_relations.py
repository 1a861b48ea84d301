"""Excluding, choosing the higher, and what a pack may not say about relations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.packs import parse_pack
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import Outcome, decide, read_rules
from yimi.engine.rules.population import Population

CATALOGUE = load_catalogue()
HEAD = '[pack]\nid = "a/b"\nversion = 1\nkind = "rules"\ntitle = "试"\ntitle_en = "t"\nregion = "national"\nsource = "试"\n'
DAY = Bindings(date(2024, 6, 1))


def benefit(name, test, amount, *relations):
    text = f'[[benefit]]\nid = "{name}"\ntitle = "{name}"\ntitle_en = "{name}"\nsubject = "household"\nclause = "一"\namount_fen = "{amount}"\n'
    text += f'receiving = "visit_tier = \'{name}\'"\n[[benefit.condition]]\nid = "c"\nclause = "一"\ntext = "条件"\ntest = "{test}"\n'
    for kind, others in relations:
        text += f'[[benefit.relation]]\nkind = "{kind}"\nwith = {others}\nclause = "二"\ntext = "关系"\n'
    return text


def rules_of(*benefits):
    return read_rules(
        parse_pack((HEAD + "".join(benefits)).encode(), Path("a/b/pack.toml")), CATALOGUE
    )


RULES = rules_of(
    benefit("d", "members >= 4", 100, ("excluded_by", ["c", "b"])),
    benefit("a", "members >= 1", "members * 100", ("choose_higher", ["b"])),
    benefit("b", "members >= 2", 250, ("choose_higher", ["a", "c"]), ("excluded_by", ["c"])),
    benefit("c", "property_ok", 250),
)


def household(members, property_ok, tier=""):
    return {
        "uid": "h",
        "region_code": "421002001001",
        "opened_on": date(2024, 1, 1),
        "members": members,
        "property_ok": property_ok,
        "visit_tier": tier or None,
    }


def outcomes(row):
    world = World({"household": [row]})
    return {d.benefit: (d.outcome, d.related) for d in decide(RULES, world, "household", row, DAY)}


def test_the_higher_amount_is_chosen_and_the_other_says_why():
    found = outcomes(household(3, False))
    assert found["a"] == (Outcome.LIKELY, ())
    assert found["b"] == (Outcome.NOT_ELIGIBLE, (0,))
    found = outcomes(household(2, False))
    assert found["a"] == (Outcome.NOT_ELIGIBLE, (0,))
    assert found["b"] == (Outcome.LIKELY, ())


def test_what_is_excluded_excludes_nothing_itself():
    found = outcomes(household(5, True))
    assert found["b"][0] == Outcome.NOT_ELIGIBLE
    assert found["a"][0] == Outcome.LIKELY
    assert found["d"] == (Outcome.NOT_ELIGIBLE, (0,))


def test_who_receives_already_keeps_receiving():
    found = outcomes(household(5, True, "b"))
    assert found["b"] == (Outcome.ALREADY_RECEIVING, (1,))


@pytest.fixture(scope="module")
def duck():
    backend = DuckBackend(CATALOGUE)
    backend.lock()
    return backend


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 6),
            st.none() | st.booleans(),
            st.sampled_from(["", "a", "b", "c", "d"]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_all_at_once_relates_as_one_by_one(duck, families):
    rows = [household(*family) | {"uid": f"h{n}"} for n, family in enumerate(families)]
    duck.add_rows("household", rows)
    world = World({"household": rows})
    alone = [d for row in rows for d in decide(RULES, world, "household", row, DAY)]
    assert Population(RULES, duck, CATALOGUE, DAY).decisions() == alone


@pytest.mark.parametrize(
    "benefits, code",
    [
        ([benefit("a", "true", 1, ("excluded_by", ["b"])), benefit("b", "true", 1, ("excluded_by", ["a"]))], "relation_circle"),
        ([benefit("a", "true", 1, ("excluded_by", ["bb"])), benefit("b", "true", 1)], "unknown_benefit"),
        ([benefit("a", "true", 1), benefit("a", "true", 1)], "benefit_twice"),
        ([benefit("a", "membrs > 1", 1)], "unknown_column"),
        ([benefit("a", "members > 1", "opened_on")], "kinds_differ"),
        ([benefit("a", "members < param('most')", 1)], "unknown_parameter"),
    ],
)  # fmt: skip
def test_a_pack_that_contradicts_itself_is_refused(benefits, code):
    with pytest.raises(EngineError) as caught:
        rules_of(*benefits)
    assert caught.value.code == code
    assert caught.value.where.file == "a/b/pack.toml"


def test_a_missing_parameter_names_places_and_day_and_never_takes_the_newest():
    text = (
        HEAD
        + '[[parameter]]\nid = "most"\nkind = "int"\ntitle = "上限"\n[[parameter.value]]\nregion = "421002"\nfrom = 2024-07-01\namount = 3\nsource = "试"\n'
    )
    text += benefit("a", "members < param('most')", 1)
    rules = read_rules(parse_pack(text.encode(), Path("a/b/pack.toml")), CATALOGUE)
    row = household(1, True)
    backend = DuckBackend(CATALOGUE)
    backend.add_rows("household", [row])
    for ask in (
        lambda day: decide(rules, World({"household": [row]}), "household", row, Bindings(day)),
        lambda day: Population(rules, backend, CATALOGUE, Bindings(day)).decisions(),
    ):
        with pytest.raises(EngineError, match="most") as caught:
            ask(date(2024, 6, 30))
        assert caught.value.code == "parameter_missing"
        assert ask(date(2024, 7, 1))[0].outcome == Outcome.LIKELY
