"""Forms as data: what stands on each of the profession's paper forms, F-01 to F-23, and what a place added to it."""

from yimi.forms.definitions.local import as_field, definition, definition_of, definitions_of
from yimi.forms.definitions.shape import (
    LOCAL_PREFIX,
    LOCAL_SECTION,
    Code,
    Field,
    FormDefinition,
    Kind,
    Section,
)
from yimi.forms.definitions.shipped import shipped, shipped_forms

__all__ = [
    "LOCAL_PREFIX",
    "LOCAL_SECTION",
    "Code",
    "Field",
    "FormDefinition",
    "Kind",
    "Section",
    "as_field",
    "definition",
    "definition_of",
    "definitions_of",
    "shipped",
    "shipped_forms",
]
