"""Texts that are nearly a pack: the small pack of 商水县 with one thing of the wrong kind. Tests of other rooms take them too."""

from __future__ import annotations

#: What is replaced in the small pack, and by what.
CHANGES: dict[str, tuple[str, str]] = {
    "value_from": ("from = 2023-11-01", "from = 3"),
    "value_from_text": ("from = 2023-11-01", 'from = "2023-11-01"'),
    "value_from_moment": ("from = 2023-11-01", "from = 2023-11-01T00:00:00"),
    "value_region": ('[[parameter.value]]\nregion = "411623000000"', "[[parameter.value]]\nregion = 5"),
    "value_amount": ("amount = 60", "amount = 99999999999999999999"),
    "in_force_from": ("in_force_from = 2023-11-01", 'in_force_from = "x"'),
    "pack_listed": ("[pack]", "[[pack]]"),
    "condition_single": ("[[condition]]", "[condition]"),
    "benefit_single": ("[[benefit]]", "[benefit]"),
    "needs": ('needs = ["alive"]', "needs = 3"),
    "subject": ('subject = "resident"', 'subject = ["a"]'),
    "id_list": ('id = "heating"', 'id = ["heating"]'),
    "id_signs": ('id = "heating"', 'id = "a/b:c"'),
    "issuers": ('issuers = ["某县民政局"]', "issuers = 3"),
    "evidence": ('evidence = ["身份证"]', "evidence = 3"),
    "frequency": ('frequency = "yearly"', "frequency = 3"),
    "frequency_every": ('frequency = "yearly"', 'frequency = {kind = "every_days", every = "x"}'),
    "version_large": ("version = 1", "version = 99999999999999999999"),
    "version_none": ("version = 1", "version = 0"),
    "title": ('title = "取暖补贴"', "title = {a = 1}"),
    "test": ("test = \"aged(param('age'), :as_of)\"", "test = 3"),
    "codes": ('dibao = "低保对象"', "dibao = 3"),
    "quoted_name": ("[[benefit.condition]]", '[["benefit.condition"]]'),
    "nested": ("version = 1", "version = 1\nx = " + "[" * 3000),
    "number": ("version = 1", "version = 1\nx = " + "9" * 5000),
}  # fmt: skip


def malformed(text: str, name: str) -> str:
    """``text`` with the change called ``name`` made once."""
    old, new = CHANGES[name]
    assert old in text, name
    return text.replace(old, new, 1)
