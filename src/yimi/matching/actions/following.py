"""Following the trail: whoever a change concerns is decided on again, seconds after it was recorded."""

from __future__ import annotations

from collections import Counter

from django.db import transaction

from yimi.audit.models import Seal
from yimi.matching.actions.families import recompute_people
from yimi.matching.affected import events_after, packs_changed, residents_touched, uids_of
from yimi.matching.models import TrailMark

#: Beyond this a run over everybody is the shorter way.
TOO_MANY = 20_000
EVERYWHERE = ""


def follow_leads() -> Counter[str]:
    """Take in what was recorded since the last step; what was changed by packs, or is too much, waits for a run.

    What is not sealed yet is looked at again when it is: nothing is missed, and nothing happens twice.
    """
    last = Seal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    mark = TrailMark.objects.first()
    if mark is None:
        TrailMark.objects.create(seal=last, wanted=[EVERYWHERE])
        return Counter()
    events = events_after(mark.seal)
    people = residents_touched(uids) if (uids := uids_of(events)) else set()
    wanted = packs_changed(events)
    counts: Counter[str] = Counter()
    if len(people) > TOO_MANY:
        wanted.add(EVERYWHERE)
    elif people:
        counts = recompute_people(people)
    if last != mark.seal or not wanted <= set(mark.wanted):
        _move_on(mark.seal, last, wanted)
    return counts


@transaction.atomic
def _move_on(before: int, last: int, wanted: set[str]) -> None:
    """Note how far we came, unless a run has meanwhile sent us back."""
    mark = TrailMark.objects.get()
    if mark.seal == before:
        mark.seal = last
    mark.wanted = sorted(wanted | set(mark.wanted))
    mark.save(update_fields=["seal", "wanted"])
