"""The page after too many wrong passwords: what happened, when to try again, whom to call."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from yimi.core import clock


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """django-axes calls this instead of showing the sign-in form. The page does not say whether the account exists."""
    wait = get_cool_off(request) or timedelta()
    started: datetime = getattr(request, "axes_attempt_time", None) or clock.now()
    answer = render(
        request,
        "access/locked_out.html",
        {"until": started + wait, "minutes": round(wait.total_seconds() / 60)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    answer["Retry-After"] = str(round(wait.total_seconds()))
    return answer


def failures_left(request: HttpRequest, username: str) -> int:
    """How many wrong passwords this sign-in name, existing or not, still has before it is locked."""
    failures = AxesProxyHandler.get_failures(request, {"username": username})
    return max(0, int(settings.AXES_FAILURE_LIMIT) - failures)


def release(username: str) -> None:
    """Forget the wrong passwords of a sign-in name: an administrator has just given it a new one."""
    AxesProxyHandler.reset_attempts(username=username)
