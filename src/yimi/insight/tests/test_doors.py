"""The dictionary page, the commands, and the worker's thread."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner
from django.urls import reverse

from yimi.access.tests.factories import make_user
from yimi.engine.catalogue import load_catalogue
from yimi.insight.commands import facts
from yimi.insight.facts.feed import follow
from yimi.insight.facts.snapshot import open_snapshot
from yimi.portal import background
from yimi.services.actions import record_service
from yimi.services.models import ServiceRecord
from yimi.services.tests.conftest import World

pytestmark = pytest.mark.django_db


def test_everybody_with_an_account_reads_the_dictionary(client: Any, world: World):
    url = reverse("insight:dictionary")
    assert client.get(url).status_code == 302
    client.force_login(make_user("worker", world.unit, name="卓玛"))
    text = client.get(url).content.decode()
    assert "一条服务记录里的一位已知居民" in text
    assert all(f'id="{name}"' in text for name in load_catalogue().facts)
    assert "目前没有数据来源" in text
    client.cookies["django_language"] = "en"
    english = client.get(url, headers={"accept-language": "en"}).content.decode()
    assert "person-times: 1 for a known person" in english


def test_commands_publish_prove_and_tell(world: World):
    run = CliRunner().invoke
    assert run(facts, ["status"]).exit_code == 1
    assert run(facts, ["rebuild"]).exit_code == 0
    record = record_service(world.new(), actor=world.drolma).record
    told = json.loads(run(facts, ["status", "--format", "json"]).output)
    assert told["events_behind"] == 1
    assert "service_contact +1 −0" in run(facts, ["follow", "--once"]).output
    assert (
        json.loads(run(facts, ["verify", "--format", "json"]).output)["rows"]["service_contact"]
        == 1
    )
    assert "service_contact" in run(facts, ["status"]).output

    ServiceRecord.objects.filter(pk=record.pk).update(minutes=31)
    proof = run(facts, ["verify"])
    assert proof.exit_code == 1
    assert "service_contact：缺 1 行，多 1 行" in proof.output
    assert run(facts, ["rebuild"]).exit_code == 0
    assert run(facts, ["verify"]).exit_code == 0


class TwoTurns:
    """An event that lets a thread's loop run twice."""

    def __init__(self) -> None:
        self.turns = 2

    def wait(self, _seconds: float) -> bool:
        self.turns -= 1
        return self.turns < 0


def test_the_worker_follows_and_tries_again_after_a_failure(
    world: World, monkeypatch: Any, caplog: Any
):
    record_service(world.new(), actor=world.drolma)
    steps: list[Any] = []

    def stumbling() -> Any:
        steps.append(None)
        if len(steps) == 1:
            raise OSError("disk full")
        return follow()

    monkeypatch.setattr(background, "follow", stumbling)
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    background.keep_following(TwoTurns())
    assert "the facts have to wait" in caplog.text
    found = (
        open_snapshot().backend.connection.cursor().execute("SELECT count(*) FROM service_contact")
    )
    assert found.fetchall() == [(1,)]
    assert background.FOLLOW_EVERY_SECONDS < 3
