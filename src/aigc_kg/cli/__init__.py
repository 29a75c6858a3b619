"""The command line: each command parses its options, calls one method of the knowledge base, and prints."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from typer._click.core import Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError  # typer has no other door to what it raises
from typer.core import TyperGroup

from aigc_kg.cli import asking, building, comparing, health, inspecting
from aigc_kg.errors import AigcKgError

WRONG_USE = 2


class _Program(TyperGroup):
    """The program, which writes all that it has to say before it ends, and takes no harm where its reader goes away."""

    def invoke(self, ctx: Context) -> object:
        """Run a command."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError as error:
            # Left alone, typer would call it a failure.
            _close_output()
            raise typer.Exit from error


app = typer.Typer(
    name="aigc-kg",
    cls=_Program,
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
    sys.exit(_run())


def _run() -> int:
    try:
        status = app(prog_name="aigc-kg", standalone_mode=False)
        sys.stdout.flush()
    except NoArgsIsHelpError as error:
        print(error.format_message(), file=sys.stderr)
        return WRONG_USE
    except ClickException as error:
        print(f"aigc-kg: {_wrong_use(error)}", file=sys.stderr)
        return WRONG_USE
    except AigcKgError as error:
        print(f"aigc-kg: {error}", file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        _close_output()
        return 0
    except OSError as error:
        # A full disk under standard output, most of all.
        _close_output()
        what = f"{error.filename}: " if error.filename else "the result cannot be written: "
        print(f"aigc-kg: {what}{error.strerror}.", file=sys.stderr)
        return WRONG_USE
    return status if isinstance(status, int) else 0


def _wrong_use(error: ClickException) -> str:
    """One sentence on what is wrong, and where the right use is told."""
    message = " ".join(error.format_message().split()).rstrip(".")
    command = error.ctx.command_path if isinstance(error, UsageError) and error.ctx else "aigc-kg"
    return f"{message}{'' if message.endswith('?') else '.'} See {command} -h."


def _close_output() -> None:
    """Let what is still to be written go nowhere, so that the end of the process does not try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    comparing.verify,
    comparing.diff,
    health.doctor,
):
    app.command()(command)
app.command("eval")(inspecting.evaluate)
