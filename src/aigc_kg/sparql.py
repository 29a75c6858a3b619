"""The graph store and SPARQL 1.1 queries over it, read-only and without reaching out."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError, QueryError

FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld")
_RESULTS = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip
_TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}
# SPARQL 1.1, 19.8: what may hold a keyword's letters without being one.
_LEXICAL = re.compile(
    r"<[^<>\"{}|^`\\\x00-\x20]*>|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"\"\""
    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\"|#[^\n\r]*|[?$]\w+|@[A-Za-z-]+|[\w.-]*:[\w.%-]*|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"])


def open_store(path: Path) -> ox.Store:
    """Open a store for reading. Raises KnowledgeBaseError where it is missing or damaged."""
    if not path.is_dir():
        raise KnowledgeBaseError(f"The graph store {path} is missing. Build the knowledge base again.")
    try:
        return ox.Store.read_only(str(path))
    except OSError as error:
        raise KnowledgeBaseError(f"The graph store {path} cannot be opened ({error}). Build the knowledge base again.") from error


def keywords(query: str) -> list[str]:
    """Bare words of a query in upper case: keywords and functions, not variables, names, strings or comments."""
    return [match["word"].upper() for match in _LEXICAL.finditer(query) if match["word"]]


def run(store: ox.Store, query: str, *, union: bool = True) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run a query. Without a dataset clause its default graph is the union of all graphs, unless `union` is off.

    Raises QueryError for updates, for SERVICE, and for what is no SPARQL.
    """
    words = keywords(query)
    if "SERVICE" in words:
        raise QueryError("The query uses SERVICE, which reaches out to another server; only the knowledge base itself can be asked.")
    first = next((word for word in words if word not in ("PREFIX", "BASE")), "")
    if first in _UPDATES or first == "WITH":
        raise QueryError(f"{first} changes data; the knowledge base is read-only here. Edit the documents and build again.")
    try:
        # With a dataset clause Oxigraph's union option would override it.
        return store.query(query, use_default_graph_as_union=union and "FROM" not in words)
    except SyntaxError as error:
        raise QueryError(_syntax_message(query, str(error))) from error
    except ValueError as error:
        raise QueryError(f"The query cannot be evaluated: {error}.") from error


def _syntax_message(query: str, message: str) -> str:
    place = re.search(r"at (\d+):(\d+)", message)
    if not place:
        return f"The query is not valid SPARQL: {message.splitlines()[0]}."
    line, column = int(place[1]), int(place[2])
    lines = query.splitlines() or [""]
    near = lines[min(line, len(lines)) - 1][max(0, column - 1) :][:30].strip()
    return f"The query is not valid SPARQL: line {line}, column {column}, " + (f"near {near!r}." if near else "it ends too early.")


def serialize(results: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, fmt: str) -> str:
    """Results in one of the formats. Raises QueryError where the format does not fit the kind of query."""
    if isinstance(results, ox.QueryTriples):
        target = _TRIPLES.get("turtle" if fmt in ("table", "json") else fmt)
        if target is None:
            raise QueryError(f"A graph cannot be written as {fmt}; use turtle, ntriples or jsonld.")
        triples = sorted(results, key=str)
        return (ox.serialize(triples, format=target) or b"").decode("utf-8")
    if fmt == "table":
        return _table(results)
    if fmt not in _RESULTS:
        raise QueryError(f"The results of a SELECT or ASK query cannot be written as {fmt}; use table, json, xml, csv or tsv.")
    if isinstance(results, ox.QueryBoolean) and fmt in ("csv", "tsv"):
        return "true\n" if results else "false\n"
    return (results.serialize(format=_RESULTS[fmt]) or b"").decode("utf-8")


def _table(results: ox.QuerySolutions | ox.QueryBoolean) -> str:
    if isinstance(results, ox.QueryBoolean):
        return "true\n" if results else "false\n"
    names = [variable.value for variable in results.variables]
    rows = [
        [("" if row[name] is None else getattr(row[name], "value", str(row[name]))).replace("\t", " ").replace("\n", " ") for name in names]
        for row in results
    ]
    return "\n".join("\t".join(row) for row in [names, *rows]) + "\n"
