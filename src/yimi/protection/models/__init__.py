"""Reports of suspected harm, their chain of steps, who may read them, and the local limit."""

from yimi.protection.models.limits import ProtectionLimit
from yimi.protection.models.readers import ProtectionReader
from yimi.protection.models.reports import HarmReport, ReportStep

__all__ = ["HarmReport", "ProtectionLimit", "ProtectionReader", "ReportStep"]
