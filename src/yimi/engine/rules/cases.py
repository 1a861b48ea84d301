"""A pack's own cases (``cases/*.toml``): people, a day, and what the policy must say about them. An officer can read them.

``[base.<fact>]`` gives defaults for rows of the file; ``[[case]]`` has a name, ``as_of``, rows by fact and ``[[case.expect]]``
with ``benefit``, ``subject`` (a key), ``outcome`` and, where it matters, ``failed``, ``unknown``, ``related`` and values; a value
of ``""`` says that there is none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from yimi.engine.catalogue import Catalogue
from yimi.engine.errors import EngineError, PackError, Where, nearest
from yimi.engine.facts_csv import read_row
from yimi.engine.packs import parameter_values
from yimi.engine.parameters import Bindings, ParameterTable
from yimi.engine.reference import World
from yimi.engine.rules.decisions import Decision, decide
from yimi.engine.rules.definitions import RuleSet
from yimi.engine.rules.reading import VALUES, read_rules, require_begun


@dataclass(frozen=True)
class Case:
    """One case, its rows complete."""

    file: str
    name: str
    as_of: date
    rows: Mapping[str, list[dict[str, Any]]]
    expectations: tuple[Mapping[str, Any], ...]
    rules: RuleSet


@dataclass(frozen=True)
class CaseResult:
    """A case and what differed; no differences, it passed."""

    case: Case
    differences: tuple[str, ...]


def read_cases(rules: RuleSet, catalogue: Catalogue) -> list[Case]:
    """The cases beside the pack, in the order of their files. Raises :class:`PackError`."""
    found = []
    for path in sorted((rules.pack.path.parent / "cases").glob("*.toml")):
        try:
            found += _read_file(path, rules, catalogue)
        except (KeyError, TypeError, ValueError) as error:
            if isinstance(error, EngineError):
                raise
            raise PackError("case", f"案例缺少或写错了 {error}。", Where(path.name)) from error
    return found


def _read_file(path: Path, rules: RuleSet, catalogue: Catalogue) -> list[Case]:
    content = tomllib.loads(path.read_text("utf-8"))
    local = parameter_values(content, path.name)
    if local:
        rules = read_rules(rules.pack, catalogue, local)
    base = content.get("base", {})
    return [_case(entry, base, rules, catalogue, path.name) for entry in content["case"]]


def _case(
    entry: Mapping[str, Any],
    base: Mapping[str, Any],
    rules: RuleSet,
    catalogue: Catalogue,
    file: str,
) -> Case:
    rows: dict[str, list[dict[str, Any]]] = {}
    where = Where(file, entry["name"])
    for name, value in entry.items():
        if name in {"name", "as_of", "expect"}:
            continue
        fact = catalogue.fact(name)
        listed = value if isinstance(value, list) else [value]
        rows[name] = [read_row({**base.get(name, {}), **row}, fact, where) for row in listed]
        for row in rows[name]:
            if missing := [
                c.name for c in fact.columns.values() if not c.nullable and row.get(c.name) is None
            ]:
                raise PackError("case_row", f"“{fact.zh}”一行缺少 {'、'.join(missing)}。", where)
    return Case(file, entry["name"], entry["as_of"], rows, tuple(entry["expect"]), rules)


def run_cases(rules: RuleSet, catalogue: Catalogue) -> list[CaseResult]:
    """Every case with what differed from its expectations."""
    return [run_case(case, catalogue) for case in read_cases(rules, catalogue)]


def decide_case(case: Case, catalogue: Catalogue) -> list[Decision]:
    """All decisions in a case."""
    require_begun(case.rules, case.as_of)
    world = World(case.rows, catalogue)
    bindings = Bindings(case.as_of, parameters=ParameterTable())
    return [
        decision
        for subject in case.rules.subjects
        for row in case.rows.get(subject, ())
        for decision in decide(case.rules, world, subject, row, bindings)
    ]


def run_case(case: Case, catalogue: Catalogue) -> CaseResult:
    """One case, decided and compared."""
    try:
        decisions = {(d.benefit, d.key): d for d in decide_case(case, catalogue)}
    except EngineError as error:
        wanted = [expect.get("error") for expect in case.expectations]
        return CaseResult(case, () if wanted == [error.code] else (str(error),))
    differences: list[str] = []
    for expect in case.expectations:
        key = (expect.get("benefit", ""), expect.get("subject", ""))
        if key not in decisions:
            known = sorted(f"{benefit}/{subject}" for benefit, subject in decisions)
            differences.append(f"没有 {key[0]}/{key[1]} 的判定。{nearest('/'.join(key), known)}")
        else:
            differences += _compare(expect, decisions[key])
    return CaseResult(case, tuple(differences))


def _compare(expect: Mapping[str, Any], decision: Decision) -> list[str]:
    found: dict[str, Any] = {
        "outcome": decision.outcome.slug,
        "failed": list(decision.failed),
        "unknown": list(decision.unknown),
        "related": list(decision.related),
        **{name: decision.values.get(name) for name in VALUES},
    }
    title = f"{decision.benefit}/{decision.key}"
    differences = []
    for name, wanted in expect.items():
        if name in {"benefit", "subject"}:
            continue
        if name not in found:
            differences.append(f"{title}：不认识“{name}”。{nearest(name, found)}")
        elif _plain(found[name]) != _plain(wanted):
            differences.append(f"{title} {name}：应为 {wanted}，得到 {found[name]}")
    return differences


def _plain(value: Any) -> Any:
    if value == "":
        return None
    return sorted(value) if isinstance(value, list) else value
