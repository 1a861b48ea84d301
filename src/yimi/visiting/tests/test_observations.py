"""F-14: belongs to a visit where somebody was met, is sealed, keeps its versions, and outlives corrections."""

from __future__ import annotations

import pytest

from yimi.core.errors import Forbidden, NotFound
from yimi.core.ids import new_uid
from yimi.forms.errors import EditClash
from yimi.forms.models import FormEntry
from yimi.forms.queries import current_entry, open_answers, versions
from yimi.services.actions import correct_record
from yimi.visiting.actions import save_observation
from yimi.visiting.actions.observations import FORM, subject_of
from yimi.visiting.errors import NotAHomeVisit
from yimi.visiting.models import HomeObservation

pytestmark = pytest.mark.django_db
ANSWERS = {
    "reason": "routine",
    "hazards": ["fire", "gas"],
    "needs": "想装扶手",
    "living_type": "alone",
}


def save(world, record, **changes):
    fields = {"actor": world.drolma, "answers": ANSWERS, "row_version": 0}
    return save_observation(record, **(fields | changes))


def test_what_is_counted_stands_in_columns_and_the_rest_is_sealed(world):
    row = save(world, world.visit())
    assert (row.fire_hazard, row.gas_hazard, row.fall_hazard) == (True, True, False)
    assert row.risk_found
    entry = FormEntry.objects.get()
    assert "想装扶手".encode() not in bytes(entry.answers_sealed)
    assert entry.key_id == world.household.key_id
    assert open_answers(entry)["needs"] == "想装扶手"


def test_a_second_save_is_a_second_version_and_a_stale_one_is_told(world):
    record = world.visit()
    save(world, record)
    row = save(world, record, answers=ANSWERS | {"hazards": ["none"]}, row_version=1)
    assert not row.fire_hazard
    assert row.risk_found is False
    with pytest.raises(EditClash):
        save(world, record, row_version=1)
    assert len(versions(subject_of(row.record_number), FORM)) == 2


def test_it_stays_with_the_visit_when_the_record_is_corrected(world):
    record = world.visit()
    row = save(world, record)
    corrected = correct_record(record.pk, world.new(uid=new_uid(), minutes=45), actor=world.drolma)
    assert corrected.number == row.record_number
    save(world, corrected, row_version=1)
    assert HomeObservation.objects.count() == 1
    assert current_entry(subject_of(row.record_number), FORM).version == 2


def test_there_is_none_for_a_call_or_a_visit_where_nobody_was_met(world):
    for record in (world.visit(met=False), world.visit(method="phone")):
        with pytest.raises(NotAHomeVisit):
            save(world, record)
    assert not HomeObservation.objects.exists()


def test_strangers_do_not_find_it_and_offices_do_not_read_it(world):
    record = world.visit()
    with pytest.raises(NotFound):
        save(world, record, actor=world.wang)
    with pytest.raises(Forbidden):
        save(world, record, actor=world.li)
    save(world, record)
