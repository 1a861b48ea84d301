"""The only writers of the stations room."""

from yimi.stations.actions.authorities import (
    AuthorityDraft,
    register_authorities,
    register_authority,
    set_lead_authority,
)
from yimi.stations.actions.closing import close_unit, reopen_unit
from yimi.stations.actions.facts import (
    add_unit_name,
    end_served_area,
    end_unit_name,
    serve_area,
    set_opening_hours,
)
from yimi.stations.actions.opening import NameDraft, UnitDraft, open_unit, open_units
from yimi.stations.actions.operators import (
    EngagementDraft,
    OperatorDraft,
    correct_operator,
    end_engagement,
    engage_operator,
    engage_operators,
    register_operator,
    register_operators,
)
from yimi.stations.actions.units import correct_unit, rename_unit

__all__ = [
    "AuthorityDraft",
    "EngagementDraft",
    "NameDraft",
    "OperatorDraft",
    "UnitDraft",
    "add_unit_name",
    "close_unit",
    "correct_operator",
    "correct_unit",
    "end_engagement",
    "end_served_area",
    "end_unit_name",
    "engage_operator",
    "engage_operators",
    "open_unit",
    "open_units",
    "register_authorities",
    "register_authority",
    "register_operator",
    "register_operators",
    "rename_unit",
    "reopen_unit",
    "serve_area",
    "set_lead_authority",
    "set_opening_hours",
]
