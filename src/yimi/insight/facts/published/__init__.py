"""What each fact is published from: the rooms' tables it reads, and the DuckDB statement ``<fact>.sql`` over them.

A statement sees the sources as tables of their names, whole or narrowed to the rows that some keys of the fact need;
it is the same statement either way. It gives the catalogue's columns that the rooms can fill (others stay unknown),
``known_from`` and ``known_to``.
"""

from __future__ import annotations

from yimi.insight.facts.published.made import Addition, Hop, Need, Published
from yimi.insight.facts.published.people import PEOPLE
from yimi.insight.facts.published.services import SERVICES
from yimi.insight.facts.published.stations import STATIONS

#: Every fact that rooms below fill, by name; rooms above register theirs (:mod:`yimi.insight.facts.registering`).
PUBLISHED: dict[str, Published] = {one.fact: one for one in (*STATIONS, *PEOPLE, *SERVICES)}

__all__ = ["PUBLISHED", "Addition", "Hop", "Need", "Published"]
