"""Commands that compare: saved answers with what the knowledge base holds now, and two graphs with each other."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aigc_kg.cli.common import JsonOption, KbOption, default_folder, given_path, named_folder, open_kb
from aigc_kg.cli.tables import one_line

if TYPE_CHECKING:
    from aigc_kg.diff import Change


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Answers that ask --json wrote, one a line.")],
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check saved answers: every quote, line and result against the documents as they are now and the graph."""
    with open_kb(kb) as base:
        done = base.verify(file)
    if as_json:
        print(
            json.dumps({"holds": done.holds, "checked": done.checked, "flaws": [asdict(flaw) for flaw in done.flaws]}, ensure_ascii=False)
        )
    else:
        for flaw in done.flaws:
            print(one_line(f"answer {flaw.answer} ({flaw.question}): {flaw.where}: {flaw.message}"))
    checked = ", ".join(f"{number} {name}" for name, number in done.checked.items())
    number = len(done.flaws)
    found = "all hold" if done.holds else f"{number} thing{'s' * (number > 1)} no longer hold{'s' * (number == 1)}"
    print(f"aigc-kg: {found}: {checked} checked", file=sys.stderr)
    if not done.holds:
        raise typer.Exit(1)


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", parser=given_path, help="A knowledge base, or a graph that export wrote.")],
    after: Annotated[
        Path | None, typer.Argument(metavar="[B]", parser=given_path, help="What it is compared with; else the knowledge base.")
    ] = None,
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show which facts came (+) and went (-) from A to B, and which only other documents state (~), each with the documents."""
    from aigc_kg.kb import KnowledgeBase

    found = KnowledgeBase.diff(before, after or named_folder(kb) or default_folder())
    if as_json:
        print(json.dumps(asdict(found), ensure_ascii=False))
        return
    for sign, changes in (("+", found.came), ("-", found.went), ("~", found.moved)):
        for change in changes:
            print(f"{sign} {_change_text(change)}")
    counts = f"{len(found.came)} came, {len(found.went)} went, {len(found.moved)} stated by other documents"
    print(f"aigc-kg: {counts if found else 'the same facts, of the same documents'}", file=sys.stderr)


def _change_text(change: Change) -> str:
    documents = ", ".join([*(f"+{name}" for name in change.added), *(f"-{name}" for name in change.removed)])
    return one_line(f"{change.property}({change.subject.text}, {change.object.text}) {documents}")
