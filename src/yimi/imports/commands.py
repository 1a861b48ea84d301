"""``yimi import``: a workbook from the command line, on behalf of a named user."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from yimi.access.models import User
from yimi.access.queries import build_actor
from yimi.core.errors import NotFound
from yimi.imports.actions import check_job, receive_file, run_job
from yimi.imports.actions.checking import prepare_check
from yimi.imports.actions.running import prepare_run
from yimi.imports.faulty_rows import faulty_workbook
from yimi.imports.kinds import KINDS
from yimi.imports.models import ImportJob, JobState
from yimi.imports.queries import failure_text, fault_lines
from yimi.stations.models import ServiceUnit


@click.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice(sorted(KINDS)), required=True, help="What the rows are.")
@click.option("--unit", "number", required=True, help="The station's number.")
@click.option(
    "--as", "username", required=True, help="The user whose import it is; their rights apply."
)
@click.option("--check-only", is_flag=True, help="Check, write nothing.")
@click.option(
    "--faulty-to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the faulty rows here (.xlsx).",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people or programs.",
)
def import_(  # noqa: PLR0917 - click passes them by name
    file: Path,
    kind: str,
    number: str,
    username: str,
    check_only: bool,
    faulty_to: Path | None,
    form: str,
) -> None:
    """导入一个表格：有错的行列出原因，其余的写入。 / Import a workbook; exits 1 when a row is faulty or nothing could be read.

    Example: yimi import 花名册.xlsx --kind households --unit 411623-0001 --as zhuoma --check-only
    """
    user = User.objects.filter(username=username).first()
    unit = ServiceUnit.objects.filter(number=number).first()
    if user is None or unit is None:
        raise NotFound
    job = receive_file(
        file.read_bytes(), actor=build_actor(user), kind=KINDS[kind], unit=unit, file_name=file.name
    )
    _work(job, user, check_only=check_only)
    job = ImportJob.objects.select_related("unit", "key").get(pk=job.pk)
    if faulty_to and job.counts.get("faulty"):
        faulty_to.write_bytes(faulty_workbook(job))
    _report(job, form)
    is_clean = job.state in (JobState.DONE, JobState.CHECKED) and not (
        job.counts.get("faulty") or job.counts.get("refused")
    )
    raise SystemExit(0 if is_clean else 1)


def _work(job: ImportJob, user: User, *, check_only: bool) -> None:
    """Here and now, without the worker process."""
    actor = build_actor(user)
    prepare_check(job, actor=actor)
    check_job(job.pk)
    job.refresh_from_db()
    if job.state == JobState.CHECKED and not check_only:
        prepare_run(job, actor=actor)
        run_job(job.pk)


def _report(job: ImportJob, form: str) -> None:
    lines = fault_lines(job)
    if form == "json":
        faults: list[dict[str, Any]] = [
            {
                "row": line.row,
                "reasons": [f"{title}：{text}" if title else text for title, text in line.reasons],
            }
            for line in lines
        ]
        report = {"uid": str(job.uid), "state": job.state, "counts": job.counts, "faults": faults}
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    counts = job.counts
    click.echo(
        f"{job.get_state_display()}：共 {counts.get('rows', 0)} 行，"
        f"新 {counts.get('fresh', 0)}，原来就有 {counts.get('unchanged', 0)}，"
        f"重复 {counts.get('duplicates', 0)}，有错 {counts.get('faulty', 0)}，写入 {counts.get('written', 0)}。"
    )
    if failure := failure_text(job):
        click.echo(failure, err=True)
    for line in lines:
        for title, text in line.reasons:
            click.echo(f"  第 {line.row} 行 {title}：{text}")
