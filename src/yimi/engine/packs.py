"""Packs: local programmes as data. ``<division or national>/<slug>/pack.toml``, its ``cases/*.toml`` beside it.

A pack says who issued what, where and when it is in force, and which readings of an unclear text were chosen
(``[[choice]]``). Its version is a whole number; its SHA-256 covers ``pack.toml``, so a figure, decision or payment that
names ``id@version`` and the digest can be computed again to the letter.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from yimi.engine.errors import PackError, Where, nearest
from yimi.engine.pack_shapes import check_shapes, why_unreadable
from yimi.engine.parameters import ParameterValue
from yimi.engine.regions import prefix_of

SHIPPED = Path(str(files("yimi"))) / "packs"


@dataclass(frozen=True)
class PackChoice:
    """An unclear place of the text, and the reading that this pack takes."""

    id: str
    question: str
    answer: str
    why: str


@dataclass(frozen=True)
class Pack:
    """A pack as read: its head, and ``content`` for the reader of its kind."""

    id: str
    version: int
    kind: str
    title: str
    title_en: str
    region: str
    issuers: tuple[str, ...]
    source: str
    in_force_from: date | None
    in_force_to: date | None
    repealed_on: date | None
    choices: tuple[PackChoice, ...]
    sha256: str
    path: Path
    content: Mapping[str, Any] = field(repr=False)

    @property
    def name(self) -> str:
        """What figures and decisions store: ``id@version``."""
        return f"{self.id}@{self.version}"

    @property
    def prefix(self) -> str:
        """Every place of the pack lies under this prefix; "" is the whole country."""
        return prefix_of(self.region)


def load_pack(name: str | Path) -> Pack:
    """The pack in a folder or ``pack.toml``, or a shipped one by its id. Raises :class:`PackError`."""
    path = Path(name)
    if path.is_dir():
        path = path / "pack.toml"
    if not path.is_file():
        path = SHIPPED / str(name) / "pack.toml"
    if not path.is_file():
        raise PackError("no_pack", f"没有找到政策包“{name}”。{nearest(str(name), shipped_packs())}")
    raw = path.read_bytes().replace(b"\r\n", b"\n")
    return parse_pack(raw, path)


def shipped_packs() -> list[str]:
    """The ids of the packs that ship."""
    return sorted(
        path.parent.relative_to(SHIPPED).as_posix() for path in SHIPPED.glob("*/*/pack.toml")
    )


def parse_pack(raw: bytes, path: Path) -> Pack:
    """A pack from its text; ``path`` names it in errors. The editor of definitions calls this before it publishes."""
    file = "/".join(path.parts[-3:])
    try:
        content = tomllib.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise PackError(
            "pack_unreadable", f"TOML 写法有误：{why_unreadable(error)}。", Where(file)
        ) from error
    check_shapes(content, file)
    head = content.get("pack", {})
    wanted = {"id", "version", "kind", "title", "title_en", "region", "source"}
    if missing := sorted(wanted - set(head)):
        raise PackError("pack_head", f"[pack] 里缺少 {'、'.join(missing)}。", Where(file))
    try:
        prefix_of(head["region"])
    except ValueError:
        raise PackError(
            "pack_head", f"region“{head['region']}”不是区划代码。", Where(file, "pack")
        ) from None
    try:
        choices = tuple(PackChoice(**entry) for entry in content.get("choice", []))
    except TypeError:
        raise PackError(
            "pack_choice", "[[choice]] 要有 id、question、answer、why，不能有别的。", Where(file)
        ) from None
    return Pack(
        id=head["id"],
        version=head["version"],
        kind=head["kind"],
        title=head["title"],
        title_en=head["title_en"],
        region=head["region"],
        issuers=tuple(head.get("issuers", ())),
        source=head["source"],
        in_force_from=head.get("in_force_from"),
        in_force_to=head.get("in_force_to"),
        repealed_on=head.get("repealed_on"),
        choices=choices,
        sha256=hashlib.sha256(raw).hexdigest(),
        path=path,
        content=content,
    )


def parameter_values(content: Mapping[str, Any], file: str) -> list[ParameterValue]:
    """The dated values of ``[[parameter]]`` entries, a pack's own or a place's. Raises :class:`PackError`."""
    found = []
    for parameter in content.get("parameter", []):
        for value in parameter.get("value", []):
            repealed = value.get("repealed", False)
            try:
                amount = None if repealed else value["amount"]
                if not (
                    amount is None or (isinstance(amount, int) and not isinstance(amount, bool))
                ):
                    raise ValueError("amount")
                prefix_of(value["region"])
                found.append(
                    ParameterValue(
                        name=parameter["id"],
                        region=value["region"],
                        starts_on=value["from"],
                        value=amount,
                        source=value["source"],
                        repealed=repealed,
                        example=value.get("example", False),
                    )
                )
            except (KeyError, ValueError) as error:
                raise PackError(
                    "parameter_value",
                    f"参数的数值缺少或写错了 {error}：要有 region、from、amount（整数）和 source。",
                    Where(file, parameter.get("id", "")),
                ) from error
    return found
