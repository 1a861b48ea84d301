"""Workers as the claims office needs them: by name, namesakes, what is on file about one."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from yimi.core.actor import Actor
from yimi.core.scoping import scope_condition
from yimi.programmes.fact_rows import Claimant
from yimi.programmes.models import Background, ConductCheck, ExamCost, Honour
from yimi.programmes.permissions import APPROVE, KEEP_FACTS
from yimi.programmes.versions import in_force, newest_versions
from yimi.regions.models import Region
from yimi.workforce.models import Worker

SHOWN = 50


def _at(actor: Actor, permission: str) -> QuerySet[Worker]:
    return Worker.objects.filter(scope_condition(actor, permission, region="region_code"))


def workers_by_name(actor: Actor, name: str) -> list[Worker]:
    """Workers whose files the actor's divisions keep, by name. One query."""
    found = _at(actor, KEEP_FACTS).filter(left_on=None)
    if name:
        found = found.filter(name__startswith=name)
    return list(found.order_by("name", "uid")[:SHOWN])


def namesakes(actor: Actor, worker: Worker) -> list[tuple[Worker, str]]:
    """Other files under the same name, with the place that keeps them. Two queries."""
    found = list(
        _at(actor, APPROVE).filter(name=worker.name).exclude(pk=worker.pk).order_by("uid")[:SHOWN]
    )
    names = dict(
        Region.objects.filter(code__in={one.region_code for one in found}).values_list(
            "code", "name"
        )
    )
    return [
        (one, f"{one.name} · {names.get(one.region_code, one.region_code)}"
         + (f" · {one.birth_on}" if one.birth_on else ""))
        for one in found
    ]  # fmt: skip


def facts_of(who: Claimant) -> dict[str, Any]:
    """What is on file for the rules. Four queries."""
    uids = [worker.pk for worker in who.workers]
    return {
        "honours": Honour.objects.current().filter(worker__in=uids).order_by("-awarded_on", "pk"),
        "checks": ConductCheck.objects.current().filter(worker__in=uids).order_by("-checked_on", "pk"),
        "backgrounds": Background.objects.current().filter(worker__in=uids).order_by("pk"),
        "costs": ExamCost.objects.current().filter(worker__in=uids).order_by("-spent_on", "pk"),
    }  # fmt: skip


def fields_of(worker: Worker) -> list[tuple[str, str]]:
    """The service fields that the packs of the worker's place name. One query."""
    found: dict[str, str] = {}
    for version in newest_versions([worker.region_code]):
        found.update(in_force(version).rules.codes)
    return [(code, name) for code, name in found.items() if code != "most_beautiful_social_worker"]
