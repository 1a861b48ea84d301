"""``yimi users``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from yimi.access.commands import users
from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def run(*words):
    return CliRunner().invoke(users, words)


def test_a_first_administrator_is_made_and_given_a_role(people):
    made = run(
        "create", "First.Admin", "--name", "首任", "--region", "411623000000", "--format", "json"
    )
    assert made.exit_code == 0, made.output
    user = User.objects.get(username="first.admin")
    assert user.check_password(json.loads(made.output)["password"])
    granted = run("grant", "first.admin", "security_admin", "--everywhere")
    assert granted.exit_code == 0, granted.output
    assert build_actor(user).may("access.grant_roles")
    assert AuditEvent.objects.latest("id").actor_name == "命令行"


def test_a_role_is_listed_and_taken_away(people):
    listed = run("list", "--role", "worker", "--region", "411623", "--format", "json")
    assert [row["username"] for row in json.loads(listed.output)] == ["drolma"]
    assert "卓玛" in run("list").output
    assert run("revoke", "drolma", "worker", "--reason", "已调离").exit_code == 0
    assert run("revoke", "drolma", "worker", "--reason", "再来").exit_code == 1
    assert (
        json.loads(run("list", "--role", "worker", "--region", "411623", "--format", "json").output)
        == []
    )
    assert "revoked" in run("show", "drolma").output


def test_a_place_must_be_named_once(people):
    assert run("grant", "drolma", "worker").exit_code == 2
    assert run("grant", "drolma", "worker", "--everywhere", "--region", "41").exit_code == 2


def test_an_unknown_account_is_said_so(people):
    response = run("reset-password", "nobody")
    assert response.exit_code == 1
    assert "没有账号 nobody" in response.output


def test_a_password_is_reset(people):
    password = run("reset-password", "DROLMA").output.strip().rpartition("：")[2]
    people.drolma.refresh_from_db()
    assert people.drolma.check_password(password)


@pytest.mark.parametrize(
    "words", [(), ("list",), ("create",), ("grant",), ("revoke",), ("reset-password",), ("show",)]
)
def test_every_command_has_help_with_an_example(words):
    assert "Example: yimi users" in run(*words, "--help").output
