"""The graph store and SPARQL 1.1 queries over it, read-only and without reaching out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError, QueryError

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Graphs = list[ox.NamedNode | ox.BlankNode]

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV, "tsv": ox.QueryResultsFormat.TSV,
}  # fmt: skip
_TRIPLES = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "xml": ox.RdfFormat.RDF_XML}
# SPARQL 1.1, 19.8: what may hold a keyword's letters without being one.
_LEXICAL = re.compile(
    r"<[^<>\"{}|^`\\\x00-\x20]*>|'''(?:(?:'|'')?(?:[^'\\]|\\.))*'''|\"\"\"(?:(?:\"|\"\")?(?:[^\"\\]|\\.))*\"\"\""
    r"|'(?:[^'\\\n\r]|\\.)*'|\"(?:[^\"\\\n\r]|\\.)*\"|(?P<comment>#[^\n\r]*)|[?$]\w+|@[A-Za-z-]+|[\w.-]*:(?:[\w.%:-]|\\.)*"
    r"|(?P<word>[A-Za-z]+)",
    re.DOTALL,
)
_QUERY_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_NO_GRAPH = ox.NamedNode("urn:x-aigc-kg:nothing")
"""Holds nothing: the default graph of a dataset whose statements all stand in named graphs."""
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"])


def open_store(path: Path) -> ox.Store:
    """Open a store for reading. Raises KnowledgeBaseError where it is missing or damaged."""
    if not path.is_dir():
        raise KnowledgeBaseError(f"The graph store {path} is missing. Build the knowledge base again.")
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store {path} cannot be opened ({error}). Build the knowledge base again.") from error


def keywords(query: str) -> list[str]:
    """Bare words of a query in upper case: keywords and functions, not variables, names, strings or comments."""
    return [match["word"].upper() for match in _LEXICAL.finditer(query) if match["word"]]


def run(store: ox.Store, query: str, *, union: bool = True) -> Results:
    """Run a query. Without a dataset clause its default graph is the merge of all graphs, unless `union` is off.

    Raises QueryError for updates, for SERVICE, for FROM with a file, and for what is no SPARQL.
    """
    words = keywords(query)
    if "SERVICE" in words:
        raise QueryError("The query uses SERVICE, which reaches out to another server; only the knowledge base itself can be asked.")
    first = next((word for word in words if word not in ("PREFIX", "BASE")), "")
    if first in _UPDATES or first == "WITH":
        raise QueryError(f"{first} changes data; the knowledge base is read-only here. Edit the documents and build again.")
    try:
        if "FROM" in words:
            return _run_on_named(store, query)
        return merged(store).query(query) if union else store.query(query, default_graph=[_NO_GRAPH])
    except SyntaxError as error:
        raise QueryError(_syntax_message(query, str(error))) from error
    except (ValueError, RuntimeError) as error:
        raise QueryError(f"The query cannot be evaluated: {error}.") from error


def merged(store: ox.Store) -> ox.Store:
    """A store whose default graph holds every statement once: this one as the builder writes it, else a copy in memory.

    Oxigraph's own union of graphs gives a row for each graph that holds a statement, and so counts wrong.
    """
    # Asked in this order, since counting a store reads all of it.
    if next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None or not len(store):
        return store
    copy = ox.Store()
    copy.bulk_extend(with_merge(store))
    return copy


def with_merge(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads, each followed by its statement in the default graph."""
    for quad in quads:
        yield quad
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _run_on_named(store: ox.Store, query: str) -> Results:
    """Run a query on the dataset that it names itself; several graphs that make one default graph are merged first."""
    default, named = _dataset(query)
    for graph in (*default, *named):
        if graph.value.lower().startswith("file:"):
            raise QueryError(f"FROM <{graph.value}> would read a file; only graphs of the knowledge base can be asked.")
    if len(default) < 2:
        return store.query(query)
    copy = ox.Store()
    for graph in default:
        copy.extend(ox.Quad(q.subject, q.predicate, q.object) for q in store.quads_for_pattern(None, None, None, graph))
    for graph in named:
        copy.extend(store.quads_for_pattern(None, None, None, graph))
    return copy.query(query, default_graph=[ox.DefaultGraph()], named_graphs=named)


