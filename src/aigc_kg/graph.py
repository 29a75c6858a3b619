"""Claims as RDF: facts, claims, passages and documents in a named graph for each document, names beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

import pyoxigraph as ox

from aigc_kg.corrections import Outcome
from aigc_kg.lexicon import Lexicon, Name
from aigc_kg.model import Claim, Document, Literal, Passage, Quote, Thing
from aigc_kg.names import NamedThing, Resolver
from aigc_kg.namespaces import (
    AIGC,
    CORRECTIONS_GRAPH,
    DCTERMS,
    NAMES_GRAPH,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    VOCABULARY_GRAPH,
    XSD,
    digest_iri,
    document_iri,
)  # fmt: skip

Term = ox.NamedNode | ox.Literal
_A = ox.NamedNode(RDF + "type")


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _integer(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node(XSD + "integer"))


def passage_iri(document: str, quote: Quote) -> str:
    """IRI of a passage: its document, place and words."""
    return digest_iri("passage", document, quote.start, quote.text)


def document_quads(document: Document, digest: str) -> Iterator[ox.Quad]:
    """What is said of a document itself."""
    node = _node(document_iri(document.identifier))
    yield ox.Quad(node, _A, _node(AIGC + "Document"), node)
    yield ox.Quad(node, _node(DCTERMS + "identifier"), ox.Literal(document.identifier), node)
    yield ox.Quad(node, _node(DCTERMS + "title"), ox.Literal(document.title.replace("\n", " ").strip()), node)
    yield ox.Quad(node, _node(SCHEMA + "sha256"), ox.Literal(digest), node)
    for name, predicate in (("date", "date"), ("source", "source")):
        if name in dict(document.meta):
            yield ox.Quad(node, _node(DCTERMS + predicate), ox.Literal(dict(document.meta)[name]), node)


def passage_quads(passages: Iterable[Passage]) -> Iterator[ox.Quad]:
    """Passages and the sections that they stand in."""
    sections: set[str] = set()
    for passage in passages:
        graph = _node(document_iri(passage.document))
        node = _node(passage_iri(passage.document, passage.quote))
        yield ox.Quad(node, _A, _node(AIGC + "Passage"), graph)
        parent = graph
        above: tuple[str, ...] = ()
        for title, line in zip(passage.section, passage.section_lines, strict=True):
            above += (title,)
            section = _node(digest_iri("section", passage.document, line, title))
            if section.value not in sections:
                sections.add(section.value)
                yield ox.Quad(section, _A, _node(AIGC + "Section"), graph)
                yield ox.Quad(section, _node(DCTERMS + "title"), ox.Literal(title.replace("\n", " ")), graph)
                yield ox.Quad(section, _node(DCTERMS + "isPartOf"), parent, graph)
                yield ox.Quad(section, _node(AIGC + "line"), _integer(line), graph)
            parent = section
        yield ox.Quad(node, _node(DCTERMS + "isPartOf"), parent, graph)
        yield from _quote_quads(node, passage.quote, graph)


def _quote_quads(node: ox.NamedNode, quote: Quote, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(node, _node(AIGC + "quote"), ox.Literal(quote.text), graph)
    for name, value in (("line", quote.line), ("endLine", quote.end_line), ("start", quote.start), ("end", quote.end)):
        yield ox.Quad(node, _node(AIGC + name), _integer(value), graph)


class ClaimGraph:
    """Turns claims into quads, with names resolved."""

    def __init__(self, lexicon: Lexicon, resolver: Resolver) -> None:
        self._lexicon = lexicon
        self._resolver = resolver

    def quads(self, document: Document, claims: Sequence[Claim], passages: Sequence[Passage]) -> Iterator[ox.Quad]:
        """A document's facts and the claims that state them."""
        finder = _PassageFinder(passages)
        told: set[str] = set()
        for claim in claims:
            if self._fits(claim):
                yield from self._claim(document.identifier, claim, finder, told)

    def _fits(self, claim: Claim) -> bool:
        """Are its things what the property is of, by all that the documents say of their kinds? One sentence may mislead."""
        ontology = self._lexicon.ontology
        spec = ontology.properties[claim.predicate]
        slots = ((claim.subject, spec.domain), (claim.object, spec.range))
        things = ((self._resolver.classes(self._resolver.iri(t.name)), wanted) for t, wanted in slots if isinstance(t, Thing))
        return all(ontology.fits(classes, wanted) for classes, wanted in things)

    def _claim(self, identifier: str, claim: Claim, passages: _PassageFinder, told: set[str]) -> Iterator[ox.Quad]:
        """A claim and its fact; `told` are the contexts of the document that need not be described again."""
        graph = _node(document_iri(identifier))
        subject = _node(self._resolver.iri(claim.subject.name))
        predicate = _node(self._lexicon.ontology.iris[claim.predicate])
        target = self._object(claim.predicate, claim.object)
        if subject == target:
            return
        quote = claim.quote
        node = _node(digest_iri("claim", identifier, subject.value, predicate.value, target.value, quote.start, quote.text))
        yield ox.Quad(subject, predicate, target, graph)
        if isinstance(claim.object, Literal) and isinstance(target, ox.NamedNode):
            yield ox.Quad(target, _A, _node(SCHEMA + "QuantitativeValue"), graph)
            yield from _amount_quads(target, claim.object, graph)
        yield ox.Quad(node, _A, _node(AIGC + "Claim"), graph)
        for name, term in (("subject", subject), ("predicate", predicate), ("object", target)):
            yield ox.Quad(node, _node(RDF + name), term, graph)
        yield ox.Quad(node, _node(DCTERMS + "source"), graph, graph)
        yield ox.Quad(node, _node(AIGC + "rule"), ox.Literal(claim.rule), graph)
        yield from _quote_quads(node, quote, graph)
        passage = passages.at(quote.start)
        if passage is not None:
            yield ox.Quad(node, _node(PROV + "wasDerivedFrom"), _node(passage_iri(identifier, passage.quote)), graph)
        if claim.qualifier:
            yield ox.Quad(node, _node(AIGC + "qualifier"), ox.Literal(claim.qualifier), graph)
        if claim.value is not None:
            yield from _amount_quads(node, claim.value, graph)
        for context in claim.contexts:
            place = _node(digest_iri("context", identifier, context.start, context.text))
            yield ox.Quad(node, _node(AIGC + "context"), place, graph)
            if place.value not in told:
                # The header of a table is the context of all its rows.
                told.add(place.value)
                yield from _quote_quads(place, context, graph)

    def _object(self, prop: str, value: Thing | Literal) -> Term:
        if isinstance(value, Thing):
            return _node(self._resolver.iri(value.name))
        amount = value.unit or self._lexicon.ontology.properties[prop].kind == "quantity"
        return _quantity(value) if amount else _literal(value)


