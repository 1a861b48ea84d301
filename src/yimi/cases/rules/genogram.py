"""The genogram (家庭结构图) as SVG, in the profession's symbols: square for a man, circle for a woman, a cross for the dead,

a double border for the client, slashes on the line for separation and divorce. Black on the page's own ground.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from yimi.cases.rules.layout import ROW, Layout, Parents, Spot, lay_out
from yimi.cases.rules.picture import Person, Picture, Union

#: Half of a symbol; the picture's margin; how wide the legend's two rows are.
HALF, MARGIN, LEGEND = 20, 60, 296
#: How far under a symbol's middle its words begin and end, and the line to the children runs.
WORDS, WORDS_END, BAR = 36, 74, 92


@dataclass(frozen=True, slots=True)
class Words:
    """The words of the picture, in the reader's language. ``age`` has a place for years."""

    title: str
    eco_title: str
    client: str
    age: str
    dead: str
    man: str
    woman: str
    unknown: str
    at_home: str
    couple: dict[str, str]
    ties: dict[str, str]
    children: str
    family: str


def genogram(picture: Picture, words: Words, *, year: int) -> str:
    """The drawing, with a description for those who do not see it. ``year``: in which ages are counted."""
    layout = lay_out(picture)
    people = {person.key: person for person in picture.people}
    width = max((spot.x for spot in layout.spots.values()), default=0) + 2 * MARGIN
    width = max(width, LEGEND)
    height = max((spot.y for spot in layout.spots.values()), default=0) + ROW + 56
    shift = (width - 2 * MARGIN - max((s.x for s in layout.spots.values()), default=0)) / 2
    parts = [
        *_homes(layout, people),
        *_couples(picture, layout),
        *_children(layout),
        *(part for key, spot in layout.spots.items() for part in _symbol(people[key], spot)),
        *(
            part
            for key, spot in layout.spots.items()
            for part in _labels(people[key], spot, words, year)
        ),
    ]
    body = f'<g transform="translate({MARGIN + shift:.1f},40)">{"".join(parts)}</g>'
    legend = _legend(words, height - 50)
    text = describe(picture, words, year=year)
    return frame("genogram", words.title, text, size=(width, height), body=body + legend)


def frame(name: str, title: str, text: str, *, size: tuple[float, float], body: str) -> str:
    """An SVG with its title and description."""
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" viewBox="0 0 {width:.0f} {height:.0f}"'
        f' width="{width:.0f}" height="{height:.0f}" role="img" aria-labelledby="{name}-title {name}-desc"'
        ' fill="none" stroke="currentColor" stroke-width="1.6" font-size="13">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(text)}</desc>{body}</svg>'
    )


