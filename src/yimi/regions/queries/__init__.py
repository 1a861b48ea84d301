"""Reading the division tree."""

from yimi.regions.queries.finding import find_regions
from yimi.regions.queries.tree import (
    FoundRegion,
    children_of,
    count_townships,
    current_regions,
    get_region,
    path_name,
    path_names,
    path_of,
    townships_of,
)

__all__ = [
    "FoundRegion",
    "children_of",
    "count_townships",
    "current_regions",
    "find_regions",
    "get_region",
    "path_name",
    "path_names",
    "path_of",
    "townships_of",
]
