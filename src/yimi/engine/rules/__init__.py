"""Rules: a policy as conditions, each with its clause and its words, and what follows when they hold.

``read_rules(pack)`` checks every expression; ``decide`` answers for one subject, ``Population`` for all of them in one
pass, with the same outcome and the same reasons; ``Prepared`` lays the facts ready so that deciding is one scan; ``merged``
puts rule sets together; ``compare`` says who gains and who loses under a new version; ``describe`` reads the pack back in
Chinese; ``run_cases`` proves it. How to write a pack: docs/packs.md.
"""

from yimi.engine.rules.decisions import decide
from yimi.engine.rules.definitions import Benefit, Condition, Outcome, RuleSet
from yimi.engine.rules.reading import read_rules

__all__ = ["Benefit", "Condition", "Outcome", "RuleSet", "decide", "read_rules"]
