"""The pages of a station's and an office's day: readable, reachable, narrow, light; and their pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

#: Name → path and who looks at it; in braces what only the running installation knows.
PAGES = {
    "today": ("/", "drolma"),
    "head-home": ("/", "mei"),
    "record": ("/record/?household={household}", "drolma"),
    "record-empty": ("/record/", "drolma"),
    "saved": ("/record/{visit}/saved/", "drolma"),
    "household": ("/households/{household}/", "drolma"),
    "register": ("/records/", "drolma"),
    "detail": ("/records/{activity}/", "drolma"),
    "correct": ("/records/{visit}/correct/", "drolma"),
    "area": ("/areas/411623/", "li"),
    "figure": ("/figures/person_times/?place=411623", "li"),
    "masked": ("/figures/person_times/?unit={unit}", "li"),
}
WIDTHS = (320, 390, 768, 960, 1280)
FIRST_VISIT_BYTES, LATER_BYTES = 100_000, 15_000


@pytest.fixture
def where(site: Any) -> Callable[[str], tuple[str, str]]:
    """``where("detail")``: the page's path and its person."""

    def found(name: str) -> tuple[str, str]:
        path, person = PAGES[name]
        known = {
            "household": site.households["郑大成"],
            "visit": site.records["郑大成"],
            "activity": site.records["activity"],
            "unit": site.units["东城街道社工站"],
        }
        return path.format(**known), person

    return found


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("screen", ["phone", "desk"])
def test_a_page_is_accessible_in_both_themes_and_stands_in_the_gallery(
    name: str,
    screen: str,
    where: Callable,
    open_page: Callable,
    assert_accessible: Callable,
    keep_picture: Callable,
) -> None:
    page = open_page(*where(name), screen=screen).page
    assert page.locator("h1").count() == 1
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        assert_accessible(page)
        keep_picture(page, f"{name}.zh.{screen}.{theme}")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_english_too(
    name: str, where: Callable, open_page: Callable, assert_accessible: Callable
) -> None:
    page = open_page(*where(name), screen="phone", language="en").page
    assert page.locator("html").get_attribute("lang") == "en"
    assert_accessible(page)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_sticks_out_and_a_thumb_hits_everything(
    name: str,
    where: Callable,
    phone: Callable,
    assert_no_sideways_scroll: Callable,
    assert_touchable: Callable,
) -> None:
    for language in ("zh", "en"):
        page = phone(*where(name), language=language)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            assert_no_sideways_scroll(page)
        page.set_viewport_size({"width": 390, "height": 844})
        assert_touchable(page)


def test_field_pages_are_light_on_a_slow_line(where: Callable, page_weight: Callable) -> None:
    path, _person = where("record")
    weights = {
        "today first": page_weight("/"),
        "record first": page_weight(path),
        "record later": page_weight(path, after="/"),
        "household later": page_weight(where("household")[0], after="/"),
    }
    print(f"\n{weights}")
    assert (
        max(size for name, size in weights.items() if name.endswith("first")) <= FIRST_VISIT_BYTES
    )
    assert max(size for name, size in weights.items() if name.endswith("later")) <= LATER_BYTES
