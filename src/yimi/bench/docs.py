"""``yimi docs``: writes ``docs/data-dictionary.md`` from the models; ``--check`` fails when the page is stale."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.apps import apps
from django.db import models
from django.utils import translation

PAGE = (
    Path(os.environ.get("YIMI_ROOT", Path(__file__).resolve().parents[3]))
    / "docs"
    / "data-dictionary.md"
)
HEAD = """# 数据字典 / Data dictionary

由 `./yimi docs` 从模型生成，请勿手改。 / Generated from the models by `./yimi docs`; do not edit.

加密字段（`…_sealed`）只存密文。 / `…_sealed` columns hold ciphertext only.
"""


@click.command()
@click.option("--check", is_flag=True, help="Only say whether the page is current.")
def docs(check: bool) -> None:
    """从模型生成数据字典。 / Write the data dictionary.

    Example: yimi docs --check
    """
    text = dictionary()
    if check:
        if not PAGE.exists() or PAGE.read_text("utf-8") != text:
            raise click.ClickException("docs/data-dictionary.md 已过时，请运行 ./yimi docs")
        click.echo("数据字典是最新的。")
        return
    PAGE.write_text(text, "utf-8")
    click.echo(f"已写入 {PAGE.name}，{text.count(chr(10))} 行。")


def dictionary() -> str:
    """The whole page."""
    with translation.override("zh-hans"):
        parts = [HEAD]
        for config in apps.get_app_configs():
            if config.name.startswith("yimi.") and list(config.get_models()):
                parts.append(f"\n## {config.label}\n")
                parts.extend(_model(model) for model in config.get_models())
        return "\n".join(parts)


def _model(model: type[models.Model]) -> str:
    doc = " ".join((model.__doc__ or "").split())
    lines = [
        f"### {model.__name__}\n",
        f"{doc}\n",
        "| 字段 | 类型 | 空 | 说明 |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *_fields(model), ""])


def _fields(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:
        kind = type(field).__name__.removesuffix("Field")
        if isinstance(field, models.ForeignKey):
            kind = f"→ {field.related_model.__name__}"
        elif isinstance(field, models.CharField) and field.max_length:
            kind = f"{kind}({field.max_length})"
        yield f"| `{field.column}` | {kind} | {'✓' if field.null else ''} | {_note(field)} |"


def _note(field: models.Field[Any, Any]) -> str:
    named = (
        str(field.verbose_name) if str(field.verbose_name).replace(" ", "_") != field.name else ""
    )
    choices = "、".join(
        f"`{value}` {label}" for value, label in (field.flatchoices or []) if value != ""
    )
    return (
        "：".join(part for part in (named, choices) if part).replace("|", "\\|").replace("\n", " ")
    )
