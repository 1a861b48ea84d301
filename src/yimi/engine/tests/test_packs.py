"""Shipped packs: their cases hold, and one family's answer is the population's answer, reasons and amounts included."""

from __future__ import annotations

from datetime import date

import pytest

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.parameters import Bindings
from yimi.engine.reference import World
from yimi.engine.rules import read_rules
from yimi.engine.rules.cases import decide_case, read_cases, run_cases
from yimi.engine.rules.decisions import decide
from yimi.engine.rules.definitions import Outcome
from yimi.engine.rules.describing import describe
from yimi.engine.rules.explanation import Explainer
from yimi.engine.rules.population import Population
from yimi.engine.tests.people import people_for

CATALOGUE = load_catalogue()
RULES = [name for name in shipped_packs() if load_pack(name).kind == "rules"]


@pytest.fixture(scope="module")
def duck():
    backend = DuckBackend()
    backend.lock()
    return backend


def fill(backend, rows):
    for fact in CATALOGUE.facts:
        backend.add_rows(fact, rows.get(fact, []))


@pytest.mark.parametrize("name", RULES)
def test_a_pack_carries_cases_and_they_hold(name):
    results = run_cases(read_rules(load_pack(name), CATALOGUE), CATALOGUE)
    assert len(results) >= 3
    assert {r.case.name: r.differences for r in results if r.differences} == {}


@pytest.mark.parametrize("name", RULES)
def test_every_benefit_has_a_case_where_it_is_likely(name):
    rules = read_rules(load_pack(name), CATALOGUE)
    likely = {
        expect["benefit"]
        for case in read_cases(rules, CATALOGUE)
        for expect in case.expectations
        if expect.get("outcome") == "likely"
    }
    without = {benefit.id for benefit in rules.benefits} - likely
    assert without == set()


@pytest.mark.parametrize("name", RULES)
def test_duckdb_decides_the_cases_alike(name, duck):
    rules = read_rules(load_pack(name), CATALOGUE)
    for case in read_cases(rules, CATALOGUE)[:6]:
        if any("error" in expect for expect in case.expectations):
            continue
        fill(duck, case.rows)
        population = Population(case.rules, duck, CATALOGUE, Bindings(case.as_of))
        alone = sorted(decide_case(case, CATALOGUE), key=lambda d: (d.benefit, d.key))
        together = sorted(population.decisions(), key=lambda d: (d.benefit, d.key))
        assert together == alone, case.name


@pytest.mark.parametrize("name", RULES)
def test_one_by_one_and_all_at_once_are_the_same_decisions(name, duck):
    pack = load_pack(name)
    rules = read_rules(pack, CATALOGUE)
    day = max(pack.in_force_from or date(2024, 6, 1), date(2024, 6, 1))
    rows = people_for(pack.prefix, day, seed=len(name), number=60)
    fill(duck, rows)
    world, bindings = World(rows), Bindings(day)
    alone = {}
    for subject in rules.subjects:
        for row in rows[subject]:
            for decision in decide(rules, world, subject, row, bindings):
                alone[decision.benefit, decision.key] = decision
    population = Population(rules, duck, CATALOGUE, bindings)
    together = {(d.benefit, d.key): d for d in population.decisions()}
    assert together == alone
    for decision in alone.values():
        assert (
            decision.outcome >= Outcome.LIKELY
            or decision.failed
            or decision.unknown
            or decision.related
        )
    for subject in rules.subjects:
        for benefit, counts in population.summary(subject).items():
            found = [d.outcome for d in alone.values() if d.benefit == benefit]
            assert counts == {outcome: found.count(outcome) for outcome in Outcome}


@pytest.mark.parametrize("name", RULES)
def test_a_decision_is_explained_alike_from_rows_and_from_facts(name, duck):
    rules = read_rules(load_pack(name), CATALOGUE)
    case = read_cases(rules, CATALOGUE)[0]
    decisions = decide_case(case, CATALOGUE)
    fill(duck, case.rows)
    explainer = Explainer(case.rules, CATALOGUE, Bindings(case.as_of))
    from_rows = explainer.of_world(decisions, World(case.rows))
    assert from_rows == explainer.of_backend(decisions, duck)
    for explanation in from_rows:
        assert all(reason.clause and reason.text for reason in explanation.reasons)


@pytest.mark.parametrize("name", RULES)
def test_a_pack_reads_back_in_chinese(name):
    rules = read_rules(load_pack(name), CATALOGUE)
    text = describe(rules, CATALOGUE)
    assert rules.pack.title in text
    for benefit in rules.benefits:
        assert benefit.title in text
    for choice in rules.pack.choices:
        assert choice.question in text
