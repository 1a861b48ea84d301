"""Which rules on residents hold where: what the place (or one above it) has published, else the shipped packs.

Shipped packs are examples (示例): they show what the rules would find until a place publishes its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from yimi.engine.errors import EngineError
from yimi.engine.packs import load_pack, shipped_packs
from yimi.engine.rules import Benefit, RuleSet, read_rules
from yimi.engine.rules.layout import Layout
from yimi.engine.rules.reading import require_begun
from yimi.matching.signs import Signs, is_of_family, signs_of
from yimi.programmes.models import PackState, PackVersion
from yimi.programmes.versions import RULES, catalogue, has_begun, in_force

SUBJECT = "resident"
#: What a rule says that is no benefit but something for the station to do by a day (visits, pack M).
TASK_VALUE = "due_on"


@dataclass(frozen=True, slots=True, eq=False)
class ResidentPack:
    """A rule set on residents and which of its benefits become leads."""

    rules: RuleSet
    is_example: bool
    benefits: tuple[Benefit, ...]
    signs: Mapping[str, Signs] = field(repr=False)
    layout: Layout = field(repr=False)
    bits: Mapping[str, int] = field(repr=False)
    #: Whether one family's files hold all it asks; otherwise only a run over everybody decides.
    is_of_family: bool = True

    @property
    def prefix(self) -> str:
        """Where it holds."""
        return self.rules.pack.prefix

    @property
    def name(self) -> str:
        """``id@version``."""
        return self.rules.pack.name

    def benefit_name(self, benefit: str) -> str:
        """How leads call a benefit: pack id and benefit id."""
        return f"{self.rules.pack.id}/{benefit}"

    def is_on(self, day: date) -> bool:
        """Whether the pack is in force on ``day``."""
        try:
            require_begun(self.rules, day)
        except EngineError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PacksInForce:
    """All packs on residents of one day, asked for by place."""

    published: tuple[ResidentPack, ...]
    shipped: tuple[ResidentPack, ...]

    @property
    def everywhere(self) -> tuple[ResidentPack, ...]:
        """Every pack that holds at some place."""
        return (*self.published, *self.shipped)

    def at(self, region_code: str) -> tuple[ResidentPack, ...]:
        """The packs of a place: the published ones that cover it; the shipped ones where there are none."""
        found = tuple(pack for pack in self.published if region_code.startswith(pack.prefix))
        return found or self.shipped

    def named(self, benefit: str) -> tuple[ResidentPack, Benefit] | None:
        """The pack and benefit that a lead names."""
        pack_id, _slash, name = benefit.rpartition("/")
        for pack in self.everywhere:
            for one in pack.benefits:
                if pack.rules.pack.id == pack_id and one.id == name:
                    return pack, one
        return None


def packs_in_force(day: date) -> PacksInForce:
    """What holds on ``day``. One query; rules are read once per text."""
    published = (_published(version, day) for version in _newest(day))
    return PacksInForce(
        tuple(pack for pack in published if pack),
        tuple(pack for pack in shipped_resident_packs() if pack.is_on(day)),
    )


def shipped_resident_packs() -> tuple[ResidentPack, ...]:
    """The packs on residents that ship for the whole country."""
    return _shipped()


@lru_cache(maxsize=1)
def _shipped() -> tuple[ResidentPack, ...]:
    found = []
    for name in shipped_packs():
        pack = load_pack(name)
        if pack.kind == RULES and not pack.prefix:
            made = _resident_pack(read_rules(pack, catalogue()), is_example=True)
            if made:
                found.append(made)
    return tuple(found)


def _newest(day: date) -> list[PackVersion]:
    """Of every rule pack the newest published version that has begun by ``day``, wherever it holds.

    Next year's version, published early, leaves this year's in force.
    """
    newest: dict[str, PackVersion] = {}
    rows = PackVersion.objects.filter(state=PackState.PUBLISHED, kind=RULES)
    for version in rows.order_by("pack_id", "-version"):
        if version.pack_id not in newest and has_begun(version, day):
            newest[version.pack_id] = version
    return list(newest.values())


def _published(version: PackVersion, day: date) -> ResidentPack | None:
    source = in_force(version)
    if not source.is_on(day):
        return None
    return _of_rules(version.sha256, str(version.repealed_on), source.rules)


_KNOWN: dict[tuple[str, str], ResidentPack | None] = {}


def _of_rules(sha256: str, repealed: str, rules: RuleSet) -> ResidentPack | None:
    """Read once: a text never changes, its day of repeal may."""
    if (sha256, repealed) not in _KNOWN:
        _KNOWN[sha256, repealed] = _resident_pack(rules, is_example=False)
    return _KNOWN[sha256, repealed]


def _resident_pack(rules: RuleSet, *, is_example: bool) -> ResidentPack | None:
    """None for packs that have no benefit for residents."""
    benefits = tuple(one for one in rules.of_subject(SUBJECT) if TASK_VALUE not in one.values)
    if not benefits:
        return None
    layout = Layout.of(rules, SUBJECT)
    return ResidentPack(
        rules,
        is_example,
        benefits,
        {one.id: signs_of(one) for one in benefits},
        layout,
        {one.id: layout.bit(one.id) for one in benefits},
        is_of_family(rules),
    )
