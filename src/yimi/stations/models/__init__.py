"""Nouns of the stations room: service units, who runs them, who leads them, where and when they serve."""

from yimi.stations.models.authorities import Authority, AuthorityLine, LeadAuthority
from yimi.stations.models.operators import Operator, OperatorEngagement, OperatorKind
from yimi.stations.models.units import (
    NameKind,
    OpeningHours,
    ServedArea,
    ServiceUnit,
    UnitKind,
    UnitName,
    UnitQuerySet,
    Weekday,
)

__all__ = [
    "Authority",
    "AuthorityLine",
    "LeadAuthority",
    "NameKind",
    "OpeningHours",
    "Operator",
    "OperatorEngagement",
    "OperatorKind",
    "ServedArea",
    "ServiceUnit",
    "UnitKind",
    "UnitName",
    "UnitQuerySet",
    "Weekday",
]
