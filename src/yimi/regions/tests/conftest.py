"""Real divisions for this room's tests, gone again afterwards so that no other room meets them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from yimi.core.actor import Actor
from yimi.core.ids import SYSTEM_UID
from yimi.regions.actions import load_divisions

#: 朝阳区, 沈阳, 浚县, 卫辉, 商水, 济源, 东莞, 重庆's 綦江, 铜仁, 拉萨, 嘉峪关, 福建's 金门, and villages with rare characters.
PLACES = (
    "110105", "2101", "350527", "410621", "410781", "411623", "419001", "420602006", "4419", "450681101", "451302107",
    "500110", "5206", "5401", "6202",
)  # fmt: skip
SYSTEM = Actor(uid=SYSTEM_UID, name="系统")


@pytest.fixture(scope="module")
def places(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The counties of PLACES with all their villages."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_divisions(actor=SYSTEM, within=PLACES)
        yield
        transaction.set_rollback(True)
