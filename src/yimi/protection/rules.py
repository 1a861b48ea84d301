"""What makes a report of suspected harm right, and how its chain is read: pure functions, no Django.

The duty: 未成年人保护法 art. 11 and 反家庭暴力法 art. 14 say 立即 (at once); the opinion of nine bodies on mandatory reports
(关于建立侵害未成年人案件强制报告制度的意见（试行）, 2020) names the situations. No national text names a number of hours.
Messages are keys of ``errors.MESSAGES``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

#: What was seen or suspected; the order of the opinion's art. 4, its neighbours put together.
HARM_KINDS = (
    "injury", "malnutrition", "violence", "sexual", "abandoned", "trafficking", "begging", "other",
)  # fmt: skip
#: Whom the duty protects; ``unsure`` is an answer: suspicion is enough.
PERSON_KINDS = ("minor", "without_capacity", "limited_capacity", "unsure")
#: What a step of the chain can be; ``found`` is written with the report itself and never afterwards.
STEP_KINDS = ("found", "reported", "receipt", "follow_up", "correction")
AUTHORITIES = (
    "police", "civil_affairs", "education", "procuratorate", "women", "committee", "health", "other",
)  # fmt: skip
WAYS = ("phone", "in_person", "written", "online")
MAX_TEXT = 5_000
MAX_LINE = 200
#: Telephones and clocks differ a little; more than this ahead is a slip of the finger.
AHEAD = timedelta(minutes=5)
#: Older than this is a year typed wrongly.
OLDEST = timedelta(days=366 * 20)

Faults = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class ReportContent:
    """What a report says: all of it sealed under the report's own key. ``resident_uid`` names a person on file."""

    who: str = ""
    resident_uid: UUID | None = None
    kinds: tuple[str, ...] = ()
    where: str = ""
    text: str = ""

    def as_text(self) -> str:
        """The content as it is sealed."""
        person = self.resident_uid.hex if self.resident_uid else ""
        values = [self.who, person, sorted(self.kinds), self.where, self.text]
        return json.dumps(values, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_text(cls, text: str) -> ReportContent:
        """What :meth:`as_text` made; nothing (a destroyed key) is an empty report.

        >>> ReportContent.from_text(ReportContent(who="小明", kinds=("injury",)).as_text()).who
        '小明'
        """
        if not text:
            return cls()
        who, person, kinds, where, told = json.loads(text)
        return cls(who, UUID(person) if person else None, tuple(kinds), where, told)


@dataclass(frozen=True, slots=True)
class NewReport:
    """What the red button sends. ``uid`` is made before it is sent, so that sending twice is reporting once."""

    uid: UUID
    found_at: datetime
    content: ReportContent
    person_kind: str = "unsure"
    is_immediate: bool = False
    unit_uid: UUID | None = None
    region_code: str = ""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A further link of the chain, as it is sent; ``at`` is when it happened, not when it is written down."""

    uid: UUID
    kind: str
    at: datetime
    to_whom: str = ""
    way: str = ""
    receipt: str = ""
    text: str = ""
    corrects_uid: UUID | None = None


def check_report(report: NewReport, *, now: datetime) -> Faults:
    """What keeps a report from being sent: next to nothing. Something has to be said, in a tap or in a word."""
    faults: Faults = {}
    content = report.content
    if not (content.kinds or content.text or content.who or content.where or content.resident_uid):
        faults["kinds"] = ["say_something"]
    if any(kind not in HARM_KINDS for kind in content.kinds):
        faults["kinds"] = ["unknown_choice"]
    if report.person_kind not in PERSON_KINDS:
        faults["person_kind"] = ["unknown_choice"]
    _check_time("found_at", report.found_at, now, faults)
    _check_lengths({"who": content.who, "where": content.where}, {"text": content.text}, faults)
    return faults


def check_step(step: NewStep, *, now: datetime) -> Faults:
    """Everything wrong with a further step: field → message keys."""
    faults: Faults = {}
    if step.kind not in STEP_KINDS or step.kind == "found":
        faults["kind"] = ["unknown_choice"]
    if step.kind in ("reported", "receipt") and step.to_whom not in AUTHORITIES:
        faults["to_whom"] = ["authority_needed"]
    if step.kind == "reported" and step.way not in WAYS:
        faults["way"] = ["way_needed"]
    if step.kind == "receipt" and not (step.receipt or step.text):
        faults["receipt"] = ["receipt_needed"]
    if step.kind in ("follow_up", "correction") and not step.text:
        faults["text"] = ["text_needed"]
    if step.corrects_uid is not None and step.kind != "correction":
        faults["kind"] = ["unknown_choice"]
    _check_time("at", step.at, now, faults)
    _check_lengths({"receipt": step.receipt}, {"text": step.text}, faults)
    return faults


def _check_time(name: str, at: datetime, now: datetime, faults: Faults) -> None:
    if at > now + AHEAD:
        faults[name] = ["in_future"]
    elif at < now - OLDEST:
        faults[name] = ["too_old"]


def _check_lengths(lines: Mapping[str, str], texts: Mapping[str, str], faults: Faults) -> None:
    faults.update({name: ["too_long"] for name, value in lines.items() if len(value) > MAX_LINE})
    faults.update({name: ["too_long"] for name, value in texts.items() if len(value) > MAX_TEXT})


class StepFact(Protocol):
    """What the rules see of a step."""

    @property
    def pk(self) -> Any:
        """Its uid."""

    kind: str
    at: datetime
    to_whom: str

    @property
    def corrects_id(self) -> Any:
        """Of which step it says that it does not hold."""


StepT = TypeVar("StepT", bound=StepFact)


@dataclass(frozen=True, slots=True)
class Chain:
    """How far a report has come. ``minutes`` from finding to the first authority told; None: nobody was told yet."""

    found_at: datetime
    reported_at: datetime | None
    told: tuple[str, ...] = field(default_factory=tuple)

    @property
    def is_reported(self) -> bool:
        """An authority knows."""
        return self.reported_at is not None

    @property
    def minutes(self) -> int | None:
        """Whole minutes from finding to the first authority told; never below nought."""
        if self.reported_at is None:
            return None
        return max(0, int((self.reported_at - self.found_at).total_seconds() // 60))


def standing(steps: Iterable[StepT]) -> list[StepT]:
    """The steps that hold: without those that a correction takes back. The chain itself goes on showing all."""
    rows = list(steps)
    taken_back = {row.corrects_id for row in rows if row.corrects_id}
    return [row for row in rows if row.pk not in taken_back]


def chain_of(found_at: datetime, steps: Sequence[StepFact]) -> Chain:
    """Read a report's chain."""
    told = sorted(
        (row for row in standing(steps) if row.kind == "reported"), key=lambda row: row.at
    )
    return Chain(
        found_at,
        told[0].at if told else None,
        tuple(dict.fromkeys(row.to_whom for row in told)),
    )


def is_overdue(found_at: datetime, now: datetime, *, limit_minutes: int) -> bool:
    """Whether a report that no authority knows of has waited past the local limit; 0 means 立即: from the first moment.

    >>> from datetime import timezone
    >>> noon = datetime(2026, 9, 1, 12, tzinfo=timezone.utc)
    >>> is_overdue(noon, noon, limit_minutes=0), is_overdue(noon, noon, limit_minutes=60)
    (True, False)
    """
    return found_at + timedelta(minutes=limit_minutes) <= now
