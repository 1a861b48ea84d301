"""What services are, and what is recorded of them."""

from yimi.services.models.attachment import Attachment
from yimi.services.models.catalogue import LocalItem, ServiceDomain, ServiceItem
from yimi.services.models.record import (
    CoOrganiser,
    HeadCount,
    Participant,
    RecordTag,
    RecordWorker,
    ServiceRecord,
)
from yimi.services.models.visit import VisitDue

__all__ = [
    "Attachment",
    "CoOrganiser",
    "HeadCount",
    "LocalItem",
    "Participant",
    "RecordTag",
    "RecordWorker",
    "ServiceDomain",
    "ServiceItem",
    "ServiceRecord",
    "VisitDue",
]
