"""What can be wrong with a cell or a row, as keys: the words stand in ``errors.MESSAGES``."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a row is not taken in."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    NO_SUCH_DATE = "no_such_date"
    DATE_STYLE = "date_style"
    TWO_DIGIT_YEAR = "two_digit_year"
    DATE_INCOMPLETE = "date_incomplete"
    DATE_IN_FUTURE = "date_in_future"
    NOT_A_NUMBER = "not_a_number"
    ID_FLOAT = "id_float"
    ID_ROUNDED = "id_rounded"
    ID_LENGTH = "id_length"
    ID_CHARACTERS = "id_characters"
    ID_DATE = "id_date"
    ID_FUTURE = "id_future"
    ID_CHECKSUM = "id_checksum"
    PHONE_FLOAT = "phone_float"
    PHONE_NO_AREA_CODE = "phone_no_area_code"
    PHONE_UNKNOWN = "phone_unknown"
    UNKNOWN_CHOICE = "unknown_choice"
    UNKNOWN_STATUS = "unknown_status"
    UNKNOWN_VILLAGE = "unknown_village"
    VILLAGE_ELSEWHERE = "village_elsewhere"
    VILLAGE_AMBIGUOUS = "village_ambiguous"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_WORKER = "unknown_worker"
    UNKNOWN_PERSON = "unknown_person"
    SAME_NAME = "same_name"
    UNKNOWN_HOUSEHOLD = "unknown_household"
    SEX_DIFFERS = "sex_differs"
    BIRTH_DIFFERS = "birth_differs"
    TWO_HEADS = "two_heads"
    NO_HEAD = "no_head"
    HOUSEHOLD_CLOSED = "household_closed"
    SAME_PERSON_TWICE = "same_person_twice"
    PERSON_ELSEWHERE = "person_elsewhere"
    PERSON_DIED = "person_died"
    UNKNOWN_STATION = "unknown_station"
    CERTIFICATE_INCOMPLETE = "certificate_incomplete"
    CERTIFICATE_DIFFERS = "certificate_differs"
    WORKER_NOT_FOUND = "worker_not_found"
    WORKER_SAME_NAME = "worker_same_name"
    HOUSEHOLD_FAULTY = "household_faulty"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. ``field`` names the column; ``detail`` holds words from our own tables, never from the cell."""

    field: str
    problem: str
    detail: str = ""


class CellRefused(ValueError):
    """A parser's answer to a cell that cannot be read."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        self.problem, self.detail = problem, detail
        super().__init__(problem.value)
