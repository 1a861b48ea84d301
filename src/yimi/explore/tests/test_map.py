"""An office's own map: what is drawn, what is refused, who may load it."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from yimi.explore.models import PlaceMap
from yimi.explore.shapes import MAX_BYTES, NotAMap, read_outlines

PLACES = {"411623001": "新城街道", "411623002": "东城街道"}


def square(x, y, **properties):
    ring = [[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def file_of(*features, **content):
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | content).encode()


GOOD = file_of(
    square(114, 33, adcode=411623001),
    square(115, 33, name="东城街道"),
    square(116, 33, name="外县"),
)


def test_features_find_their_place_by_code_or_by_name():
    found = read_outlines(GOOD, PLACES)
    assert set(found.paths) == set(PLACES)
    assert found.unknown == 1
    assert found.paths["411623001"].startswith("M0 ")
    assert max(found.width, found.height) == 1000


@pytest.mark.parametrize(
    "raw, why",
    [
        (b"x" * (MAX_BYTES + 1), "too_big"),
        (b"\xff\xfe", "no_json"),
        (b"[" * 100_000, "no_json"),
        (b"[]", "no_features"),
        (file_of(*[square(1, 1)] * 601), "too_many"),
        (file_of({"geometry": {"type": "Point", "coordinates": [1, 2]}}), "no_polygon"),
        (file_of(square(456_000, 3_600_000, code="411623001")), "no_polygon"),
        (file_of("x"), "no_polygon"),
        (file_of(square(1, 1, name="外县")), "no_place"),
        (file_of(), "no_place"),
    ],
)
def test_a_file_that_cannot_be_drawn_is_refused_with_a_reason(raw, why):
    with pytest.raises(NotAMap) as found:
        read_outlines(raw, PLACES)
    assert found.value.args[0] == why


@pytest.mark.django_db
def test_the_county_loads_a_map_and_sees_its_towns_on_it(world):
    li, address = world.client(world.people.li), reverse("explore:map")
    sent = {
        "file": SimpleUploadedFile("m.geojson", GOOD),
        "source": "标准地图服务，审图号 GS(2026)0 号",
    }
    assert li.post(f"{address}?at=411623", sent).status_code == 302
    page = li.get(
        "/explore/", {"at": "411623", "rows": "town", "t": "2026", "i": "P01_person_times"}
    )
    assert '<path class="q' not in page.content.decode()  # two towns make no five steps
    assert PlaceMap.objects.get().paths.keys() == PLACES.keys()
    bad = {"file": SimpleUploadedFile("m.geojson", b"{}"), "source": "x"}
    refused = li.post(f"{address}?at=411623", bad)
    assert refused.status_code == 422
    assert "features" in refused.content.decode()
    assert li.get(f"{address}?at=4116").status_code == 404
    assert li.get(f"{address}?at=411622").status_code == 404
    assert world.client(world.people.drolma).get(f"{address}?at=411623").status_code == 403
