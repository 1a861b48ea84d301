"""The errors that domain code may raise. A door turns each into a toast, a field error or problem+json.

A message says what happened, why, and what to do next. ``code`` is stable and part of the API.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """Something the domain refuses, with a code for programs and a sentence for people.

    ``data`` feeds the message's named fields and is given to API clients; never put personal data there.
    """

    code = "domain_error"
    status = 422
    message: Any = _("没有办成，请稍后再试。")

    def __init__(self, message: Any = None, **data: Any) -> None:
        self.data = data
        if message is not None:
            self.message = message
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.data if self.data and "%(" in text else text


class NotFound(DomainError):
    """It does not exist, or the actor is a stranger to it: both look the same from outside."""

    code = "not_found"
    status = 404
    message = _("没有找到。它可能已被移走，或不在您的工作范围内。")


class Forbidden(DomainError):
    """A colleague without this right: told why, so that they can ask the right person."""

    code = "forbidden"
    status = 403
    message = _("您的岗位没有这项权限（%(permission)s）。需要时请联系站长或系统管理员。")


class Conflict(DomainError):
    """The thing changed meanwhile, or the same uid came with other content."""

    code = "conflict"
    status = 409
    message = _("这条内容刚被别人改过。请刷新后再改，您写的还在。")


class Invalid(DomainError):
    """Some fields are wrong. ``fields`` maps a field name to the list of its messages."""

    code = "invalid"
    status = 422
    message = _("有几处需要改一下。")

    def __init__(self, fields: dict[str, list[Any]], message: Any = None) -> None:
        self.fields = fields
        super().__init__(message)

    @classmethod
    def one(cls, field: str, message: Any) -> Invalid:
        """A single field with a single message."""
        return cls({field: [message]})

    def __str__(self) -> str:
        parts = [
            f"{name}: {text}" for name, texts in self.fields.items() for text in map(str, texts)
        ]
        return "; ".join(parts) or str(self.message)
