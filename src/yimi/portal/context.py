"""What the shell shows on every page: navigation, name, place. Worked out only when a template asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from yimi.core.language import in_english
from yimi.portal.navigation import NavLink, links_for
from yimi.portal.workplace import workplace
from yimi.protection.permissions import REPORT_HARM


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around a page; ``person`` keeps the drafts of several people on one device apart."""

    html_lang: str
    nav: tuple[NavLink, ...]
    name: str
    initial: str
    person: str
    place: str
    home_url: str
    mine_url: str
    #: The red button; empty for those who do not report.
    report_url: str


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Costs nothing on a page that does not draw the shell."""
    return {"shell": SimpleLazyObject(lambda: build_shell(request))}


def build_shell(request: HttpRequest) -> Shell:
    """The shell for whoever asks; without an actor (nobody signed in) it has no navigation and no name."""
    actor = getattr(request, "actor", None)
    name = actor.name if actor else ""
    return Shell(
        html_lang="en" if in_english() else "zh-Hans",
        nav=links_for(actor, request.path) if actor else (),
        name=name,
        initial=name[:1],
        person=str(actor.uid) if actor else "",
        place=(workplace(actor) if actor else "") or _("一米"),
        home_url=reverse("portal:home"),
        mine_url=reverse("portal:mine"),
        report_url=reverse("protection:report") if actor and actor.may(REPORT_HARM) else "",
    )
