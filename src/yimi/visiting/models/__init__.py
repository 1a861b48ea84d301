"""Risk tiers, which household has which, visits planned for a day, what was observed at home, consultations."""

from yimi.visiting.models.consultations import Consultation
from yimi.visiting.models.observations import HomeObservation
from yimi.visiting.models.plans import PlannedVisit
from yimi.visiting.models.tiers import HouseholdTier, VisitTier

__all__ = ["Consultation", "HomeObservation", "HouseholdTier", "PlannedVisit", "VisitTier"]
