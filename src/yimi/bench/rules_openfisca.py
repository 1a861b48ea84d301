"""The thirteen policies in OpenFisca-Core: inputs, conditions and outcomes are variables; truths are small numbers as in numpy.

OpenFisca has no unknown and no reasons of its own, so both are written as variables, with the formulas of ``rules_numpy``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import build_entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from yimi.bench import rules_numpy as formulas
from yimi.bench.rules_contenders import BY_HAND, DAY, Counts

PERIOD = DAY.strftime("%Y-%m")
Person = build_entity(key="person", plural="persons", label="resident", is_person=True)
Household = build_entity(
    key="household",
    plural="households",
    label="household",
    roles=[{"key": "member", "plural": "members", "label": "member"}],
)


def variable(name: str, formula: Any = None) -> type[Variable]:
    """A monthly whole number of a person, an input where it has no formula."""
    parts = {
        "value_type": int,
        "entity": Person,
        "definition_period": periods.MONTH,
        "label": name,
    }
    if formula is not None:

        def compute(person: Any, period: Any) -> Any:
            return formula(lambda needed: person(needed, period))

        parts["formula"] = compute
    return type(name, (Variable,), parts)


def system() -> TaxBenefitSystem:
    """Every input, condition and benefit's own outcome as a variable."""
    made = TaxBenefitSystem([Person, Household])
    inputs = [*formulas.TRUTHS, *formulas.CODES, *formulas.DATES, *formulas.NUMBERS]
    for name in inputs:
        made.add_variable(variable(name))
    for name, formula in formulas.CONDITIONS.items():
        made.add_variable(variable(name, formula))
    for benefit in BY_HAND:
        made.add_variable(variable(f"a_{benefit}", _alone_of(benefit)))
    return made


def _alone_of(benefit: str) -> Any:
    return lambda get: formulas.alone(get, benefit)


def openfisca_decide(prepared: Path) -> Counts:
    """One simulation over everyone; the relations between benefits as in numpy."""
    inputs = formulas.read_inputs(prepared)
    size = len(inputs["alive"])
    simulation = SimulationBuilder().build_default_simulation(system(), size)
    for name in list(inputs):
        simulation.set_input(name, PERIOD, inputs.pop(name).astype(np.int32))

    def get(name: str) -> Any:
        return simulation.calculate(name, PERIOD)

    failed, unknown = formulas.words(get)
    first = {benefit: get(f"a_{benefit}").astype(np.int8) for benefit in BY_HAND}
    outcomes, related = formulas.settle(first)
    return formulas.counts(outcomes, (failed, unknown, related))
