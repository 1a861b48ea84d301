"""``yimi regions`` for people and for programs."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from yimi.regions.commands import regions
from yimi.regions.errors import RegionUnknown
from yimi.regions.models import RegionEdition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


def run(*arguments):
    return CliRunner().invoke(regions, arguments)


def test_find_prints_code_and_path():
    assert run("find", "商水", "东城").output == "411623002000  河南省 周口市 商水县 东城街道\n"


def test_find_gives_json_within_a_place_and_level():
    result = run("find", "王庄", "--within", "410621", "--level", "4", "--format", "json")
    assert json.loads(result.output) == [
        {"code": "410621108000", "name": "王庄镇", "level": 4, "path": "河南省 鹤壁市 浚县 王庄镇"}
    ]


def test_find_without_result_exits_with_1():
    result = run("find", "龘龘", "--format", "json")
    assert (result.exit_code, result.output) == (1, "[]\n")


def test_show_prints_the_place_and_its_children():
    output = run("show", "210113").output
    assert "辽宁省 沈阳市 沈北新区" in output
    assert "乡镇街道 10 个" in output


def test_show_gives_json():
    facts = json.loads(run("show", "540100", "--format", "json").output)
    assert (facts["name"], facts["townships"], facts["pinyin"]) == ("拉萨市", 65, "lasashi")


def test_show_of_an_unknown_code_is_refused():
    assert isinstance(run("show", "999999").exception, RegionUnknown)


def test_load_says_when_nothing_was_to_do():
    from yimi.regions.divisions import edition_checksum

    RegionEdition.objects.create(
        edition="2023-06-30", checksum=edition_checksum(), entries=1, rows=1
    )
    assert "没有改动" in run("load").output


@pytest.mark.parametrize("command", ["find", "show", "load"])
def test_help_gives_an_example(command):
    assert "Example: yimi regions" in run(command, "--help").output
