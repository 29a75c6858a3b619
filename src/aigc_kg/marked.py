"""A document with its claims marked: what was read from each line, and what was not read."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import NotFoundError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import SourceRecord
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, document_iri, local_name
from aigc_kg.selection import place
from aigc_kg.show import shown
from aigc_kg.sources import recorded_text
from aigc_kg.sparql import merged

_PREFIXES = f"PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}>\n"
_CLAIMS = (
    _PREFIXES
    + """SELECT ?document ?claim ?s ?p ?o ?rule ?qualifier ?line ?end_line ?start ?end WHERE {
  ?claim dcterms:source ?document ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; aigc:rule ?rule ;
    aigc:line ?line ; aigc:endLine ?end_line ; aigc:start ?start ; aigc:end ?end .
  OPTIONAL { ?claim aigc:qualifier ?qualifier }
} ORDER BY ?start ?end ?p ?s ?o ?claim ?rule"""
)
_CONTEXTS = (
    _PREFIXES
    + """SELECT DISTINCT ?document ?claim ?line WHERE { ?claim dcterms:source ?document ; aigc:context/aigc:line ?line }
ORDER BY ?claim ?line"""
)


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """What was read: names and value to be read, the rule or rules, the lines of the quote, and those of its headings or headers."""

    subject: str
    property: str
    value: str
    rule: str
    qualifier: str | None
    line: int
    end_line: int
    context_lines: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkedLine:
    """A line without its end, or a page, paragraph or slide of a converted document.

    `claims` are those whose quotes begin on it, `read` the spans of it that any claim quotes.
    """

    number: int
    text: str
    claims: tuple[MarkedClaim, ...]
    read: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """A document, line by line."""

    document: str
    lines: tuple[MarkedLine, ...]


def marked(store: ox.Store, index: LexicalIndex, records: Sequence[SourceRecord], name: str) -> MarkedDocument:
    """A document of the knowledge base, by its identifier, the end of it, or the path of its file.

    Raises NotFoundError where there is no such document, or where its file is missing or changed since the build.
    """
    record = _record(records, name)
    text = recorded_text(record)
    whole = merged(store)
    claims: dict[int, list[MarkedClaim]] = defaultdict(list)
    spans = []
    for start, end, claim in _claims(whole, index, record.identifier):
        claims[claim.line].append(claim)
        spans.append((start, end))
    starts = [*text.places, len(text.text)]
    read = _by_line(starts, _joined(spans))
    lines = []
    for number, (at, after) in enumerate(pairwise(starts), 1):
        piece = text.text[at:after].rstrip("\r\n")
        inside = tuple((max(a - at, 0), min(b - at, len(piece))) for a, b in read[number] if a - at < len(piece))
        lines.append(MarkedLine(number, piece, tuple(claims[number]), inside))
    return MarkedDocument(record.identifier, tuple(lines))


def _record(records: Sequence[SourceRecord], name: str) -> SourceRecord:
    path = str(place(Path(name)))
    exact = [record for record in records if name == record.identifier] or [record for record in records if path == record.path]
    found = exact or [record for record in records if f"/{record.identifier}".endswith(f"/{name}")]
    if len(found) > 1:
        named = ", ".join(record.identifier for record in found)
        raise NotFoundError(f"{name!r} may be any of these documents: {named}. Give more of its path.")
    if not found:
        raise NotFoundError(f"The knowledge base has no document {name!r}. It has: {_listed(records)}.")
    return found[0]


def _listed(records: Sequence[SourceRecord]) -> str:
    names = [record.identifier for record in records]
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _claims(store: ox.Store, index: LexicalIndex, identifier: str) -> Iterable[tuple[int, int, MarkedClaim]]:
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {
        ox.Variable("document"): ox.NamedNode(document_iri(identifier))
    }
    contexts: dict[object, list[int]] = defaultdict(list)
    for row in store.query(_CONTEXTS, substitutions=bound):  # type: ignore[union-attr]
        contexts[row["claim"]].append(int(row["line"].value))
    rows = store.query(_CLAIMS, substitutions=bound)
    for _, group in groupby(rows, key=lambda row: row["claim"].value):  # type: ignore[arg-type]
        row, *others = group
        rules = ", ".join(dict.fromkeys(one["rule"].value for one in (row, *others)))
        claim = MarkedClaim(
            shown(store, index, row["s"]), local_name(row["p"].value), shown(store, index, row["o"]), rules,
            row["qualifier"] and row["qualifier"].value,
            int(row["line"].value), int(row["end_line"].value), tuple(contexts[row["claim"]]),
        )  # fmt: skip
        yield int(row["start"].value), int(row["end"].value), claim


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans without overlaps, in order."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def _by_line(starts: Sequence[int], spans: Iterable[tuple[int, int]]) -> dict[int, list[tuple[int, int]]]:
    """Spans by the numbers of the lines that they touch."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in spans:
        for number in range(bisect_right(starts, start), bisect_right(starts, end - 1) + 1):
            found[number].append((start, end))
    return found
