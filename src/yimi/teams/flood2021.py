"""The flood team of 2021, entered as it was, without a station: through the same actions that everybody uses.

``data/flood2021.toml`` holds it: places, days and published figures are real, members and clients are made up. Only
what was published is reported; what was not recorded event by event (groups, activities) is not invented.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yimi.cases.actions.closing import close_case
from yimi.cases.actions.opening import decide_intake, open_cases
from yimi.cases.choices import ClosingReason, Decision
from yimi.cases.drafts import NewCase
from yimi.cases.models import Case
from yimi.core.actor import Actor
from yimi.core.errors import Conflict
from yimi.people.actions.residents import add_residents
from yimi.people.drafts import ResidentDraft
from yimi.people.models import Resident
from yimi.reported.actions import FigureDraft, SourceDraft, report_figures
from yimi.stations.models import ServiceUnit
from yimi.teams.actions import TeamDraft, send_team, stand_down
from yimi.teams.models import Deployment
from yimi.workforce.actions import FirstPost, WorkerDraft, register_workers
from yimi.workforce.models import Worker

DATA = Path(__file__).with_name("data") / "flood2021.toml"
#: The rooms whose permissions the actor needs: a system actor of these, or somebody who holds the like.
ROOMS = ("stations", "workforce", "people", "cases", "reported", "teams")


def read_flood_2021() -> dict[str, Any]:
    """The data file."""
    return tomllib.loads(DATA.read_text("utf-8"))


@transaction.atomic
def write_flood_2021(*, actor: Actor) -> Deployment:
    """Write the team, its members, its ten cases, the published figures, and stand it down. All or nothing.

    The three towns must be on file as regions. Raises Conflict when the team stands already.
    """
    data = read_flood_2021()
    team = data["team"]
    if Deployment.objects.filter(unit__name=team["name"], starts_on=team["starts_on"]).exists():
        raise Conflict(_("这支服务队已经登记过。"))
    deployment = send_team(
        TeamDraft(
            name=team["name"],
            region_code=team["region_code"],
            sites=tuple(team["sites"]),
            event=team["event"],
            sender=team["sender"],
            starts_on=team["starts_on"],
        ),
        actor=actor,
    )
    workers = _members(data, deployment, actor)
    for case in _cases(data, deployment.unit, workers, actor):
        _work_and_close(case, team, actor)
    _figures(data, deployment, actor)
    return stand_down(
        deployment, actor=actor, expected=deployment.row_version,
        ends_on=team["ends_on"], summary=team["summary"],
    )  # fmt: skip


def _members(data: Mapping[str, Any], deployment: Deployment, actor: Actor) -> dict[str, Worker]:
    drafts = [
        WorkerDraft(
            name=member["name"],
            sex=member["sex"],
            region_code=deployment.unit.region_code,
            employer_name=deployment.sender,
            post=FirstPost(
                unit=deployment.unit,
                starts_on=deployment.starts_on,
                is_head=member.get("is_head", False),
            ),
        )
        for member in data["members"]
    ]
    return {worker.name: worker for worker in register_workers(drafts, actor=actor)}


def _cases(
    data: Mapping[str, Any], unit: ServiceUnit, workers: Mapping[str, Worker], actor: Actor
) -> list[Case]:
    clients: list[Resident] = add_residents(
        [
            ResidentDraft(
                name=row["client"], sex=row["sex"], birth_on=row["born_on"], unit=unit, region_code=row["place"],
                is_demo=True,
            )
            for row in data["cases"]
        ],
        actor=actor,
    )  # fmt: skip
    return open_cases(
        [
            NewCase(unit, client, opened_on=row["opened_on"], owner_uid=workers[row["worker"]].pk)
            for client, row in zip(clients, data["cases"], strict=True)
        ],
        actor=actor,
    )


def _work_and_close(case: Case, team: Mapping[str, Any], actor: Actor) -> None:
    """Each case was accepted on its first day and closed with the team, written down as its own worker's doing."""
    actor = replace(actor, worker_uid=case.owner_id)
    accepted = decide_intake(
        case, actor=actor, expected=case.row_version, decision=Decision.ACCEPTED, decided_on=case.opened_on
    )  # fmt: skip
    close_case(
        accepted, actor=actor, expected=accepted.row_version, reason=ClosingReason.GOALS_MET,
        closed_on=team["ends_on"],
    )  # fmt: skip


def _figures(data: Mapping[str, Any], deployment: Deployment, actor: Actor) -> None:
    source = SourceDraft(**data["source"])
    team = data["team"]
    report_figures(
        [
            FigureDraft(
                unit=deployment.unit, source=source, starts_on=team["starts_on"], ends_on=team["ends_on"], **row
            )
            for row in data["figures"]
        ],
        actor=actor,
    )  # fmt: skip
