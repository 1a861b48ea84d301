"""What figures know of leads: found, told, received, and the share that came to something."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from yimi.access.queries.actors import system_actor
from yimi.audit.sealer import seal_pending
from yimi.core import clock
from yimi.insight.facts.feed import follow, publish_all
from yimi.insight.facts.snapshot import forget_snapshots, open_snapshot
from yimi.insight.facts.verifying import verify
from yimi.matching.actions import StepDraft, note_step, recompute_household
from yimi.matching.models import Lead
from yimi.matching.rules import State
from yimi.matching.tests.conftest import County

pytestmark = pytest.mark.django_db
LEADS = "SELECT resident_uid, benefit, status, found_on, informed_on, received_on FROM policy_lead"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Any) -> None:
    settings.VAR_DIR = tmp_path
    forget_snapshots()


def rows() -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = (
        open_snapshot().backend.connection.cursor().execute(LEADS).fetchall()
    )
    return found


def test_a_lead_is_known_as_it_is_found_told_and_received(county: County):
    publish_all()
    recompute_household(county.household)
    follow()
    lead, today = Lead.objects.get(), clock.today()
    assert rows() == [(county.elder.pk, lead.benefit, "new", today, None, None)]
    yesterday = today - timedelta(days=1)
    worker = system_actor("社工", "matching", "people")
    for state, day in ((State.INFORMED, yesterday), (State.RECEIVED, today)):
        fresh = Lead.objects.get()
        note_step(StepDraft(fresh, state, day, fresh.row_version), actor=worker)
    seal_pending()
    follow()
    assert rows() == [(county.elder.pk, lead.benefit, "received", today, yesterday, today)]
    assert verify().holds
