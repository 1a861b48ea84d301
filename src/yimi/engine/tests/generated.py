"""Random but valid expressions and rows for the agreement tests, made from a seed and the catalogue alone."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from yimi.engine.catalogue import Column, Fact, load_catalogue
from yimi.engine.kinds import NUMBERS, Kind

CATALOGUE = load_catalogue()
AS_OF = date(2024, 2, 29)
#: Parameters that generated expressions read; set in :func:`parameters`.
PARAMETERS = {"line_fen": Kind.MONEY_FEN, "months": Kind.INT}
PLACES = ["421002001001", "421003002001", "640104001001", "421002001000"]
_DAYS = [
    date(2024, 2, 29),
    date(2023, 1, 31),
    date(2023, 2, 28),
    date(2022, 12, 31),
    date(1964, 2, 29),
]
_CODES = {"kind": ["dibao", "tekun", "disabled"], "relation": ["51", "52"], "benefit": ["a", "b"]}


class Maker:
    """Makes texts and rows from one source of chance."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)

    def condition(self, fact: Fact, depth: int = 3, level: int = 0) -> str:
        """A boolean expression over ``fact``."""
        roll = self.chance.random()
        if depth and roll < 0.30:
            joiner = self.chance.choice([" and ", " or "])
            parts = [
                self.condition(fact, depth - 1, level) for _ in range(self.chance.randint(2, 3))
            ]
            return "(" + joiner.join(parts) + ")"
        if depth and roll < 0.40:
            return f"not {self.condition(fact, depth - 1, level)}"
        if level < 2 and roll < 0.55 and fact.children:
            return self.quantifier(fact, depth, level)
        return self.comparison(fact, depth, level)

    def quantifier(self, fact: Fact, depth: int, level: int) -> str:
        """any, all, or a comparison of count, min, max, sum."""
        name = self.chance.choice(sorted(fact.children))
        child = CATALOGUE.fact(fact.children[name].fact)
        inner = self.condition(child, max(depth - 2, 0), level + 1)
        folds = ["min", "max"] + (["count", "sum"] if child.complete else [])
        kind = self.chance.choice(["any", "all", *folds])
        if kind in {"any", "all"}:
            return f"{kind}({name}, {inner})"
        if kind == "count":
            return f"count({name}, {inner}) >= {self.chance.randint(0, 2)}"
        numbers = [c.name for c in child.columns.values() if c.kind in NUMBERS]
        dates = [c.name for c in child.columns.values() if c.kind == Kind.DATE]
        if kind == "sum" or (numbers and not dates):
            if not numbers:
                return f"any({name}, {inner})"
            return f"{kind}({name}, {self.chance.choice(numbers)}, {inner}) < 3"
        return f"{kind}({name}, {self.chance.choice(dates)}, {inner}) <= {self.day()}"

    def comparison(self, fact: Fact, depth: int, level: int) -> str:
        """One test of a column."""
        path, columns = "", list(fact.columns.values())
        if fact.parents and self.chance.random() < 0.2:
            parent = self.chance.choice(sorted(fact.parents))
            path = f"{parent}."
            columns = list(CATALOGUE.fact(fact.parents[parent].fact).columns.values())
        column = self.chance.choice(columns)
        name = path + column.name
        if self.chance.random() < 0.1:
            return f"{name} is {self.chance.choice(['', 'not '])}null"
        if column.kind == Kind.BOOL:
            return self.chance.choice(
                [name, f"{name} is true", f"{name} = false", f"coalesce({name}, true)"]
            )
        if column.kind == Kind.DATE:
            return self.of_date(name, fact, level)
        if column.kind in NUMBERS:
            return self.of_number(name, column, fact)
        if column.kind == Kind.REGION:
            return (
                f"in_region({name}, '{self.chance.choice(['42', '4210', '421002', '640104001'])}')"
            )
        if column.kind == Kind.CODE:
            codes = sorted(column.codes) or _CODES.get(column.name, ["x", "y"])
            picked = ", ".join(
                f"'{code}'" for code in self.chance.sample(codes, min(2, len(codes)))
            )
            return self.chance.choice(
                [
                    f"{name} = '{codes[0]}'",
                    f"{name} in ({picked})",
                    f"{name} not in ({picked})",
                    f"{name} <> '{codes[-1]}'",
                ]
            )
        return f"{name} = '{self.chance.choice('abc')}'"

    def of_date(self, name: str, fact: Fact, level: int) -> str:
        """A test of a date column."""
        day = self.day()
        return self.chance.choice(
            [
                f"{name} < {day}",
                f"{name} between '2022-01-31' and {day}",
                f"age_on({name}, {day}) >= {self.chance.randint(-2, 90)}",
                f"age_on({name}, :as_of) {self.chance.choice(['<', '>', '<='])} 60",
                f"months_between({name}, {day}) <= {self.chance.randint(-3, 30)}",
                f"add_months({name}, {self.chance.choice([-12, -1, 1, 12, 36])}) >= {day}",
                f"days_between(add_days({name}, -5), {day}) > {self.chance.randint(-40, 400)}",
                f"case when {name} > {day} then true when {name} = {day} then false end",
            ]
        )

    def of_number(self, name: str, column: Column, fact: Fact) -> str:
        """A test of a number column."""
        options = [f"{name} * 100 >= {name} * 40 + 7", f"-{name} < {self.chance.randint(-3, 3)}", f"coalesce({name}, 0) = {self.chance.randint(0, 3)}", f"case when {name} > 1 then {name} - 1 else 5 end = 1"]  # fmt: skip
        if fact.place:
            wanted = "line_fen" if column.kind == Kind.MONEY_FEN else "months"
            options.append(f"{name} < param('{wanted}')")
        return self.chance.choice(options)

    def day(self) -> str:
        """A date as written, or one of the named days."""
        return self.chance.choice(
            [*(f"'{day}'" for day in _DAYS), ":as_of", ":period_start", ":period_end"]
        )

    def rows(self, fact: Fact, number: int) -> list[dict]:
        """``number`` rows with keys a, b, c …, so that links meet."""
        return [self.row(fact, "abcdefgh"[index]) for index in range(number)]

    def row(self, fact: Fact, key: str) -> dict:
        """One row; nullable columns are often unknown."""
        row = {}
        for column in fact.columns.values():
            if column.name == fact.key:
                row[column.name] = key if column.kind == Kind.UID else self.chance.choice(PLACES)
            elif column.nullable and self.chance.random() < 0.3:
                row[column.name] = None
            else:
                row[column.name] = self.value(column)
        return row

    def value(self, column: Column) -> object:
        """A value of the column's kind."""
        if column.kind == Kind.BOOL:
            return self.chance.random() < 0.5
        if column.kind == Kind.DATE:
            if self.chance.random() < 0.4:
                return self.chance.choice(_DAYS)
            return date(1930, 1, 1) + timedelta(days=self.chance.randrange(35_000))
        if column.kind in NUMBERS:
            return self.chance.randint(0, 4)
        if column.kind == Kind.REGION:
            return self.chance.choice(PLACES)
        if column.kind == Kind.UID:
            return self.chance.choice("abcd")
        return self.chance.choice(sorted(column.codes) or _CODES.get(column.name, ["x", "y"]))
