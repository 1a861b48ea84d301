"""The pages of docs/ say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from yimi.bench.docs import PAGE, dictionary
from yimi.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]


def test_the_data_dictionary_is_current():
    assert PAGE.read_text("utf-8") == dictionary(), "run ./yimi docs"


def test_every_environment_variable_is_documented():
    settings = (ROOT / "src/yimi/settings.py").read_text("utf-8")
    names = set(re.findall(r'"(YIMI_[A-Z_]+)"', settings)) | {"YIMI_KEYS", "YIMI_VAR"}
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    assert sorted(name for name in names if f"`{name}`" not in page) == []


def test_every_command_is_documented():
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    assert sorted(name for name in COMMANDS if f"`./yimi {name}" not in page) == []


@pytest.mark.parametrize(
    "page",
    sorted(str(p.relative_to(ROOT)) for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]),
)
def test_links_lead_somewhere(page):
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), f"{page} → {target}"


def test_the_house_page_names_every_room():
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {p.parent.name for p in (ROOT / "src/yimi").glob("*/__init__.py")}
    assert sorted(room for room in rooms if f"`{room}`" not in page) == []


def test_every_decision_is_a_claim_with_a_number():
    for page in (ROOT / "docs/adr").glob("*.md"):
        assert re.match(r"\d{4}-[a-z0-9-]+\.md$", page.name), page.name
