"""A real Chromium against a real server on its own database: the fixtures of every browser test.

Tests take ``phone`` or ``desk`` (a function that opens a page for a person), ``shot``, ``snap``, ``assert_accessible``,
``assert_no_sideways_scroll``, ``assert_touchable`` and ``page_weight``. Screenshots land in ``var/gallery/``.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from yimi.bench import browser as look

ROOT = Path(__file__).resolve().parents[2]
GALLERY = ROOT / "var" / "gallery"
SLOWEST_START = 60
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
#: How long an expectation may wait. A machine that is busy with the rest of the suite is slow, not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser; without one it is skipped, loudly."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not look.CHROMIUM:
                item.add_marker(
                    pytest.mark.skip(reason="no Chromium on this machine (apt install chromium)")
                )


@dataclass(frozen=True)
class Site:
    """A running Yimi: its address, each person's session cookie, and the uids of its households and units by name."""

    address: str
    cookies: dict[str, str]
    households: dict[str, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    def catch_up(self) -> None:
        """Take what was recorded into the facts, as the worker does every two seconds."""
        command = [sys.executable, "-m", "yimi", "facts", "follow", "--once"]
        subprocess.run(command, env=self.environment, check=True, cwd=ROOT)


@dataclass
class Visit:
    """An open page of one person on one screen; ``troubles`` collects what the browser complained about."""

    page: Page
    troubles: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Note script errors, CSP refusals and files that are missing."""
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._note_line)
        self.page.on(
            "response",
            lambda answer: (
                self.troubles.append(f"{answer.status} {answer.url}")
                if answer.status >= 400
                and answer.request.resource_type in {"script", "stylesheet", "image"}
                else None
            ),
        )

    def _note_line(self, line: ConsoleMessage) -> None:
        # "Failed to load" is how the browser notes a 404 or 422 page that the test asked for.
        if line.type == "error" and not line.text.startswith("Failed to load resource"):
            self.troubles.append(line.text)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Migrate, seed and serve a throw-away installation (SQLite, own keys); stop it after the last browser test."""
    var = tmp_path_factory.mktemp("var")
    env = os.environ | {
        "YIMI_VAR": str(var),
        "PYTHONPATH": str(ROOT / "src"),
        "YIMI_ROOT": str(ROOT),
    }
    for name in ("YIMI_DATABASE_URL", "YIMI_SQLITE"):
        env.pop(name, None)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    subprocess.run(
        [sys.executable, "-m", "yimi", "migrate", "--quiet"], env=env, check=True, cwd=ROOT
    )
    seed = [sys.executable, str(Path(__file__).with_name("seed.py"))]
    known = json.loads(
        subprocess.run(seed, env=env, check=True, cwd=ROOT, stdout=subprocess.PIPE).stdout
    )
    command = [
        sys.executable, "-m", "granian", "yimi.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1",
        "--port", str(port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in/")
        yield Site(f"http://127.0.0.1:{port}", environment=env, **known)
    finally:
        server.terminate()
        server.wait(20)


def wait_for(address: str) -> None:
    """Until the server answers; a server that does not start fails the test with its address."""
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=2)
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server at {address} did not answer within {SLOWEST_START} seconds")


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for the package. It is closed before other tests run: its event loop would refuse their queries."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=look.CHROMIUM, args=look.CHROMIUM_ARGS)
        yield browser
        browser.close()


OpenPage = Callable[..., Visit]


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[OpenPage]:
    """Open a path as a person (``""``: a stranger) on a screen; at the end no page may have complained."""
    visits: list[Visit] = []

    def opened(
        path: str, person: str = "drolma", *, screen: str = "phone", language: str = "zh"
    ) -> Visit:
        context = chromium.new_context(
            viewport=look.SCREENS[screen],
            base_url=site.address,
            locale=LOCALES[language],
            timezone_id="Asia/Shanghai",
            has_touch=screen == "phone",
            reduced_motion="reduce",  # no picture, and no measure of contrast, half-way through a fade
        )
        sign_in(context, site, person)
        visit = Visit(context.new_page())
        visit.listen()
        visits.append(visit)
        visit.page.goto(path, wait_until="load")
        return visit

    yield opened
    troubles = [line for visit in visits for line in visit.troubles]
    for visit in visits:
        visit.page.context.close()
    assert not troubles, f"the browser complained: {troubles}"


def sign_in(context: BrowserContext, site: Site, person: str) -> None:
    """Put the person's session cookie in place."""
    if person:
        context.add_cookies(
            [{"name": "sessionid", "value": site.cookies[person], "url": site.address}]
        )


@pytest.fixture
def phone(open_page: OpenPage) -> Callable[..., Page]:
    """``phone("/mine/")``: the page as Drolma sees it on her phone."""
    return lambda path, person="drolma", **how: open_page(path, person, screen="phone", **how).page


@pytest.fixture
def desk(open_page: OpenPage) -> Callable[..., Page]:
    """``desk("/mine/")``: the page as Li sees it on an office PC."""
    return lambda path, person="li", **how: open_page(path, person, screen="desk", **how).page


@pytest.fixture(scope="session", autouse=True)
def gallery() -> Iterator[None]:
    """An index of all screenshots once the tests are through: open ``var/gallery/index.html``."""
    yield
    look.write_gallery(GALLERY)


@pytest.fixture
def shot(open_page: OpenPage) -> Callable[..., None]:
    """``shot("/mine/", "mine")``: phone and desk, light and dark, full length, into the gallery."""

    def taken(path: str, name: str, person: str = "drolma", *, language: str = "zh") -> None:
        for screen in look.SCREENS:
            page = open_page(path, person, screen=screen, language=language).page
            for theme in ("light", "dark"):
                page.emulate_media(color_scheme=theme)
                look.save_shot(page, GALLERY / f"{name}.{language}.{screen}.{theme}.png")

    return taken


@pytest.fixture
def snap() -> Callable[[Page, str], Path]:
    """``snap(page, "leave.zh.phone.light")``: the window as it is, in a state that has no address of its own."""
    return lambda page, name: look.save_shot(page, GALLERY / f"{name}.png", whole=False)


@pytest.fixture
def keep_picture() -> Callable[[Page, str], Path]:
    """``keep_picture(page, "today.zh.phone.light")``: the whole page, full length, as it is now."""
    return lambda page, name: look.save_shot(page, GALLERY / f"{name}.png")


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """No violation of WCAG 2.2 A and AA that axe can find."""

    def check(page: Page) -> None:
        faults = look.accessibility_faults(page)
        assert not faults, "\n".join(faults)

    return check


@pytest.fixture
def assert_no_sideways_scroll() -> Callable[[Page], None]:
    """The page is no wider than the window."""

    def check(page: Page) -> None:
        wide = look.sticking_out(page)
        assert not wide, f"wider than {page.viewport_size}: {wide}"

    return check


@pytest.fixture
def assert_touchable() -> Callable[[Page], None]:
    """Every visible link, button and field is large enough for a thumb in a glove."""

    def check(page: Page) -> None:
        small = look.too_small_to_touch(page)
        assert not small, "too small for a thumb:\n" + "\n".join(small)

    return check


@pytest.fixture
def page_weight(site: Site, chromium: Browser) -> Callable[..., int]:
    """``page_weight("/mine/")``: bytes of a first visit, images aside; ``after="/"``: of a later one."""

    def weigh(path: str, person: str = "drolma", *, after: str = "") -> int:
        context = chromium.new_context(
            viewport=look.SCREENS["phone"], base_url=site.address, locale="zh-CN"
        )
        sign_in(context, site, person)
        size = look.transferred_bytes(context, path, after=after)
        context.close()
        return size

    return weigh
