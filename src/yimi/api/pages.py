"""The description for programs, the same for people, and the answer for addresses that do not exist."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from yimi.api.assembly import make_api, openapi
from yimi.api.guide import sections_of
from yimi.api.problems import not_found
from yimi.core.doors import public_door

REASON = "接口说明不含任何数据，写客户端的人没有账号也要能读"
PREFIX = "/api/v1/"


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The OpenAPI document; the same for everyone, made once per process."""
    return openapi(make_api(), PREFIX)


@public_door(model="api", reason=REASON)
@require_safe
def describe(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1, for client generators and testers."""
    return JsonResponse(description(), json_dumps_params={"ensure_ascii": False})


@public_door(model="api", reason=REASON)
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page that needs no script."""
    document = description()
    context = {"info": document["info"], "sections": sections_of(document)}
    return render(request, "api/docs.html", context)


@csrf_exempt
@public_door(model="api", reason="没有这个地址时的答复")
def nothing_here(request: HttpRequest) -> HttpResponse:
    """A problem, whatever was asked."""
    return not_found(request)
