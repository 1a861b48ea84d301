"""How long a session lives, in which language, and what a one-time password opens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from yimi.access.actions import set_password
from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.access.tests.factories import PASSWORD
from yimi.core import clock

pytestmark = pytest.mark.django_db
ACCOUNT, SIGN_IN, PASSWORD_PAGE = "/account/", "/sign-in/", "/password/"
NEW = "把钥匙放在花盆下面7号"


@pytest.fixture
def drolma(client, people):
    client.force_login(people.drolma)
    return people.drolma


def start(time_machine):
    time_machine.move_to("2026-09-16T00:00:00Z", tick=False)
    return clock.now()


def test_a_click_keeps_the_session_alive(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    for minutes in (0, 100, 200, 300, 400):
        time_machine.move_to(begun + timedelta(minutes=minutes), tick=False)
        assert client.get(ACCOUNT).status_code == 200


def test_two_idle_hours_end_it_and_the_next_page_says_so(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    client.get(ACCOUNT)
    time_machine.move_to(begun + timedelta(minutes=121), tick=False)
    response = client.get("/account/?tab=1")
    assert response["Location"] == "/sign-in/?next=%2Faccount%2F%3Ftab%3D1&ended=1"
    assert "登录时间到了" in client.get(response["Location"]).content.decode()


def test_twelve_hours_end_it_however_busy_one_was(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    for hour in range(12):
        time_machine.move_to(begun + timedelta(hours=hour), tick=False)
        assert client.get(ACCOUNT).status_code == 200
    time_machine.move_to(begun + timedelta(hours=12), tick=False)
    assert client.get(ACCOUNT)["Location"].endswith("ended=1")


def test_a_form_sent_too_late_comes_back_to_its_page(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    client.get(ACCOUNT)
    time_machine.move_to(begun + timedelta(minutes=121), tick=False)
    late = client.post("/account/tokens/", {}, headers={"referer": "http://testserver/account/"})
    assert late["Location"] == "/sign-in/?next=http%3A%2F%2Ftestserver%2Faccount%2F&ended=1"


def test_a_referer_from_elsewhere_is_not_followed(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    client.get(ACCOUNT)
    time_machine.move_to(begun + timedelta(minutes=121), tick=False)
    late = client.post("/account/tokens/", {}, headers={"referer": "https://evil.example/"})
    assert late["Location"] == "/sign-in/?ended=1"


def test_a_fragment_sends_the_whole_page_to_sign_in(client, people, time_machine):
    begun = start(time_machine)
    client.force_login(people.drolma)
    client.get(ACCOUNT)
    time_machine.move_to(begun + timedelta(minutes=121), tick=False)
    response = client.get(
        ACCOUNT, headers={"hx-request": "true", "referer": "http://testserver/account/"}
    )
    assert "Location" not in response
    assert response["HX-Redirect"].startswith(SIGN_IN)


def test_many_clicks_in_a_minute_write_once(client, drolma, time_machine):
    def writes():
        with CaptureQueriesContext(connection) as queries:
            client.get(ACCOUNT)
        return [query["sql"] for query in queries if query["sql"].startswith("UPDATE")]

    begun = start(time_machine)
    client.force_login(drolma)
    client.get(ACCOUNT)
    for seconds, count in ((30, 0), (59, 0), (61, 1), (90, 0), (125, 1)):
        time_machine.move_to(begun + timedelta(seconds=seconds), tick=False)
        assert len(writes()) == count


def test_the_page_without_a_session_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(SIGN_IN).status_code == 200


def test_closing_the_account_ends_its_session(client, drolma):
    User.objects.filter(pk=drolma.pk).update(is_active=False, deactivated_at=clock.now())
    assert client.get(ACCOUNT).status_code == 302


def test_the_browser_decides_until_somebody_chooses(client, db):
    def language(**headers):
        return client.get(SIGN_IN, headers=headers)["Content-Language"]

    assert language() == "zh-hans"
    assert language(accept_language="en-GB,en") == "en"
    assert language(accept_language="zh-TW") == "zh-hans"
    assert language(accept_language="bo,fr") == "zh-hans"
    client.post("/language/", {"language": "en", "next": SIGN_IN})
    assert language(accept_language="zh-CN") == "en"


def test_a_choice_follows_the_person_to_another_device(client, drolma):
    response = client.post("/language/", {"language": "en", "next": ACCOUNT})
    assert response["Location"] == ACCOUNT
    other = Client()
    other.post(SIGN_IN, {"username": "drolma", "password": PASSWORD, "next": ACCOUNT})
    assert other.get(ACCOUNT)["Content-Language"] == "en"


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "e\x00n", "en" * 5000])
def test_an_unknown_language_changes_nothing(client, drolma, language):
    response = client.post("/language/", {"language": language, "next": "//evil.example"})
    assert response["Location"] == SIGN_IN
    drolma.refresh_from_db()
    assert drolma.language == ""
    assert "django_language" not in response.cookies


def test_a_one_time_password_opens_nothing_but_its_change(client, people):
    password = set_password(people.drolma, actor=build_actor(people.system))
    client.post(SIGN_IN, {"username": "drolma", "password": password})
    for page in (ACCOUNT, "/users/", "/"):
        assert client.get(page)["Location"] == PASSWORD_PAGE
    assert client.get(ACCOUNT, headers={"hx-request": "true"})["HX-Redirect"] == PASSWORD_PAGE
    assert "一次性密码" in client.get(PASSWORD_PAGE).content.decode()
    response = client.post(PASSWORD_PAGE, {"old": password, "new": NEW, "again": NEW})
    assert response["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200


def test_with_a_one_time_password_one_may_still_sign_out(client, people):
    password = set_password(people.drolma, actor=build_actor(people.system))
    client.post(SIGN_IN, {"username": "drolma", "password": password})
    assert client.post("/sign-out/")["Location"] == SIGN_IN
