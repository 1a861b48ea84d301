"""``yimi users``: accounts and roles from the command line, by whoever holds the machine's keys."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click

from yimi.access.actions import (
    NewGrant,
    NewUser,
    create_user,
    grant_role,
    revoke_role,
    set_password,
)
from yimi.access.labels import ROLE_LABELS
from yimi.access.models import RoleGrant, User
from yimi.access.queries import system_actor
from yimi.access.queries.users import UserFilter, all_users, grants_of
from yimi.access.rules import normal_username
from yimi.core.actor import ScopeKind
from yimi.core.permissions import Role

#: Who the trail says it was: nobody has signed in at a terminal.
TERMINAL = "命令行"
DAY = click.DateTime(formats=["%Y-%m-%d"])
FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="For people or programs."
)  # fmt: skip


@click.group()
def users() -> None:
    """账号和岗位：列出、新建、授予、收回、重置密码。 / Accounts and roles.

    Example: yimi users create liwenjing --name 李文静 --region 411623000000
    """


@users.command("list")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="Only holders of this role."
)
@click.option("--region", default="", help="Only this division's, by code or start of a code.")
@click.option("--all", "with_inactive", is_flag=True, help="Deactivated accounts too.")
@FORMAT
def list_users(role: str | None, region: str, with_inactive: bool, form: str) -> None:
    """列出账号和现有岗位。 / List accounts with the roles in force.

    Example: yimi users list --role station_head --region 411623
    """
    state = "all" if with_inactive else ""
    wanted = UserFilter(role=role or "", region=region, state=state)
    rows = all_users(system_actor(TERMINAL), wanted)
    if form == "json":
        click.echo(json.dumps([_as_json(row) for row in rows], ensure_ascii=False))
        return
    for row in rows:
        roles = "；".join(f"{line.role_label} {line.place}" for line in row.roles) or "（没有岗位）"
        click.echo(f"{row.user.username}\t{row.user.name}\t{roles}")


def _as_json(row: Any) -> dict[str, Any]:
    return {
        "uid": str(row.user.uid),
        "username": row.user.username,
        "name": row.user.name,
        "active": row.user.is_active,
        "roles": [{"role": line.role, "place": line.place} for line in row.roles],
    }


@users.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option(
    "--region", default="", help="Whose administrators look after the account: a 12-digit code."
)
@FORMAT
def create(username: str, name: str, region: str, form: str) -> None:
    """新建账号，打印一次性密码。 / Make an account and print its one-time password.

    Example: yimi users create liwenjing --name 李文静 --region 411623000000
    """
    user, password = create_user(NewUser(username, name, region), actor=system_actor(TERMINAL))
    if form == "json":
        click.echo(
            json.dumps({"uid": str(user.uid), "username": user.username, "password": password})
        )
    else:
        click.echo(f"已新建账号 {user.username}。一次性密码（只显示这一次）：{password}")


@users.command()
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--unit", default="", help="At this service unit: its uid.")
@click.option("--region", default="", help="At this division: its code.")
@click.option("--everywhere", is_flag=True, help="Everywhere (administrators).")
@click.option("--from", "starts_on", type=DAY, help="First day; today when left out.")
@click.option("--to", "ends_on", type=DAY, help="Last day; open when left out.")
def grant(
    *,
    username: str,
    role: str,
    unit: str,
    region: str,
    everywhere: bool,
    starts_on: datetime | None,
    ends_on: datetime | None,
) -> None:
    """授予岗位。 / Give a role at one place.

    Example: yimi users grant liwenjing county_officer --region 411623000000
    """
    places = [
        (kind, key)
        for kind, key, chosen in (
            (ScopeKind.UNIT, unit, bool(unit)),
            (ScopeKind.REGION, region, bool(region)),
            (ScopeKind.EVERYWHERE, "", everywhere),
        )
        if chosen
    ]
    if len(places) != 1:
        raise click.UsageError("请在 --unit、--region、--everywhere 中选一个。")
    made = grant_role(
        NewGrant(
            user=_user(username),
            role=role,
            place_kind=places[0][0],
            place_key=places[0][1],
            starts_on=starts_on.date() if starts_on else None,
            ends_on=ends_on.date() if ends_on else None,
        ),
        actor=system_actor(TERMINAL),
    )
    click.echo(f"已授予 {username} “{ROLE_LABELS[made.role]}”（{made.uid}）。")


@users.command()
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.option("--reason", required=True, help="Why; stays in the trail.")
def revoke(username: str, role: str, reason: str) -> None:
    """收回一个人的某种岗位（各处的都收回）。 / Take a role away, at every place.

    Example: yimi users revoke liwenjing county_officer --reason 已调离
    """
    found = RoleGrant.objects.select_related("user").filter(
        user=_user(username), role=role, revoked_at=None
    )
    grants = list(found)
    if not grants:
        raise click.ClickException(f"{username} 没有这个岗位，不用收回。")
    for one in grants:
        revoke_role(one, actor=system_actor(TERMINAL), reason=reason)
    click.echo(f"已收回 {len(grants)} 个岗位。")


@users.command("reset-password")
@click.argument("username")
def reset_password(username: str) -> None:
    """重置密码，打印一次性密码；解除锁定。 / Give a one-time password; lifts a lock-out.

    Example: yimi users reset-password liwenjing
    """
    password = set_password(_user(username), actor=system_actor(TERMINAL))
    click.echo(f"一次性密码（只显示这一次）：{password}")


@users.command()
@click.argument("username")
def show(username: str) -> None:
    """显示一个账号的全部岗位，包括以前的。 / Show every role an account has or had.

    Example: yimi users show liwenjing
    """
    for line in grants_of(_user(username)):
        until = line.ends_on or "…"
        click.echo(
            f"{line.state}\t{line.role_label}\t{line.place}\t{line.starts_on}—{until}\t{line.uid}"
        )


def _user(username: str) -> User:
    user = User.objects.filter(username=normal_username(username)).first()
    if user is None:
        raise click.ClickException(f"没有账号 {username}。用 yimi users list 看有哪些。")
    return user
