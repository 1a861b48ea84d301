"""docs/packs.md says what is true: its files are written out, its commands are run, each line it shows is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from yimi.engine.commands import rules
from yimi.engine.indicators.commands import indicators

GUIDE = Path(__file__).parents[4] / "docs" / "packs.md"
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.M | re.S)


@pytest.fixture
def blocks(tmp_path, monkeypatch):
    """The blocks of the guide, its files written into an empty folder that is the working one."""
    found = BLOCK.findall(GUIDE.read_text("utf-8"))
    for _, name, text in found:
        if name:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return found


def test_every_command_of_the_guide_prints_what_the_guide_shows(blocks):
    shown = [text for kind, _, text in blocks if kind == "console"]
    assert len(shown) >= 6
    for text in shown:
        first, *expected = text.splitlines()
        program, group, *arguments = shlex.split(first.removeprefix("$ "))
        assert program == "yimi"
        result = CliRunner().invoke({"rules": rules, "indicators": indicators}[group], arguments)
        assert result.exit_code == 0, f"{first}\n{result.output}\n{result.exception}"
        printed = result.output.splitlines()
        for line in expected:
            assert line in printed, f"{first}\n{line}\n{result.output}"
