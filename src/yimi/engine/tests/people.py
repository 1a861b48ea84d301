"""Synthetic people, families, workers and their papers, likelier than chance to meet some policy's conditions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from yimi.engine.kinds import Kind
from yimi.engine.tests.generated import CATALOGUE, Maker

#: What open code lists hold in the packs.
CODES = {
    "kind": ["dibao", "near_dibao", "tekun", "disabled", "orphan", "elder_alone", "elder_disabled_care", "old_age_allowance", "de_facto_unsupported_child"],
    "relation": ["51", "52", "02", "30"],
    "field": ["elderly", "youth", "sports"],
    "level": ["1", "2", "3", "assistant", "intermediate"],
    "variety": ["4", "5", "6"],
    "title_code": ["a", "b"],
    "visit_tier": ["high", "key"],
}  # fmt: skip
HONOURS = ["most_beautiful_social_worker", "industry"]


class PeopleMaker(Maker):
    """Rows with likely values, dates near ``day``, places under ``prefix``."""

    def __init__(self, seed: int, prefix: str, day: date) -> None:
        super().__init__(seed)
        self.day_asked = day
        stem = prefix.ljust(6, "1") if prefix else "421002"
        self.places = [
            f"{stem}001001"[:12].ljust(12, "0"),
            f"{stem}002000"[:12].ljust(12, "0"),
            "110101001001",
        ]

    def value(self, column: Any) -> Any:
        """A value of the column's kind, near what policies ask."""
        if column.kind == Kind.REGION:
            return self.chance.choices(self.places, [5, 4, 1])[0]
        if column.kind == Kind.DATE:
            return self.date_of(column.name)
        if column.kind == Kind.MONEY_FEN:
            return self.chance.choice([0, 30000, 50000, 60000, 90000, 100000, 2000000])
        if column.kind == Kind.CODE and not column.codes:
            return self.chance.choice(CODES.get(column.name, ["x"]))
        if column.kind == Kind.BOOL:
            return self.chance.random() < 0.7
        if column.kind == Kind.INT:
            return self.chance.choice([0, 1, 3, 6, 7])
        return super().value(column)

    def date_of(self, name: str) -> date:
        """A day of birth over all ages, or a day of the last years."""
        if name == "birth_on":
            days = self.chance.choice(
                [self.chance.randrange(6 * 365), self.chance.randrange(40_000)]
            )
            return self.day_asked - timedelta(days=days)
        if self.chance.random() < 0.1:
            return self.day_asked
        return self.day_asked - timedelta(days=self.chance.randrange(-30, 1500))


def people_for(prefix: str, day: date, *, seed: int, number: int) -> dict[str, list[dict]]:
    """Rows of every fact: ``number`` subjects of each kind, about as many rows of what hangs on them."""
    maker = PeopleMaker(seed, prefix, day)
    rows = {}
    for fact in CATALOGUE.facts.values():
        rows[fact.name] = [maker.row(fact, f"{fact.name}{index}") for index in range(number)]
        for row in rows[fact.name]:
            for name, column in fact.columns.items():
                if column.kind == Kind.UID and name != fact.key:
                    target = _target(name)
                    row[name] = f"{target}{maker.chance.randrange(number)}"
            if fact.name == "resident" and row["birth_on"]:
                span = maker.chance.choice([0, 0, 0, 30, 365])
                row["birth_until_on"] = row["birth_on"] + timedelta(days=span)
            if fact.name == "claim":
                row["benefit"] = maker.chance.choice(["421000/worker-incentives/certificate", "421000/worker-incentives/award", "640000/community-allowance/assistant"])  # fmt: skip
                row["level"] = maker.chance.choice(["assistant", "intermediate", "senior"])
            if fact.name == "honour":
                row["kind"] = maker.chance.choice(HONOURS)
    return rows


def _target(column: str) -> str:
    return {
        "subject_uid": "worker", "relative_uid": "resident", "unit_uid": "service_unit",
        "claim_uid": "claim", "supervisor_uid": "worker",
    }.get(column, column.removesuffix("_uid"))  # fmt: skip
