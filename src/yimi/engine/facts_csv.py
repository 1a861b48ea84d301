"""Facts from a folder of CSV files, one per fact table, columns named as in the catalogue: UTF-8, dates 2022-09-14.

A column that may be unknown can be left out or left empty. Anything else that does not fit is an error that names the
file, the line and the column.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from yimi.engine.catalogue import Catalogue, Column, Fact
from yimi.engine.errors import FactsError, Where, nearest
from yimi.engine.kinds import LARGEST, NUMBERS, Kind

TRUTHS = {"true": True, "1": True, "是": True, "false": False, "0": False, "否": False}


def read_folder(folder: Path, catalogue: Catalogue) -> dict[str, list[dict[str, Any]]]:
    """The rows of every fact that has a file in ``folder``. Raises :class:`FactsError`."""
    if not folder.is_dir():
        raise FactsError("no_folder", f"没有文件夹“{folder}”。")
    found = {}
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in catalogue.facts:
            raise FactsError(
                "unknown_fact",
                f"没有“{path.stem}”这张事实表。{nearest(path.stem, catalogue.facts)}",
                Where(path.name),
            )
        found[path.stem] = list(read_file(path, catalogue.fact(path.stem)))
    if not found:
        raise FactsError("no_facts", f"“{folder}”里没有 CSV 文件。")
    return found


def read_file(path: Path, fact: Fact) -> Iterator[dict[str, Any]]:
    """The rows of one file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            _check_header(reader.fieldnames or [], fact, path.name)
            for number, row in enumerate(reader, 2):
                yield read_row(row, fact, Where(path.name, line=number, column=1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FactsError(
            "unreadable", "文件读不出来，请存成 UTF-8 的 CSV。", Where(path.name)
        ) from error


def read_row(row: Mapping[str, Any], fact: Fact, where: Where) -> dict[str, Any]:
    """One row, every value of its kind. Texts and values already of their kind both pass."""
    found = {}
    for name, value in row.items():
        column = fact.columns.get(name)
        if column is None:
            raise FactsError(
                "unknown_column",
                f"“{fact.zh}”没有“{name}”这一列。{nearest(str(name), fact.columns)}",
                where,
            )
        found[name] = read_value(value, column, where)
    return found


def read_value(value: Any, column: Column, where: Where) -> Any:
    """One value of a column's kind, None when it is empty and may be."""
    if value is None or value == "":
        if not column.nullable:
            raise FactsError("empty", f"“{column.zh}”（{column.name}）不能空着。", where)
        return None
    try:
        return _read(value, column)
    except (ValueError, TypeError, KeyError):
        form = {
            Kind.DATE: "日期写成 2022-09-14",
            Kind.BOOL: "写 true 或 false",
            Kind.CODE: f"可用的有：{'、'.join(column.codes)}",
            Kind.REGION: "区划代码是 12 位数字",
        }.get(column.kind, "要写整数")
        raise FactsError(
            "bad_value", f"“{column.zh}”（{column.name}）写的是“{value}”：{form}。", where
        ) from None


def _read(value: Any, column: Column) -> Any:
    if column.kind in NUMBERS:
        number = int(value)
        if isinstance(value, (bool, float)) or abs(number) > LARGEST:
            raise ValueError
        return number
    if column.kind == Kind.DATE:
        return value if isinstance(value, date) else date.fromisoformat(value)
    if column.kind == Kind.BOOL:
        return value if isinstance(value, bool) else TRUTHS[value.strip().lower()]
    text = str(value)
    if column.kind == Kind.CODE and column.codes and text not in column.codes:
        raise ValueError
    if column.kind == Kind.REGION and not (len(text) == 12 and text.isdecimal()):
        raise ValueError
    return text


def _check_header(names: object, fact: Fact, file: str) -> None:
    given = set(names)  # type: ignore[call-overload]
    wanted = {column.name for column in fact.columns.values() if not column.nullable}
    if missing := sorted(wanted - given):
        raise FactsError("missing_columns", f"缺少这些列：{'、'.join(missing)}。", Where(file))
    if unknown := sorted(str(name) for name in given - set(fact.columns)):
        raise FactsError(
            "unknown_column",
            f"“{fact.zh}”没有“{unknown[0]}”这一列。{nearest(unknown[0], fact.columns)}",
            Where(file),
        )
