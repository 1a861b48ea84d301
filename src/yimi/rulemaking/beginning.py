"""What a draft begins with: an empty pack of a place, or a copy of a text made that place's own. Pure."""

from __future__ import annotations

import re
from datetime import date

from yimi.engine.pack_text import PackText
from yimi.engine.packs import load_pack

SLUG = re.compile(r"[a-z][a-z0-9-]{1,40}")
NATIONAL = "national"


def pack_id_at(region_code: str, slug: str) -> str:
    """The id of a place's pack: its first six digits, then the name.

    >>> pack_id_at("411623000000", "warm-winter"), pack_id_at("", "warm-winter")
    ('411623/warm-winter', 'national/warm-winter')
    """
    return f"{region_code[:6] or NATIONAL}/{slug}"


def empty_text(region_code: str, slug: str, title: str, *, starts_on: date) -> str:
    """A pack with a head and one condition that nearly every rule needs."""
    text = PackText("").with_part(
        "pack",
        {
            "id": pack_id_at(region_code, slug),
            "version": 1,
            "kind": "rules",
            "title": title,
            "title_en": title,
            "region": region_code or NATIONAL,
            "issuers": [],
            "source": "",
            "in_force_from": starts_on,
        },
    )
    return PackText(text).with_part(
        "condition",
        {
            "id": "alive",
            "clause": "",
            "text": "健在",
            "test": "died_on is null or died_on > :as_of",
        },
    )


def shipped_text(pack_id: str) -> str:
    """The text of a shipped pack. Raises :class:`PackError`."""
    return load_pack(pack_id).path.read_text("utf-8")


def copied_text(text: str, *, region_code: str, slug: str, version: int) -> str:
    """``text`` as a pack of the place: its id, place and number changed, nothing else."""
    head = {
        "id": pack_id_at(region_code, slug),
        "version": version,
        "region": region_code or NATIONAL,
    }
    return PackText(text.replace("\r\n", "\n")).changed("pack", head)
