"""Commands that look into the knowledge base: one thing or document, counts, disagreements, faults, the graph for other tools."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aigc_kg.cli.common import JsonOption, KbOption, open_kb, progress_bar, readable
from aigc_kg.cli.tables import on_terminal, one_line, print_document, print_table, write_out
from aigc_kg.errors import UsageError

if TYPE_CHECKING:
    from aigc_kg.conflicts import Disagreements
    from aigc_kg.evaluate import Evaluation, Figures, Score
    from aigc_kg.identity import Join
    from aigc_kg.show import Entry, Fact


def show(
    entity: Annotated[str | None, typer.Argument(metavar="ENTITY", help="A name, in any of its spellings.")] = None,
    kb: KbOption = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="FILE", help="Show a document with its claims marked, by path or name.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Show one entity, or a document: names, classes, facts with sources, and what disagrees."""
    if (entity is None) == (document is None):
        raise UsageError("Name either an entity or, with --document FILE, a document: aigc-kg show Flamingo.")
    if not (entity or document or "").strip():
        raise UsageError("The name is empty.")
    with open_kb(kb) as base:
        if document is not None:
            found = base.show_document(readable(document))
            if as_json:
                print(_json(asdict(found)))
            else:
                print_document(found)
            return
        for entry in base.show(readable(entity or "")):
            if as_json:
                print(_json(_entry_json(entry)))
            else:
                _print_entry(entry)


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


def _entry_json(entry: Entry) -> dict[str, Any]:
    data = asdict(entry)
    del data["disagreements"]
    return data | _conflicts_json(entry.disagreements)


def _conflicts_json(found: Disagreements) -> dict[str, Any]:
    from aigc_kg.render import conflict_json, evidence_json

    return {
        "conflicts": [conflict_json(conflict) for conflict in found.conflicts],
        "evidence": [evidence_json(piece) for piece in found.evidence],
    }


def _print_entry(entry: Entry) -> None:
    print(f"{entry.label}  ({', '.join(entry.classes)})  {entry.iri}")
    if len(entry.labels) > 1:
        print("  names: " + ", ".join(entry.labels))
    for join in entry.joins:
        print(_join_text(join))
    for correction in entry.corrections:
        reason = f" ({correction.reason})" if correction.reason else ""
        print(f"  corrected in {correction.place}: {correction.kind}: {correction.text}{reason}")
    if on_terminal():
        rows = [(_property(fact), fact.value, f"{s.document}:{s.line}", s.quote) for fact in entry.facts for s in fact.sources]
        print_table(("property", "value", "where", "quote"), rows)
    else:
        for fact in entry.facts:
            print(f"  {_property(fact)}: {fact.value}")
            print("\n".join(f"      {s.document}:{s.line}  {one_line(s.quote)}" for s in fact.sources))
    if entry.disagreements.conflicts:
        print("\nwhere documents disagree:")
        _print_conflicts(entry.disagreements)


def _join_text(join: Join) -> str:
    said = "; ".join(filter(None, (join.place, join.reason)))
    return f"    one by {join.rule}: {', '.join(join.names)}" + (f" ({said})" if said else "")


def _property(fact: Fact) -> str:
    return f"is {fact.property} of" if fact.inverse else fact.property


def _formats() -> tuple[str, ...]:
    from aigc_kg.export import FORMATS

    return FORMATS


def export(
    kb: KbOption = None,
    fmt: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="turtle, trig, ntriples, nquads, jsonld, rdfxml, graphml or csv.",
            autocompletion=_formats,
        ),
    ] = "turtle",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, not to standard output.")] = None,
) -> None:
    """Write the graph for other tools.

    trig, nquads and jsonld have a named graph for each document; the others have every triple once. graphml has an edge for each
    triple, csv a row.
    """
    with open_kb(kb) as base:
        if output is not None:
            number = base.export_to(output, fmt)
            print(f"aigc-kg: {number} statements written to {output} as {fmt}", file=sys.stderr)
        else:
            write_out(io.BytesIO(base.export(fmt).encode("utf-8")))


