"""``yimi serve`` and ``yimi worker``: the two processes that make up a running Yimi."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType

import click

GRACE_SECONDS = 15


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--web-processes", default=1, show_default=True, help="Web processes; 2 on PostgreSQL."
)
@click.option("--threads", default=8, show_default=True, help="Threads per web process.")
def serve(host: str, port: int, web_processes: int, threads: int) -> None:
    """启动网页与后台（一起启动、一起停止）。 / Run web and worker together.

    Example: yimi serve --host 0.0.0.0 --port 8000
    """
    yimi = [sys.executable, "-m", "yimi"]
    subprocess.run([*yimi, "migrate", "--quiet"], check=True)  # noqa: S603 - our own command
    click.echo(f"一米已启动：http://{host}:{port}  （停止：Ctrl+C）")
    raise SystemExit(
        run_together([web_command(host, port, web_processes, threads), [*yimi, "worker"]])
    )


def web_command(host: str, port: int, processes: int, threads: int) -> list[str]:
    """The web server's command line."""
    return [
        sys.executable, "-m", "granian", "yimi.wsgi:application", "--interface", "wsgi",
        "--host", host, "--port", str(port), "--workers", str(processes),
        "--blocking-threads", str(threads), "--no-ws", "--http", "1", "--log-level", "warning",
        "--respawn-failed-workers",
    ]  # fmt: skip


def run_together(commands: list[list[str]]) -> int:
    """Run all until one ends or a signal comes, then stop all; returns the worst exit code."""
    processes = [
        subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands
        for command in commands
    ]
    stopping = threading.Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while not stopping.wait(0.3):
        if any(process.poll() is not None for process in processes):
            break
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    return 0 if stopping.is_set() else max(abs(process.wait()) for process in processes)


@click.command()
def worker() -> None:
    """后台进程：封存留痕、处理导入等长任务。 / Seal the trail, run long tasks.

    Example: yimi worker
    """
    from yimi.portal.background import run_worker  # noqa: PLC0415 - `serve` must stay free of Django

    run_worker()
