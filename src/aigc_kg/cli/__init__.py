"""The command line: each command parses its options, calls one method of the knowledge base, and prints."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from aigc_kg.cli import asking, building, health, inspecting
from aigc_kg.errors import AigcKgError

app = typer.Typer(
    name="aigc-kg",
    help="Questions over survey notes, answered exactly and cited to the line, in Chinese and English.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line, with one sentence and an exit status for each error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdout else "strict")
    try:
        app(prog_name="aigc-kg")
    except AigcKgError as error:
        print(f"aigc-kg: {error}", file=sys.stderr)
        sys.exit(error.exit_status)
    except BrokenPipeError:
        # The reader of our output has gone; nothing is left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


def _version(value: bool) -> None:
    if value:
        from aigc_kg import __version__

        print(f"aigc-kg {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)] = False,
) -> None:
    """Options of the program itself."""


for command in (
    building.build,
    building.add,
    building.remove,
    asking.ask,
    asking.search,
    asking.sparql,
    inspecting.show,
    inspecting.export,
    inspecting.validate,
    inspecting.stats,
    inspecting.conflicts,
    health.doctor,
):
    app.command()(command)
app.command("eval")(inspecting.evaluate)
