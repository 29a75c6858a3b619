"""What changed between two graphs: which facts came and went, each with the documents that state it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import UsageError
from aigc_kg.namespaces import DCTERMS, RDF, SCHEMA, SKOS, local_name

SUFFIXES = {
    ".trig": ox.RdfFormat.TRIG, ".nq": ox.RdfFormat.N_QUADS, ".nquads": ox.RdfFormat.N_QUADS, ".ttl": ox.RdfFormat.TURTLE,
    ".turtle": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".ntriples": ox.RdfFormat.N_TRIPLES,
    ".jsonld": ox.RdfFormat.JSON_LD, ".rdf": ox.RdfFormat.RDF_XML,
}  # fmt: skip
"""Formats of exported graphs by the ends of their names."""
_LABELS = (SKOS + "prefLabel", SKOS + "altLabel")
_LANGUAGES = ("en", "zh")

_Fact = tuple[str, str, str]
"""Subject, property and object as N-Triples writes them, the same in every graph."""


@dataclass(frozen=True, slots=True)
class Value:
    """A thing by its IRI, or a literal (then None), and how it is to be read."""

    iri: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, the documents that state it now and did not before, and those that did before and do not now."""

    subject: Value
    property: str
    object: Value
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Facts that came, that went, and that stay while other documents state them; each in order of what they say."""

    came: tuple[Change, ...]
    went: tuple[Change, ...]
    moved: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.came or self.went or self.moved)


@dataclass(frozen=True)
class Facts:
    """The facts that claims of a graph state, with the documents of those claims; names and amounts of things."""

    documents: Mapping[_Fact, frozenset[str]]
    names: Mapping[str, str] = field(default_factory=dict)


def read_facts(graph: ox.Store | Path) -> Facts:
    """The facts of a store, or of an exported graph. Raises UsageError where the file cannot be read."""
    return _Reader(_parsed(graph) if isinstance(graph, Path) else graph).facts()


def difference(before: Facts, after: Facts) -> Difference:
    """What changed from one to the other."""
    changes: dict[str, list[Change]] = {"came": [], "went": [], "moved": []}
    for fact in before.documents.keys() | after.documents.keys():
        old, new = before.documents.get(fact, frozenset()), after.documents.get(fact, frozenset())
        if old != new:
            kind = "came" if not old else "went" if not new else "moved"
            changes[kind].append(_change(fact, after if new else before, new - old, old - new))
    ordered = {kind: tuple(sorted(found, key=_order)) for kind, found in changes.items()}
    return Difference(**ordered)


def _change(fact: _Fact, facts: Facts, added: Iterable[str], removed: Iterable[str]) -> Change:
    subject, predicate, target = fact
    return Change(
        _value(subject, facts), local_name(predicate[1:-1]), _value(target, facts), tuple(sorted(added)), tuple(sorted(removed))
    )  # fmt: skip


def _value(term: str, facts: Facts) -> Value:
    if not term.startswith("<"):
        return Value(None, facts.names[term])
    return Value(term[1:-1], facts.names.get(term, local_name(term[1:-1])))


def _order(change: Change) -> tuple[str, ...]:
    return (change.subject.text, change.property, change.object.text, change.subject.iri or "", change.object.iri or "")


def _parsed(path: Path) -> ox.Store:
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        known = ", ".join(SUFFIXES)
        raise UsageError(f"{path} is neither a knowledge base nor an exported graph: the name of one ends in {known}.")
    store = ox.Store()
    try:
        with path.open("rb") as file:
            store.bulk_load(file, format=kind)
    except OSError as error:
        raise UsageError(f"Cannot read the graph {path}: {error.strerror or error}.") from error
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"The graph {path} cannot be read: {str(error).splitlines()[0]}.") from error
    return store


class _Reader:
    """Reads facts from a store, whether it has a merge of its graphs, only the graphs, or no graphs at all."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def facts(self) -> Facts:
        found: dict[_Fact, set[str]] = defaultdict(set)
        subjects, predicates, objects = (self._values(RDF + part) for part in ("subject", "predicate", "object"))
        identifiers, sources = self._values(DCTERMS + "identifier"), self._values(DCTERMS + "source")
        for claim in subjects:
            if claim in predicates and claim in objects:
                fact = (str(subjects[claim]), str(predicates[claim]), str(objects[claim]))
                source = sources.get(claim)
                # An empty set would say that nobody states it.
                found[fact].add(getattr(identifiers.get(source, source), "value", "") if source is not None else "")
        used = {term for fact in found for term in (fact[0], fact[2])}
        names = {term: name for term, name in self._names().items() if term in used}
        literals = {str(term): term.value for term in objects.values() if isinstance(term, ox.Literal)}
        return Facts({fact: frozenset(documents) for fact, documents in found.items()}, names | literals)

    def _quads(self, predicate: str) -> Iterator[ox.Quad]:
        return self._store.quads_for_pattern(None, ox.NamedNode(predicate), None)

    def _values(self, predicate: str) -> dict[object, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        return {quad.subject: quad.object for quad in self._quads(predicate)}

    def _names(self) -> dict[str, str]:
        """What each thing is called, and how much each amount is."""
        return self._labels() | self._amounts()

    def _labels(self) -> dict[str, str]:
        best: dict[str, tuple[int, int, str]] = {}
        for rank, predicate in enumerate(_LABELS):
            for quad in self._quads(predicate):
                if isinstance(quad.object, ox.Literal):
                    language = quad.object.language or ""
                    place = _LANGUAGES.index(language) if language in _LANGUAGES else len(_LANGUAGES)
                    label = (rank, place, quad.object.value)
                    best[str(quad.subject)] = min(label, best.get(str(quad.subject), label))
        return {term: label for term, (_, _, label) in best.items()}

    def _amounts(self) -> dict[str, str]:
        units = self._values(SCHEMA + "unitText")
        amounts = self._values(SCHEMA + "value")
        return {
            str(node): " ".join(term.value for term in (amount, units.get(node)) if isinstance(term, ox.Literal))
            for node, amount in amounts.items()
        }
