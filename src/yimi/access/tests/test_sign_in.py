"""Signing in and out, as a browser does it."""

from __future__ import annotations

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from yimi.access.tests.factories import PASSWORD, make_user
from yimi.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
SIGN_IN = "/sign-in/"
ACCOUNT = "/account/"


def sign_in(client, username="drolma", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"username": username, "password": password, **more})


def actions():
    return list(AuditEvent.objects.order_by("id").values_list("action", flat=True))


def test_a_right_password_opens_the_page_that_was_asked_for(client, people):
    response = client.get(ACCOUNT)
    assert response.status_code == 302
    assert response["Location"] == f"{SIGN_IN}?next={ACCOUNT}"
    response = sign_in(client, next=ACCOUNT)
    assert (response.status_code, response["Location"]) == (302, ACCOUNT)
    assert client.get(ACCOUNT).status_code == 200
    assert actions() == ["access.signed_in"]


def test_without_a_wish_it_leads_home(client, people):
    assert sign_in(client)["Location"] == reverse("portal:home")


@pytest.mark.parametrize("typed", ["DROLMA", "Drolma", "  drolma ", "ｄｒｏｌｍａ"])
def test_the_name_is_known_however_it_is_typed(client, people, typed):
    assert sign_in(client, typed, next=ACCOUNT).status_code == 302


def test_a_look_alike_name_is_somebody_else(client, people):
    assert sign_in(client, "drоlma").status_code == 422  # a Cyrillic о


def test_wrong_name_and_wrong_password_get_the_same_answer(client, people):
    def shown(username):
        text = sign_in(client, username, "wrong password 1").content.decode()
        return text.split("<form", 1)[1].split("csrfmiddlewaretoken")[0], text.count(username), text

    known, unknown = shown("drolma"), shown("nobody")
    assert "账号或密码不对。还可以试 4 次，之后锁定 15 分钟。" in known[2]
    assert "账号或密码不对。还可以试 4 次，之后锁定 15 分钟。" in unknown[2]
    assert known[:2] == unknown[:2]


def test_wrong_name_and_wrong_password_cost_the_same_hash(client, people, monkeypatch):
    work = []
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher.encode"
    from django.contrib.auth.hashers import MD5PasswordHasher

    usual = MD5PasswordHasher.encode
    monkeypatch.setattr(hasher, lambda self, *args: (work.append(1), usual(self, *args))[1])
    people.drolma.set_password("another long one 9")
    people.drolma.save()
    work.clear()
    sign_in(client, "drolma", "wrong password 1")
    for_known = len(work)
    work.clear()
    sign_in(client, "nobody", "wrong password 1")
    assert len(work) == for_known == 1


def test_an_inactive_account_gets_the_same_answer(client, people):
    make_user(username="gone", is_active=False, deactivated_at="2026-01-01T00:00:00Z")
    assert "账号或密码不对" in sign_in(client, "gone").content.decode()


def test_a_failure_is_in_the_trail_without_what_was_typed(client, people):
    sign_in(client, "my secret typed in the wrong field")
    sign_in(client, "drolma", "wrong password 1")
    first, second = AuditEvent.objects.order_by("id")
    assert (first.action, first.subject_kind) == ("access.sign_in_failed", "unknown_user")
    assert "secret" not in f"{first.subject_uid}{first.details}"
    assert (second.subject_kind, second.subject_uid) == ("user", str(people.drolma.uid))


def test_five_wrong_passwords_lock_the_name_in_every_spelling(client, people):
    for typed in ("drolma", "DROLMA", "Drolma", "ｄｒｏｌｍａ"):
        assert sign_in(client, typed, "wrong password 1").status_code == 422
    response = sign_in(client, "dRoLmA", "wrong password 1")
    assert response.status_code == 429
    assert "暂时锁定" in response.content.decode()
    assert response["Retry-After"] == "900"
    assert sign_in(client).status_code == 429, "the right password must not open a locked account"
    assert sign_in(Client(), "Drolma").status_code == 429, "nor from another machine"
    assert actions() == ["access.sign_in_failed"] * 4 + ["access.locked_out"]


def test_a_name_nobody_has_is_locked_just_the_same(client, people):
    for _n in range(4):
        sign_in(client, "nobody", "wrong password 1")
    assert sign_in(client, "nobody", "wrong password 1").status_code == 429


def test_the_lock_opens_after_a_quarter_of_an_hour(client, people, time_machine):
    time_machine.move_to("2026-09-16T01:00:00Z")
    for _n in range(5):
        response = sign_in(client, password="wrong password 1")
    assert "<b>09:15</b>" in response.content.decode(), "it says when, in China's time"
    time_machine.move_to("2026-09-16T01:14:00Z")
    assert sign_in(client).status_code == 429
    time_machine.move_to("2026-09-16T01:30:00Z")
    assert sign_in(client, next=ACCOUNT).status_code == 302


def test_one_right_password_forgets_the_wrong_ones(client, people):
    for _n in range(4):
        sign_in(client, password="wrong password 1")
    sign_in(client, next=ACCOUNT)
    assert not AccessAttempt.objects.exists()


def test_axes_never_stores_the_password(client, people):
    sign_in(client, password="wrong password 1")
    assert "wrong password" not in AccessAttempt.objects.get().post_data


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\x00//evil.example",
        "https://testserver.evil.example/",
    ],
)
def test_it_never_leads_out_of_yimi(client, people, target):
    assert sign_in(client, next=target)["Location"] == reverse("portal:home")


@pytest.mark.parametrize(
    "username, password",
    [
        ("a" * 100_000, "x"),
        ("drolma", "x" * 100_000),
        ("drol\x00ma", "x"),
        ("drolma", "x\x00y"),
        ("", ""),
        ("' OR 1=1 --", "' OR 1=1 --"),
        ("\ud7ff\u202edrolma", "x"),
    ],
)
def test_hostile_input_is_only_a_wrong_password(client, people, username, password):
    assert sign_in(client, username, password).status_code == 422


def test_a_planted_session_is_thrown_away(client, people):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(client, next=ACCOUNT)
    assert client.cookies["sessionid"].value != planted
    assert "planted" not in client.session


def test_a_second_click_on_sign_in_does_no_harm(people):
    client = Client(enforce_csrf_checks=True)
    token = client.get(SIGN_IN).context["csrf_token"]
    first = sign_in(client, csrfmiddlewaretoken=str(token), next=ACCOUNT)
    second = sign_in(client, csrfmiddlewaretoken=str(token), next=ACCOUNT)
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == ACCOUNT


def test_a_form_without_its_token_is_explained(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.drolma)
    response = client.post("/password/", {"old": "x"})
    assert response.status_code == 403
    assert "刚才的内容没有提交" in response.content.decode()


def test_signing_out_ends_the_session_and_is_noted(client, people):
    sign_in(client, next=ACCOUNT)
    assert client.get("/sign-out/").status_code == 405, "a link must not sign anybody out"
    assert client.post("/sign-out/")["Location"] == SIGN_IN
    assert client.get(ACCOUNT).status_code == 302
    assert actions() == ["access.signed_in", "access.signed_out"]
    assert client.post("/sign-out/").status_code == 302, "twice does no harm"


def test_the_page_is_never_cached(client, people):
    assert "no-store" in client.get(SIGN_IN)["Cache-Control"]
    client.force_login(people.drolma)
    assert "no-store" in client.get(ACCOUNT)["Cache-Control"]
