"""The start page and 我的: everyone's own, and cheap."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from yimi.access.models import RoleGrant, User
from yimi.core import clock
from yimi.core.ids import SYSTEM_UID
from yimi.core.permissions import Role
from yimi.regions.tests.factories import make_region

pytestmark = pytest.mark.django_db


def person(username: str, name: str, *grants: tuple[str, str, str]) -> User:
    user = User.objects.create(username=username, name=name, password="!")
    for role, kind, key in grants:
        RoleGrant.objects.create(
            user=user,
            role=role,
            place_kind=kind,
            place_key=key,
            starts_on=clock.today(),
            granted_by=SYSTEM_UID,
        )
    return user


@pytest.fixture
def li() -> User:
    make_region("411623000000", "商水县")
    return person("li", "李文静", (Role.COUNTY_OFFICER, "region", "411623"))


@pytest.fixture
def chen() -> User:
    return person("chen", "陈管理", (Role.SYSTEM_ADMIN, "everywhere", ""))


def seen(client: Client, user: User, path: str) -> str:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_top_of_the_page_says_where_one_works(client: Client, li: User) -> None:
    assert '<span class="ell">商水县</span>' in seen(client, li, "/mine/")


def test_the_navigation_holds_what_one_may_open_and_nothing_else(
    client: Client, li: User, chen: User
) -> None:
    assert "/users/" in seen(client, chen, "/mine/")
    assert "/users/" not in seen(client, li, "/mine/")


def test_a_name_with_markup_is_shown_as_text(client: Client) -> None:
    html = seen(client, person("odd", '<b onclick="x">名'), "/mine/")
    assert "<b onclick" not in html


def test_a_stranger_is_sent_to_sign_in(client: Client) -> None:
    for path in ("/", "/mine/", "/components/"):
        assert client.get(path)["Location"] == f"/sign-in/?next={path}"


def test_english_is_offered_and_spoken(client: Client, li: User) -> None:
    client.force_login(li, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/mine/", headers={"accept-language": "en"})
    assert b"Sign out" in answer.content
    assert b'<html lang="en">' in answer.content


def test_the_shell_costs_one_query_more_than_the_person(
    client: Client, li: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(li, backend="django.contrib.auth.backends.ModelBackend")
    client.get("/mine/")
    with django_assert_num_queries(4):  # session, user, grants, the name of the place
        client.get("/mine/")
