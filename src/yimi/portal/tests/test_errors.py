"""What people see when something is refused or breaks."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import translation

from yimi.core.actor import Actor
from yimi.core.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from yimi.core.ids import new_uid
from yimi.portal import errors
from yimi.portal.middleware import DomainErrorMiddleware


class Drolma:
    is_authenticated = True


def asked(path: str = "/households/1/", *, user: Any = Drolma, **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get(path)
    request.user = user()
    request.actor = Actor(uid=new_uid(), name="卓玛")
    return request


def refused(error: DomainError, **kwargs: Any) -> HttpResponse | None:
    return DomainErrorMiddleware(lambda request: HttpResponse()).process_exception(
        asked(**kwargs), error
    )


@pytest.mark.parametrize(
    "error, status, words",
    [
        (NotFound(), 404, "没有找到"),
        (Forbidden("这是邓城镇社工站的档案，请联系站长王芳。"), 403, "请联系站长王芳"),
        (Conflict(), 409, "刚被别人改过"),
        (Invalid.one("on", "日期不能晚于今天。"), 422, "日期不能晚于今天。"),
    ],
)
def test_a_refusal_becomes_a_page_with_its_status_its_reason_and_a_way_on(
    error: DomainError, status: int, words: str
) -> None:
    page = refused(error)
    assert page is not None
    assert page.status_code == status
    assert words in page.content.decode()
    assert 'href="/"' in page.content.decode()


def test_a_missing_permission_is_called_by_its_label() -> None:
    page = refused(Forbidden(permission="access.grant_roles"))
    assert page is not None
    assert "授予和收回岗位" in page.content.decode()
    assert "access.grant_roles" not in page.content.decode()


def test_a_fragment_gets_a_toast_aimed_at_the_toast_region() -> None:
    answer = refused(Conflict(), **{"hx-request": "true"})
    assert answer is not None
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()


def test_the_api_tells_its_own_errors() -> None:
    assert refused(Conflict(), path="/api/v1/regions") is None


def test_what_is_not_a_domain_error_goes_on_to_the_500_page() -> None:
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(asked(), ValueError("x")) is None


def test_an_error_message_from_outside_is_escaped() -> None:
    page = refused(Forbidden("<script>alert(1)</script>"))
    assert page is not None
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("view", [errors.not_found, errors.forbidden, errors.bad_request])
def test_a_stranger_gets_the_page_without_the_shell_and_is_shown_to_the_sign_in(
    view: Callable[..., HttpResponse],
) -> None:
    html = view(asked(user=AnonymousUser)).content.decode()
    assert "去登录" in html
    assert 'class="nav"' not in html
    assert "%(" not in html


def test_the_500_page_touches_neither_the_session_nor_the_database() -> None:
    bare = RequestFactory().get(
        "/"
    )  # no user, no session, no actor; without the django_db mark a query would raise
    page = errors.server_error(bare)
    assert page.status_code == 500
    assert "不是您的问题" in page.content.decode()
    assert "<form class" not in page.content.decode()  # nothing that would need a token


def test_programs_get_json_even_for_an_unknown_address() -> None:
    assert json.loads(errors.not_found(asked("/api/nowhere")).content)["code"] == "not_found"
    assert json.loads(errors.server_error(asked("/api/nowhere")).content)["code"] == "server_error"


def test_the_pages_speak_english_too() -> None:
    with translation.override("en"):
        assert "This page was not found" in errors.not_found(asked()).content.decode()


def test_an_ended_session_sends_the_whole_page_to_sign_in_not_the_fragment() -> None:
    def sign_in_first(request: HttpRequest) -> HttpResponse:
        return HttpResponseRedirect("/sign-in/?next=/mine/")

    answer = DomainErrorMiddleware(sign_in_first)(asked("/mine/", **{"hx-request": "true"}))
    assert answer["HX-Redirect"] == "/sign-in/?next=/mine/"
    assert DomainErrorMiddleware(sign_in_first)(asked("/mine/")).status_code == 302
