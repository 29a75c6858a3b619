"""Commands that ask the knowledge base: questions, passages, queries."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from aigc_kg.cli.common import JsonOption, KbOption, lines, open_kb, readable
from aigc_kg.cli.tables import on_terminal, print_table, write_out
from aigc_kg.errors import UsageError
from aigc_kg.isolated import DEFAULT_SECONDS, RESULT_FORMATS

if TYPE_CHECKING:
    from aigc_kg.kb import KnowledgeBase
    from aigc_kg.model import Answer


def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question; - reads one a line.")] = None,
    kb: KbOption = None,
    as_json: JsonOption = False,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question was understood, and the query.")] = False,
    examples: Annotated[bool, typer.Option("--examples", help="List questions that can be answered here, instead of asking one.")] = False,
) -> None:
    """Answer a question in Chinese or English, with the lines that say so; then, as a note, what else could be asked."""
    if examples:
        if question is not None:
            raise UsageError("Give either a question or --examples.")
        _print_examples(kb, as_json=as_json)
        return
    if question is None:
        raise UsageError('Ask something: aigc-kg ask "who made Flamingo", or - to read questions from standard input.')
    with open_kb(kb, build_missing=True) as base:
        if question == "-":
            for line in lines():
                answer = base.ask(line)
                print(_answer_json(answer) if as_json else " ".join(answer.answer.split()), flush=True)
            return
        if not question.strip():
            raise UsageError("The question is empty.")
        answer = base.ask(readable(question))
        _print_answer(answer, as_json=as_json, explain=explain)
        if not as_json:
            _print_follow_ups(base, answer)
        if answer.status == "unanswered":
            raise typer.Exit(1)


def _print_examples(kb: Path | None, *, as_json: bool) -> None:
    with open_kb(kb, build_missing=True) as base:
        for example in base.examples():
            row = {"question": example.question, "language": example.language}
            print(json.dumps(row, ensure_ascii=False) if as_json else example.question, flush=True)


def _print_follow_ups(base: KnowledgeBase, answer: Answer) -> None:
    """Name a few more questions, as a note beside the answer."""
    questions = [example.question for example in base.follow_ups(answer)]
    if questions:
        sys.stdout.flush()
        print(("还可以问：" if answer.language == "zh" else "You could also ask: ") + " ".join(questions), file=sys.stderr)


def _answer_json(answer: Answer) -> str:
    from aigc_kg.render import answer_json

    return json.dumps(answer_json(answer), ensure_ascii=False)


def _print_answer(answer: Answer, *, as_json: bool, explain: bool) -> None:
    from aigc_kg.render import answer_text

    print(_answer_json(answer) if as_json else answer_text(answer, explain=explain))


def search(
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="What to look for; - reads one a line.")] = None,
    kb: KbOption = None,
    as_json: JsonOption = False,
    limit: Annotated[int, typer.Option("-k", metavar="N", min=1, max=1000, help="How many passages.")] = 10,
) -> None:
    """Find the best passages, by words and by meaning."""
    if text is None:
        raise UsageError('Search for something: aigc-kg search "diffusion", or - to read texts from standard input.')
    with open_kb(kb) as base:
        if not text.strip():
            raise UsageError("The text to search for is empty.")
        found = False
        for query in lines() if text == "-" else [readable(text)]:
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
            print("aigc-kg: no passage was found.", file=sys.stderr)
            raise typer.Exit(1)


def _formats() -> tuple[str, ...]:
    return RESULT_FORMATS


def sparql(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="A SPARQL 1.1 query; - reads it from standard input.")] = None,
    *,
    kb: KbOption = None,
    fmt: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="table, json, xml, csv, tsv, turtle, ntriples or jsonld.",
            autocompletion=_formats,
        ),
    ] = "table",
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="Read the query from a file.")] = None,
    plain: Annotated[bool, typer.Option("--plain-default-graph", help="Do not take the union of all graphs as the default graph.")] = False,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0, help="Stop the query after this time; 0 lets it run.")
    ] = DEFAULT_SECONDS,
) -> None:
    """Run a read-only SPARQL query over the graph."""
    if fmt not in RESULT_FORMATS:
        raise UsageError(f"There is no format {fmt!r}; choose one of {', '.join(RESULT_FORMATS)}.")
    text = _query_text(query, file)
    with open_kb(kb) as base:
        kind, results = base.query_as(text, fmt, union=not plain, seconds=timeout or None)
    with results:
        if kind == "rows" and fmt == "table" and on_terminal():
            names, *rows = (line.decode("utf-8").rstrip("\n").split("\t") for line in results)
            print_table(names, rows)
        else:
            write_out(results)


def _query_text(query: str | None, file: Path | None) -> str:
    if file is not None:
        if query is not None:
            raise UsageError("Give either a query or --file FILE.")
        try:
            return file.read_text(encoding="utf-8-sig")
        except OSError as error:
            raise UsageError(f"Cannot read the query from {file}: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"The query in {file} is not UTF-8 text. Save it as UTF-8.") from error
    if query is None:
        raise UsageError("Give a query, or - to read it from standard input, or --file FILE.")
    return sys.stdin.read() if query == "-" else query
