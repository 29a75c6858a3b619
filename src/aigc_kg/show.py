"""What the knowledge base holds: one thing with its facts, sources and disagreements, and counts over all."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

import pyoxigraph as ox

from aigc_kg.conflicts import Disagreements, find
from aigc_kg.identity import Join
from aigc_kg.lexical import LexicalIndex, StoredCorrection
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, SCHEMA, local_name
from aigc_kg.ontology import Ontology
from aigc_kg.sparql import merged
from aigc_kg.text import key

_PREFIXES = f"PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}>\n"
_FACTS = (
    _PREFIXES
    + """SELECT ?claim ?s ?p ?o ?document ?line ?end ?quote ?rule WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source/dcterms:identifier ?document ;
    aigc:line ?line ; aigc:endLine ?end ; aigc:quote ?quote ; aigc:rule ?rule .
} ORDER BY ?p ?s ?o ?document ?line ?claim ?rule"""
)
_NEAREST = 3
_LEAST_LIKENESS = 75.0
"""Of 100, below which a name is not suggested for another."""
_COUNTS = {
    "documents": "SELECT (COUNT(*) AS ?n) WHERE { ?x a aigc:Document }",
    "claims": "SELECT (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim }",
}
_BY = {
    "entities by class": "SELECT ?k (COUNT(DISTINCT ?x) AS ?n) WHERE { ?x a ?k . ?claim rdf:subject|rdf:object ?x } GROUP BY ?k",
    "claims by property": "SELECT ?k (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim ; rdf:predicate ?k } GROUP BY ?k",
}
_BY_RULE = {
    "claims by rule": "SELECT ?k (COUNT(*) AS ?n) WHERE { ?x a aigc:Claim ; aigc:rule ?k } GROUP BY ?k",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One place that states a fact, and the rule that read it; of several, all with commas between them."""

    document: str
    line: int
    end_line: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact with all its sources; `inverse` where the thing is the object. A value that is a thing has an IRI."""

    property: str
    value: str
    iri: str | None
    inverse: bool
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing: names, classes, facts, and where documents disagree about them."""

    iri: str
    label: str
    labels: tuple[str, ...]
    classes: tuple[str, ...]
    facts: tuple[Fact, ...]
    disagreements: Disagreements
    joins: tuple[Join, ...] = ()
    """Why its names are one."""
    corrections: tuple[StoredCorrection, ...] = ()
    """The corrections that touch it."""


def entries(store: ox.Store, index: LexicalIndex, ontology: Ontology, name: str) -> list[Entry]:
    """The things that a name means, each with all that is said of it."""
    found = {stored.iri: stored for stored in index.names([key(name)])}
    whole = merged(store)
    return [_entry(whole, index, ontology, iri, stored.classes) for iri, stored in sorted(found.items())]


def nearest(index: LexicalIndex, name: str) -> list[str]:
    """Names in the knowledge base that are most like this one, the best first."""
    from rapidfuzz import process

    labels = index.preferred_labels()
    found = process.extract(key(name), list(labels), limit=_NEAREST, score_cutoff=_LEAST_LIKENESS)
    return list(dict.fromkeys(labels[match] for match, _, _ in found))


def _entry(store: ox.Store, index: LexicalIndex, ontology: Ontology, iri: str, classes: tuple[str, ...]) -> Entry:
    labels = [stored.label for stored in index.labels([iri]).get(iri, [])]
    node = ox.NamedNode(iri)
    facts = [*_facts(store, index, node, inverse=False), *_facts(store, index, node, inverse=True)]
    names = tuple(dict.fromkeys(labels))
    disputed = find(store, index, ontology, iri)
    reasons = tuple(index.joins(iri)), tuple(index.corrections(iri))
    return Entry(iri, labels[0] if labels else iri, names, classes, tuple(facts), disputed, *reasons)


def _facts(store: ox.Store, index: LexicalIndex, node: ox.NamedNode, *, inverse: bool) -> list[Fact]:
    bound: dict[ox.Variable, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple] = {ox.Variable("o" if inverse else "s"): node}
    rows = store.query(_FACTS, substitutions=bound)
    grouped: dict[tuple[str, object], dict[object, Source]] = defaultdict(dict)
    for row in rows:  # type: ignore[union-attr]
        other, rule = row["s" if inverse else "o"], row["rule"].value
        source = Source(row["document"].value, int(row["line"].value), int(row["end"].value), row["quote"].value, rule)
        places = grouped[local_name(row["p"].value), other]
        known = places.setdefault(row["claim"], source)
        if known is not source:
            places[row["claim"]] = replace(known, rule=f"{known.rule}, {rule}")
    return [
        Fact(prop, shown(store, index, other), other.value if isinstance(other, ox.NamedNode) else None, inverse, tuple(sources.values()))
        for (prop, other), sources in grouped.items()
    ]


def shown(store: ox.Store, index: LexicalIndex, term: object) -> str:
    """A term to be read: the name of a thing, an amount with its unit, the value of a literal."""
    if isinstance(term, ox.NamedNode):
        names = index.labels([term.value]).get(term.value, [])
        return names[0].label if names else _amount(store, term) or term.value
    return getattr(term, "value", str(term))


def _amount(store: ox.Store, node: ox.NamedNode) -> str:
    """Value and unit of a quantity; empty for any other thing."""
    parts = [next(store.quads_for_pattern(node, ox.NamedNode(SCHEMA + name), None), None) for name in ("value", "unitText")]
    return " ".join(getattr(quad.object, "value", "") for quad in parts if quad is not None)


def statistics(store: ox.Store, index: LexicalIndex, ontology: Ontology, *, rules: bool = False) -> dict[str, object]:
    """Counts of what the knowledge base holds; with `rules` also of claims by the rule that read them."""
    result: dict[str, object] = {}
    whole = merged(store)
    for name, query in _COUNTS.items():
        rows = whole.query(_PREFIXES + query)
        result[name] = int(next(iter(rows))["n"].value)  # type: ignore[arg-type]
    result["passages"] = index.counts()["passages"]
    result["conflicts"] = len(find(whole, index, ontology).conflicts)
    for name, query in (_BY | (_BY_RULE if rules else {})).items():
        rows = whole.query(_PREFIXES + query)
        counts = Counter({local_name(row["k"].value): int(row["n"].value) for row in rows})  # type: ignore[union-attr]
        result[name] = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
    return result
