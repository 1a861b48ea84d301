"""The pages for what went wrong: plain words, and always a way on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yimi.access.catalogue import catalogue
from yimi.core.errors import DomainError, Forbidden, NotFound

#: Which template tells it; anything else the domain refuses is told by ``refused.html``.
TEMPLATES = {
    400: "errors/bad_request.html",
    403: "errors/forbidden.html",
    404: "errors/not_found.html",
}


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 404: no such address."""
    return error_response(request, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 403, raised by the framework; the domain's own carries its reason (see the middleware)."""
    return error_response(request, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's 400: a request no browser of ours sends."""
    return error_response(request, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's 500. Touches neither the session nor the database, which may be what failed."""
    if is_api(request):
        content = {
            "type": "urn:yimi:problem:server_error",
            "title": _("系统出错了。"),
            "status": 500,
            "detail": _("系统出错了，这一步没有完成。您写的还在，请稍后再试。"),
            "code": "server_error",
            "errors": {},
        }
        return JsonResponse(content, status=500, content_type="application/problem+json")
    if is_fragment(request):
        text = _("系统出错了，这一步没有完成。您写的还在，请稍后再试。")
        return toast_response(text, status=500)
    return HttpResponse(render_to_string("errors/server_error.html"), status=500)


def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Tell a refusal of the domain: a toast where a fragment was asked for, else a page."""
    if is_fragment(request):
        return toast_response(told(error), status=error.status)
    return error_response(request, status=error.status, error=error)


def error_response(
    request: HttpRequest, *, status: int, error: DomainError | None = None
) -> HttpResponse:
    """An error page, in the shell for those who have signed in; JSON below /api/, a toast for a fragment."""
    refusal = error or (
        NotFound() if status == 404 else Forbidden() if status == 403 else DomainError()
    )
    if is_api(request):
        return JsonResponse(
            {"code": refusal.code, "status": status, "title": told(refusal)}, status=status
        )
    if is_fragment(request):
        return toast_response(told(refusal), status=status)
    signed_in = getattr(getattr(request, "user", None), "is_authenticated", False)
    context = {
        "frame": "base.html" if signed_in else "bare.html",
        "signed_in": signed_in,
        "reason": told(error) if error else "",
        "fields": getattr(error, "fields", {}),
    }
    page = render_to_string(TEMPLATES.get(status, "errors/refused.html"), context, request)
    return HttpResponse(page, status=status)


def toast_response(text: str, *, status: int, level: str = "r") -> HttpResponse:
    """A message for the toast region, wherever the request was aimed."""
    response = HttpResponse(
        render_to_string("_toast.html", {"text": text, "level": level}), status=status
    )
    response["HX-Retarget"] = "#toasts"
    response["HX-Reswap"] = "beforeend"
    return response


def is_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page."""
    return (
        request.headers.get("HX-Request") == "true"
        and "HX-History-Restore-Request" not in request.headers
    )


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith("/api/")


def told(error: DomainError) -> str:
    """The sentence for people: a missing permission is called by its label, and no named field stays unfilled."""
    if isinstance(error, Forbidden) and "permission" in error.data:
        permission = catalogue().get(str(error.data["permission"]))
        if permission:
            return str(Forbidden(error.message, permission=permission.label))
    text = str(error)
    if "%(" in text:
        return _("您的岗位没有这项权限。需要时请联系站长或系统管理员。")
    return text


def redirect_of(response: Any) -> str:
    """Where a response sends the browser; empty when it does not."""
    return str(response.get("Location", "")) if response.status_code in {301, 302, 303, 307} else ""
