"""The sign-ins that are printed: one for every role and place worth trying.

Passwords are made anew for every build and stand in ``var/demo-sign-ins.json``, readable by its owner alone. The other
workers' accounts have no password until an administrator gives them one: a hundred slow hashes would take half a minute.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password

from yimi.access.actions import NewGrant, NewUser, create_users, grant_roles, set_password
from yimi.access.models import User
from yimi.access.passwords import one_time_password
from yimi.core.actor import Actor, ScopeKind
from yimi.core.permissions import Role
from yimi.demo.county import CountyPlan, StationPlan
from yimi.demo.staff import OWN_SUPERVISOR_NAME, own_supervisor_uid
from yimi.demo.writing.staff import roles_of

#: The town whose station the first sign-ins belong to, and a second one of the same county.
HOME_TOWN, OTHER_TOWN, WEAK_TOWN = "东城街道", "邓城镇", "舒庄乡"
#: Who supervises from the neighbouring county, and who reports what children suffer.
OUTSIDE_SUPERVISOR, CHILD_DIRECTOR = "supervisor2", "children"
#: The county's own supervisor.
OWN_SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class SignIn:
    """A line of the printed list: who, what they are and where, and the roles behind it."""

    username: str
    name: str
    what: str
    roles: tuple[tuple[str, str, str], ...]
    region_code: str = ""
    worker_uid: UUID | None = None


def sign_ins(county: CountyPlan, neighbour: CountyPlan) -> list[SignIn]:
    """Everybody on the list; the named workers are those of the plan, under the names the plan gave them."""
    home, other, weak = (_station(county, town) for town in (HOME_TOWN, OTHER_TOWN, WEAK_TOWN))
    region, city, province = county.code, county.code[:4], county.code[:2]
    township = home.town.code[:9]
    people = [
        _of_worker(home, 1, "worker"),
        _of_worker(home, 0, "head"),
        _of_worker(other, 1, "worker2"),
        _of_worker(weak, 0, "worker3"),
        _of_worker(neighbour.stations[-1], 1, "neighbour", county=neighbour),
        _own_supervisor(county, home),
        _outside_supervisor(neighbour),
        _officer(
            CHILD_DIRECTOR,
            "王桂花",
            f"儿童主任，{HOME_TOWN}{home.town.villages[0][1]}",
            Role.LEAD_SUBMITTER,
            key=home.town.villages[0][0],
        ),
        _officer("township", "赵国防", f"{HOME_TOWN}民政人员", Role.TOWNSHIP_OFFICER, key=township),
        _officer("county", "郭志强", f"{county.name}民政局", Role.COUNTY_OFFICER, key=region),
        _officer("city", "孙丽娜", "周口市民政局", Role.CITY_OFFICER, key=city),
        _officer("province", "何建军", "河南省民政厅", Role.PROVINCE_OFFICER, key=province),
        _officer("evaluator", "许明哲", f"评估人员，{county.name}", Role.EVALUATOR, key=region),
        _officer("system", "田晓东", "系统管理员", Role.SYSTEM_ADMIN, kind="everywhere"),
        _officer("security", "范亚楠", "安全管理员", Role.SECURITY_ADMIN, kind="everywhere"),
        _officer("audit", "董海燕", "审计管理员", Role.AUDIT_ADMIN, kind="everywhere"),
    ]
    # where few stations stand, two lines may mean the same worker, who has one account
    once = {each.worker_uid or each.username: each for each in reversed(people)}
    return [each for each in people if once[each.worker_uid or each.username] is each]


def _station(county: CountyPlan, town: str) -> StationPlan:
    """The station of ``town``; in a county without it, the first."""
    return next((plan for plan in county.stations if plan.town.name == town), county.stations[0])


def _of_worker(
    plan: StationPlan, place: int, username: str, *, county: CountyPlan | None = None
) -> SignIn:
    member = plan.staff[min(place, len(plan.staff) - 1)]
    what = "站长" if member.is_head else "社工"
    where = f"{county.name}{plan.name}" if county else plan.name
    return SignIn(
        username, member.name, f"{what}，{where}",
        tuple((role, ScopeKind.UNIT.value, str(plan.uid)) for role in roles_of(member)),
        plan.town.code[:6].ljust(12, "0"), member.uid,
    )  # fmt: skip


def _own_supervisor(county: CountyPlan, home: StationPlan) -> SignIn:
    """Supervises at the home station; reads the cases that are assigned to her, and no others."""
    plain = _officer(
        OWN_SUPERVISOR, OWN_SUPERVISOR_NAME, f"督导，{home.name}", Role.SUPERVISOR, kind="unit", key=str(home.uid)
    )  # fmt: skip
    return replace(plain, worker_uid=own_supervisor_uid(county.seed))


def _outside_supervisor(neighbour: CountyPlan) -> SignIn:
    """A head of the other county who also supervises, wherever somebody is assigned to them."""
    own = _of_worker(neighbour.stations[0], 0, OUTSIDE_SUPERVISOR, county=neighbour)
    return replace(
        own,
        what=f"督导，{neighbour.name}{neighbour.stations[0].name}站长",
        roles=(*own.roles, (Role.SUPERVISOR, ScopeKind.SELF.value, "")),
    )


def _officer(
    username: str, name: str, what: str, role: str, *, kind: str = "region", key: str = ""
) -> SignIn:
    region_code = key.ljust(12, "0") if kind == ScopeKind.REGION else ""
    return SignIn(username, name, what, ((role, kind, key),), region_code)


def write_sign_ins(people: Sequence[SignIn], *, on: date, actor: Actor) -> dict[str, int]:
    """Make the accounts. The file is written first: an account nobody can open would be worse than a spare line."""
    known = read_file()
    passwords = {each.username: known.get(each.username) or one_time_password() for each in people}
    save_file(people, passwords)
    users = create_users(
        [
            NewUser(
                username=each.username,
                name=each.name,
                region_code=each.region_code,
                worker_uid=each.worker_uid,
                encoded=make_password(passwords[each.username]),
            )
            for each in people
        ],
        actor=actor,
    )
    grant_roles(
        [
            NewGrant(user, role, kind, key, on - timedelta(days=300), _ends_on(role, on))
            for (user, _password), each in zip(users, people, strict=True)
            for role, kind, key in each.roles
        ],
        actor=actor,
    )
    return {"sign_ins": len(users)}


def _ends_on(role: str, on: date) -> date | None:
    """An evaluator's look ends, at most a year after it began."""
    return on + timedelta(days=60) if role == Role.EVALUATOR else None


