"""The households look like a station's: ages, sexes, families and statuses within bounds, names whole."""

from __future__ import annotations

import re
from collections import Counter

from yimi.core.codes.text import clean_name
from yimi.demo import names
from yimi.demo.households import EVERY, HEAD, Tier
from yimi.demo.identities import FEMALE, MALE
from yimi.demo.seeds import stream
from yimi.demo.statuses import SPECIAL_ELDER
from yimi.demo.tests.worlds import TODAY, county, homes
from yimi.people.rules.names import read_name

PEOPLE = [person for home in homes() for person in home.members]


def share(test) -> float:
    return sum(map(bool, map(test, PEOPLE))) / len(PEOPLE)


def test_the_same_seed_gives_the_same_people_and_another_seed_others():
    again = homes.__wrapped__(200, 7)
    assert again == homes.__wrapped__(200, 7)
    assert [h.uid for h in again] != [h.uid for h in homes.__wrapped__(200, 8)]


def test_every_household_has_one_head_and_somebody_grown():
    for home in homes():
        assert [person.relation for person in home.members].count(HEAD) == 1
        assert home.head.age(TODAY) >= 18
        assert any(person.age(TODAY) >= 18 for person in home.present) or not any(
            person.age(TODAY) < 16 for person in home.members
        )


def test_households_have_between_two_and_three_and_a_half_people_on_average():
    assert 2.4 <= len(PEOPLE) / len(homes()) <= 3.2


def test_the_ages_are_those_of_a_station_of_the_countryside():
    assert 0.25 <= share(lambda p: p.age(TODAY) >= 60) <= 0.42
    assert 0.02 <= share(lambda p: p.age(TODAY) >= 80) <= 0.08
    assert 0.15 <= share(lambda p: p.age(TODAY) < 14) <= 0.3
    assert max(person.age(TODAY) for person in PEOPLE) <= 101
    assert min(person.born_on for person in PEOPLE)
    assert max(p.born_on for p in PEOPLE) < TODAY
    old = Counter(person.sex for person in PEOPLE if person.age(TODAY) >= 80)
    assert old[FEMALE] > old[MALE]


def test_statuses_lie_within_bounds_and_know_three_answers():
    assert 0.05 <= share(lambda p: p.has("dibao")) <= 0.12
    assert 0.04 <= share(lambda p: p.has("disabled")) <= 0.1
    assert 0.04 <= share(lambda p: p.has(*SPECIAL_ELDER)) <= 0.14
    assert 0.03 <= share(lambda p: p.has("left_behind_child")) <= 0.1
    said_no = share(lambda p: any(not s.value for s in p.statuses))
    never_asked = share(lambda p: not p.statuses)
    assert said_no > 0.1
    assert never_asked > 0.2


def test_statuses_fit_the_age():
    for person in PEOPLE:
        age = person.age(TODAY)
        if person.has("left_behind_child"):
            assert age < 16
        if person.has(*SPECIAL_ELDER):
            assert age >= 60
        if person.has("old_age_allowance"):
            assert age >= 80
        assert all(s.since <= TODAY and s.since >= person.born_on for s in person.statuses)
        assert len({s.kind for s in person.statuses}) == len(person.statuses)


def test_every_name_is_whole():
    for person in PEOPLE:
        name, problem = read_name(person.name)
        assert problem is None
        assert name == person.name == clean_name(person.name)
        assert re.fullmatch(r"[^\W\da-zA-Z_]+(·[^\W\da-zA-Z_]+)?", person.name)
        assert 2 <= len(person.name) <= 15


def test_names_belong_to_their_generation_and_some_are_rare_or_dotted():
    rng = stream(1, "names")
    old = {names.given_name(rng, sex=FEMALE, born=1945) for _ in range(300)}
    young = {names.given_name(rng, sex=FEMALE, born=2018) for _ in range(300)}
    assert "桂英" in old
    assert "梓萱" in young
    assert len(old & young) <= 12
    many = {names.given_name(rng, sex=MALE, born=2018) for _ in range(6000)}
    assert any(ord(sign) > 0x9FFF or 0x3400 <= ord(sign) < 0x4DC0 for name in many for sign in name)
    assert "·" in names.far_name(stream(2), sex=MALE)


def test_about_three_surnames_in_ten_are_the_three_most_common():
    counted = Counter(person.name[0] for person in PEOPLE)
    assert 0.2 <= sum(counted[sign] for sign in "王李张") / len(PEOPLE) <= 0.4


def test_no_two_people_of_a_station_share_an_id_number_and_some_have_none():
    numbers = [person.id_number for person in PEOPLE if person.id_number]
    assert len(numbers) == len(set(numbers))
    assert 0.02 <= 1 - len(numbers) / len(PEOPLE) <= 0.08


def test_the_visiting_list_is_a_pyramid():
    tiers = Counter(home.tier for home in homes())
    assert tiers[Tier.WEEKLY] < tiers[Tier.FORTNIGHTLY] < tiers[Tier.MONTHLY] < tiers[Tier.YEARLY]
    assert sorted(EVERY.values()) == [EVERY[tier] for tier in Tier]


def test_files_are_shared_out_by_staff():
    assert county(400).stations[0].households == 400
