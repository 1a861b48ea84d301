"""Figures that somebody published: read as written, and checked against each other.

``read_figures(pack)`` turns a pack of kind ``figures`` into a :class:`FigureSet`; every value, qualifier and unit is read
from the words of its sentence. ``findings(figure_set)`` runs every kind of check over all of them: a percentage with both
counts, a total with named parts, a target with a stated growth, one thing told in two sources, … Nothing is corrected
and nothing is added up: a finding says which figures do not go together, and why.
"""

from yimi.engine.figures.checks import CHECKS, findings
from yimi.engine.figures.definitions import (
    Article,
    Concept,
    Figure,
    FigureSet,
    Finding,
    Page,
    Qualifier,
    Weight,
)
from yimi.engine.figures.reading import read_figures

__all__ = [
    "CHECKS",
    "Article",
    "Concept",
    "Figure",
    "FigureSet",
    "Finding",
    "Page",
    "Qualifier",
    "Weight",
    "findings",
    "read_figures",
]
