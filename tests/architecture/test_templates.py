"""The look holds together: strict CSP, colours in one file, small templates, no hole in the English catalogue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yimi.bench.messages import check_room, rooms

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "yimi"
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SHEETS = sorted(PACKAGE.glob("*/static/**/*.css"))
SCRIPTS = sorted(PACKAGE.glob("*/static/yimi/*.js"))
TOKENS = PACKAGE / "core" / "static" / "yimi" / "tokens.css"
MAX_LINES = 150

COLOUR = re.compile(
    r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\b(?![\w-])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\(",
    re.I,
)
#: What a strict Content-Security-Policy refuses to run, or what hides it.
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=|\bhx-on\b", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an hx value that needs eval": re.compile(r"hx-(?:vals|headers)\s*=\s*['\"]\s*js:", re.I),
    "something from another server": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I),
}


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def without_comments(source: str) -> str:
    return re.sub(r"/\*.*?\*/|\{#.*?#\}", "", source, flags=re.S)


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_holds_nothing_that_a_strict_csp_forbids(path: Path) -> None:
    source = without_comments(path.read_text("utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(source)]
    assert not found, (
        f"{named(path)} holds {', '.join(found)}; use a class, a static file or an SVG attribute"
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_stays_small_enough_to_read(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n") + 1
    assert lines <= MAX_LINES, f"{named(path)} has {lines} lines; split off a fragment"


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS, *TEMPLATES], ids=named)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    if path == TOKENS:
        return
    source = without_comments(path.read_text("utf-8"))
    # The browser's own bar cannot read a token; the test below keeps it equal to one. "#d1" in an href is no colour.
    source = re.sub(
        r'<meta name="theme-color"[^>]*>|(?:href|target|aria-\w+|hx-\w+)="[^"]*"|&#\w+;', "", source
    )
    found = [match.group(0) for match in COLOUR.finditer(source)]
    assert not found, (
        f"{named(path)} holds {found}; put the colour into tokens.css and use var(--…)"
    )


def test_the_browsers_bar_has_the_colour_of_the_surface() -> None:
    light, dark = re.findall(r"--surface:(#\w+)", TOKENS.read_text("utf-8"))
    head = (PACKAGE / "core" / "templates" / "_head.html").read_text("utf-8")
    bars = re.findall(r'name="theme-color" content="(#\w+)"', head)
    assert [bar.replace("#ffffff", "#fff") for bar in bars] == [light, dark]


def test_every_token_that_a_sheet_uses_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", TOKENS.read_text("utf-8")))
    for sheet in SHEETS:
        used = set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text("utf-8")))
        assert used <= defined, f"{named(sheet)} uses {sorted(used - defined)}"


@pytest.mark.parametrize("room", rooms())
def test_every_text_of_the_room_has_its_english(room: str) -> None:
    lines = list(check_room(room).lines())
    assert not lines, "run ./yimi messages, then fill in the English:\n" + "\n".join(lines)
