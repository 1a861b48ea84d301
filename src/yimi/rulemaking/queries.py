"""What the rulemaking pages read beside drafts: what one may begin from, numbers of versions, names of places."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext as _

from yimi.core.actor import Actor
from yimi.engine.packs import load_pack, shipped_packs
from yimi.people.models import StatusKind
from yimi.programmes.access import visible_packs
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.versions import RULES
from yimi.regions.models import Region
from yimi.regions.queries.tree import path_name


def last_version(pack_id: str) -> int:
    """The highest number that the pack was proposed or published with; 0 when never. One query."""
    known = PackVersion.objects.filter(pack_id=pack_id).exclude(state=PackState.REFUSED)
    return int(known.aggregate(last=Max("version"))["last"] or 0)


def published_versions(actor: Actor) -> list[PackVersion]:
    """The newest published rules of every pack that the actor may read. One query."""
    newest: dict[str, PackVersion] = {}
    found = visible_packs(actor).filter(kind=RULES, state=PackState.PUBLISHED)
    for version in found.order_by("pack_id", "-version"):
        newest.setdefault(version.pack_id, version)
    return list(newest.values())


def versions_of(actor: Actor, pack_id: str) -> list[PackVersion]:
    """All versions of a pack that the actor may read and that were not refused, the newest first. One query."""
    found = visible_packs(actor).filter(pack_id=pack_id).exclude(state=PackState.REFUSED)
    return list(found.defer("text").order_by("-version"))


def shipped_rules() -> list[tuple[str, str]]:
    """(id, title) of the rule packs that ship."""
    packs = [load_pack(name) for name in shipped_packs()]
    return [(pack.id, pack.title) for pack in packs if pack.kind == RULES]


def place_name(region_code: str) -> str:
    """The division's own name; "" is the country. One query."""
    return path_name(region_code).rpartition(" ")[2] if region_code else _("全国")


def town_names(codes: list[str]) -> dict[str, str]:
    """Nine digits → name. One query."""
    wanted = [code.ljust(12, "0") for code in codes]
    found = Region.objects.filter(code__in=wanted, is_placeholder=False)
    return {code[:9]: name for code, name in found.values_list("code", "name")}


def status_names() -> dict[str, str]:
    """Code → name of the statuses that stations ask about. One query."""
    return dict(StatusKind.objects.values_list("code", "name"))
