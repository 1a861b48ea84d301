"""``yimi bench lighthouse``: the homes and 记一笔 as Lighthouse sees them, and their first paint on slow 3G.

Measures the demo that stands in this installation, through a web process of its own. Lighthouse comes from npm (Node 18
or newer); it is no part of ``yimi test``. Its phone has a processor four times slower than this machine and 4G; slow 3G
here is 400 kbit/s and 400 ms of round trip, nothing cached (first visit) and everything cached (later).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import click

from yimi.bench.browser import CHROMIUM, CHROMIUM_ARGS, SCREENS
from yimi.bench.postgres import free_port
from yimi.core.boot import setup_django

LIGHTHOUSE = "lighthouse@12.8.2"
CATEGORIES = ("performance", "accessibility", "best-practices")
GOAL = 95
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}  # fmt: skip
FIRST_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0"
START_SECONDS = 90
PHONE = SCREENS["phone"]


def main(arguments: Sequence[str]) -> None:
    """Measure and print; exits 1 when a score is below 95."""
    parser = argparse.ArgumentParser(prog="yimi bench lighthouse", description=__doc__)
    parser.add_argument("--format", choices=["text", "json"], default="text")
    parser.add_argument("--keep", type=Path, help="Folder for Lighthouse's own reports (JSON).")
    parser.add_argument("--only", default="", help="pages whose person and address contain this")
    options = parser.parse_args(arguments)
    if not CHROMIUM:
        raise SystemExit("no Chromium on this machine (apt install chromium, or set YIMI_CHROMIUM)")
    setup_django()
    visits = [one for one in _visits() if options.only in f"{one[0]} {one[1]}"]
    rows = []
    with served() as address:
        for visit in visits:
            rows.append(_measure(address, *visit, keep=options.keep))
            if options.format == "text":
                click.echo(_line(rows[-1]))
    if options.format == "json":
        click.echo(json.dumps(rows, ensure_ascii=False))
    raise SystemExit(
        0 if all(row["scores"][name] >= GOAL for row in rows for name in CATEGORIES) else 1
    )


def _line(row: dict[str, Any]) -> str:
    scores = "  ".join(f"{name} {row['scores'][name]:3}" for name in CATEGORIES)
    mark = " " if min(row["scores"][name] for name in CATEGORIES) >= GOAL else "✗"
    first, later = row["first_paint_ms"], row["later_paint_ms"]
    faults = f"  {', '.join(row['faults'])}" if row["faults"] else ""
    return f"{mark} {row['who']:9} {row['page']:28} {scores}  slow 3G: {first:5} ms, later {later:5} ms{faults}"


def _visits() -> Iterator[tuple[str, str, str]]:
    """(who, page, session key): each home, and 记一笔 for a known household, as the demo's sign-ins see them."""
    from django.test import Client  # noqa: PLC0415 - Django must be set up first

    from yimi.access.models import User  # noqa: PLC0415
    from yimi.access.queries.actors import build_actor  # noqa: PLC0415
    from yimi.people.access import visible_households  # noqa: PLC0415

    sessions = {}
    for name in ("worker", "head", "township", "county"):
        client = Client()
        client.force_login(User.objects.get(username=name))
        sessions[name] = client.cookies["sessionid"].value
        yield name, "/", sessions[name]
    worker = build_actor(User.objects.get(username="worker"))
    household = visible_households(worker).filter(closed_on=None).order_by("number")[0]
    yield "worker", f"/record/?household={household.pk}", sessions["worker"]


@contextmanager
def served() -> Iterator[str]:
    """A web process over this installation's database, as ``yimi serve`` starts it."""
    from yimi.portal.commands import web_command  # noqa: PLC0415

    port = free_port()
    address = f"http://127.0.0.1:{port}"
    web = subprocess.Popen(web_command("127.0.0.1", port, 1, 4), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(f"{address}/sign-in/"):
            if time.monotonic() > deadline:
                raise SystemExit("the web process does not answer")
            time.sleep(0.2)
        yield address
    finally:
        web.terminate()
        web.wait(20)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2):
            return True
    except (URLError, OSError):
        return False


def _measure(
    address: str, who: str, page: str, session: str, *, keep: Path | None
) -> dict[str, Any]:
    report = _lighthouse(address + page, session)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        name = f"{who}-{'record' if 'record' in page else 'home'}.json"
        (keep / name).write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    categories = report["categories"]
    first, later = _first_paints(address, page, session)
    return {
        "who": who,
        "page": page.partition("=")[0],
        "scores": {name: round(categories[name]["score"] * 100) for name in CATEGORIES},
        "faults": sorted(
            audit["id"]
            for name in ("accessibility", "best-practices")
            for audit in categories[name]["auditRefs"]
            if audit["weight"] and report["audits"][audit["id"]]["score"] == 0
        ),
        "first_paint_ms": first,
        "later_paint_ms": later,
    }


def _lighthouse(url: str, session: str) -> dict[str, Any]:
    """Lighthouse's report. The cookie goes in a file: arguments can be read by everybody on the machine."""
    with tempfile.TemporaryDirectory(prefix="yimi-lighthouse-") as folder:
        headers, out = Path(folder) / "headers.json", Path(folder) / "report.json"
        headers.write_text(json.dumps({"Cookie": f"sessionid={session}"}), "utf-8")
        flags = " ".join(CHROMIUM_ARGS)
        run = partial(
            subprocess.run,
            [
                "npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={out}",
                f"--only-categories={','.join(CATEGORIES)}", f"--extra-headers={headers}", f"--chrome-flags={flags}",
            ],
            env={**os.environ, "CHROME_PATH": CHROMIUM},
            stdout=sys.stderr,
        )  # fmt: skip
        # on a busy machine the browser may start too slowly for the trace: tried once more
        if run(check=False).returncode:
            run(check=True)
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def _first_paints(address: str, page: str, session: str) -> tuple[int, int]:
    """Milliseconds until something is seen, on slow 3G: with nothing cached, and on a later visit."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        context = browser.new_context(
            viewport={"width": PHONE["width"], "height": PHONE["height"]}, locale="zh-CN"
        )
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
        paints = []
        for _visit in range(2):
            tab = context.new_page()
            line = context.new_cdp_session(tab)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", SLOW_3G)
            tab.goto(address + page, wait_until="load", timeout=90_000)
            paints.append(round(tab.evaluate(FIRST_PAINT)))
            tab.close()
        browser.close()
    return paints[0], paints[1]
