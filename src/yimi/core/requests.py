"""The request as every view sees it: Django's, with the Actor that ``access`` put on it."""

from __future__ import annotations

from django.http import HttpRequest

from yimi.core.actor import Actor


class Request(HttpRequest):
    """For annotations only; nobody makes one."""

    actor: Actor
