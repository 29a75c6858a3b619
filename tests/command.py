"""The command line as the tests run it: inside this process, or as the installed command."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

import aigc_kg
from aigc_kg.cli import app, main

__all__ = ["COMMAND", "COMMANDS", "Done", "app", "environment", "help_text", "main", "shell"]

COMMAND = Path(sys.executable).parent / "aigc-kg"
COMMANDS = (
    "build", "add", "remove", "ask", "search", "sparql", "show", "export", "validate", "stats", "conflicts", "verify", "diff",
    "doctor", "eval",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def environment(home: Path) -> dict[str, str]:
    """The variables of this process with another home and no knowledge base; programs run the code that this process runs."""
    left = {name: value for name, value in os.environ.items() if name not in ("AIGC_KG_KB", "XDG_DATA_HOME")}
    return left | {"HOME": str(home), "COLUMNS": "80", "PYTHONPATH": str(Path(aigc_kg.__file__).parents[1])}


def shell(*arguments: str | bytes, home: Path, stdin: bytes = b"", kb: Path | None = None) -> Done:
    """Run the installed command."""
    variables = environment(home) | ({"AIGC_KG_KB": str(kb)} if kb else {})
    done = subprocess.run([COMMAND, *arguments], input=stdin, capture_output=True, env=variables, check=False)
    return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def help_text(*arguments: str) -> str:
    """What `--help` prints, 80 columns wide."""
    done = CliRunner(env={"COLUMNS": "80"}).invoke(app, [*arguments, "--help"], prog_name="aigc-kg", terminal_width=80)
    if done.exit_code != 0:
        raise ValueError(f"aigc-kg {' '.join(arguments)} --help ended with {done.exit_code}: {done.output}")
    return str(done.stdout)
