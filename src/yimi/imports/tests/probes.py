"""Probes of the imports room's doors: a file that a colleague uploaded for the station, and one of a station far away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from yimi.access.tests.factories import make_actor
from yimi.access.tests.probing import Call, Probe, both
from yimi.imports.actions import receive_file, start_check
from yimi.imports.actions.steps import header_of
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob
from yimi.imports.tests.conftest import HEADER, family, workbook
from yimi.regions.tests.factories import make_region
from yimi.stations.models import ServiceUnit


def _uploaded(unit: ServiceUnit, *, checked: bool) -> ImportJob:
    """A list of one family, sealed below ``settings.MEDIA_ROOT``, which the test sets to a folder of its own."""
    make_region(unit.region_code[:9] + "201", "邓东村委会")
    actor = make_actor("station_head", unit)
    content = workbook([HEADER, *family(village="邓东村")])
    job = receive_file(
        content, actor=actor, kind=KINDS["households"], unit=unit, file_name="花名册.xlsx"
    )
    if checked:
        start_check(job, actor=actor)
    return job


#: Offices import lists of their own; a station's list of families shows names, and is not theirs to see.
OFFICES = frozenset({"township_officer", "county_officer"})


def _of_families(make: Callable[[ServiceUnit], Call]) -> Probe:
    return replace(both(make), refused=OFFICES)


def _job(method: str = "get") -> Probe:
    return _of_families(lambda unit: Call({"uid": _uploaded(unit, checked=True).pk}, method))


def _matching(unit: ServiceUnit) -> Call:
    """The columns confirmed as they were found."""
    job = _uploaded(unit, checked=False)
    data = {f"column-{match.column}": match.field for match in header_of(job).matches}
    return Call({"uid": job.pk}, "post", data)


PROBES = {
    "imports:template": _of_families(
        lambda unit: Call({"slug": "households", "unit_uid": unit.pk})
    ),
    "imports:job": _job(),
    "imports:progress": _job(),
    "imports:check": _of_families(_matching),
    "imports:start": _job("post"),
    "imports:stop": _job("post"),
    "imports:faulty_rows": _job(),
}
