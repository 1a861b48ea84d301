"""``yimi audit``: prove the trail."""

from __future__ import annotations

import json

import click

from yimi.audit.queries import FAULTS_SHOWN, verify_trail
from yimi.audit.sealer import seal_pending


@click.group()
def audit() -> None:
    """审计留痕：验证与封存。 / The audit trail.

    Example: yimi audit verify
    """


@audit.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
def verify(form: str) -> None:
    """验证留痕未被改动、删除或调换次序。 / Prove that nothing was changed, removed or reordered.

    Example: yimi audit verify --format json
    """
    found = verify_trail()
    if form == "json":
        click.echo(json.dumps({"intact": found.is_intact, "sealed": found.sealed, "seals": found.seals,
                               "tail": found.tail, "faults": found.faults}, ensure_ascii=False))  # fmt: skip
    else:
        click.echo(
            f"已封存 {found.sealed:,} 条（{found.seals:,} 个封印），待封存 {found.tail:,} 条。"
        )
        for fault in found.faults[:FAULTS_SHOWN]:
            click.echo(f"  ✗ {fault}")
        click.echo("留痕完整。" if found.is_intact else f"发现 {len(found.faults)} 处问题。")
    raise SystemExit(0 if found.is_intact else 1)


@audit.command()
def seal() -> None:
    """立即封存已提交的留痕。 / Seal what is committed, now.

    Example: yimi audit seal
    """
    click.echo(f"已封存 {seal_pending():,} 条。")
