"""Notes as workers write them: put together from short sentences, never from anything that identifies a person."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from random import Random

from yimi.demo.calendar import Season
from yimi.demo.households import Home, Person, Shape
from yimi.demo.identities import FEMALE
from yimi.demo.names import surname
from yimi.demo.roof import FAR_PLACES

#: How far-away places are called in talk.
FAR_NAMES = dict(
    zip(
        FAR_PLACES,
        ("东莞", "深圳", "昆山", "义乌", "上海", "郑州", "杭州", "北京", "周口市里"),
        strict=True,
    )
)
KIN = ("大儿子", "小儿子", "闺女", "大闺女", "侄子", "儿媳妇", "外甥女")


@lru_cache(maxsize=1)
def _sentences() -> dict[str, dict[str, tuple[str, ...]]]:
    shelves = tomllib.loads((files("yimi.demo") / "data" / "notes.toml").read_text("utf-8"))
    return {
        shelf: {name: tuple(text.strip().splitlines()) for name, text in entries.items()}
        for shelf, entries in shelves.items()
    }


def sentences(shelf: str, name: str = "all") -> tuple[str, ...]:
    """The stock of one kind."""
    return _sentences()[shelf][name]


def address_of(person: Person, age: int) -> str:
    """How a worker writes of somebody: by surname and age, never by full name.

    The dot of a name from far away ends the part that serves as one.
    """
    family = person.name.split("·")[0] if "·" in person.name else _surname_of(person.name)
    if age >= 60:
        return f"{family}奶奶" if person.sex == FEMALE else f"{family}大爷"
    if age >= 40:
        return f"{family}大姐" if person.sex == FEMALE else f"老{family}"
    return f"{family}女士" if person.sex == FEMALE else f"小{family}"


def _surname_of(name: str) -> str:
    return name[:2] if name[:2] in ("欧阳", "尉迟") else name[:1]


def visit_note(rng: Random, home: Home, met: list[Person], season: Season, year: int) -> str:
    """A note about a home visit in ``year``: what was seen, what was done, what comes next, of one topic."""
    kind = _kind_of(home)
    topic, saw = _pick(rng, kind, "saw", {"", f"@{season}"}, or_any=True)
    parts = [saw]
    if (seasonal := sentences("season", season)) and rng.random() < 0.35:
        parts.append(rng.choice(seasonal))
    topics = {"", topic}
    if rng.random() < 0.75:
        topic, did = _pick(rng, kind, "did", topics)
        parts.append(did)
        topics.add(topic)
    if rng.random() < 0.45:
        parts.append(_pick(rng, kind, "next", topics)[1])
    return "".join(parts).format_map(_slots(rng, home, met, year))


def _pick(
    rng: Random, kind: str, beat: str, topics: set[str], *, or_any: bool = False
) -> tuple[str, str]:
    """A sentence and its topic. ``or_any``: any topic will do that is not another season's."""
    stock = [_split(line) for line in sentences(kind, beat)]
    fitting = [
        (topic, text)
        for topic, text in stock
        if topic in topics or (or_any and not topic.startswith("@"))
    ]
    own = [(topic, text) for topic, text in fitting if topic and topic in topics]
    if own and (not fitting or rng.random() < 0.8):
        return rng.choice(own)
    return rng.choice(fitting) if fitting else ("", "")


def _split(line: str) -> tuple[str, str]:
    topic, bar, text = line.partition("|")
    return (topic, text) if bar else ("", line)


def short_note(rng: Random, shelf: str, home: Home | None, name: str = "all") -> str:
    """One sentence of a shelf, filled for ``home``."""
    text = rng.choice(sentences(shelf, name))
    met = home.present[:1] if home else []
    return text.format_map(_slots(rng, home, met, 2026) | {"n": str(rng.randrange(1, 7))})


def _kind_of(home: Home) -> str:
    if home.has("left_behind_child", "child_in_difficulty", "orphan", "de_facto_unsupported_child"):
        return "child"
    if home.shape == Shape.DISABLED_CARE or (home.has("disabled") and home.shape == Shape.NUCLEAR):
        return "disabled"
    if home.shape == Shape.ELDER_COUPLE:
        return "couple"
    if home.shape in (Shape.ELDER_ALONE, Shape.ELDER_WITH_CHILD, Shape.SINGLE_MAN):
        return "elder"
    if home.has("dibao", "near_dibao", "tekun", "poverty_return_watch"):
        return "hardship"
    return "family"


def _slots(rng: Random, home: Home | None, met: list[Person], year: int) -> dict[str, str]:
    people = met or (home.members if home else [])
    grown = [person for person in people if year - person.born_on.year >= 18]
    young = [person for person in people if year - person.born_on.year < 18]
    oldest = min(grown or people, key=lambda person: person.born_on, default=None)
    return {
        "elder": address_of(oldest, year - oldest.born_on.year) if oldest else "来访的人",
        "child": rng.choice(young).name[-1:] * 2 if young else "孩子",
        "kin": rng.choice(KIN),
        "far": rng.choice(list(FAR_NAMES.values())),
        "near": surname(rng),
        "bp": f"{rng.randrange(118, 172)}/{rng.randrange(68, 98)}",
        "sum": str(rng.randrange(3, 60) * 100),
    }
