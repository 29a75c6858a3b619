"""The ontology: classes, and properties with their domain, range and whether they take one value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import VocabularyError
from aigc_kg.namespaces import LEX, OWL, RDF, RDFS, SCHEMA, XSD, local_name

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
    """Does a document that states it name all its values (`lex:statedInFull`)?"""
    least: int | None = None
    """The least number that is an amount of this property."""
    unlisted: str | None = None
    """The class of a name of unknown kind that stands as its object, where the range does not say."""

    def label(self, language: str) -> str:
        """The label in that language, else in any."""
        return {lang: text for text, lang in self.labels}.get(language) or self.labels[0][0]


@dataclass(frozen=True)
class Ontology:
    """Classes and properties, indexed by local name, and the roles that some of them play for reader and planner."""

    properties: dict[str, Property]
    superclasses: dict[str, frozenset[str]]
    class_labels: dict[str, tuple[tuple[str, str], ...]]
    iris: dict[str, str]
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Role (local name of a `lex:role`) to the classes or properties that play it, in order of the file."""
    asked_with: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Class to others that a question for its things asks for too (`lex:askedWith`)."""

    @cached_property
    def _members(self) -> dict[str, frozenset[str]]:
        """Class to the classes at or below it."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, above in self.superclasses.items():
            for other in above:
                found[other].add(name)
        return {name: frozenset((name, *below)) for name, below in found.items()}

    @cached_property
    def _players(self) -> dict[str, frozenset[str]]:
        """Role to the classes that play it, and those below them."""
        return {
            role: frozenset(below for name in names for below in self._members.get(name, (name,))) for role, names in self.roles.items()
        }

    def is_a(self, name: str, superclass: str) -> bool:
        """Is the class the other, or below it?"""
        return superclass in self.superclasses.get(name, frozenset((name,)))

    def fits(self, classes: Iterable[str], wanted: str | None) -> bool:
        """May a thing of these classes stand where `wanted` is asked for? A thing of unknown class may."""
        known = tuple(classes)
        return wanted is None or not known or not self._members.get(wanted, frozenset((wanted,))).isdisjoint(known)

    def playing(self, role: str) -> str | None:
        """The class or property that plays a role, the first where there are several."""
        players = self.roles.get(role)
        return players[0] if players else None

    def plays(self, classes: Iterable[str], role: str) -> bool:
        """Is any of the classes one that plays the role, or below it?"""
        players = self._players.get(role)
        return players is not None and not players.isdisjoint(classes)

    def unlisted(self, wanted: str | None = None) -> str | None:
        """The class of a name of unknown kind where `wanted` is asked for; without it, where a subject is.

        That is the class of the role `unlisted` that the slot takes, else the class of the slot itself.
        """
        if wanted not in self._unlisted:
            slot = wanted if wanted is not None else self.playing("artifact")
            candidates = self.roles.get("unlisted", ())
            self._unlisted[wanted] = next((name for name in candidates if slot is not None and self.is_a(name, slot)), slot)
        return self._unlisted[wanted]

    @cached_property
    def _unlisted(self) -> dict[str | None, str | None]:
        """What `unlisted` has found: it is asked for every name."""
        return {}


def parse_turtle(path: Path) -> list[ox.Quad]:
    """The statements of a Turtle file. Raises VocabularyError naming file and place."""
    try:
        return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri="https://w3id.org/aigc-kg/id/"))
    except SyntaxError as error:
        raise VocabularyError(f"{path} is not valid Turtle: {error.msg}. Mend the line and try again.") from error
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
    roles: dict[str, tuple[str, ...]] = defaultdict(tuple)
    asked_with: dict[str, tuple[str, ...]] = {}
    for iri, values in by_subject.items():
        types = {node.value for node in values[RDF + "type"]}
        texts = tuple((node.value, node.language or "en") for node in values[RDFS + "label"] if isinstance(node, ox.Literal))
        if types & {OWL + "ObjectProperty", OWL + "DatatypeProperty"}:
            properties[local_name(iri)] = _property(iri, types, values, texts)
        elif OWL + "Class" in types:
            parents[local_name(iri)] = {local_name(node.value) for node in values[RDFS + "subClassOf"]}
            labels[local_name(iri)] = texts
            if values[LEX + "askedWith"]:
                asked_with[local_name(iri)] = tuple(local_name(node.value) for node in values[LEX + "askedWith"])
        else:
            continue
        iris[local_name(iri)] = iri
        for node in values[LEX + "role"]:
            roles[local_name(node.value)] += (local_name(iri),)
    closure = {name: frozenset(_closure(name, parents)) for name in parents}
    return Ontology(properties, closure, labels, iris, dict(roles), asked_with)


def _property(
    iri: str, types: set[str], values: dict[str, list[ox.Literal | ox.NamedNode]], labels: tuple[tuple[str, str], ...]
) -> Property:
    target = next((node.value for node in values[RDFS + "range"]), None)
    domain = next((local_name(node.value) for node in values[RDFS + "domain"]), None)
    return Property(
        local_name(iri), iri, _kind(target), domain, local_name(target) if target else None,
        OWL + "FunctionalProperty" in types, OWL + "SymmetricProperty" in types, labels or ((local_name(iri), "en"),),
        any(node.value == "true" for node in values[LEX + "statedInFull"]),
        next((int(node.value) for node in values[LEX + "least"] if node.value.isdecimal()), None),
        next((local_name(node.value) for node in values[LEX + "unlistedAs"]), None),
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
