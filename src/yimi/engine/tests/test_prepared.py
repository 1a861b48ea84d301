"""Facts laid ready: the same decisions as from the facts themselves, without a join or a text in the way."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.parameters import Bindings
from yimi.engine.rules import read_rules
from yimi.engine.rules.merging import merged
from yimi.engine.rules.population import Population
from yimi.engine.rules.preparing import Prepared
from yimi.engine.tests.people import people_for

CATALOGUE = load_catalogue()
RULES = [name for name in shipped_packs() if load_pack(name).kind == "rules"]


@pytest.fixture(scope="module")
def duck():
    backend = DuckBackend()
    backend.lock()
    return backend


@pytest.mark.parametrize("name", RULES)
def test_deciding_from_prepared_facts_is_deciding_from_facts(name, duck):
    pack = load_pack(name)
    rules = read_rules(pack, CATALOGUE)
    bindings = Bindings(max(pack.in_force_from or date(2023, 6, 1), date(2023, 6, 1)))
    rows = people_for(pack.prefix, bindings.as_of, seed=7, number=60)
    for fact in CATALOGUE.facts:
        duck.add_rows(fact, rows.get(fact, []))
    prepared = {}
    for subject in rules.subjects:
        made = prepared[subject] = Prepared(rules, subject, CATALOGUE, bindings)
        duck.keep(made.fact.name, made.statement(duck))
    from_facts = Population(rules, duck, CATALOGUE, bindings)
    from_prepared = Population(rules, duck, CATALOGUE, bindings, prepared)
    assert from_prepared.decisions() == from_facts.decisions()
    for subject in rules.subjects:
        assert from_prepared.summary(subject) == from_facts.summary(subject)
        assert "JOIN" not in duck.sql(from_prepared.statement(subject)).upper()


def test_only_a_changed_family_is_made_again(duck):
    rules = read_rules(load_pack("national/resident-policies"), CATALOGUE)
    bindings = Bindings(date(2024, 6, 1))
    rows = people_for("", bindings.as_of, seed=3, number=20)
    for fact in CATALOGUE.facts:
        duck.add_rows(fact, rows.get(fact, []))
    made = Prepared(rules, "resident", CATALOGUE, bindings)
    everyone = {row[0]: row for row in duck.fetch(made.statement(duck))}
    key = rows["resident"][4]["uid"]
    assert duck.fetch(made.statement(duck, only=[key])) == [everyone[key]]


def test_rule_sets_together_share_one_table_and_what_they_ask_alike(duck):
    rules = read_rules(load_pack("national/resident-policies"), CATALOGUE)
    bindings = Bindings(date(2024, 6, 1))
    alone = Prepared(rules, "resident", CATALOGUE, bindings)
    both = Prepared(merged({"a": rules, "b": rules}), "resident", CATALOGUE, bindings)
    shared = [leaf for leaf in alone.columns if leaf in both.columns]
    assert len(both.columns) == len(shared) == len(alone.columns)
