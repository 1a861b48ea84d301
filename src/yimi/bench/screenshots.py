"""``yimi bench screenshots``: the pictures of README, taken anew from the demo that stands in this installation.

A phone's pictures show the first screen, as it lies in the hand; a desk's the whole page. Needs Chromium.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from yimi.bench.browser import CHROMIUM, CHROMIUM_ARGS, SCREENS, save_shot
from yimi.bench.lighthouse import served
from yimi.core.boot import setup_django

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "screenshots"
#: Sharp enough for a README at half its width, and no larger.
SHARPNESS = {"phone": 1.5, "desk": 1.0}
#: Taller desk pages are cut here.
TALLEST = 1600


@dataclass(frozen=True, slots=True)
class Picture:
    """Whose page, on which screen."""

    name: str
    who: str
    screen: str
    page: str

    @property
    def file(self) -> str:
        """What it is called in the folder."""
        return f"{self.name}.{self.screen}.png"


def main(arguments: Sequence[str]) -> None:
    """Take all pictures and say how large they are."""
    parser = argparse.ArgumentParser(prog="yimi bench screenshots", description=__doc__)
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder for the pictures")
    options = parser.parse_args(arguments)
    if not CHROMIUM:
        raise SystemExit("no Chromium on this machine (apt install chromium, or set YIMI_CHROMIUM)")
    setup_django()
    pictures = list(_pictures())
    sessions = {who: _session(who) for who in {one.who for one in pictures}}
    with served() as address:
        for picture in pictures:
            path = options.to / picture.file
            _take(address, picture, sessions[picture.who], path)
            click.echo(f"{path.stat().st_size / 1000:6.0f} kB  {path}")


def _pictures() -> Iterator[Picture]:
    """A working day, and what it becomes."""
    from yimi.access.models import User  # noqa: PLC0415 - Django must be set up first
    from yimi.access.queries.actors import build_actor  # noqa: PLC0415
    from yimi.cases.access import visible_cases  # noqa: PLC0415
    from yimi.core import clock  # noqa: PLC0415
    from yimi.people.access import visible_households  # noqa: PLC0415

    worker = build_actor(User.objects.get(username="worker"))
    household = visible_households(worker).filter(closed_on=None).order_by("number")[0]
    case = visible_cases(worker).filter(closed_on=None).order_by("opened_on")[0]
    today = clock.today()
    before = f"{today.year}-{today.month - 1:02}" if today.month > 1 else f"{today.year - 1}-12"
    county = household.region_code[:6]
    yield Picture("today", "worker", "phone", "/")
    yield Picture("record", "worker", "phone", f"/record/?household={household.pk}")
    yield Picture("claims", "worker", "phone", "/programmes/mine/")
    yield Picture("case", "worker", "desk", f"/cases/{case.pk}/")
    yield Picture("report", "head", "desk", f"/reports/station-month/{before}/{household.unit_id}/")
    yield Picture("county", "county", "desk", "/")
    yield Picture(
        "explore", "county", "desk",
        f"/explore/?i=P01_person_times&at={county}&rows=town&t={before}&cut=domain&vs=year",
    )  # fmt: skip


def _session(name: str) -> str:
    from django.test import Client  # noqa: PLC0415

    from yimi.access.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username=name))
    return client.cookies["sessionid"].value


def _take(address: str, picture: Picture, session: str, path: Path) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    size: Any = SCREENS[picture.screen]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        context = browser.new_context(
            viewport=size, locale="zh-CN", device_scale_factor=SHARPNESS[picture.screen]
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        page = context.new_page()
        answer = page.goto(address + picture.page, wait_until="networkidle", timeout=90_000)
        if answer is None or answer.status != 200:
            raise SystemExit(f"{picture.who} {picture.page} does not open")
        if picture.screen == "desk":
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": size["width"], "height": min(height, TALLEST)})
        save_shot(page, path, whole=False)
        browser.close()
