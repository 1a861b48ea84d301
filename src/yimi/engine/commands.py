"""``yimi rules``: check facts against a pack, read a pack back in Chinese, run a pack's own cases. Needs no database."""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from yimi.engine.backends.duckdb import DuckBackend
from yimi.engine.catalogue import Catalogue, load_catalogue
from yimi.engine.packs import load_pack, parameter_values, shipped_packs
from yimi.engine.parameters import Bindings
from yimi.engine.rules.cases import run_cases
from yimi.engine.rules.comparing import compare as compare_rules
from yimi.engine.rules.definitions import Outcome, RuleSet
from yimi.engine.rules.describing import describe as describe_rules
from yimi.engine.rules.explanation import Explainer
from yimi.engine.rules.population import Population
from yimi.engine.rules.reading import read_rules
from yimi.engine.showing import checked_as_json, checked_as_text, compared_as_json, compared_as_text

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people or programs.",
)
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def rules() -> None:
    """政策规则包：核对事实、读成中文、跑案例。 / Policies as packs.

    Example: yimi rules describe 421000/worker-incentives
    """


@rules.command("list")
def list_packs() -> None:
    """随系统提供的包。 / The packs that ship.

    Example: yimi rules list
    """
    for name in shipped_packs():
        pack = load_pack(name)
        click.echo(f"{pack.name}  {pack.kind}  {pack.title}")


@rules.command()
@click.argument("pack")
@click.option(
    "--facts",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV 文件夹。 / Folder of CSV files.",
)
@click.option("--as-of", type=DAY, required=True, help="判定日。 / The day asked about.")
@click.option(
    "--parameters",
    type=click.Path(exists=True, path_type=Path),
    help="本地参数（TOML）。 / A place's own parameter values.",
)
@click.option("--explain", is_flag=True, help="逐条说明。 / Every condition with its values.")
@click.option(
    "--limit", default=200, show_default=True, help="最多列出多少条判定。 / Most decisions listed."
)
@FORMAT
def check(
    *,
    pack: str,
    facts: Path,
    as_of: datetime,
    parameters: Path | None,
    explain: bool,
    limit: int,
    form: str,
) -> None:
    """用一个包核对一批事实，说明每个结果的理由。 / Decide for the facts in a folder, with reasons.

    Example: yimi rules check 421000/worker-incentives --facts ./facts --as-of 2022-10-01 --explain
    """
    catalogue = load_catalogue()
    rule_set = _rules(pack, catalogue, parameters)
    backend = DuckBackend(catalogue)
    backend.open_csv(facts)
    backend.lock()
    bindings = Bindings(as_of.date())
    population = Population(rule_set, backend, catalogue, bindings)
    summary: dict[str, dict[Outcome, int]] = {}
    for subject in rule_set.subjects:
        summary |= population.summary(subject)
    decisions = population.decisions()[:limit] if explain or form == "json" else []
    explanations = (
        Explainer(rule_set, catalogue, bindings).of_backend(decisions, backend) if explain else []
    )
    if form == "json":
        click.echo(
            json.dumps(
                checked_as_json(rule_set, as_of.date(), summary, decisions, explanations),
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    click.echo("\n".join(checked_as_text(rule_set, as_of.date(), summary, explanations)))


@rules.command()
@click.argument("pack")
@click.option(
    "--parameters",
    type=click.Path(exists=True, path_type=Path),
    help="本地参数（TOML）。 / A place's own parameter values.",
)
def describe(pack: str, parameters: Path | None) -> None:
    """把一个包读成中文：条件、条款、金额、参数和取舍。 / The pack in words.

    Example: yimi rules describe 421000/worker-incentives
    """
    catalogue = load_catalogue()
    click.echo(describe_rules(_rules(pack, catalogue, parameters), catalogue))


@rules.command()
@click.argument("packs", nargs=-1)
@FORMAT
def test(packs: tuple[str, ...], form: str) -> None:
    """跑包里自带的案例；不给名字就跑全部。 / Run a pack's own cases, or all packs'.

    Example: yimi rules test 421000/worker-incentives
    """
    catalogue = load_catalogue()
    results: list[dict[str, Any]] = []
    for name in packs or shipped_packs():
        pack = load_pack(name)
        if pack.kind != "rules":
            continue
        for found in run_cases(read_rules(pack, catalogue), catalogue):
            results.append(
                {
                    "pack": pack.name,
                    "file": found.case.file,
                    "case": found.case.name,
                    "differences": list(found.differences),
                }
            )
    failed = [result for result in results if result["differences"]]
    if form == "json":
        click.echo(json.dumps(results, ensure_ascii=False, indent=2))
    else:
        for result in results:
            click.echo(
                f"{'✗' if result['differences'] else '✓'} {result['pack']} · {result['case']}"
            )
            for difference in result["differences"]:
                click.echo(f"    {difference}")
        click.echo(f"{len(results)} 个案例，{len(failed)} 个不符。")
    if failed or not results:
        sys.exit(1)


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--facts",
    type=click.Path(path_type=Path),
    required=True,
    help="CSV 文件夹。 / Folder of CSV files.",
)
@click.option("--as-of", type=DAY, required=True, help="判定日。 / The day asked about.")
@click.option(
    "--old-parameters",
    type=click.Path(exists=True, path_type=Path),
    help="旧版的本地参数。 / A place's own parameter values under OLD.",
)
@click.option(
    "--new-parameters",
    type=click.Path(exists=True, path_type=Path),
    help="新版的本地参数。 / A place's own parameter values under NEW.",
)
@FORMAT
def compare(
    *,
    old: str,
    new: str,
    facts: Path,
    as_of: datetime,
    old_parameters: Path | None,
    new_parameters: Path | None,
    form: str,
) -> None:
    """两个版本并排：谁新增、谁失去、金额变多少，按乡镇、年龄、身份。 / Who gains and who loses.

    Example: yimi rules compare 421000/worker-incentives ./draft --facts ./facts --as-of 2024-06-01
    """
    catalogue = load_catalogue()
    before, after = (
        _rules(old, catalogue, old_parameters),
        _rules(new, catalogue, new_parameters),
    )
    backend = DuckBackend(catalogue)
    backend.open_csv(facts)
    backend.lock()
    changes = compare_rules(before, after, backend, catalogue, Bindings(as_of.date()))
    if form == "json":
        found = compared_as_json(before, after, as_of.date(), changes)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(compared_as_text(before, after, as_of.date(), changes)))


def _rules(name: str, catalogue: Catalogue, parameters: Path | None) -> RuleSet:
    local = []
    if parameters:
        content = tomllib.loads(parameters.read_text("utf-8"))
        local = parameter_values(content, parameters.name)
    return read_rules(load_pack(name), catalogue, local)
