"""The eco-map (生态系统图) as SVG: the family in the middle, what supports or burdens it around, the kind of line says how."""

from __future__ import annotations

from math import cos, hypot, pi, sin

from yimi.cases.rules.genogram import Words, frame, line, text_at
from yimi.cases.rules.picture import System

#: Radii of the family's circle and of a system's; how far away the systems stand, for few and for many.
FAMILY, SYSTEM = 52, 46
NEAR, FAR = 132, 205
FEW = 6


def eco_map(family: str, systems: tuple[System, ...], words: Words) -> str:
    """The drawing, with a description for those who do not see it."""
    away = NEAR if len(systems) <= FEW else FAR
    middle = away + SYSTEM + 14
    width, height = 2 * middle, 2 * middle + 64
    cx = width / 2
    parts = [_circle(cx, middle, FAMILY, 2.6), *_wrapped(cx, middle, family)]
    for at, system in enumerate(systems):
        angle = -pi / 2 + 2 * pi * at / len(systems)
        x, y = cx + away * cos(angle), middle + away * sin(angle)
        parts += [_tie(system.tie, cx, middle, x, y), _circle(x, y, SYSTEM, 1.6)]
        parts += _wrapped(x, y, system.name)
    said = "；".join(f"{system.name}：{words.ties[system.tie]}" for system in systems)
    body = "".join(parts) + _legend(words, cx, height - 44)
    text = f"{family}。{said}"
    return frame("ecomap", words.eco_title, text, size=(width, height), body=body)


def _circle(x: float, y: float, radius: float, width: float) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" stroke-width="{width}"/>'


def _wrapped(x: float, y: float, text: str) -> list[str]:
    """Up to three lines of five characters."""
    rows = [text[at : at + 5] for at in range(0, len(text), 5)]
    if len(rows) > 3:
        rows = [*rows[:2], rows[2][:4] + "…"]
    top = y + 5 - 8.5 * (len(rows) - 1)
    return [text_at(x, top + 17 * at, row, size=14) for at, row in enumerate(rows)]


def _tie(tie: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """From the edge of the family's circle to the edge of the system's."""
    long = hypot(x2 - x1, y2 - y1)
    ux, uy = (x2 - x1) / long, (y2 - y1) / long
    start = x1 + ux * FAMILY, y1 + uy * FAMILY
    end = x2 - ux * SYSTEM, y2 - uy * SYSTEM
    return stroke(tie, *start, *end)


def stroke(tie: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A line of its kind: thick, plain, dashed, or zigzag for a tie under strain."""
    if tie == "strong":
        return line(x1, y1, x2, y2, ' stroke-width="5"')
    if tie == "weak":
        return line(x1, y1, x2, y2, ' stroke-dasharray="5 6"')
    if tie == "stressful":
        long = hypot(x2 - x1, y2 - y1)
        ux, uy = (x2 - x1) / long, (y2 - y1) / long
        teeth = max(int(long // 7), 3)
        points = []
        for at in range(teeth + 1):
            side = 0 if at in (0, teeth) else (6 if at % 2 else -6)
            along = long * at / teeth
            points.append(f"{x1 + ux * along - uy * side:.1f} {y1 + uy * along + ux * side:.1f}")
        return f'<path d="M{"L".join(points)}" stroke-linejoin="round"/>'
    return line(x1, y1, x2, y2)


def _legend(words: Words, cx: float, y: float) -> str:
    """Two rows of two, so that it fits a phone."""
    parts = []
    for at, (tie, label) in enumerate(words.ties.items()):
        x, row = cx - 120 + 130 * (at % 2), y + 26 * (at // 2)
        parts.append(stroke(tie, x, row, x + 34, row))
        parts.append(text_at(x + 40, row + 4, label, size=12, anchor="start"))
    return "".join(parts)
