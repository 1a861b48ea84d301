"""Whatever goes wrong, told as problem+json (RFC 9457) in the caller's language."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yimi.api.wording import field_of, told_fault
from yimi.core.errors import DomainError, Invalid
from yimi.portal.errors import told
from yimi.services.errors import InvalidBatch

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: gettext_lazy("请求读不懂"),
    401: gettext_lazy("需要令牌"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("这个地址不支持这种方法"),
    409: gettext_lazy("和现有内容冲突"),
    413: gettext_lazy("内容太大"),
    415: gettext_lazy("内容类型不对"),
    422: gettext_lazy("内容需要改"),
    500: gettext_lazy("系统出错了"),
}
Errors = Mapping[str, Iterable[Any]]


def problem(status: int, code: str, detail: str, errors: Errors | None = None) -> HttpResponse:
    """The answer for one problem."""
    content = {
        "type": f"urn:yimi:problem:{code}",
        "title": str(TITLES.get(status, TITLES[422])),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": {name: [str(text) for text in texts] for name, texts in (errors or {}).items()},
    }
    return HttpResponse(
        json.dumps(content, ensure_ascii=False), status=status, content_type=MEDIA_TYPE
    )


Handler = Callable[[HttpRequest, Any], HttpResponse]


def register_problems(api: NinjaAPI) -> None:
    """Tell ninja which problem each exception is. Anything else is a fault of ours and goes on to Django's 500."""
    handlers: dict[type[Exception], Handler] = {
        DomainError: _domain_error,
        ValidationError: _invalid_request,
        AuthenticationError: _no_token,
        RequestDataTooBig: _too_big,
        HttpError: _unreadable,
        MultiPartParserError: _unreadable,
        RawPostDataException: _unreadable,
        # Too many fields or files, and whatever else Django finds suspicious.
        SuspiciousOperation: _unreadable,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def not_found(request: HttpRequest) -> HttpResponse:
    """No such address."""
    return problem(404, "no_such_address", _("没有这个接口地址。接口说明在 /api/v1/docs。"))


def method_not_allowed(allowed: str) -> HttpResponse:
    """The address exists, for other methods."""
    response = problem(
        405, "method_not_allowed", _("这个地址只支持：%(methods)s。") % {"methods": allowed}
    )
    response["Allow"] = allowed
    return response


def wrong_content_type(wanted: str) -> HttpResponse:
    """A body in another format."""
    text = _("请用 Content-Type: %(wanted)s 发送。") % {"wanted": wanted}
    return problem(415, "unsupported_media_type", text)


def unknown_parameters(names: Iterable[str]) -> HttpResponse:
    """A filter that does not exist must not silently give everything."""
    text = _("没有这个参数，请核对拼写。")
    return problem(422, "invalid", str(Invalid({}).message), {name: [text] for name in names})


def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    errors: Errors = {}
    detail = told(error)
    if isinstance(error, Invalid):
        errors, detail = error.fields, str(error.message)
    elif isinstance(error, InvalidBatch):
        errors = {
            f"{position}.{name}": texts
            for position, fields in error.rows.items()
            for name, texts in fields.items()
        }
    return problem(error.status, error.code, detail, errors)


def _invalid_request(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        errors.setdefault(field_of(fault["loc"]), []).append(told_fault(fault))
    return problem(422, "invalid", str(Invalid({}).message), errors)


def _no_token(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    text = _(
        "请在 Authorization 里带上有效的令牌（Bearer yimi_…）。令牌在“我的账号”里生成，可能已过期或停用。"
    )
    response = problem(401, "no_token", text)
    response["WWW-Authenticate"] = 'Bearer realm="yimi"'
    return response


def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(413, "too_large", _("内容超过 5 MB，请分成几批发送。"))


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    text = _("请求的内容读不出来，请检查 JSON 或表单的格式、编码是否完整。")
    return problem(400, "unreadable", text)
