"""What the commands share: options, the knowledge base they speak of, progress, and text from outside."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aigc_kg.errors import UsageError

if TYPE_CHECKING:
    from aigc_kg.assembly import Progress
    from aigc_kg.builder import BuildReport
    from aigc_kg.kb import KnowledgeBase

ENVIRONMENT = "AIGC_KG_KB"
_NAMED = 50
"""Files left out that are named; of more, the first."""


def given_path(text: str) -> Path:
    """A path that was given. Raises UsageError for an empty one, as of an unset variable, which would mean the folder one is in."""
    if not text:
        raise UsageError("A path is empty. Name a file or folder, or leave the word out.")
    return Path(text)


KbOption = Annotated[
    Path | None,
    typer.Option(
        "--kb",
        metavar="DIR",
        parser=given_path,
        help=f"The knowledge base; else {ENVIRONMENT}, else a folder in the user's data directory.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def default_folder() -> Path:
    """Where the knowledge base is when nobody names one."""
    from platformdirs import user_data_path

    return user_data_path("aigc-kg") / "kb"


def named_folder(kb: Path | None) -> Path | None:
    """The folder that the option or the environment names, if any."""
    return kb or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)


def open_kb(kb: Path | None, *, build_missing: bool = False) -> KnowledgeBase:
    """The knowledge base that a command speaks of; with `build_missing`, the shipped corpus is built where nobody named one."""
    from aigc_kg.kb import KnowledgeBase

    named = named_folder(kb)
    folder = named or default_folder()
    if build_missing and named is None and not (folder / "current").exists():
        print("aigc-kg: nothing was built yet; building the shipped corpus.", file=sys.stderr)
        build_kb(folder, lambda progress: KnowledgeBase.build(folder, progress=progress))
    return KnowledgeBase(folder)


def build_kb(folder: Path, change: Callable[[Progress], BuildReport], *, as_json: bool = False) -> bool:
    """Change the knowledge base with a progress bar, and say what was done; could every document be read?"""
    with progress_bar() as progress:
        report = change(progress)
    for note in report.notes:
        print(f"aigc-kg: {note}", file=sys.stderr)
    state = "built" if report.changed or report.embedded else "unchanged"
    print(
        f"aigc-kg: {state}: {report.documents} documents, {report.claims} claims, {report.passages} passages "
        f"({report.embedded} embedded) in {folder}",
        file=sys.stderr,
    )
    _print_left_out(report)
    if as_json:
        print(json.dumps({"kb": str(folder), **asdict(report)}, ensure_ascii=False))
    return not report.failed


def _print_left_out(report: BuildReport) -> None:
    for failure in report.failed:
        print(f"aigc-kg: {failure.reason}", file=sys.stderr)
    if report.failed:
        number = len(report.failed)
        which = f"{number} documents cannot be read and are" if number > 1 else "1 document cannot be read and is"
        print(f"aigc-kg: {which} not held; the others are.", file=sys.stderr)
    if report.skipped:
        more = f" and {len(report.skipped) - _NAMED} more" if len(report.skipped) > _NAMED else ""
        print(f"aigc-kg: left out, being no documents: {', '.join(report.skipped[:_NAMED])}{more}", file=sys.stderr)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error for each phase."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with ExitStack() as stack:
        bar = Progress(console=Console(stderr=True), transient=False)
        tasks: dict[str, TaskID] = {}

        def show(phase: str, done: int, total: int) -> None:
            if not tasks:
                # Begun late, so that a build with nothing to show leaves no empty line.
                stack.enter_context(bar)
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield show


def readable(argument: str) -> str:
    """An argument as text: bytes that are no UTF-8, which Python keeps as surrogates, become U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def lines() -> Iterator[str]:
    """Lines of standard input."""
    for line in sys.stdin:
        yield line.rstrip("\n").rstrip("\r")
