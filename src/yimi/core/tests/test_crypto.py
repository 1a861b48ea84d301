"""Private values open only in their own place, with their own key."""

from __future__ import annotations

import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yimi.core import clock, crypto
from yimi.core.ids import new_uid
from yimi.core.models import DataKey
from yimi.core.secrets import load_secrets


@given(st.text(min_size=1, max_size=200))
def test_what_is_sealed_opens_again(text):
    key, row = DataKey.make(), new_uid()
    assert key.open(key.seal(text, field="phone", row=row), field="phone", row=row) == text


def test_a_value_moved_to_another_row_or_field_does_not_open():
    key, row = DataKey.make(), new_uid()
    sealed = key.seal("13800000000", field="phone", row=row)
    for field, place in (("phone", new_uid()), ("address", row)):
        with pytest.raises(crypto.Unreadable):
            key.open(sealed, field=field, row=place)


@given(st.integers(0, 40), st.integers(1, 255))
def test_an_altered_value_does_not_open(position, flip):
    key, row = DataKey.make(), new_uid()
    sealed = bytearray(key.seal("河南省周口市商水县东城街道", field="address", row=row))
    sealed[position % len(sealed)] ^= flip
    with pytest.raises(crypto.Unreadable):
        key.open(bytes(sealed), field="address", row=row)


def test_the_same_text_never_looks_the_same_twice():
    key, row = DataKey.make(), new_uid()
    assert key.seal("同一句话", field="note", row=row) != key.seal(
        "同一句话", field="note", row=row
    )


def test_a_destroyed_key_opens_nothing():
    key, row = DataKey.make(), new_uid()
    sealed = key.seal("秘密", field="note", row=row)
    key.destroyed_at = clock.now()
    key.wrapped = b""
    assert key.open(sealed, field="note", row=row) == ""


def test_digests_differ_by_place_and_kind():
    digests = {
        crypto.digest_value(kind, "11010519491231002X", place=place)
        for kind in ("id", "phone")
        for place in ("411623", "411624")
    }
    assert len(digests) == 4
    assert crypto.digest_value("id", "x", place="1") == crypto.digest_value("id", "x", place="1")


def test_keys_are_made_once_even_by_many_at_the_same_moment(tmp_path, monkeypatch):
    monkeypatch.delenv("YIMI_KEYS", raising=False)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: load_secrets(tmp_path), range(8)))
    assert len({secrets.wrap for secrets in made}) == 1
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["keys.json"]


def test_the_key_file_holds_a_key_for_each_purpose(tmp_path, monkeypatch):
    monkeypatch.delenv("YIMI_KEYS", raising=False)
    load_secrets(tmp_path)
    stored = json.loads((tmp_path / "keys.json").read_text())
    assert set(stored) == {"django", "wrap", "digest", "seal"}
