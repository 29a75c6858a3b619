"""The command line: each command parses its options, calls one method of the knowledge base, and prints."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from aigc_kg.errors import AigcKgError, UsageError

if TYPE_CHECKING:
    from aigc_kg.builder import BuildReport
    from aigc_kg.kb import KnowledgeBase
    from aigc_kg.model import Answer
    from aigc_kg.show import Entry, Fact

ENVIRONMENT = "AIGC_KG_KB"
_NAMED = 50
"""Files left out that are named; of more, the first."""

app = typer.Typer(
    name="aigc-kg",
    help="Questions over survey notes, answered exactly and cited to the line, in Chinese and English.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

KbOption = Annotated[
    Path | None,
    typer.Option("--kb", metavar="DIR", help=f"The knowledge base; else {ENVIRONMENT}, else a folder in the user's data directory."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def main() -> None:
    """Run the command line, with one sentence and an exit status for each error."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdout else "strict")
    try:
        app()
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


def default_folder() -> Path:
    """Where the knowledge base is when nobody names one."""
    from platformdirs import user_data_path

    return user_data_path("aigc-kg") / "kb"


def _named_folder(kb: Path | None) -> Path | None:
    return kb or (Path(os.environ[ENVIRONMENT]) if os.environ.get(ENVIRONMENT) else None)


def _open(kb: Path | None, *, build_missing: bool = False) -> KnowledgeBase:
    from aigc_kg.kb import KnowledgeBase

    named = _named_folder(kb)
    folder = named or default_folder()
    if build_missing and named is None and not (folder / "current").exists():
        print("aigc-kg: nothing was built yet; building the shipped corpus.", file=sys.stderr)
        _build(folder, [])
    return KnowledgeBase(folder)


def _build(folder: Path, paths: list[Path]) -> bool:
    """Build and tell what was done; could every document be read?"""
    from aigc_kg.kb import KnowledgeBase

    with _progress() as progress:
        report = KnowledgeBase.build(folder, paths, progress=progress)
    state = "built" if report.changed or report.embedded else "unchanged"
    print(
        f"aigc-kg: {state}: {report.documents} documents, {report.claims} claims, {report.passages} passages "
        f"({report.embedded} embedded) in {folder}",
        file=sys.stderr,
    )
    _print_left_out(report)
    return not report.failed


def _print_left_out(report: BuildReport) -> None:
    for failure in report.failed:
        print(f"aigc-kg: {failure.reason}", file=sys.stderr)
    if report.failed:
        print(f"aigc-kg: {len(report.failed)} documents cannot be read and are not held; the others are.", file=sys.stderr)
    if report.skipped:
        named = ", ".join(report.skipped[:_NAMED]) + (", …" if len(report.skipped) > _NAMED else "")
        print(f"aigc-kg: left out, being no documents: {len(report.skipped)} files or folders ({named})", file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar on standard error for each phase."""
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True), transient=False) as bar:
        tasks: dict[str, TaskID] = {}

        def show(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bar.add_task(phase, total=total)
            bar.update(tasks[phase], completed=done, total=total)

        yield show


@app.command()
def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; else the recorded ones, else the shipped corpus.")
    ] = None,
    kb: KbOption = None,
) -> None:
    """Make the knowledge base hold exactly the documents at PATH."""
    if not _build(_named_folder(kb) or default_folder(), paths or []):
        raise typer.Exit(1)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")] = None,
    kb: KbOption = None,
    as_json: JsonOption = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was understood, and the query.")] = False,
) -> None:
    """Answer a question in Chinese or English, with the lines that say so."""
    if question is None:
        raise UsageError('Ask something: aigc-kg ask "who made Flamingo", or - to read questions from standard input.')
    with _open(kb, build_missing=True) as base:
        if question == "-":
            for line in _lines():
                answer = base.ask(line)
                print(_answer_json(answer) if as_json else " ".join(answer.answer.split()), flush=True)
            return
        if not question.strip():
            raise UsageError("The question is empty.")
        answer = base.ask(_readable(question))
        _print_answer(answer, as_json=as_json, explain=explain)
        if answer.status == "unanswered":
            raise typer.Exit(1)


def _readable(argument: str) -> str:
    """An argument as text: bytes that are no UTF-8, which Python keeps as surrogates, become U+FFFD."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\n").rstrip("\r")


