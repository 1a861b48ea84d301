"""Benefits in words and kinds: what the lists offer, and what is missing of a lead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from yimi.core import clock
from yimi.core.language import in_english
from yimi.engine.rules import Benefit
from yimi.matching.models import Lead
from yimi.matching.packs_in_force import PacksInForce, packs_in_force


@dataclass
class Words:
    """What the packs of a day call things. One query, when first asked."""

    day: date

    @classmethod
    def of_today(cls) -> Words:
        """Today's."""
        return cls(clock.today())

    def title(self, lead: Lead) -> str:
        """The benefit's name in the reader's language; the one on file when its pack is gone."""
        found = self.packs.named(lead.benefit)
        return title_of(found[1]) if found else lead.title

    def missing(self, lead: Lead) -> list[str]:
        """The conditions that are not known, in the policy's words."""
        found = self.packs.named(lead.benefit)
        if found is None:
            return []
        texts = {condition.id: condition.text for condition in found[1].conditions}
        return [texts[name] for name in lead.missing if name in texts]

    def benefits(self) -> dict[str, Benefit]:
        """Every benefit that may become a lead somewhere, by the name leads use."""
        return {
            pack.benefit_name(one.id): one
            for pack in self.packs.everywhere
            for one in pack.benefits
        }

    def paid(self) -> list[str]:
        """The benefits that are given once or again and again; the others are recognitions and services."""
        return [name for name, one in self.benefits().items() if one.frequency is not None]

    @cached_property
    def packs(self) -> PacksInForce:
        """The packs of the day."""
        return packs_in_force(self.day)


def title_of(benefit: Benefit) -> str:
    """A benefit's name in the reader's language."""
    return benefit.title_en if in_english() and benefit.title_en else benefit.title
