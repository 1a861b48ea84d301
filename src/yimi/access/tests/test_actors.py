"""From grants and tokens to an Actor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.access.actions import make_token, revoke_token
from yimi.access.catalogue import (
    CatalogueError,
    catalogue,
    gather,
    is_reading,
    permission,
    permissions_of,
)
from yimi.access.errors import TokenAlreadyRevoked, TokenLimitReached
from yimi.access.models import ApiToken
from yimi.access.queries import ANONYMOUS, actor_for_token, build_actor, system_actor
from yimi.access.tests.factories import grant, make_user
from yimi.audit.models import AuditEvent
from yimi.core import clock
from yimi.core.errors import Forbidden, Invalid, NotFound
from yimi.core.ids import SYSTEM_UID
from yimi.core.permissions import Exposes, Permission, Role

pytestmark = pytest.mark.django_db
SOON = timedelta(days=30)


def token_of(user, **more):
    more = {"name": "县统计平台", "expires_on": clock.today() + SOON, "read_only": False} | more
    return make_token(user, actor=build_actor(user), **more)


def test_grants_are_in_force_from_the_first_day_to_the_last(people):
    user = make_user()
    grant(user, "worker", people.unit, starts_on=date(2026, 3, 1), ends_on=date(2026, 3, 31))
    for day, held in (
        (date(2026, 2, 28), 0),
        (date(2026, 3, 1), 1),
        (date(2026, 3, 31), 1),
        (date(2026, 4, 1), 0),
    ):
        assert len(build_actor(user, day).grants) == held


def test_two_roles_stay_with_their_own_places(people):
    user = make_user("station_head", people.unit)
    grant(user, "county_officer", "411622000000")
    actor = build_actor(user)
    assert actor.may_at(
        "stations.edit_contact", unit_uid=people.unit.uid, region_code=people.unit.region_code
    )
    assert not actor.may_at(
        "stations.edit_units", unit_uid=people.unit.uid, region_code=people.unit.region_code
    )


def test_an_actor_costs_one_query(people, django_assert_num_queries):
    for _n in range(5):
        grant(people.drolma, "supervisor", people.other_unit, starts_on=date(2024, 1, 2 + _n))
    with django_assert_num_queries(1):
        build_actor(people.drolma)


def test_an_inactive_user_holds_nothing(people):
    people.drolma.is_active = False
    assert build_actor(people.drolma).grants == ()


def test_nobody_signed_in_is_neither_a_person_nor_the_system():
    assert ANONYMOUS.grants == ()
    assert ANONYMOUS.uid not in (SYSTEM_UID, None)


def test_the_system_holds_only_the_rooms_it_was_made_for():
    assert system_actor().may("access.grant_roles")
    assert not system_actor().may("stations.edit_units")
    assert system_actor("演示", "stations").may("stations.edit_units")


def test_a_token_acts_with_its_users_grants(people):
    token, raw = token_of(people.li)
    actor = actor_for_token(raw)
    assert (actor.uid, actor.token_uid) == (people.li.uid, token.uid)
    assert actor.grants == build_actor(people.li).grants
    assert raw.startswith("yimi_")
    assert raw not in str(ApiToken.objects.values())
    event = AuditEvent.objects.get()
    assert event.action == "access.token_made"
    assert raw not in str(event.details)


def test_a_read_only_token_only_reads(people):
    _token, raw = token_of(people.li, read_only=True)
    actor = actor_for_token(raw)
    assert actor.may("stations.view_units")
    assert not actor.may("stations.edit_units")
    held = {slug for one in actor.grants for slug in one.permissions}
    assert held
    assert all(is_reading(slug) for slug in held)


def test_a_token_costs_one_query(people, django_assert_num_queries):
    _token, raw = token_of(people.li)
    grant(people.li, "supervisor", people.unit)
    with django_assert_num_queries(1):
        assert len(actor_for_token(raw).grants) == 2


def test_a_token_stops_with_its_end_its_user_or_its_revocation(people, time_machine):
    token, raw = token_of(people.li)
    people.li.is_active, people.li.deactivated_at = False, clock.now()
    people.li.save()
    assert actor_for_token(raw) is None
    people.li.is_active, people.li.deactivated_at = True, None
    people.li.save()
    assert actor_for_token(raw) is not None
    time_machine.move_to(clock.now() + SOON + timedelta(days=2))
    assert actor_for_token(raw) is None
    time_machine.move_to(clock.now() - SOON - timedelta(days=2))
    revoke_token(token, actor=build_actor(people.li))
    assert actor_for_token(raw) is None
    with pytest.raises(TokenAlreadyRevoked):
        revoke_token(token, actor=build_actor(people.li))


def test_a_role_taken_away_is_gone_from_the_token_too(people):
    _token, raw = token_of(people.li)
    people.li.role_grants.update(revoked_at=clock.now(), revoked_by=people.security.uid)
    assert actor_for_token(raw).grants == ()


@given(st.text(max_size=150))
def test_a_made_up_token_is_nobody(text):
    assert actor_for_token(text) is None
    assert actor_for_token("yimi_" + text) is None


def test_tokens_are_made_by_their_owner_in_person(people):
    _token, raw = token_of(people.li)
    with pytest.raises(Forbidden):
        make_token(
            people.li,
            actor=actor_for_token(raw),
            name="再生一个",
            expires_on=clock.today(),
            read_only=True,
        )
    with pytest.raises(Forbidden):
        make_token(
            people.li,
            actor=build_actor(people.drolma),
            name="别人的",
            expires_on=clock.today(),
            read_only=True,
        )
    with pytest.raises(Forbidden):
        token_of(people.auditor)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "长" * 61},
        {"expires_on": date(2020, 1, 1)},
        {"expires_on": date(2099, 1, 1)},
    ],
)
def test_a_token_needs_a_name_and_an_end(people, wrong):
    with pytest.raises(Invalid):
        token_of(people.li, **wrong)


def test_the_same_form_twice_makes_one_token(people):
    token_of(people.li)
    with pytest.raises(Invalid):
        token_of(people.li)
    assert ApiToken.objects.count() == 1


def test_nobody_keeps_dozens_of_tokens(people):
    for number in range(10):
        token_of(people.li, name=f"第{number}个")
    with pytest.raises(TokenLimitReached):
        token_of(people.li, name="第十一个")


def test_only_the_owner_and_the_administrator_stop_a_token(people):
    token, _raw = token_of(people.li)
    for stranger in (people.wang, people.drolma, people.security):
        with pytest.raises((Forbidden, NotFound)):
            revoke_token(token, actor=build_actor(stranger))
    revoke_token(token, actor=build_actor(people.system))


def one(slug):
    return Permission(slug, slug, Exposes.NOTHING, (Role.WORKER,))


def test_the_catalogue_refuses_doubles_and_foreign_names():
    with pytest.raises(CatalogueError):
        gather([("people", [one("people.view_x"), one("people.view_x")])])
    with pytest.raises(CatalogueError):
        gather([("people", [one("stations.view_x")])])
    with pytest.raises(CatalogueError):
        gather([("people", [one("people.view")])])
    with pytest.raises(CatalogueError):
        permission("people.fly")


def test_an_unknown_role_holds_nothing():
    assert permissions_of("emperor") == frozenset()


def test_administrators_hold_nothing_that_shows_residents():
    showing = {Exposes.NAMES, Exposes.MASKED, Exposes.NOTES}
    for slug, entry in catalogue().items():
        if entry.exposes in showing:
            assert not {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN} & set(
                entry.roles
            ), slug