def _answer_json(answer: Answer) -> str:
    from aigc_kg.render import answer_json

    return json.dumps(answer_json(answer), ensure_ascii=False)


def _print_answer(answer: Answer, *, as_json: bool, explain: bool) -> None:
    from aigc_kg.render import answer_text

    print(_answer_json(answer) if as_json else answer_text(answer, explain=explain))


@app.command()
def search(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What to look for; - reads one a line.")] = None,
    kb: KbOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option("-k", metavar="N", min=1, max=1000, help="How many passages.")] = 10,
) -> None:
    """Find the best passages, by words and by meaning."""
    if text is None:
        raise UsageError('Search for something: aigc-kg search "diffusion", or - to read texts from standard input.')
    with _open(kb) as base:
        found = False
        for query in _lines() if text == "-" else [_readable(text)]:
            hits = base.search(query, limit)
            found = found or bool(hits)
            if as_json:
                rows = [
                    {
                        "document": h.document,
                        "line": h.line,
                        "end_line": h.end_line,
                        "section": list(h.section),
                        "text": h.text,
                        "score": h.score,
                    }
                    for h in hits
                ]
                print(json.dumps({"query": query, "hits": rows}, ensure_ascii=False), flush=True)
            else:
                for hit in hits:
                    print(f"{hit.document}:{hit.line}  {' '.join(hit.text.split())}")
        if text != "-" and not found:
            raise typer.Exit(1)


@app.command()
def sparql(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="A SPARQL 1.1 query; - reads it from standard input.")] = None,
    kb: KbOption = None,
    fmt: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="table, json, xml, csv, tsv, turtle, ntriples or jsonld.")
    ] = "table",
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Read the query from a file.")] = None,
    plain: Annotated[bool, typer.Option("--plain-default-graph", help="Do not take the union of all graphs as the default graph.")] = False,
) -> None:
    """Run a read-only SPARQL query over the graph."""
    from aigc_kg.sparql import FORMATS, serialize

    if fmt not in FORMATS:
        raise UsageError(f"There is no format {fmt!r}; choose one of {', '.join(FORMATS)}.")
    text = _query_text(query, file)
    with _open(kb) as base:
        print(serialize(base.query(text, union=not plain), fmt), end="")


def _query_text(query: str | None, file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text(encoding="utf-8")
        except OSError as error:
            raise UsageError(f"Cannot read the query from {file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"The query in {file} is not UTF-8 text. Save it as UTF-8.") from error
    if query is None:
        raise UsageError("Give a query, or - to read it from standard input, or --file FILE.")
    return sys.stdin.read() if query == "-" else query


@app.command()
def show(
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="A name, in any of its spellings.")],
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show one entity: names, classes and facts, each with its sources."""
    from dataclasses import asdict

    with _open(kb) as base:
        for entry in base.show(entity):
            print(json.dumps(asdict(entry), ensure_ascii=False) if as_json else _entry_text(entry))


def _entry_text(entry: Entry) -> str:
    lines = [f"{entry.label}  ({', '.join(entry.classes)})  {entry.iri}"]
    if len(entry.labels) > 1:
        lines.append("  names: " + ", ".join(entry.labels))
    for fact in entry.facts:
        lines.append(_fact_text(fact))
        lines += [f"      {s.document}:{s.line}  {' '.join(s.quote.split())}" for s in fact.sources]
    return "\n".join(lines)


def _fact_text(fact: Fact) -> str:
    return f"  is {fact.property} of: {fact.value}" if fact.inverse else f"  {fact.property}: {fact.value}"


@app.command()
def export(
    kb: KbOption = None,
    fmt: Annotated[str, typer.Option("--format", metavar="FORMAT", help="turtle, trig, ntriples, nquads, jsonld or rdfxml.")] = "turtle",
    output: Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write to a file, not to standard output.")] = None,
) -> None:
    """Write the graph for other tools."""
    with _open(kb) as base:
        text = base.export(fmt)
    if output is None:
        sys.stdout.write(text)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"Cannot write {output}: {error.strerror}.") from error


@app.command()
def stats(kb: KbOption = None, as_json: JsonOption = False) -> None:
    """Count documents, passages, entities by class, claims by property and by rule."""
    with _open(kb) as base:
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


if __name__ == "__main__":
    main()
