"""Complaints for the tests: a draft, and what somebody types at the public door."""

from __future__ import annotations

from django.urls import reverse

from yimi.core.ids import new_uid
from yimi.feedback.drafts import ComplaintDraft


def url(name, *args):
    return reverse(f"feedback:{name}", args=args)


def draft(world, **changes):
    fields = {"unit": world.a, "about": "service", "text": "约好了没有来", "channel": "phone"}
    return ComplaintDraft(**(fields | changes))


def public(world):
    return url("complain", world.a.number)


def typed(**changes):
    return {
        "uid": new_uid(),
        "about": "service",
        "text": "约好了没有来",
        "name": "",
        "contact": "",
    } | changes
