"""A small pack of a county, drafts of it, and facts of generated people, for this room's tests and others'."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import load_catalogue
from yimi.engine.pack_text import PackText
from yimi.engine.tests.people import people_for
from yimi.rulemaking.beginning import pack_id_at
from yimi.rulemaking.models import PackDraft

COUNTY, OTHER_COUNTY, CITY = "411623000000", "411622000000", "411600000000"
NOW = datetime(2024, 6, 3, 2, 0, tzinfo=UTC)
TODAY = date(2024, 6, 3)
SLUG = "warm-winter"


def winter_text(region_code: str = COUNTY, **values: Any) -> str:
    """A heating subsidy for old people living alone; twice as much with dibao. ``values`` go into the head."""
    text = _TEXT.replace("411623000000", region_code).replace("411623/warm-winter", pack_id_at(region_code, SLUG))  # fmt: skip
    return PackText(text).changed("pack", values) if values else text


def make_draft(text: str = "", **fields: Any) -> PackDraft:
    """A draft, written directly."""
    text = text or winter_text(fields.get("region_code", COUNTY))
    head = PackText(text).part("pack").values
    defaults = {
        "text": text, "pack_id": head["id"], "title": head["title"], "region_code": head["region"],
        "author_uid": uuid4(), "author_name": "甲", "saved_name": "甲", "saved_at": NOW,
    }  # fmt: skip
    return PackDraft.objects.create(**(defaults | fields))


@lru_cache(maxsize=2)
def generated_people(number: int = 400) -> tuple[dict[str, list[dict[str, Any]]], Any]:
    """Rows of every fact in the county and elsewhere, and a snapshot that holds them."""
    rows = people_for(COUNTY[:6], TODAY, seed=7, number=number)
    backend = DuckBackend(load_catalogue())
    for fact in load_catalogue().facts:
        backend.add_rows(fact, rows.get(fact, []))
    backend.lock()
    return rows, SimpleNamespace(backend=backend, number=1)


_TEXT = """# 冬季取暖补贴的草稿
[pack]
id = "411623/warm-winter"
version = 1
kind = "rules"
title = "独居老人冬季取暖补贴"
title_en = "Winter heating subsidy"
region = "411623000000"
issuers = ["某县民政局"]
source = "《某县独居老人冬季取暖补贴办法》（示例）"
in_force_from = 2023-11-01

[codes]
elder_alone = "独居老人"
dibao = "低保对象"

[[parameter]]
id = "age"
kind = "int"
title = "起始年龄"
[[parameter.value]]
region = "411623000000"
from = 2023-11-01
amount = 60
source = "办法第三条"

[[parameter]]
id = "amount_fen"
kind = "money_fen"
title = "补贴标准"
[[parameter.value]]
region = "411623000000"
from = 2023-11-01
amount = 30000
source = "示例"
example = true

[[condition]]
id = "alive"
clause = "第二条"
text = "健在"
test = "died_on is null or died_on > :as_of"

# 取暖补贴本身
[[benefit]]
id = "heating"
title = "取暖补贴"
title_en = "Heating subsidy"
subject = "resident"
clause = "第四条"
needs = ["alive"]
amount_fen = "case when coalesce(status('dibao'), false) then param('amount_fen') * 2 else param('amount_fen') end"
frequency = "yearly"
evidence = ["身份证"]
[[benefit.condition]]
id = "old_enough"
clause = "第三条"
text = "年满规定年龄"
test = "aged(param('age'), :as_of)"
"""
