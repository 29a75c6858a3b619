"""Commands that look into the knowledge base: one thing, counts over all, the graph for other tools."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aigc_kg.cli.common import JsonOption, KbOption, open_kb
from aigc_kg.errors import UsageError

if TYPE_CHECKING:
    from aigc_kg.identity import Join
    from aigc_kg.show import Entry, Fact


def show(
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, in any of its spellings.")],
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one entity: names, classes and facts, each with its sources."""
    from dataclasses import asdict

    with open_kb(kb) as base:
        for entry in base.show(entity):
            print(json.dumps(asdict(entry), ensure_ascii=False) if as_json else _entry_text(entry))


def _entry_text(entry: Entry) -> str:
    lines = [f"{entry.label}  ({', '.join(entry.classes)})  {entry.iri}"]
    if len(entry.labels) > 1:
        lines.append("  names: " + ", ".join(entry.labels))
    lines += [_join_text(join) for join in entry.joins]
    lines += [f"  corrected in {c.place}: {c.kind}: {c.text}" + (f" ({c.reason})" if c.reason else "") for c in entry.corrections]
    for fact in entry.facts:
        lines.append(_fact_text(fact))
        lines += [f"      {s.document}:{s.line}  {' '.join(s.quote.split())}" for s in fact.sources]
    return "\n".join(lines)


def _join_text(join: Join) -> str:
    said = "; ".join(filter(None, (join.place, join.reason)))
    return f"    one by {join.rule}: {', '.join(join.names)}" + (f" ({said})" if said else "")


def _fact_text(fact: Fact) -> str:
    return f"  is {fact.property} of: {fact.value}" if fact.inverse else f"  {fact.property}: {fact.value}"


def export(
    kb: KbOption = None,
    fmt: Annotated[str, typer.Option("--format", metavar="FORMAT", help="turtle, trig, ntriples, nquads, jsonld or rdfxml.")] = "turtle",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, not to standard output.")] = None,
) -> None:
    """Write the graph for other tools."""
    with open_kb(kb) as base:
        text = base.export(fmt)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"Cannot write {output}: {error.strerror}.") from error


def stats(kb: KbOption = None, as_json: JsonOption = False) -> None:
    """Count documents, passages, entities by class, claims by property and by rule."""
    with open_kb(kb) as base:
        counts = base.stats()
    if as_json:
        print(json.dumps(counts, ensure_ascii=False))
        return
    for name, value in counts.items():
        if isinstance(value, dict):
            print(f"{name}:")
            print("\n".join(f"  {key}: {number}" for key, number in _items(value)))
        else:
            print(f"{name}: {value}")


def _items(value: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(value.items())
