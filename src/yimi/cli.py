"""The ``yimi`` command. Each command lives in its room's ``commands.py`` and is loaded only when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from yimi.core.boot import setup_django

#: name → where the click command stands.
COMMANDS = {
    "demo": "yimi.demo.commands:demo",
    "serve": "yimi.portal.commands:serve",
    "worker": "yimi.portal.commands:worker",
    "migrate": "yimi.core.commands:migrate",
    "regions": "yimi.regions.commands:regions",
    "audit": "yimi.audit.commands:audit",
    "users": "yimi.access.commands:users",
    "import": "yimi.imports.commands:import_",
    "doctor": "yimi.core.commands:doctor",
    "rules": "yimi.engine.commands:rules",
    "facts": "yimi.insight.commands:facts",
    "leads": "yimi.matching.commands:leads",
    "figures": "yimi.engine.figures.commands:figures",
    "indicators": "yimi.engine.indicators.commands:indicators",
    "published": "yimi.portal.published:published",
    "messages": "yimi.bench.messages:messages",
    "docs": "yimi.bench.docs:docs",
    "test": "yimi.bench.commands:test",
    "lint": "yimi.bench.commands:lint",
    "bench": "yimi.bench.commands:bench",
}
#: Commands that must not start Django: they set their own environment first.
WITHOUT_DJANGO = {"serve", "test", "lint", "bench", "messages", "rules", "figures", "indicators"}


class LazyGroup(click.Group):
    """Loads a command's module on first use, so that ``yimi test`` needs no database."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        target = COMMANDS.get(cmd_name)
        if target is None:
            return None
        if cmd_name not in WITHOUT_DJANGO:
            setup_django()
        module, attribute = target.split(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(package_name=None, version="0.1.0", prog_name="yimi")
def root() -> None:
    """一米：乡镇（街道）社工站的一套系统。 / One system for township and street social-work stations."""


def main() -> None:
    """Run the command; a domain error becomes one plain line and exit code 1."""
    try:
        root(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        if type(error).__module__.startswith("yimi.") and hasattr(error, "code"):
            click.echo(str(error), err=True)
            sys.exit(1)
        raise
