"""The ontology: classes, and properties with their domain, range and whether they take one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import VocabularyError
from aigc_kg.namespaces import AIGC, OWL, RDF, RDFS, SCHEMA, XSD, local_name

_NUMERIC = {XSD + name for name in ("integer", "decimal", "double", "float", "nonNegativeInteger")}
_TEMPORAL = {XSD + name for name in ("date", "gYear", "gYearMonth", "dateTime")}


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its local name. `kind` is thing, number, date, quantity or text."""

    name: str
    iri: str
    kind: str
    domain: str | None
    range: str | None
    functional: bool
    symmetric: bool
    labels: tuple[tuple[str, str], ...]
    exhaustive: bool = False
    """Does a document that states it name all its values (`aigc:statedInFull`)?"""

    def label(self, language: str) -> str:
        """The label in that language, else in any."""
        return {lang: text for text, lang in self.labels}.get(language) or self.labels[0][0]


@dataclass(frozen=True)
class Ontology:
    """Classes and properties, indexed by local name."""

    properties: dict[str, Property]
    superclasses: dict[str, frozenset[str]]
    class_labels: dict[str, tuple[tuple[str, str], ...]]
    iris: dict[str, str]

    def is_a(self, name: str, superclass: str) -> bool:
        """Is the class the other, or below it?"""
        return superclass in self.superclasses.get(name, frozenset((name,)))

    def fits(self, classes: Iterable[str], wanted: str | None) -> bool:
        """May a thing of these classes stand where `wanted` is asked for? A thing of unknown class may."""
        known = tuple(classes)
        return wanted is None or not known or any(self.is_a(name, wanted) for name in known)


def parse_turtle(path: Path) -> list[ox.Quad]:
    """The statements of a Turtle file. Raises VocabularyError naming file and place."""
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/aigc-kg/id/"))
    except SyntaxError as error:
        raise VocabularyError(f"{path} is not valid Turtle: {error}. Mend the line and try again.") from error
    except OSError as error:
        raise VocabularyError(f"Cannot read {path}: {error}.") from error


def load_ontology(quads: Iterable[ox.Quad]) -> Ontology:
    """Read classes and properties from the statements of the ontology files."""
    by_subject: dict[str, dict[str, list[ox.Literal | ox.NamedNode]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            by_subject[quad.subject.value][quad.predicate.value].append(quad.object)
    parents: dict[str, set[str]] = {}
    properties, labels, iris = {}, {}, {}
    for iri, values in by_subject.items():
        types = {node.value for node in values[RDF + "type"]}
        texts = tuple((node.value, node.language or "en") for node in values[RDFS + "label"] if isinstance(node, ox.Literal))
        if types & {OWL + "ObjectProperty", OWL + "DatatypeProperty"}:
            properties[local_name(iri)] = _property(iri, types, values, texts)
        elif OWL + "Class" in types:
            parents[local_name(iri)] = {local_name(node.value) for node in values[RDFS + "subClassOf"]}
            labels[local_name(iri)] = texts
        else:
            continue
        iris[local_name(iri)] = iri
    closure = {name: frozenset(_closure(name, parents)) for name in parents}
    return Ontology(properties, closure, labels, iris)


def _property(
    iri: str, types: set[str], values: dict[str, list[ox.Literal | ox.NamedNode]], labels: tuple[tuple[str, str], ...]
) -> Property:
    target = next((node.value for node in values[RDFS + "range"]), None)
    domain = next((local_name(node.value) for node in values[RDFS + "domain"]), None)
    return Property(
        local_name(iri), iri, _kind(target), domain, local_name(target) if target else None,
        OWL + "FunctionalProperty" in types, OWL + "SymmetricProperty" in types, labels or ((local_name(iri), "en"),),
        any(node.value == "true" for node in values[AIGC + "statedInFull"]),
    )  # fmt: skip


def _kind(target: str | None) -> str:
    if target in _NUMERIC:
        return "number"
    if target in _TEMPORAL:
        return "date"
    if target == SCHEMA + "QuantitativeValue":
        return "quantity"
    return "text" if target and target.startswith(XSD) else "thing"


def _closure(name: str, parents: dict[str, set[str]]) -> set[str]:
    seen, open_names = {name}, [name]
    while open_names:
        for parent in parents.get(open_names.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_names.append(parent)
    return seen


def aigc(name: str) -> str:
    """IRI of a term of the ontology."""
    return AIGC + name