def stats(
    kb: KbOption = None,
    rules: Annotated[bool, typer.Option("--rules", help="Count claims by the rule that read them, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Count documents, passages, conflicts, entities by class and claims by property."""
    with open_kb(kb) as base:
        counts = base.stats(rules=rules)
    if as_json:
        print(_json(counts))
        return
    tables = {name: value for name, value in counts.items() if isinstance(value, dict)}
    single = [(name, value) for name, value in counts.items() if name not in tables]
    if on_terminal():
        print_table(("what", "count"), single)
        for name, value in tables.items():
            print_table((name, "count"), list(value.items()))
    else:
        print("\n".join(f"{name}: {value}" for name, value in single))
        for name, value in tables.items():
            print("\n".join([f"{name}:", *(f"  {key}: {number}" for key, number in value.items())]))


def conflicts(kb: KbOption = None, as_json: JsonOption = False) -> None:
    """List where documents disagree, every value with its sources."""
    with open_kb(kb) as base:
        found = base.conflicts()
    if as_json:
        print(_json(_conflicts_json(found)))
    elif found.conflicts:
        _print_conflicts(found)
    else:
        print("aigc-kg: no documents disagree.", file=sys.stderr)


def _print_conflicts(found: Disagreements) -> None:
    if on_terminal():
        for conflict in found.conflicts:
            rows = [(value, where, quote) for value, places in _values(found, conflict.values) for where, quote in places]
            print_table(("value", "where", "quote"), rows, title=f"{conflict.kind}: {conflict.property} of {conflict.subject}")
        return
    for conflict in found.conflicts:
        print(f"{conflict.kind}: {conflict.property} of {conflict.subject}")
        for value, places in _values(found, conflict.values):
            print("\n".join([f"  {value}", *(f"      {where}  {quote}" for where, quote in places)]))


def _values(found: Disagreements, values: tuple[dict[str, Any], ...]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each value to be read, with its places and quotes."""
    for value in values:
        shown = " ".join(str(value[name]) for name in ("label", "value", "unit") if name in value)
        pieces = [found.evidence[number] for number in value["evidence"]]
        yield shown, [(f"{piece.document}:{piece.line}", one_line(piece.quote)) for piece in pieces]


def validate(kb: KbOption = None, as_json: JsonOption = False) -> None:
    """Check the graph against its shapes, and every quote, name and index against the documents."""
    with open_kb(kb) as base:
        report = base.validate()
    if as_json:
        print(_json({"sound": report.sound, "checked": report.checked, "faults": [asdict(fault) for fault in report.faults]}))
    else:
        for fault in report.faults:
            print(f"{fault.check}: {fault.where}: {one_line(fault.message)}")
    checked = ", ".join(f"{number} {name}" for name, number in report.checked.items())
    found = "sound" if report.sound else f"{len(report.faults)} fault{'s' if len(report.faults) > 1 else ''}"
    print(f"aigc-kg: {found}: {checked} checked", file=sys.stderr)
    if not report.sound:
        raise typer.Exit(1)


def evaluate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Questions with known answers, one JSON object a line.")],
    kb: KbOption = None,
    as_json: JsonOption = False,
    baselines: Annotated[bool, typer.Option("--baselines", help="Score plain retrievers beside the answers.")] = False,
    misses: Annotated[bool, typer.Option("--misses", help="List the questions that were not answered strictly right.")] = False,
) -> None:
    """Score the answers to a file of questions with known answers."""
    with open_kb(kb) as base, progress_bar() as progress:
        done = base.evaluate(file, baselines=baselines, progress=progress)
    if as_json:
        print(_json(_evaluation_json(done) | ({"misses": [_miss(score) for score in done.misses]} if misses else {})))
        return
    _print_figures(done)
    if misses:
        rows = [[one_line(str(value)) for value in _miss(score).values()] for score in done.misses]
        print()
        print_table(("question", "kind", "verdict", "expected", "results expected", "got", "results got", "answer"), rows)


def _evaluation_json(done: Evaluation) -> dict[str, Any]:
    pairs = {"questions": len(done.pairs), "same": len(done.pairs) - len(done.differing)}
    return {
        "total": done.total,
        "by_language": done.languages,
        "by_scope": done.scopes,
        "by_kind": done.kinds,
        "baselines": done.baselines,
        "pairs": pairs | {"differing": [[score.case.question for score in pair] for pair in done.differing]},
    }


_COUNTS = ("unanswerable", "false_answers", "quotes", "quotes_verbatim")
_COLUMNS = ("asked", "strict", "right", "wrong", "f1", "recall@1", "@3", "@10", "precision", "false", "verbatim")


def _print_figures(done: Evaluation) -> None:
    groups = {"all": done.total, **done.languages, **done.scopes, **done.kinds, **done.baselines}
    print_table(("", *_COLUMNS), [(name, *_row(figures)) for name, figures in groups.items()])
    if done.pairs:
        print(f"pairs with the same answer in both languages: {len(done.pairs) - len(done.differing)} of {len(done.pairs)}")


def _row(figures: Figures) -> list[str]:
    rest = [_figure(value) for name, value in figures.items() if name not in _COUNTS]
    shares = [f"{figures[part]}/{figures[whole]}" for part, whole in (("false_answers", "unanswerable"), ("quotes_verbatim", "quotes"))]
    return [*rest, *shares]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)


def _miss(score: Score) -> dict[str, Any]:
    got = [result.label if result.value is None else result.value for result in score.answer.results]
    return {
        "question": score.case.question,
        "kind": score.case.kind,
        "verdict": score.verdict,
        "expected_status": score.case.status,
        "expected": [forms[0] for forms in score.case.expected],
        "status": score.answer.status,
        "results": got,
        "answer": score.answer.answer,
    }
