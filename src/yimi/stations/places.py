"""Places as people type and read them: a name within one's own divisions becomes a code, a code becomes a name."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yimi.core.actor import Actor, ScopeKind
from yimi.core.errors import Invalid
from yimi.core.scoping import region_range
from yimi.regions.models import Region
from yimi.regions.rules import CODE_LENGTH, ancestor_codes, pad_code
from yimi.stations.models import ServiceUnit

#: So many candidates are named when what was typed is ambiguous.
CANDIDATES = 5
#: So many suggestions a form carries; see the promise about pickers.
SUGGESTIONS = 200


def home_prefix(actor: Actor, permission: str) -> str:
    """The code prefix where an actor's lists begin: their division, their unit's county, "" for everywhere."""
    scopes = actor.scopes(permission)
    for scope in scopes:
        if scope.kind == ScopeKind.REGION:
            return scope.key
    uids = [scope.key for scope in scopes if scope.kind == ScopeKind.UNIT]
    code = ServiceUnit.objects.filter(pk__in=uids).values_list("region_code", flat=True).first()
    return code[:6] if code else ""


def places_below(prefix: str) -> list[Region]:
    """The next divisions below a prefix, for a filter or suggestions; at most 200. One query."""
    level = {0: 1, 2: 2, 4: 3, 6: 4}.get(len(prefix), 5)
    found = Region.objects.filter(region_range("code", prefix)) if prefix else Region.objects.all()
    return list(found.at_level(level).order_by("code")[:SUGGESTIONS])


def resolve_place(text: str, *, within: str = "") -> str:
    """The code of the division meant by a code or a name; raises Invalid when there is none, or more than one.

    Names may be cut short ("东城") and carry their parents before them ("商水 东城").
    """
    text = " ".join(text.split())
    if text.isascii() and text.isdigit():
        return _known_code(text)
    *above, name = text.split() or [""]
    found = Region.objects.filter(name__startswith=name, is_placeholder=False)
    if within:
        found = found.filter(region_range("code", within))
    regions = list(found.order_by("level", "code")[: SUGGESTIONS if above else CANDIDATES + 1])
    exact = [region for region in regions if region.name == name]
    matches = _under(exact or regions, above)
    if not name or not matches:
        raise Invalid.one(
            "region_code", _("没有找到“%(text)s”。请写全称，或填 12 位区划代码。") % {"text": text}
        )
    if len(matches) > 1:
        names = place_names([region.code for region in matches[:CANDIDATES]])
        raise Invalid.one(
            "region_code",
            _("“%(text)s”不止一处，请连上级一起写：%(names)s。")
            % {"text": text, "names": "、".join(names.values())},
        )
    return matches[0].code


def _known_code(digits: str) -> str:
    code = pad_code(digits)
    if len(digits) > CODE_LENGTH or not Region.objects.filter(pk=code).exists():
        raise Invalid.one("region_code", _("没有代码为“%(code)s”的行政区划。") % {"code": digits})
    return code


def _under(regions: list[Region], above: list[str]) -> list[Region]:
    if not above:
        return regions
    names = place_names([region.code for region in regions])
    return [region for region in regions if all(part in names[region.code] for part in above)]


def place_names(codes: Iterable[str], *, levels: int = 2) -> dict[str, str]:
    """Each division's name with its parents, e.g. 商水县东城街道; the last ``levels`` of the path. One query.

    Placeholders such as 市辖区 are left out; a code that is not on file shows itself.
    """
    wanted = list(dict.fromkeys(codes))
    paths = {code: (*ancestor_codes(code), code) for code in wanted}
    needed = {step for path in paths.values() for step in path}
    names = dict(
        Region.objects.filter(Q(pk__in=needed), is_placeholder=False).values_list("code", "name")
    )
    return {
        code: "".join([names[step] for step in path if step in names][-levels:]) or code
        for code, path in paths.items()
    }
