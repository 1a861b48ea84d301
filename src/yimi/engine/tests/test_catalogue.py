"""The catalogue of facts is complete, holds nothing private, and every name in it can be written in an expression."""

from __future__ import annotations

import re

import pytest

from yimi.engine.catalogue import load_catalogue
from yimi.engine.expressions import check
from yimi.engine.kinds import Kind

CATALOGUE = load_catalogue()
WANTED = [
    "resident",
    "resident_status",
    "family_link",
    "household",
    "household_member",
    "worker",
    "certificate",
    "honour",
    "employment",
    "conduct_finding",
    "exam_cost",
    "service_unit",
    "operator",
    "service_contact",
    "case_file",
    "group_session",
    "activity",
    "referral",
    "need",
    "resource_match",
    "project",
    "expense",
    "claim",
    "payment",
    "evaluation_score",
    "supervision_session",
    "training",
    "volunteer_hours",
    "reported_figure",
]


def test_every_fact_of_the_architecture_is_there():
    assert set(WANTED) <= set(CATALOGUE.facts)


@pytest.mark.parametrize("fact", CATALOGUE.facts.values(), ids=CATALOGUE.facts)
def test_every_column_can_be_asked_for(fact):
    for column in fact.columns.values():
        check(f"{column.name} is null", CATALOGUE, fact.name)
        assert column.zh
        assert column.en
    for link in fact.parents.values():
        assert check(f"{link.name}.{CATALOGUE.fact(link.fact).key} is null", CATALOGUE, fact.name)
    for link in fact.children.values():
        assert check(f"any({link.name}, true)", CATALOGUE, fact.name).kind == Kind.BOOL


@pytest.mark.parametrize("fact", CATALOGUE.facts.values(), ids=CATALOGUE.facts)
def test_every_shorthand_means_something(fact):
    examples = {"day": ":as_of", "years": "60", "code": "'dibao'", "relation_code": "'51'"}
    for short in fact.shorthands.values():
        call = (
            f"({', '.join(examples[name] for name in short.arguments)})" if short.arguments else ""
        )
        check(f"{short.name}{call} is null", CATALOGUE, fact.name)
        assert not set(short.arguments) & set(fact.columns)


def test_no_fact_carries_names_phones_or_addresses():
    private = re.compile(r"(^|_)(name|phone|address|id_number|note|account|photo)(_|$)")
    named = [
        f"{fact.name}.{column}" for fact in CATALOGUE.facts.values() for column in fact.columns
    ]
    assert [name for name in named if private.search(name.partition(".")[2])] == []
