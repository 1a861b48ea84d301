"""Service records, their catalogue and their figures, for programs."""

from yimi.services.api.catalogue import router as catalogue
from yimi.services.api.figures import router as figures
from yimi.services.api.photos import router as photos
from yimi.services.api.records import router as records

__all__ = ["catalogue", "figures", "photos", "records"]
