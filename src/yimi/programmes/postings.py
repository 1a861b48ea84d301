"""How a payment list is posted: the shipped template, overruled by a place's own row for the benefit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from yimi.programmes.models import PostingTemplate
from yimi.programmes.rules.posting import Column, columns_of

DATA = Path(__file__).parent / "data" / "postings.toml"


@dataclass(frozen=True, slots=True)
class Posting:
    """Heading, columns, days and place of a posting, and where that stands."""

    heading: str
    columns: tuple[Column, ...]
    days: int
    place: str
    source: str


@lru_cache(maxsize=1)
def shipped() -> Posting:
    """What holds where no place has set anything."""
    entry = tomllib.loads(DATA.read_text("utf-8"))["default"]
    return Posting(**{**entry, "columns": columns_of(entry["columns"])})


def template_for(region_code: str, benefit: str) -> Posting:
    """The template of the division for the benefit, else for all its benefits, else the shipped one. One query."""
    known = PostingTemplate.objects.current().filter(
        region_code=region_code, benefit__in=(benefit, "")
    )
    row = max(known, key=lambda one: one.benefit, default=None)
    if row is None:
        return shipped()
    return Posting(row.heading, columns_of(row.columns), row.days, row.place, row.source)