def _dataset(query: str) -> tuple[_Graphs, _Graphs]:
    """Graphs after FROM and after FROM NAMED, resolved by the query's own prefixes and base."""
    # Whatever is wrong with the query is to be told with its own lines and columns, not those of the query made here.
    ox.Store().query(query)
    names = list(_dataset_names(query))
    start = next(m.start() for m in _LEXICAL.finditer(query) if (m["word"] or "").upper() in _QUERY_FORMS)
    columns = " ".join(f"({name} AS ?g{at})" for at, (_, name) in enumerate(names))
    row = next(iter(ox.Store().query(f"{query[:start]} SELECT {columns} {{}}")))  # type: ignore[arg-type]  # a SELECT
    graphs = [(kind, row[f"g{at}"]) for at, (kind, _) in enumerate(names)]
    return [g for kind, g in graphs if kind == "FROM"], [g for kind, g in graphs if kind == "NAMED"]


def _dataset_names(query: str) -> Iterator[tuple[str, str]]:
    """FROM or NAMED with the name after it, as the query writes it."""
    kind = ""
    for match in _LEXICAL.finditer(query):
        word = (match["word"] or "").upper()
        if word == "FROM" or (word == "NAMED" and kind):
            kind = word
        elif kind and not match["comment"]:
            yield kind, match[0]
            kind = ""


def _syntax_message(query: str, message: str) -> str:
    place = re.search(r"at (\d+):(\d+)", message)
    if not place:
        return f"The query is not valid SPARQL: {message.splitlines()[0]}."
    lines = query.splitlines() or [""]
    line = min(int(place[1]), len(lines))
    text = lines[line - 1]
    column, why = _wrong_token(text, int(place[2]), message)
    near = text[max(0, column - 1) :][:30].strip()
    return f"The query is not valid SPARQL: line {line}, column {column}, " + (f"near {near!r}{why}." if near else "it ends too early.")


def _wrong_token(text: str, column: int, message: str) -> tuple[int, str]:
    """Column at which the token that is wrong begins, and what is wrong with it if that is known.

    The parser tells how far it looked ahead: past a prefixed name, or as far as the keyword that it tried last is long.
    """
    before = text[: column - 1]
    if "Prefix not found" in message and (name := re.search(r"[\w.-]*:(?:[\w.%:-]|\\.)*$", before)):
        return name.start() + 1, ", whose prefix is not declared"
    expected = message.partition("expected")[2]
    if '"' in expected:
        # A sign was missing, for which the parser does not look ahead.
        return column, ""
    starts = (column - len(word) for word in re.findall(r"\b[A-Z_]{2,}\b", expected))
    tokens = [
        at for at in starts if at > 0 and re.match(r"[A-Za-z\\]", text[at - 1 :]) and not re.match(r"[\w\\:?$]", text[at - 2 : at - 1])
    ]
    return max(tokens, default=min(column, max(1, len(text.rstrip())))), ""


def serialize(results: Results, fmt: str) -> str:
    """Results in one of the formats, as `write_results` writes them."""
    target = io.BytesIO()
    write_results(results, fmt, target)
    return target.getvalue().decode("utf-8")


def write_results(results: Results, fmt: str, target: BinaryIO) -> None:
    """Write results in one of the formats, rows as they come.

    Raises QueryError where the format does not fit the kind of query, or where its evaluation fails on the way.
    """
    try:
        if isinstance(results, ox.QueryTriples):
            _write_triples(results, fmt, target)
        elif fmt == "table":
            target.writelines(line.encode("utf-8") for line in _table(results))
        elif fmt not in _RESULTS:
            raise QueryError(f"The results of a SELECT or ASK query cannot be written as {fmt}; use table, json, xml, csv or tsv.")
        elif isinstance(results, ox.QueryBoolean) and fmt in ("csv", "tsv"):
            target.write(b"true\n" if results else b"false\n")
        else:
            results.serialize(target, format=_RESULTS[fmt])
    except RuntimeError as error:
        raise QueryError(f"The query cannot be evaluated to its end: {error}.") from error


def _write_triples(results: ox.QueryTriples, fmt: str, target: BinaryIO) -> None:
    wanted = _TRIPLES.get("turtle" if fmt in ("table", "json") else fmt)
    if wanted is None:
        raise QueryError(f"A graph cannot be written as {fmt}; use turtle, ntriples or jsonld.")
    ox.serialize(sorted(results, key=str), target, format=wanted)


def _table(results: ox.QuerySolutions | ox.QueryBoolean) -> Iterator[str]:
    if isinstance(results, ox.QueryBoolean):
        yield "true\n" if results else "false\n"
        return
    names = [variable.value for variable in results.variables]
    yield "\t".join(names) + "\n"
    for row in results:
        cells = ("" if row[name] is None else getattr(row[name], "value", str(row[name])) for name in names)
        yield "\t".join(cell.replace("\t", " ").replace("\n", " ").replace("\r", " ") for cell in cells) + "\n"
