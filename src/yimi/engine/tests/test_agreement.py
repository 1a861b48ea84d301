"""One meaning: the reference in Python, DuckDB, and (with the extra) Spark give the same answer to every question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.backends.sql import Plan, SelectBuilder
from yimi.engine.expressions import check
from yimi.engine.parameters import Bindings, ParameterTable, ParameterValue
from yimi.engine.reference import World, evaluate
from yimi.engine.tests.generated import AS_OF, CATALOGUE, PARAMETERS, Maker

SUBJECTS = [
    "resident",
    "worker",
    "certificate",
    "household",
    "household_member",
    "honour",
    "service_unit",
    "case_file",
]
TABLE = ParameterTable(
    [
        ParameterValue("line_fen", "", date(2000, 1, 1), 2, "示例"),
        ParameterValue("line_fen", "4210", date(2010, 1, 1), 3, "示例"),
        ParameterValue("line_fen", "421002001", date(2010, 1, 1), 1, "示例"),
        ParameterValue("line_fen", "4210", date(2030, 1, 1), 99, "示例"),
        ParameterValue("months", "", date(2000, 1, 1), 2, "示例"),
    ]
)
BINDINGS = Bindings(AS_OF, date(2023, 2, 1), date(2023, 3, 1), TABLE)


def facts_reached(fact: str) -> set[str]:
    """The subject's fact and what two steps of links lead to."""
    reached = {fact}
    for _ in range(3):
        for name in list(reached):
            links = CATALOGUE.fact(name)
            reached |= {link.fact for link in [*links.parents.values(), *links.children.values()]}
    return reached


def answers_of(backend, fact, trees):
    """What the backend answers, by key of the subject."""
    plan = Plan(CATALOGUE, BINDINGS, backend.dialect)
    builder = SelectBuilder(plan, CATALOGUE.fact(fact))
    outputs = {"key": builder.own(CATALOGUE.fact(fact).key)}
    outputs |= {f"v{number}": builder.value(tree) for number, tree in enumerate(trees)}
    return {row[0]: list(row[1:]) for row in backend.fetch(builder.build(outputs))}


def questions(seed):
    """A subject fact, its rows and neighbours' rows, and twelve expressions with their texts."""
    maker = Maker(seed)
    subject = maker.chance.choice(SUBJECTS)
    fact = CATALOGUE.fact(subject)
    rows = {
        name: maker.rows(CATALOGUE.fact(name), maker.chance.randint(0, 5))
        for name in sorted(facts_reached(subject))
    }
    rows[subject] = maker.rows(fact, 6)
    texts = [maker.condition(fact) for _ in range(12)]
    return subject, rows, texts


@pytest.fixture(scope="module")
def duck():
    backend = DuckBackend()
    backend.lock()
    return backend


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_duckdb_and_the_reference_answer_alike(duck, seed):
    subject, rows, texts = questions(seed)
    for name, given_rows in rows.items():
        duck.add_rows(name, given_rows)
    trees = [check(text, CATALOGUE, subject, parameters=PARAMETERS) for text in texts]
    world = World(rows)
    found = answers_of(duck, subject, trees)
    for row in rows[subject]:
        for text, tree, answer in zip(texts, trees, found[row["uid"]], strict=True):
            assert answer == evaluate(tree, world, subject, row, BINDINGS), (text, row)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_what_cannot_be_unknown_is_never_unknown(seed):
    subject, rows, texts = questions(seed)
    world = World(rows)
    for text in texts:
        tree = check(text, CATALOGUE, subject, parameters=PARAMETERS)
        if not tree.can_be_unknown:
            for row in rows[subject]:
                assert evaluate(tree, world, subject, row, BINDINGS) is not None, text
