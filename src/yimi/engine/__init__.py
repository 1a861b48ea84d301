"""The engine: figures and decisions from definitions that people can read. Pure Python; it knows nothing of the web.

Three things go in: **facts** (typed tables, described in :mod:`yimi.engine.catalogue`), **definitions** (packs in TOML:
parameters, indicators, rules) and a **day**. Three come out: figures, decisions, and the reason for each.

    >>> from datetime import date
    >>> from yimi.engine.catalogue import load_catalogue
    >>> from yimi.engine.expressions import check
    >>> from yimi.engine.parameters import Bindings
    >>> from yimi.engine.reference import World, evaluate
    >>> senior = check("any(certificate, level = 'senior' and issued_on <= :as_of)", load_catalogue(), "worker")
    >>> world = World({"worker": [{"uid": "w1"}], "certificate": [
    ...     {"uid": "c1", "worker_uid": "w1", "level": "senior", "issued_on": date(2022, 3, 8)}]})
    >>> evaluate(senior, world, "worker", world.row("worker", "w1"), Bindings(as_of=date(2022, 10, 1)))
    True

**How it holds together.** ``expressions`` parses a condition with SQLGlot, lets through only what it knows, and types
it against the catalogue. ``reference`` evaluates the checked tree for one subject in plain Python; ``backends``
compile the same tree to one SQL statement for millions. A property test keeps them equal. ``rules`` and ``indicators``
put expressions together, ``packs`` reads them from disk.

**Truth has three values.** A missing fact is *unknown*, never *no*: see :mod:`yimi.engine.truth`.
**Numbers are whole**: money is fen (分), time is minutes, there is no division, so no engine rounds differently.
**Nothing here decides about a person**: an outcome is a suggestion (建议核实) that someone checks.
"""
