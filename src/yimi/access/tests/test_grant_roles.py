"""Giving roles and taking them away."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from yimi.access.actions import NewGrant, grant_role, grant_roles, revoke_role
from yimi.access.errors import GrantAlreadyRevoked, OwnGrant, RolesExclude
from yimi.access.models import RoleGrant
from yimi.access.queries import build_actor
from yimi.access.tests.factories import grant, make_user
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid
from yimi.regions.tests.factories import make_region

pytestmark = pytest.mark.django_db
COUNTY, OTHER_COUNTY = "411623000000", "411622000000"


@pytest.fixture
def security(people):
    return build_actor(people.security)


@pytest.fixture
def newcomer(people):
    return make_user(name="新来的", region_code=COUNTY)


def at_unit(user, unit, role="worker", **more):
    return NewGrant(user, role, "unit", str(unit.uid), **more)


def at_region(user, role, code, **more):
    return NewGrant(user, role, "region", code, **more)


def test_a_role_opens_its_permissions_at_its_place(people, security, newcomer):
    made = grant_role(at_unit(newcomer, people.unit), actor=security)
    actor = build_actor(newcomer)
    assert actor.may_at("stations.view_units", unit_uid=people.unit.uid)
    assert not actor.may_at("stations.view_units", unit_uid=people.other_unit.uid)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_uid) == ("access.role_granted", str(newcomer.uid))
    assert (event.unit_uid, event.region_code) == (people.unit.uid, people.unit.region_code)
    assert event.details["grants"][0]["uid"] == str(made.uid)
    assert "新来的" not in str(event.details)


@pytest.mark.parametrize("code", ["411623000000", "411623"])
def test_a_division_may_be_named_by_its_short_or_long_code(security, newcomer, code):
    assert grant_role(at_region(newcomer, "county_officer", code), actor=security).place_key == (
        "411623"
    )


def test_the_security_administrator_grants_only_at_home(people, security, newcomer):
    with pytest.raises(Forbidden):
        grant_role(at_unit(newcomer, people.other_unit), actor=security)
    with pytest.raises(Forbidden):
        grant_role(at_region(newcomer, "county_officer", OTHER_COUNTY), actor=security)
    with pytest.raises(Forbidden):
        grant_role(at_region(newcomer, "city_officer", "411600000000"), actor=security)
    assert not RoleGrant.objects.filter(user=newcomer).exists()


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "audit_admin"])
def test_a_county_cannot_make_administrators_of_everywhere(security, newcomer, role):
    with pytest.raises(Forbidden):
        grant_role(NewGrant(newcomer, role, "everywhere"), actor=security)


@pytest.mark.parametrize("who", ["drolma", "li", "system", "auditor"])
def test_nobody_but_the_security_administrator_grants(people, newcomer, who):
    with pytest.raises(Forbidden):
        grant_role(at_unit(newcomer, people.unit), actor=build_actor(getattr(people, who)))


def test_nobody_grants_to_themselves(people, security):
    with pytest.raises(OwnGrant):
        grant_role(at_region(people.security, "county_officer", COUNTY), actor=security)


@pytest.mark.parametrize(
    "role, code",
    [("worker", COUNTY), ("county_officer", "411623001000"), ("township_officer", COUNTY),
     ("station_head", "411623001000"), ("audit_admin", "411623001000")],
)  # fmt: skip
def test_a_role_stays_on_its_level(security, newcomer, role, code):
    with pytest.raises(Invalid) as refused:
        grant_role(at_region(newcomer, role, code), actor=security)
    assert list(refused.value.fields) == ["place"]


def test_a_city_without_counties_has_county_officers(people, newcomer):
    make_region("441900000000", has_no_counties=True)
    actor = build_actor(make_user("security_admin"))
    made = grant_role(at_region(newcomer, "county_officer", "441900000000"), actor=actor)
    assert made.place_key == "4419"


@pytest.mark.parametrize(
    "kind, key",
    [("unit", "not a uid"), ("unit", "00000000-0000-0000-0000-000000000009"), ("unit", ""),
     ("region", "999999000000"), ("region", "abc"), ("region", ""), ("region", "4116230000000000"),
     ("planet", "x"), ("self", "x"), ("everywhere", "x")],
)  # fmt: skip
def test_a_place_that_does_not_exist_is_refused(security, newcomer, kind, key):
    with pytest.raises(Invalid):
        grant_role(NewGrant(newcomer, "worker", kind, key), actor=security)


@pytest.mark.parametrize("held", ["system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize(
    "wanted", ["system_admin", "security_admin", "audit_admin", "county_officer"]
)
def test_an_administrator_holds_no_second_kind_of_role(security, newcomer, held, wanted):
    grant(newcomer, held, COUNTY)
    if held == wanted:
        with pytest.raises(Invalid):
            grant_role(at_region(newcomer, wanted, COUNTY), actor=security)
        return
    with pytest.raises(RolesExclude) as refused:
        grant_role(at_region(newcomer, wanted, COUNTY), actor=security)
    assert "三员由三个人分别担任" in str(refused.value)


def test_somebody_working_becomes_no_administrator(people, security):
    with pytest.raises(RolesExclude):
        grant_role(at_region(people.drolma, "audit_admin", COUNTY), actor=security)


def test_roles_may_follow_each_other(security, newcomer):
    today = clock.today()
    first = at_region(newcomer, "system_admin", COUNTY, ends_on=today)
    then = at_region(newcomer, "audit_admin", COUNTY, starts_on=today + timedelta(days=1))
    assert len(grant_roles([first, then], actor=security)) == 2


def test_two_exclusive_roles_in_one_batch_are_refused_together(security, newcomer):
    with pytest.raises(RolesExclude):
        grant_roles(
            [at_region(newcomer, role, COUNTY) for role in ("system_admin", "audit_admin")],
            actor=security,
        )
    assert not RoleGrant.objects.filter(user=newcomer).exists()


def test_the_same_role_twice_is_refused(people, security, newcomer):
    grant_role(at_unit(newcomer, people.unit), actor=security)
    with pytest.raises(Invalid):
        grant_role(at_unit(newcomer, people.unit), actor=security)
    assert RoleGrant.objects.filter(user=newcomer).count() == 1


def test_an_evaluators_look_ends_within_a_year(security, newcomer):
    today = clock.today()
    for ends_on in (None, today + timedelta(days=400)):
        with pytest.raises(Invalid) as refused:
            grant_role(at_region(newcomer, "evaluator", COUNTY, ends_on=ends_on), actor=security)
        assert list(refused.value.fields) == ["ends_on"]
    grant_role(
        at_region(newcomer, "evaluator", COUNTY, ends_on=today + timedelta(days=90)), actor=security
    )


def test_a_role_never_outlives_its_station(people, security, newcomer):
    people.unit.closed_on = clock.today() + timedelta(days=30)
    people.unit.save()
    with pytest.raises(Invalid):
        grant_role(at_unit(newcomer, people.unit), actor=security)
    grant_role(at_unit(newcomer, people.unit, ends_on=people.unit.closed_on), actor=security)


def test_it_ends_before_it_starts_is_refused(people, security, newcomer):
    new = at_unit(newcomer, people.unit, starts_on=date(2026, 5, 2), ends_on=date(2026, 5, 1))
    with pytest.raises(Invalid):
        grant_role(new, actor=security)


def test_a_closed_account_gets_nothing(people, security):
    gone = make_user(is_active=False, deactivated_at=clock.now())
    with pytest.raises(Invalid):
        grant_role(at_unit(gone, people.unit), actor=security)


def test_a_hundred_grants_cost_as_many_queries_as_two(
    people, security, django_assert_max_num_queries
):
    def batch(size):
        return [at_unit(make_user(), people.unit) for _n in range(size)]

    for size in (2, 100):
        new = batch(size)
        # 10: lock users, units, divisions, held grants, insert, event, three savepoints
        with django_assert_max_num_queries(12):
            grant_roles(new, actor=security)


def test_a_batch_does_what_one_by_one_does(people, security):
    def plain(grants):
        return [
            (g.role, g.place_kind, g.place_key, g.starts_on, g.ends_on, g.granted_by)
            for g in grants
        ]

    first, second = make_user(), make_user()
    roles = ("worker", "station_head")
    together = grant_roles([at_unit(first, people.unit, role) for role in roles], actor=security)
    apart = [grant_role(at_unit(second, people.unit, role), actor=security) for role in roles]
    assert plain(together) == plain(apart)


def test_a_role_taken_away_is_gone_at_once_and_kept_on_record(people, security):
    held = people.drolma.role_grants.get()
    revoke_role(held, actor=security, reason="已调离本站")
    assert build_actor(people.drolma).grants == ()
    held.refresh_from_db()
    assert (held.revoked_by, held.revoke_reason) == (people.security.uid, "已调离本站")
    event = AuditEvent.objects.get()
    assert (event.action, event.reason) == ("access.role_revoked", "已调离本站")


def test_of_two_people_revoking_one_wins(people, security):
    first, second = people.drolma.role_grants.get(), people.drolma.role_grants.get()
    revoke_role(first, actor=security, reason="已调离")
    with pytest.raises(GrantAlreadyRevoked):
        revoke_role(second, actor=security, reason="不该覆盖")
    assert people.drolma.role_grants.get().revoke_reason == "已调离"
    assert AuditEvent.objects.count() == 1


def test_revoking_needs_a_reason_and_the_place(people, security):
    with pytest.raises(Invalid):
        revoke_role(people.drolma.role_grants.get(), actor=security, reason="  ")
    with pytest.raises(Forbidden):
        revoke_role(people.wang.role_grants.get(), actor=security, reason="不在本县")
    with pytest.raises(OwnGrant):
        revoke_role(people.security.role_grants.get(), actor=security, reason="自己收自己")


def test_a_role_can_be_given_again_after_it_was_taken(people, security):
    grant_role(at_unit(people.li, people.unit), actor=security)
    held = people.li.role_grants.get(role="worker")
    revoke_role(held, actor=security, reason="弄错了")
    grant_role(at_unit(people.li, people.unit), actor=security)
    assert people.li.role_grants.filter(role="worker").count() == 2
