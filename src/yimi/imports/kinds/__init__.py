"""What can be imported."""

from yimi.imports.kinds.base import Kind
from yimi.imports.kinds.households import HOUSEHOLDS
from yimi.imports.kinds.records import RECORDS

#: In the order in which a station needs them.
KINDS: dict[str, Kind] = {kind.slug: kind for kind in (HOUSEHOLDS, RECORDS)}


def kind_of(slug: str) -> Kind:
    """The kind called ``slug``; raises KeyError for one that never was."""
    return KINDS[slug]


__all__ = ["KINDS", "Kind", "kind_of"]
