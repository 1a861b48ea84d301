"""What of the demo stands already: told by the trail, in the same transaction as the thing itself.

A build that was killed half-way has no stamp for the stage it was in, and nothing of that stage either.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from yimi.audit.actions import record_event
from yimi.audit.models import AuditEvent
from yimi.core.actor import Actor

SUBJECT = "demo"


@dataclass(frozen=True, slots=True)
class Begun:
    """With what the build began: everything else follows from it."""

    seed: int
    size: str
    on: date


def begun() -> Begun | None:
    """How this database's demo began; None when it has none."""
    event = _events("demo.begun").first()
    if event is None:
        return None
    return Begun(
        event.details["seed"], event.details["size"], date.fromisoformat(event.details["on"])
    )


def note_begun(what: Begun, *, actor: Actor) -> None:
    """Leave the first stamp."""
    details = {"seed": what.seed, "size": what.size, "on": what.on.isoformat()}
    record_event(actor, "demo.begun", subject_kind="demo", subject_uid=SUBJECT, details=details)


def stages_built() -> dict[str, dict[str, Any]]:
    """Stage → what it counted."""
    return {
        event.details["stage"]: event.details["counts"] for event in _events("demo.stage_built")
    }


def note_stage(stage: str, counts: dict[str, int], *, actor: Actor) -> None:
    """Leave a stage's stamp; call it in the stage's own transaction."""
    details = {"stage": stage, "counts": counts}
    record_event(
        actor, "demo.stage_built", subject_kind="demo", subject_uid=SUBJECT, details=details
    )


def _events(action: str) -> Any:
    return AuditEvent.objects.filter(subject_uid=SUBJECT, action=action).order_by("id")