def text_at(x: float, y: float, text: str, *, size: int = 13, anchor: str = "middle") -> str:
    """One line of words."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="currentColor"'
        f' stroke="none">{escape(text)}</text>'
    )


def line(x1: float, y1: float, x2: float, y2: float, extra: str = "") -> str:
    """A straight line."""
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"{extra}/>'


def _symbol(person: Person, spot: Spot) -> Iterator[str]:
    yield _shape(person.sex, spot, HALF)
    if person.is_client:
        yield _shape(person.sex, spot, HALF - 5)
    if person.is_dead:
        reach = HALF if person.sex == "1" else HALF * 0.7
        yield line(spot.x - reach, spot.y - reach, spot.x + reach, spot.y + reach)
        yield line(spot.x - reach, spot.y + reach, spot.x + reach, spot.y - reach)


def _shape(sex: str, spot: Spot, half: float) -> str:
    x, y = spot.x, spot.y
    if sex == "1":
        return (
            f'<rect x="{x - half:.1f}" y="{y - half:.1f}" width="{2 * half}" height="{2 * half}"/>'
        )
    if sex == "2":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{half}"/>'
    return f'<path d="M{x:.1f} {y - half:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z"/>'


def _labels(person: Person, spot: Spot, words: Words, year: int) -> Iterator[str]:
    yield text_at(spot.x, spot.y + WORDS, _short(person.name, 6), size=14)
    if second := _age(person, words, year):
        yield text_at(spot.x, spot.y + WORDS + 17, second, size=12)
    if person.mark:
        yield text_at(spot.x, spot.y + WORDS + 33, _short(person.mark, 7), size=12)


def _age(person: Person, words: Words, year: int) -> str:
    if person.is_dead:
        return f"{person.born} · {words.dead}" if person.born else words.dead
    return words.age % (year - person.born) if person.born else ""


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _homes(layout: Layout, people: dict[str, Person]) -> Iterator[str]:
    """A dashed frame around neighbours who live together; none when everybody does."""
    if all(person.is_at_home for person in people.values()):
        return
    for row in layout.rows:
        run: list[Spot] = []
        for key in (*row, ""):
            if key and people[key].is_at_home:
                run.append(layout.spots[key])
                continue
            if run:
                x, y = run[0].x - 40, run[0].y - HALF - 10
                wide = run[-1].x - run[0].x + 80
                yield (
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{HALF * 2 + 92 - HALF}" rx="12"'
                    ' stroke-width="1" stroke-dasharray="3 4"/>'
                )
            run = []


def _couples(picture: Picture, layout: Layout) -> Iterator[str]:
    known = {frozenset((union.one, union.other)): union for union in picture.unions}
    for parents in layout.families:
        if all(parents):
            known.setdefault(frozenset(parents), Union(*parents))
    for union in known.values():
        one, other = sorted((layout.spots[union.one], layout.spots[union.other]), key=lambda s: s.x)
        y = (one.y + other.y) / 2
        dashed = ' stroke-dasharray="5 4"' if union.kind == "cohabiting" else ""
        if not _is_between(one, other, layout):
            yield line(one.x + HALF, one.y, other.x - HALF, other.y, dashed)
        else:
            # somebody stands between them: over the heads
            top = y - HALF - 16
            yield (
                f'<path d="M{one.x:.1f} {one.y - HALF:.1f}V{top:.1f}H{other.x:.1f}V{other.y - HALF:.1f}"{dashed}/>'
            )
            y = top
        slashes = {"separated": 1, "divorced": 2}.get(union.kind, 0)
        for number in range(slashes):
            x = (one.x + other.x) / 2 + 10 + number * 7
            yield line(x - 4, y + 8, x + 4, y - 8)


def _is_between(one: Spot, other: Spot, layout: Layout) -> bool:
    """Whether somebody stands between two of the same row: their line then runs over the heads."""
    left, right = sorted((one.x, other.x))
    return any(spot.y == one.y and left < spot.x < right for spot in layout.spots.values())


def _children(layout: Layout) -> Iterator[str]:
    for number, (parents, kids) in enumerate(sorted(layout.families.items())):
        start = _start(parents, layout)
        bar = start.y + BAR + (number % 3) * 7
        children = [layout.spots[kid] for kid in kids]
        begin = start.y if all(parents) else start.y + WORDS_END
        yield line(start.x, begin, start.x, bar)
        reach = [spot.x for spot in children] + [start.x]
        if min(reach) != max(reach):
            yield line(min(reach), bar, max(reach), bar)
        for spot in children:
            yield line(spot.x, bar, spot.x, spot.y - HALF)


def _start(parents: Parents, layout: Layout) -> Spot:
    """The middle of the couple's line, or under a single parent."""
    spots = [layout.spots[key] for key in parents if key]
    xs = sorted(spot.x for spot in spots)
    y = max(spot.y for spot in spots)
    if len(spots) == 2 and _is_between(spots[0], spots[1], layout):
        return Spot((xs[0] + xs[1]) / 2, y - HALF - 16)
    return Spot(sum(xs) / len(xs), y)


def _legend(words: Words, y: float) -> str:
    """Two rows, so that it fits a phone: the symbols of people, then death, living together, divorce."""
    x, below = 16.0, y + 28
    parts = []
    for sex, label in (("1", words.man), ("2", words.woman)):
        parts += [_shape(sex, Spot(x, y), 8), _said(x, y, label)]
        x += 44 + 13 * len(label)
    parts += [_shape("1", Spot(x, y), 8), _shape("1", Spot(x, y), 4), _said(x, y, words.client)]
    x = 16.0
    parts += [line(x - 7, below - 7, x + 7, below + 7), line(x - 7, below + 7, x + 7, below - 7)]
    parts.append(_said(x, below, words.dead))
    x += 44 + 13 * len(words.dead)
    parts.append(
        f'<rect x="{x - 9:.1f}" y="{below - 8:.1f}" width="18" height="16" rx="4" stroke-width="1"'
        ' stroke-dasharray="3 3"/>'
    )
    parts.append(_said(x, below, words.at_home))
    x += 50 + 13 * len(words.at_home)
    parts += [line(x - 2 + slash, below + 7, x + 4 + slash, below - 7) for slash in (0, 7)]
    parts += [line(x - 10, below, x + 18, below), _said(x + 10, below, words.couple["divorced"])]
    return "".join(parts)


def _said(x: float, y: float, label: str) -> str:
    return text_at(x + 14, y + 4, label, size=12, anchor="start")


def describe(picture: Picture, words: Words, *, year: int) -> str:
    """The family in words: everybody, the couples, and whose children they are."""
    names = {person.key: person.name for person in picture.people}
    said = []
    for person in picture.people:
        facts = [words.client] if person.is_client else []
        facts.append({"1": words.man, "2": words.woman}.get(person.sex, words.unknown))
        facts += [fact for fact in (_age(person, words, year), person.mark) if fact]
        if person.is_at_home:
            facts.append(words.at_home)
        said.append(f"{person.name}（{'，'.join(facts)}）")
    for union in picture.unions:
        said.append(f"{names[union.one]}、{names[union.other]}：{words.couple[union.kind]}")
    for parents, kids in lay_out(picture).families.items():
        pair = "、".join(names[key] for key in parents if key)
        said.append(f"{pair} {words.children}：{'、'.join(names[kid] for kid in kids)}")
    return "；".join(said)
