"""Loading: all or a part, twice is once, another edition is refused."""

from __future__ import annotations

import pytest

from yimi.audit.models import AuditEvent
from yimi.regions.actions import load_divisions
from yimi.regions.divisions import edition_checksum
from yimi.regions.errors import AnotherEditionLoaded
from yimi.regions.models import Region, RegionEdition
from yimi.regions.queries import count_townships, find_regions, path_name
from yimi.regions.tests.conftest import SYSTEM
from yimi.regions.tests.factories import make_region

pytestmark = pytest.mark.django_db


def test_a_part_comes_with_its_ancestors():
    load_divisions(actor=SYSTEM, within=("411623002",))
    assert path_name("411623002000") == "河南省 周口市 商水县 东城街道"
    assert set(Region.objects.values_list("level", flat=True)) == {1, 2, 3, 4, 5}
    assert not RegionEdition.objects.exists()


def test_the_trail_says_what_was_loaded():
    rows = load_divisions(actor=SYSTEM, within=("411623002",)).rows
    event = AuditEvent.objects.get(action="regions.load_divisions")
    assert event.details == {"checksum": edition_checksum(), "rows": rows, "within": ["411623002"]}


def test_a_second_part_adds_only_what_is_missing():
    load_divisions(actor=SYSTEM, within=("411623002",))
    before = Region.objects.count()
    load_divisions(actor=SYSTEM, within=("411623002", "411623003"))
    assert Region.objects.count() > before
    assert [found.code for found in find_regions("商水县")] == ["411623000000"]


def test_a_place_that_stands_already_is_left_as_it_is():
    make_region("411623002000", "东城街道（示例）")
    load_divisions(actor=SYSTEM, within=("411623002",))
    assert Region.objects.get(code="411623002000").name == "东城街道（示例）"


def test_another_edition_is_refused():
    RegionEdition.objects.create(edition="2020-06-30", checksum="0" * 64, entries=1, rows=1)
    with pytest.raises(AnotherEditionLoaded, match="2020-06-30"):
        load_divisions(actor=SYSTEM)
    assert not Region.objects.exists()


@pytest.mark.slow
def test_all_of_china_is_loaded_once(django_assert_num_queries):
    steps = []
    first = load_divisions(actor=SYSTEM, progress=lambda done, total: steps.append(done / total))
    assert first == (665_276, 665_271)
    assert steps == sorted(steps)
    assert 0.9 < steps[-1] <= 1
    assert Region.objects.count() == 665_271
    # 31 provinces, 342 cities, 2,978 counties: four cities count for the county they do not have, 9 levels only fill a gap.
    assert Region.objects.at_level(1).count() == 31
    assert Region.objects.at_level(2).count() == 342 - 9
    assert Region.objects.at_level(3).count() == 2_978
    # 金门县's township and village repeat the county's code and are no places.
    assert Region.objects.at_level(4).count() == 41_352 - 1
    assert count_townships("") == 38_642 - 1
    assert Region.objects.at_level(5).count() == 620_573 - 1
    gates = find_regions("城关镇", levels=[4], limit=200)
    assert len([found for found in gates if found.name == "城关镇"]) == 88
    assert len({found.path for found in gates}) == len(gates)
    stamp = RegionEdition.objects.get()
    assert (stamp.entries, stamp.rows) == (665_276, 665_271)
    with django_assert_num_queries(1):  # the stamp
        assert load_divisions(actor=SYSTEM) == (665_276, 0)