def file_path() -> Path:
    """Where the passwords of the sign-ins stand."""
    return Path(settings.VAR_DIR) / "demo-sign-ins.json"


def read_file() -> dict[str, str]:
    """Sign-in name → password; empty when there is no file."""
    if not file_path().exists():
        return {}
    return {line["username"]: line["password"] for line in read_lines()}


def read_lines() -> list[dict[str, Any]]:
    """The printed lines: username, name, what, password."""
    lines: list[dict[str, Any]] = json.loads(file_path().read_text("utf-8"))
    return lines


def save_file(people: Sequence[SignIn], passwords: dict[str, str]) -> None:
    """Write the file so that only its owner can read it, whole or not at all."""
    lines = [
        {"username": each.username, "name": each.name, "what": each.what, "password": passwords[each.username]}
        for each in people
    ]  # fmt: skip
    path = file_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    with open(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        json.dump(lines, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def restore_file(people: Sequence[SignIn], *, actor: Actor) -> None:
    """Give the sign-ins new passwords when the file is gone; each is to be changed at the first sign-in."""
    users = {
        user.username: user
        for user in User.objects.filter(username__in=[p.username for p in people])
    }
    passwords = {name: set_password(user, actor=actor) for name, user in users.items()}
    save_file([each for each in people if each.username in passwords], passwords)
