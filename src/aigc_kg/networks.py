"""The graph for tools that know no RDF: GraphML with an edge, CSV with a row for each distinct triple."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from aigc_kg.namespaces import DCTERMS, PREFIXES, RDF, RDFS, SKOS, local_name
from aigc_kg.text import XML_FORBIDDEN

COLUMNS = (
    "subject", "subject_label", "predicate", "property", "object", "object_label", "object_kind", "datatype", "language", "graphs",
)  # fmt: skip
"""Of the CSV; an empty field says that there is none."""
_NODE_KEYS = ("kind", "iri", "value", "label", "classes", "datatype", "language")
_EDGE_KEYS = ("iri", "property", "graphs")
_LABELS = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title", DCTERMS + "identifier")
"""What things are called by, the best first."""
_A = RDF + "type"
_UNSAFE = re.compile(f"[&<>\r]|{XML_FORBIDDEN.pattern}")

Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]


@dataclass(frozen=True)
class _Network:
    """Distinct triples in order, with the named graphs that each stands in; labels and classes of things."""

    triples: dict[Triple, tuple[str, ...]]
    labels: dict[str, str]
    classes: dict[str, list[str]]

    def label(self, term: object) -> str:
        """What a term is called: a literal by its value, a thing by its label or else the end of its IRI."""
        iri = getattr(term, "value", "")
        return iri if isinstance(term, ox.Literal) else self.labels.get(iri) or local_name(iri)


def _network(quads: Iterable[ox.Quad]) -> _Network:
    graphs: dict[Triple, set[str]] = defaultdict(set)
    for quad in quads:
        names = graphs[quad.subject, quad.predicate, quad.object]  # type: ignore[index]  # no quoted triples are written
        if isinstance(quad.graph_name, ox.NamedNode):
            names.add(quad.graph_name.value)
    ordered = sorted(graphs, key=lambda triple: tuple(map(str, triple)))
    labels: dict[str, tuple[tuple[int, bool, str], str]] = {}
    classes: dict[str, list[str]] = defaultdict(list)
    for subject, predicate, value in ordered:
        if predicate.value in _LABELS and isinstance(value, ox.Literal):
            rank = (_LABELS.index(predicate.value), value.language != "en", value.value)
            labels[subject.value] = min(labels.get(subject.value, (rank, value.value)), (rank, value.value))
        elif predicate.value == _A:
            classes[subject.value].append(local_name(value.value))
    return _Network(
        {triple: tuple(sorted(graphs[triple])) for triple in ordered}, {iri: label for iri, (_, label) in labels.items()}, classes
    )


@lru_cache(maxsize=1024)
def prefixed(iri: str) -> str:
    """An IRI as a prefixed name, where a prefix of the package fits."""
    found = [(len(base), name, base) for name, base in PREFIXES.items() if iri.startswith(base)]
    if not found:
        return iri
    _, name, base = max(found)
    return f"{name}:{iri.removeprefix(base)}"


def write_csv(quads: Iterable[ox.Quad], target: BinaryIO) -> int:
    """A row for each distinct triple (RFC 4180, UTF-8); `graphs` has the named graphs that it stands in, between spaces.

    Gives the number of triples.
    """
    network = _network(quads)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="")
    # With every text quoted, an empty value differs from none, and no value is taken for a line end or a delimiter.
    rows = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for (subject, predicate, value), graphs in network.triples.items():
        literal = isinstance(value, ox.Literal)
        rows.writerow(
            [
                subject.value, network.label(subject), predicate.value, prefixed(predicate.value), value.value,
                "" if literal else network.label(value), _kind(value),
                *_literal_parts(value), " ".join(graphs),
            ]
        )  # fmt: skip
    text.flush()
    text.detach()
    return len(network.triples)


def _kind(term: object) -> str:
    return "literal" if isinstance(term, ox.Literal) else "iri" if isinstance(term, ox.NamedNode) else "blank"


def _literal_parts(term: object) -> tuple[str, str]:
    """Datatype as a prefixed name and language; empty for a thing."""
    return (prefixed(term.datatype.value), term.language or "") if isinstance(term, ox.Literal) else ("", "")


def write_graphml(quads: Iterable[ox.Quad], target: BinaryIO) -> int:
    """A directed graph with an edge for each distinct triple.

    A thing is one node. Each triple with a literal has a node of its own for it, so that no path leads through a number or date
    that two things happen to share. Gives the number of triples.
    """
    network = _network(quads)
    text = io.TextIOWrapper(target, encoding="utf-8", newline="\n")
    text.writelines(_graphml(network))
    text.flush()
    text.detach()
    return len(network.triples)


def _graphml(network: _Network) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for scope, names in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for name in names:
            yield f'<key id="{scope}_{name}" for="{scope}" attr.name="{name}" attr.type="string"/>\n'
    yield '<graph id="aigc-kg" edgedefault="directed">\n'
    numbers: dict[str, int] = {}
    for term in (term for triple in network.triples for term in (triple[0], triple[2])):
        if not isinstance(term, ox.Literal) and str(term) not in numbers:
            numbers[str(term)] = len(numbers)
            yield _thing(f"n{numbers[str(term)]}", term, network)
    for at, ((subject, predicate, value), graphs) in enumerate(network.triples.items()):
        if isinstance(value, ox.Literal):
            yield _literal(f"l{at}", value)
        end = f"l{at}" if isinstance(value, ox.Literal) else f"n{numbers[str(value)]}"
        data = {"iri": predicate.value, "property": prefixed(predicate.value), "graphs": " ".join(graphs)}
        yield f'<edge id="e{at}" source="n{numbers[str(subject)]}" target="{end}">{_data("edge", data)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _thing(name: str, term: ox.NamedNode | ox.BlankNode, network: _Network) -> str:
    classes = " ".join(network.classes.get(term.value, ()))
    data = {"kind": _kind(term), "iri": term.value, "label": network.label(term), "classes": classes}
    return f"<node id={quoteattr(name)}>{_data('node', data)}</node>\n"


def _literal(name: str, term: ox.Literal) -> str:
    datatype, language = _literal_parts(term)
    data = {"kind": "literal", "value": term.value, "label": term.value, "datatype": datatype, "language": language}
    return f"<node id={quoteattr(name)}>{_data('node', data)}</node>\n"


def _data(scope: str, values: dict[str, str]) -> str:
    return "".join(f'<data key="{scope}_{name}">{_xml(value)}</data>' for name, value in values.items() if value)


def _xml(text: str) -> str:
    # Hardly any text holds something to escape, and looking is cheap.
    return escape(XML_FORBIDDEN.sub("\ufffd", text), {"\r": "&#13;"}) if _UNSAFE.search(text) else text