class _PassageFinder:
    """Finds the passage that holds an offset, by bisection."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = sorted(passages, key=lambda passage: passage.quote.start)
        self._reached = list(accumulate((passage.quote.end for passage in self._passages), max))
        """How far the passages up to each one reach: rising, though passages may overlap."""

    def at(self, offset: int) -> Passage | None:
        """The first passage around an offset, or None between passages."""
        index = bisect_right(self._reached, offset)
        holds = index < len(self._passages) and self._passages[index].quote.start <= offset
        return self._passages[index] if holds else None


def _literal(value: Literal) -> ox.Literal:
    return ox.Literal(value.lexical, datatype=_node(XSD + value.datatype))


def _quantity(value: Literal) -> ox.NamedNode:
    """IRI of an amount with its unit, the same wherever it is stated."""
    return _node(digest_iri("quantity", value.lexical, value.datatype, value.unit or ""))


def _amount_quads(node: ox.NamedNode, value: Literal, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    yield ox.Quad(node, _node(SCHEMA + "value"), _literal(value), graph)
    if value.unit:
        yield ox.Quad(node, _node(SCHEMA + "unitText"), ox.Literal(value.unit), graph)


def correction_quads(outcomes: Iterable[Outcome], is_stated: Callable[[str], bool]) -> Iterator[ox.Quad]:
    """The corrections that touch something in the graph, each with its reason and what it has influenced."""
    graph = _node(CORRECTIONS_GRAPH)
    for outcome in outcomes:
        made, node = outcome.correction, _node(outcome.correction.iri)
        touched = [*filter(is_stated, outcome.things), *outcome.documents]
        for iri in touched:
            yield ox.Quad(_node(iri), _node(PROV + "wasInfluencedBy"), node, graph)
        if touched:
            yield ox.Quad(node, _A, _node(AIGC + "Correction"), graph)
            yield ox.Quad(node, _node(RDFS + "label"), ox.Literal(f"{made.kind}: {made.text}"), graph)
        if touched and made.reason:
            yield ox.Quad(node, _node(RDFS + "comment"), ox.Literal(made.reason), graph)


def name_quads(things: Sequence[NamedThing], lexicon: Lexicon, shared: Callable[[str], str] = str) -> Iterator[ox.Quad]:
    """Types and labels of things; of listed concepts also what the vocabulary says: modalities, concepts above, schemes.

    `shared` gives the IRI under which a thing of the vocabulary stands.
    """
    graph, vocabulary = _node(NAMES_GRAPH), _node(VOCABULARY_GRAPH)
    listed = [lexicon.names_by_iri[thing.iri] for thing in things if thing.iri in lexicon.names_by_iri]
    for thing in things:
        yield from _labelled(thing, lexicon, graph)
    for name in listed:
        yield from _related(name, lexicon, shared, vocabulary)
    modalities = {iri for name in listed for iri in (name.input_modality, name.output_modality) if iri in lexicon.names_by_iri}
    named = {thing.iri for thing in things}
    for iri in sorted(iri for iri in modalities if shared(iri) not in named):
        yield from _labelled(_listed(lexicon.names_by_iri[iri]), lexicon, graph)
    used = {iri for name in listed for iri in name.schemes}
    for scheme in (scheme for scheme in lexicon.schemes if scheme.iri in used):
        yield ox.Quad(_node(scheme.iri), _A, _node(SKOS + "ConceptScheme"), vocabulary)
        yield from _labelled(_listed(scheme), lexicon, vocabulary)


def _related(name: Name, lexicon: Lexicon, shared: Callable[[str], str], graph: ox.NamedNode) -> Iterator[ox.Quad]:
    ontology = lexicon.ontology
    sides = [(ontology.iris.get(ontology.playing(role) or ""), role) for role in ("takes", "gives")]
    related = [(iri, name.input_modality if role == "takes" else name.output_modality) for iri, role in sides]
    related += [(SKOS + "broader", iri) for iri in name.broader if iri in lexicon.names_by_iri]
    related += [(SKOS + "inScheme", iri) for iri in name.schemes]
    for predicate, target in related:
        if predicate and target:
            yield ox.Quad(_node(shared(name.iri)), _node(predicate), _node(shared(target)), graph)


def _listed(name: Name) -> NamedThing:
    """A thing as the vocabulary has it."""
    preferred = {lang: text for text, lang in reversed(name.labels)}
    return NamedThing(name.iri, name.classes, tuple((text, lang, preferred[lang] == text) for text, lang in name.labels))


def _labelled(thing: NamedThing, lexicon: Lexicon, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    node = _node(thing.iri)
    for name in thing.classes:
        yield ox.Quad(node, _A, _node(lexicon.ontology.iris[name]), graph)
    for text, lang, preferred in thing.labels:
        yield ox.Quad(node, _node(SKOS + ("prefLabel" if preferred else "altLabel")), ox.Literal(text, language=lang), graph)


def ontology_quads(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The ontology's own statements, in the graph named after it, so that queries can use labels and functional properties."""
    graph = _node(AIGC.rstrip("#"))
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            yield ox.Quad(quad.subject, quad.predicate, quad.object, graph)
