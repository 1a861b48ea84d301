"""Probes of the gate's own doors."""

from __future__ import annotations

from datetime import timedelta

from yimi.access.models import ApiToken, User
from yimi.access.tests.factories import grant, make_user
from yimi.access.tests.probing import COUNTY, FAR, Call, Probe, World
from yimi.core import clock


def _near(world: World) -> User:
    return make_user("worker", world.unit, region_code=COUNTY)


def _far(world: World) -> User:
    return make_user("worker", world.far_unit, region_code=FAR)


def _token_call(user: User) -> Call:
    token = ApiToken.objects.create(
        user=user,
        name="探针",
        digest=user.uid.hex * 2,
        expires_on=clock.today() + timedelta(days=1),
    )
    return Call({"uid": token.uid}, "post")


def _user_probe(method: str = "get", **data: str) -> Probe:
    return Probe(
        inside=lambda world: Call({"uid": _near(world).uid}, method, data),
        outside=lambda world: Call({"uid": _far(world).uid}, method, data),
    )


def _revoke_call(user: User) -> Call:
    held = grant(user, "lead_submitter", user.region_code)
    return Call({"uid": user.uid, "grant_uid": held.uid}, "post", {"reason": "探针"})


PROBES = {
    "access:revoke_token": Probe(
        inside=lambda world: _token_call(world.user),
        outside=lambda world: _token_call(_near(world)),
    ),
    "access:user": _user_probe(),
    "access:reset_password": _user_probe("post"),
    "access:deactivate_user": _user_probe("post", reason="探针"),
    "access:new_grant": _user_probe(),
    "access:revoke_grant": Probe(
        inside=lambda world: _revoke_call(_near(world)),
        outside=lambda world: _revoke_call(_far(world)),
    ),
}
