"""What the knowledge base holds: one thing with its facts and sources, and counts over all."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from aigc_kg.identity import Join
from aigc_kg.lexical import LexicalIndex, StoredCorrection
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, SCHEMA, local_name
from aigc_kg.sparql import merged
from aigc_kg.text import key

_PREFIXES = f"PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}>\n"
_FACTS = (
    _PREFIXES
    + """SELECT ?s ?p ?o ?document ?line ?end ?quote ?rule WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source/dcterms:identifier ?document ;
    aigc:line ?line ; aigc:endLine ?end ; aigc:quote ?quote ; aigc:rule ?rule .
} ORDER BY ?p ?s ?o ?document ?line"""
)
_COUNTS = {
    "documents": "SELECT (COUNT(*) AS ?n) WHERE { ?x a aigc:Document }",
    "claims": "SELECT (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim }",
}
_BY = {
    "entities by class": "SELECT ?k (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?k . ?claim rdf:subject|rdf:object ?x } GROUP BY ?k",
    "claims by property": "SELECT ?k (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim ; rdf:predicate ?k } GROUP BY ?k",
    "claims by rule": "SELECT ?k (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim ; aigc:rule ?k } GROUP BY ?k",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One place that states a fact."""

    document: str
    line: int
    end_line: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with all its sources; `inverse` where the thing is the object."""

    property: str
    value: str
    inverse: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: names, classes and facts."""

    iri: str
    label: str
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[Fact, ...]
    joins: tuple[Join, ...] = ()
    """Why its names are one."""
    corrections: tuple[StoredCorrection, ...] = ()
    """The corrections that touch it."""


def entries(store: ox.Store, index: LexicalIndex, name: str) -> list[Entry]:
    """The things that a name means, each with all that is said of it."""
    found = {stored.iri: stored for stored in index.names([key(name)])}
    return [_entry(store, index, iri, stored.classes) for iri, stored in sorted(found.items())]


def _entry(store: ox.Store, index: LexicalIndex, iri: str, classes: tuple[str, ...]) -> Entry:
    labels = [stored.label for stored in index.labels([iri]).get(iri, [])]
    node = ox.NamedNode(iri)
    facts = [*_facts(store, index, node, inverse=False), *_facts(store, index, node, inverse=True)]
    names = tuple(dict.fromkeys(labels))
    return Entry(iri, labels[0] if labels else iri, names, classes, tuple(facts), tuple(index.joins(iri)), tuple(index.corrections(iri)))


def _facts(store: ox.Store, index: LexicalIndex, node: ox.NamedNode, *, inverse: bool) -> list[Fact]:
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {ox.Variable("o" if inverse else "s"): node}
    rows = merged(store).query(_FACTS, substitutions=bound)
    grouped: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for row in rows:  # type: ignore[union-attr]
        other = row["s" if inverse else "o"]
        source = Source(row["document"].value, int(row["line"].value), int(row["end"].value), row["quote"].value, row["rule"].value)
        grouped[local_name(row["p"].value), _shown(store, index, other)].append(source)
    return [Fact(prop, value, inverse, tuple(sources)) for (prop, value), sources in grouped.items()]


def _shown(store: ox.Store, index: LexicalIndex, term: object) -> str:
    if isinstance(term, ox.NamedNode):
        names = index.labels([term.value]).get(term.value, [])
        return names[0].label if names else _amount(store, term) or term.value
    return getattr(term, "value", str(term))


def _amount(store: ox.Store, node: ox.NamedNode) -> str:
    """Value and unit of a quantity; empty for any other thing."""
    parts = [next(store.quads_for_pattern(node, ox.NamedNode(SCHEMA + name), None), None) for name in ("value", "unitText")]
    return " ".join(getattr(quad.object, "value", "") for quad in parts if quad is not None)


def statistics(store: ox.Store, index: LexicalIndex) -> dict[str, object]:
    """Counts of what the knowledge base holds."""
    result: dict[str, object] = {}
    whole = merged(store)
    for name, query in _COUNTS.items():
        rows = whole.query(_PREFIXES + query)
        result[name] = int(next(iter(rows))["n"].value)  # type: ignore[arg-type]
    result["passages"] = index.counts()["passages"]
    for name, query in _BY.items():
        rows = whole.query(_PREFIXES + query)
        counts = Counter({local_name(row["k"].value): int(row["n"].value) for row in rows})  # type: ignore[union-attr]
        result[name] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return result
