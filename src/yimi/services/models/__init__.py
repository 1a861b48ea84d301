"""What services are, and what is recorded of them."""

from yimi.services.models.attachment import Attachment
from yimi.services.models.catalogue import LocalItem, ServiceDomain, ServiceItem
from yimi.services.models.parameters import LocalNumber, NumberName
from yimi.services.models.record import (
    CoOrganiser,
    HeadCount,
    Participant,
    RecordTag,
    RecordWorker,
    ServiceRecord,
)
from yimi.services.models.visit import DueSetting, VisitDue

__all__ = [
    "Attachment",
    "CoOrganiser",
    "DueSetting",
    "HeadCount",
    "LocalItem",
    "LocalNumber",
    "NumberName",
    "Participant",
    "RecordTag",
    "RecordWorker",
    "ServiceDomain",
    "ServiceItem",
    "ServiceRecord",
    "VisitDue",
]
