"""Expressions: one condition or value over a row of a fact, written as people write SQL, checked before anything runs.

``check(text, catalogue, fact)`` gives a tree of :mod:`yimi.engine.expressions.tree` or raises
:class:`yimi.engine.errors.ExpressionError` with the position and the nearest valid name. Two gates: ``tokens`` lets only
known words through, ``checking`` only known nodes, columns, functions and kinds. There is no way to a table,
a file or the network, because nothing that names one passes.
"""

from yimi.engine.expressions.checking import check
from yimi.engine.expressions.tree import Node

__all__ = ["Node", "check"]
