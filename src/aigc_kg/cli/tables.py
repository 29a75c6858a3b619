"""Tables and marked text: through rich on a terminal, plain lines everywhere else."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from aigc_kg.marked import MarkedClaim, MarkedDocument


def on_terminal() -> bool:
    """Does a person read what is printed?"""
    return sys.stdout.isatty()


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """A table: on a terminal with a frame, else its rows, with tabs between the columns, below a line with their names."""
    if on_terminal():
        _print_framed(columns, rows, title)
        return
    for row in (columns, *rows):
        print("\t".join(one_line(str(value)) for value in row))


def _print_framed(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left")
    for name in columns:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(str(value)), justify="right" if isinstance(value, int | float) else "left") for value in row))
    Console().print(table)


def write_out(data: IO[bytes]) -> None:
    """Print UTF-8 text as it is: Python would write the line ends of this system, and lose those of CSV."""
    sys.stdout.flush()
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(newline="")
    with io.TextIOWrapper(data, encoding="utf-8", newline="") as lines:
        sys.stdout.writelines(lines)
    sys.stdout.flush()


def one_line(text: str) -> str:
    """Text without tabs and line ends."""
    return " ".join(text.split())


def print_document(document: MarkedDocument) -> None:
    """A document with its claims below its lines; what nothing was read from is dim on a terminal, and without a bar elsewhere."""
    if on_terminal():
        _print_dimmed(document)
        return
    width = len(str(len(document.lines)))
    for line in document.lines:
        first, *others = line.text.split("\n")
        print(f"{line.number:>{width}} {'|' if line.read else ' '} {first}".rstrip())
        for text in others:
            # A page, paragraph or slide has several lines and one number.
            print(f"{'':>{width}}   {text}".rstrip())
        for claim in line.claims:
            print(f"{'':>{width}}   -> {_claim_text(claim)}")


def _print_dimmed(document: MarkedDocument) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console()
    width = len(str(len(document.lines)))
    for line in document.lines:
        text = Text(line.text, style="dim")
        for start, end in line.read:
            text.stylize("not dim", start, end)
        for at, piece in enumerate(text.split("\n", allow_blank=True)):
            console.print(Text(f"{'' if at else line.number:>{width}} ", style="dim") + piece, soft_wrap=True)
        for claim in line.claims:
            console.print(Text(f"{'':>{width}} → {_claim_text(claim)}", style="green"), soft_wrap=True)


def _claim_text(claim: MarkedClaim) -> str:
    return f"{claim.property}({one_line(claim.subject)}, {one_line(claim.value)})  [{', '.join(_notes(claim))}]"


def _notes(claim: MarkedClaim) -> Iterator[str]:
    yield claim.rule
    if claim.qualifier:
        yield claim.qualifier
    if claim.end_line > claim.line:
        yield f"to line {claim.end_line}"
    if claim.context_lines:
        yield "under line " + ", ".join(map(str, claim.context_lines))
