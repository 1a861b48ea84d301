"""What browser tests look at: pictures for the gallery, and measures of a page that return what is wrong with it.

Everything here takes an open Playwright page; ``tests/browser/conftest.py`` opens it and asserts.
"""

from __future__ import annotations

import html
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page
from playwright.sync_api import Error as BrowserError

Seen = TypeVar("Seen")

CHROMIUM = (
    os.environ.get("YIMI_CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or ""
)
CHROMIUM_ARGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--lang=zh-CN",
    # the new headless mode loads the browser's own toolbar pages ahead, for every window: half of the time of a test
    "--disable-features=PreloadTopChromeWebUI,PreloadTopChromeWebUILessNavigations",
]  # fmt: skip
SCREENS = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1280, "height": 900}}
WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
#: WCAG 2.2 asks for 24 px; gloves ask for 44.
TOUCH_PIXELS = 44

WIDER_THAN_WINDOW = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""

SMALLER_THAN_A_THUMB = """(least) => [...document.querySelectorAll("a[href],button,input,select,textarea,summary")]
  .filter(e => {
    const box = e.getBoundingClientRect();
    if (!box.width || e.type === "hidden" || e.closest("[hidden],dialog:not([open]),.skip")) return false;
    if (e.matches("p a, small a, cite a")) return false; /* within a sentence */
    const row = e.matches(".row .fill a, a.fill") && e.closest(".row"); /* the whole row answers */
    const { width, height } = row ? row.getBoundingClientRect() : box;
    return height < least - .5 || (width < least - .5 && !e.matches("td a, th a"));
  })
  .map(e => {
    const { width, height } = e.getBoundingClientRect();
    return `${e.outerHTML.slice(0, 100)} ${Math.round(width)}×${Math.round(height)}`;
  })"""


#: What the browser says when a page is left while it is being looked at.
PAGE_WAS_LEFT = ("Execution context was destroyed", "because of a navigation")


@contextmanager
def next_page(page: Page) -> Iterator[None]:
    """Inside stands what leads to another page; after the block that page has come, and is whole.

    A tap returns before the browser has left: whoever looks then sees the page that is being left.
    """
    with page.expect_event("load"):
        yield


def look_at(page: Page, look: Callable[[], Seen]) -> Seen:
    """What ``look`` sees once the page is loaded; once more when it was left meanwhile for the page that was asked for."""
    page.wait_for_load_state("load")
    try:
        return look()
    except BrowserError as error:
        if not any(sign in str(error) for sign in PAGE_WAS_LEFT):
            raise
    page.wait_for_load_state("load")
    return look()


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA, each with its element. axe comes in by the debugger's door, past the CSP."""
    options = {"runOnly": {"type": "tag", "values": WCAG_AA}}
    found = look_at(page, lambda: Axe().run(page, options=options).response["violations"])
    return [
        f"{rule['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for rule in found
        for node in rule["nodes"]
    ]


def sticking_out(page: Page) -> list[str]:
    """The first elements that make the page wider than the window; none when it is not."""
    found: list[str] = look_at(page, lambda: page.evaluate(WIDER_THAN_WINDOW))
    return found


def too_small_to_touch(page: Page) -> list[str]:
    """Visible links, buttons and fields below 44 px, but for links within a sentence."""
    found: list[str] = look_at(page, lambda: page.evaluate(SMALLER_THAN_A_THUMB, TOUCH_PIXELS))
    return found


def transferred_bytes(context: BrowserContext, path: str, *, after: str = "") -> int:
    """Bytes that travel for a page, images aside; ``after`` names a page that was open before (its files are cached)."""
    page = context.new_page()
    if after:
        page.goto(after, wait_until="load")
    sizes: dict[str, float] = {}
    images: set[str] = set()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.on(
        "Network.responseReceived",
        lambda event: images.add(event["requestId"]) if event["type"] == "Image" else None,
    )
    line.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(path, wait_until="networkidle")
    page.close()
    return int(sum(size for request, size in sizes.items() if request not in images))


def save_shot(page: Page, path: Path, *, whole: bool = True) -> Path:
    """A picture of the page as it is now; ``whole`` makes the window as tall as the page, so that bars stay at its ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    window = page.viewport_size
    if whole and window:
        height = look_at(page, lambda: page.evaluate("document.documentElement.scrollHeight"))
        tall = max(window["height"], height)
        page.set_viewport_size({"width": window["width"], "height": tall})
    page.screenshot(path=path, animations="disabled")
    if whole and window:
        page.set_viewport_size({"width": window["width"], "height": window["height"]})
    return path


def write_gallery(folder: Path) -> None:
    """``index.html`` beside the pictures, so that a reviewer can leaf through them; nothing without pictures."""
    pictures = sorted(folder.glob("*.png"))
    if not pictures:
        return
    figures = "\n".join(
        f'<figure><a href="{html.escape(picture.name)}"><img src="{html.escape(picture.name)}" alt="" loading="lazy"></a>'
        f"<figcaption>{html.escape(picture.stem)}</figcaption></figure>"
        for picture in pictures
    )
    head = '<!doctype html><html lang="en"><meta charset="utf-8"><title>Yimi gallery</title><link rel="stylesheet" href="gallery.css">'
    (folder / "index.html").write_text(f"{head}\n{figures}\n", "utf-8")
    (folder / "gallery.css").write_text(
        "body{display:flex;flex-wrap:wrap;gap:1rem;font:14px sans-serif}img{max-width:24rem;border:1px solid}figure{margin:0}\n",
        "utf-8",
    )
