"""The packs say what their sources say: Jingzhou's measure line by line, and which residents' policies stand to each other how."""

from __future__ import annotations

from yimi.engine.catalogue import load_catalogue
from yimi.engine.packs import load_pack
from yimi.engine.rules import read_rules
from yimi.engine.rules.definitions import RelationKind
from yimi.engine.rules.describing import describe

CATALOGUE = load_catalogue()
JINGZHOU = read_rules(load_pack("421000/worker-incentives"), CATALOGUE)
RESIDENTS = read_rules(load_pack("national/resident-policies"), CATALOGUE)
FIELDS = (
    "社会福利、社会救助、慈善事业、社区建设、婚姻家庭、精神卫生、残障康复、优抚安置、教育辅导、就业援助、职工帮扶、"
    "犯罪预防、禁毒戒毒、矫治帮教、纠纷调解、应急处置、老年人服务、妇女儿童服务、青少年服务"
)
#: The policies A to O (M, visits, is a pack of its own) and the benefits that carry them.
POLICIES = {
    "A": {"dibao", "dibao_single"}, "B": {"near_dibao"}, "C": {"rigid_expense"}, "D": {"low_income"}, "E": {"tekun"},
    "F": {"temporary", "temporary_spending"}, "G": {"living_subsidy", "nursing_subsidy"}, "H": {"old_age", "elder_service"},
    "I": {"orphan"}, "J": {"dfuc"}, "K": {"child_in_difficulty"}, "L": {"left_behind_child", "migrant_child"},
    "N": {"medical"}, "O": {"rehabilitation"},
}  # fmt: skip
#: Pairs: what happens to the first when the second is there. "no": not suggested; "yes": both, as the pack says for the reader.
MATRIX = {
    ("dibao", "tekun"): "no", ("tekun", "orphan"): "no", ("tekun", "dfuc"): "no", ("living_subsidy", "tekun"): "no",
    ("nursing_subsidy", "tekun"): "no", ("dfuc", "orphan"): "no", ("living_subsidy", "orphan"): "no",
    ("dfuc", "dibao"): "yes", ("dibao", "living_subsidy"): "yes", ("dibao", "nursing_subsidy"): "yes",
    ("nursing_subsidy", "orphan"): "yes", ("dfuc", "living_subsidy"): "yes", ("dfuc", "nursing_subsidy"): "yes",
}  # fmt: skip


def test_jingzhou_reads_back_its_nineteen_fields_and_five_incentives():
    text = describe(JINGZHOU, CATALOGUE)
    assert len(FIELDS.split("、")) == 19
    assert FIELDS in text
    assert [benefit.clause for benefit in JINGZHOU.benefits] == [
        "考证",
        "最美社工",
        "行业先进",
        "实习就业",
        "继续教育",
    ]


def test_jingzhou_pays_what_the_measure_says():
    amounts = {name: JINGZHOU.table.changes(name)[0].value for name in JINGZHOU.parameters}
    assert amounts == {
        "assistant_fen": 500_00,
        "intermediate_fen": 1_000_00,
        "senior_fen": 3_000_00,
        "award_fen": 2_000_00,
        "national_honour_fen": 8_000_00,
        "provincial_honour_fen": 3_000_00,
        "internship_fen": 2_000_00,
    }
    pack = JINGZHOU.pack
    assert (str(pack.in_force_from), str(pack.in_force_to)) == ("2022-09-14", "2025-09-13")


def test_jingzhou_names_what_its_text_leaves_open():
    named = {choice.id for choice in JINGZHOU.pack.choices}
    assert named >= {
        "last_day", "before_start", "claims_after_end", "difference", "open_fields", "exam_for_interns", "stacked_honours",
        "conduct_unknown", "every_three_years", "last_claim_day",
    }  # fmt: skip


def test_every_incentive_but_the_internship_asks_for_the_exam_and_for_conduct():
    for benefit in JINGZHOU.benefits:
        asked = {condition.id for condition in benefit.conditions}
        assert "conduct" in asked
        assert ("passed_exam" in asked) == (benefit.id not in {"certificate", "internship"})


def test_every_resident_policy_has_its_benefits():
    assert {name for names in POLICIES.values() for name in names} == {
        b.id for b in RESIDENTS.benefits
    }
    assert load_pack("national/elder-visits").kind == "rules"


def test_the_conflict_matrix_is_in_the_relations():
    for (first, second), says in MATRIX.items():
        kinds = {
            relation.kind
            for one, other in ((first, second), (second, first))
            for relation in RESIDENTS.benefit(one).relations
            if other in relation.others and (says == "yes" or one == first)
        }
        wanted = RelationKind.EXCLUDED_BY if says == "no" else RelationKind.TOPS_UP
        assert kinds == {wanted}, (first, second)


def test_amounts_for_residents_are_examples_or_local():
    for name in RESIDENTS.parameters:
        for change in RESIDENTS.table.changes(name):
            assert change.example or name == "near_dibao_percent", name
