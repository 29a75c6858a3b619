"""Where documents disagree about the values of one property of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pyoxigraph as ox

from aigc_kg.lexical import LexicalIndex
from aigc_kg.model import Conflict, Evidence, Result
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, SCHEMA, SKOS, XSD
from aigc_kg.ontology import Ontology, Property
from aigc_kg.quantities import Date, bounds
from aigc_kg.sparql import merged
from aigc_kg.text import fold, tokens

_PREFIXES = f"PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}> PREFIX schema: <{SCHEMA}> PREFIX skos: <{SKOS}>\n"
_SEVERAL = _PREFIXES + "SELECT ?s ?p WHERE { VALUES ?p { %s } ?s ?p ?o } GROUP BY ?s ?p HAVING(COUNT(DISTINCT ?o) > 1)"
_STATED = (
    _PREFIXES
    + """SELECT ?s ?p ?o ?document ?line ?end ?quote ?qualifier ?amount ?unit WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source/dcterms:identifier ?document ;
    aigc:line ?line ; aigc:endLine ?end ; aigc:quote ?quote .
  OPTIONAL { ?claim aigc:qualifier ?qualifier } OPTIONAL { ?o schema:value ?amount ; schema:unitText ?unit }
} ORDER BY ?document ?line ?quote ?o"""
)
_NAMES = _PREFIXES + "SELECT ?o ?name WHERE { ?o skos:prefLabel ?name } ORDER BY ?name"
_WHOLE = {XSD + "integer"}
_FRACTIONAL = {XSD + "decimal", XSD + "double"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A value of a property at one place: a thing by its IRI and names, or a literal with unit and what qualifies it."""

    iri: str | None
    names: tuple[str, ...]
    value: Any
    unit: str | None
    qualifier: str | None
    document: str
    line: int
    end_line: int
    quote: str

    @property
    def what(self) -> object:
        """What tells this value from another."""
        return self.iri or (self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Conflicts and disagreements, and the places that their numbers of evidence mean."""

    conflicts: tuple[Conflict, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """A property of a thing about which documents disagree: of which kind, and every place that states a value."""

    iri: str
    label: str
    property: Property
    kind: str
    places: tuple[Stated, ...]


def find(store: ox.Store, index: LexicalIndex, ontology: Ontology, subject: str | None = None) -> Disagreements:
    """All conflicts and disagreements, or those about one thing by its IRI, in order of subjects and properties."""
    found: list[Conflict] = []
    pieces: dict[Evidence, int] = {}
    for dispute in disputes(store, index, ontology, subject):
        values = tuple(_value(group, index, pieces) for group in _best_first(dispute.places))
        found.append(Conflict(dispute.property.name, dispute.label, dispute.kind, values))
    return Disagreements(tuple(found), tuple(pieces))


def disputes(store: ox.Store, index: LexicalIndex, ontology: Ontology, subject: str | None = None) -> Iterator[Dispute]:
    """What documents disagree about, all of it or of one thing, in order of subjects and properties."""
    specs = {spec.iri: spec for spec in ontology.properties.values() if spec.functional or spec.exhaustive}
    bound: dict[ox.Variable, Any] = {} if subject is None else {ox.Variable("s"): ox.NamedNode(subject)}
    query = _SEVERAL % " ".join(f"<{iri}>" for iri in sorted(specs))
    whole = merged(store)
    pairs = [(row["s"].value, specs[row["p"].value]) for row in whole.query(query, substitutions=bound)]  # type: ignore[union-attr]
    labels = {iri: names[0].label for iri, names in index.labels(iri for iri, _ in pairs).items()}
    for iri, spec in sorted(pairs, key=lambda pair: (labels.get(pair[0], pair[0]), pair[0], pair[1].name)):
        places = statements(whole, spec, iri)
        kind = kind_of(spec, places)
        if kind is not None:
            yield Dispute(iri, labels.get(iri, iri), spec, kind, tuple(places))


def _best_first(places: Sequence[Stated]) -> list[list[Stated]]:
    """The places of each value; what most documents, and then most places, state comes first."""
    groups: dict[object, list[Stated]] = defaultdict(list)
    for place in places:
        groups[place.what].append(place)
    return sorted(groups.values(), key=lambda group: (-len({place.document for place in group}), -len(group), str(group[0].what)))


def _value(group: Sequence[Stated], index: LexicalIndex, pieces: dict[Evidence, int]) -> dict[str, Any]:
    first, numbers = group[0], []
    for place in group:
        section = index.section_at(place.document, place.line)
        piece = Evidence(place.document, place.line, place.end_line, section, place.quote)
        numbers.append(pieces.setdefault(piece, len(pieces)))
    names = index.labels([first.iri]).get(first.iri, []) if first.iri else []
    what = {"value": first.value} if first.iri is None else {"label": names[0].label if names else first.iri}
    unit = {"unit": first.unit} if first.unit else {}
    return {**what, **unit, "documents": sorted({place.document for place in group}), "evidence": list(dict.fromkeys(numbers))}


def statements(store: ox.Store, spec: Property, subject: str) -> list[Stated]:
    """Every place that states a value of a property of a thing, in order of documents and lines."""
    whole = merged(store)
    bound: dict[ox.Variable, Any] = {ox.Variable("s"): ox.NamedNode(subject), ox.Variable("p"): ox.NamedNode(spec.iri)}
    return [_stated(row, whole) for row in whole.query(_STATED, substitutions=bound)]  # type: ignore[union-attr]


def _stated(row: Any, store: ox.Store) -> Stated:
    literal = row["amount"] or (row["o"] if isinstance(row["o"], ox.Literal) else None)
    iri = None if literal is not None else row["o"].value
    named = store.query(_NAMES, substitutions={ox.Variable("o"): row["o"]}) if iri else ()
    return Stated(
        iri,
        tuple(name["name"].value for name in named),  # type: ignore[union-attr]
        None if literal is None else python_value(literal),
        row["unit"] and row["unit"].value,
        row["qualifier"] and row["qualifier"].value,
        row["document"].value, int(row["line"].value), int(row["end"].value), row["quote"].value,
    )  # fmt: skip


def python_value(term: ox.Literal) -> Any:
    """A literal as JSON has it: a number, else its text."""
    if term.datatype.value in _WHOLE:
        return int(term.value)
    return float(term.value) if term.datatype.value in _FRACTIONAL else term.value


def kind_of(spec: Property, places: Sequence[Stated]) -> str | None:
    """`conflict`, `disagreement`, or None where all that is stated may be true together."""
    if spec.functional:
        excluding = any(not _agree(a, b) and not _in_one_sentence(a, b) for a, b in combinations(places, 2))
        return "conflict" if excluding else None
    if not spec.exhaustive:
        return None
    by_document: dict[str, list[Stated]] = defaultdict(list)
    for place in places:
        by_document[place.document].append(place)
    apart = any(not any(_agree(a, b) for a in here for b in there) for here, there in combinations(by_document.values(), 2))
    return "disagreement" if apart else None


def _in_one_sentence(a: Stated, b: Stated) -> bool:
    """One sentence with two values tells how they go together, such as of two times; it does not contradict itself."""
    return (a.document, a.line, a.quote) == (b.document, b.line, b.quote)


def _agree(a: Stated, b: Stated) -> bool:
    """May both be true of one property in full? Amounts in different units may."""
    if a.iri is not None or b.iri is not None:
        return a.iri == b.iri or any(_extends(x, y) for x in a.names for y in b.names)
    if a.unit != b.unit:
        return True
    if isinstance(a.value, str) or isinstance(b.value, str):
        return not exclude(a.value, b.value)
    (least_a, most_a), (least_b, most_b) = bounds(a.value, a.qualifier), bounds(b.value, b.qualifier)
    return least_a <= most_b and least_b <= most_a


def _extends(one: str, other: str) -> bool:
    """Is one name the other with more words after it, as of a part of an organization or its full style?"""
    a, b = ([token for token, _, _ in tokens(fold(name))] for name in (one, other))
    short, long = sorted((a, b), key=len)
    return bool(short) and long[: len(short)] == short and not any(word.isdigit() for word in long[len(short) :])


def exclude(a: Any, b: Any) -> bool:
    """Can the two not both be true of a property of one value (2021 and 2021-03 can)?"""
    if isinstance(a, str) and isinstance(b, str) and a[:4].isdigit() and b[:4].isdigit():
        return not _date(a).agrees(_date(b))
    return bool(a != b)


def _date(iso: str) -> Date:
    return Date(*(int(part) for part in iso.split("-")))


def of_results(spec: Property, results: Sequence[Result], kinds: Mapping[str, str], pieces: Sequence[Evidence]) -> Iterator[Conflict]:
    """The conflicts that an answer shows; `kinds` has the kind by the thing that is disagreed about, `pieces` the evidence."""
    for name, kind in kinds.items():
        group = [result for result in results if (result.about or name) == name]
        if len(group) > 1:
            yield Conflict(spec.name, name, kind, tuple(_values(group, pieces)))


def _values(results: Iterable[Result], pieces: Sequence[Evidence]) -> Iterator[dict[str, Any]]:
    for result in results:
        documents = sorted({pieces[n].document for n in result.evidence})
        what = {"label": result.label} if result.label is not None else {"value": result.value}
        yield {**what, "documents": documents, "evidence": list(result.evidence)}
