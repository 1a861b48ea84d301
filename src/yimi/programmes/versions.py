"""From a published text to rules that can be asked. The text is checked against its digest each time it is first read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import PurePath
from typing import Any, cast

from yimi.core import clock
from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.errors import EngineError
from yimi.engine.packs import Pack, parse_pack
from yimi.engine.rules.definitions import RuleSet
from yimi.engine.rules.reading import read_rules, require_begun
from yimi.programmes.errors import PackDamaged, PackNotInForce
from yimi.programmes.models import PackState, PackVersion

#: The kind of pack that claims rest on; indicators and figures are published the same way and claimed by nobody.
RULES = "rules"


@dataclass(frozen=True, slots=True)
class InForce:
    """A version and its rules, the repeal that was decided here included."""

    version: PackVersion
    rules: RuleSet

    def require_on(self, day: date) -> None:
        """Raises :class:`PackNotInForce` before the first day and from the repeal on."""
        try:
            require_begun(self.rules, day)
        except EngineError as error:
            raise PackNotInForce(why=error.message) from None

    def is_on(self, day: date) -> bool:
        """Whether something can be claimed on ``day``."""
        try:
            self.require_on(day)
        except PackNotInForce:
            return False
        return True


def catalogue() -> Catalogue:
    """The facts that packs may speak of."""
    return load_catalogue()


def read_text(text: str, name: str) -> Pack:
    """The pack in a text; ``name`` stands in errors. Raises :class:`EngineError`."""
    return parse_pack(text.encode("utf-8", "surrogatepass"), cast(Any, PurePath(name)))


def in_force(version: PackVersion) -> InForce:
    """The rules of a stored version. Raises :class:`PackDamaged` when text and digest differ."""
    rules = _rules_of(version.text)
    if rules.pack.sha256 != version.sha256:
        raise PackDamaged(name=version.name)
    if version.repealed_on is not None:
        rules = replace(rules, pack=replace(rules.pack, repealed_on=version.repealed_on))
    return InForce(version, rules)


@lru_cache(maxsize=64)
def _rules_of(text: str) -> RuleSet:
    return read_rules(read_text(text, "published"), catalogue())


def has_begun(version: PackVersion, day: date) -> bool:
    """Whether a version holds from ``day`` or earlier; a repeal is no matter here. Raises :class:`PackDamaged`."""
    begins = in_force(version).rules.pack.in_force_from
    return begins is None or begins <= day


def newest_versions(region_codes: Iterable[str], day: date | None = None) -> list[PackVersion]:
    """Of every pack that holds at one of these places the newest published rules that have begun by ``day`` (today).

    Next year's version, published early, leaves this year's in force. A pack whose first version is still to come is
    there with that one. One query.
    """
    day = day or clock.today()
    prefixes = {code[:length] for code in region_codes for length in (2, 4, 6, 9, 12)}
    places = {""} | {prefix.ljust(12, "0") for prefix in prefixes}
    found = PackVersion.objects.filter(
        state=PackState.PUBLISHED, kind=RULES, region_code__in=places
    ).order_by("pack_id", "-version")
    newest: dict[str, PackVersion] = {}
    begun: set[str] = set()
    for version in found:
        if version.pack_id not in begun:
            newest[version.pack_id] = version
            if has_begun(version, day):
                begun.add(version.pack_id)
    return list(newest.values())
