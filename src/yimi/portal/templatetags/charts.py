"""Small charts, drawn on the server as SVG; the figures always stand beside them as text."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
WIDTH, HEIGHT, EDGE = 120, 36, 4


@register.simple_tag
def sparkline(values: list[int]) -> SafeString | str:
    """A line over time with a dot at the end; nothing when there are fewer than two values.

    >>> sparkline([1])
    ''
    """
    if len(values) < 2:
        return ""
    top = max(values) or 1
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (EDGE + number * step, HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * value / top)
        for number, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true"><polyline points="{}"/><circle cx="{}" cy="{}" r="3"/></svg>',
        WIDTH,
        HEIGHT,
        line,
        f"{points[-1][0]:.1f}",
        f"{points[-1][1]:.1f}",
    )
