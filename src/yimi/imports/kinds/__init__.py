"""What can be imported."""

from yimi.imports.kinds.base import Kind
from yimi.imports.kinds.certificates import CERTIFICATES
from yimi.imports.kinds.households import HOUSEHOLDS
from yimi.imports.kinds.records import RECORDS
from yimi.imports.kinds.status_list import STATUS_LIST
from yimi.imports.kinds.workers import WORKERS

#: In the order in which a station needs them.
KINDS: dict[str, Kind] = {
    kind.slug: kind for kind in (HOUSEHOLDS, RECORDS, STATUS_LIST, WORKERS, CERTIFICATES)
}


def kind_of(slug: str) -> Kind:
    """The kind called ``slug``; raises KeyError for one that never was."""
    return KINDS[slug]


__all__ = ["KINDS", "Kind", "kind_of"]
