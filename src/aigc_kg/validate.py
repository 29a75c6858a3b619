"""Whether a knowledge base is sound: its graph against the shapes, and its parts against each other and the documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from aigc_kg.canonical import graph_hash
from aigc_kg.errors import KnowledgeBaseError, NotFoundError
from aigc_kg.generations import MANIFEST, kept
from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon
from aigc_kg.manifest import Manifest, hash_files, read_recorded
from aigc_kg.model import Document, Text
from aigc_kg.namespaces import AIGC, DCTERMS, NAMES_GRAPH, PROV, RDF, SCHEMA, SKOS, document_iri, local_name
from aigc_kg.seals import broken
from aigc_kg.sources import recorded_text
from aigc_kg.text import key
from aigc_kg.vectors import are_sound, are_whole, has_vectors, vector_key
from aigc_kg.vocabulary import copies_are_whole

CHECKS = ("file", "hash", "shape", "document", "vocabulary", "quote", "fact", "source", "passage", "name", "label", "vector")
"""What is checked, in this order."""
_A = RDF + "type"
_STATED_FACT = "https://w3id.org/aigc-kg/shapes#StatedFact"
"""The shape that the check of facts stands for: as a query for each claim it takes longer than all others together."""
_PLACE = ("quote", "line", "endLine", "start", "end")
_LABELS = (SKOS + "prefLabel", SKOS + "altLabel")

Node = ox.NamedNode | ox.BlankNode
Described = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: the check that found it, where it is, and what is wrong."""

    check: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked, how many of each kind, and the faults found, in order of the checks."""

    checked: dict[str, int]
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Was no fault found?"""
        return not self.faults


@dataclass(frozen=True)
class Parts:
    """The parts of a knowledge base that a check reads."""

    generation: Path
    manifest: Manifest
    store: ox.Store
    index: LexicalIndex
    lexicon: Lexicon
    ontology: Path
    """Folder of the ontology and shapes."""


def validate(parts: Parts) -> Report:
    """Check a knowledge base. Raises KnowledgeBaseError where a part of it cannot be read."""
    parts.index.check()
    graph = _Graph(_read(parts.store))
    texts, faults = _documents(parts, graph)
    faults += _files(parts)
    faults += _hashes(parts)
    faults += _shapes(graph, parts.ontology / "shapes.ttl")
    faults += _vocabulary(parts)
    faults += graph.quotes(texts)
    faults += graph.facts(parts.lexicon)
    faults += graph.sources()
    faults += _passages(parts.index, graph)
    faults += _names(parts.index, graph)
    faults += _labels(parts, graph, texts)
    faults += _vectors(parts)
    places = [thing for things in graph.things.values() for thing in things.values() if AIGC + "quote" in thing]
    checked = {
        "documents": len(parts.manifest.sources), "quotes": len(places), "claims": graph.count("Claim"),
        "passages": graph.count("Passage"), "labels": len(graph.labels()), "triples": len(graph.merge),
    }  # fmt: skip
    return Report(checked, tuple(sorted(faults, key=lambda fault: (CHECKS.index(fault.check), fault.where, fault.message))))


def _read(store: ox.Store) -> list[ox.Quad]:
    try:
        return list(store)
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store is damaged ({error}). Build the knowledge base again.") from error


class _Graph:
    """The graph in memory: what each named graph says of each thing."""

    def __init__(self, quads: Iterable[ox.Quad]) -> None:
        self.merge: set[ox.Triple] = set()
        self.things: dict[str, dict[Node, Described]] = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
        for quad in quads:
            self.merge.add(quad.triple)
            if isinstance(quad.graph_name, ox.NamedNode):
                self.things[quad.graph_name.value][quad.subject][quad.predicate.value].append(quad.object)  # type: ignore[index]

    def of_class(self, name: str) -> Iterator[tuple[str, Node, Described]]:
        """Things of a class with the graph that says so."""
        wanted = ox.NamedNode(AIGC + name)
        for graph, things in self.things.items():
            yield from ((graph, node, described) for node, described in things.items() if wanted in described.get(_A, ()))

    def count(self, name: str) -> int:
        """How many things of a class there are."""
        return sum(1 for _ in self.of_class(name))

    def labels(self) -> list[tuple[str, str]]:
        """IRI and label of every name in the graph of names."""
        things = self.things.get(NAMES_GRAPH, {})
        return [(node.value, text.value) for node, described in things.items() for name in _LABELS for text in described.get(name, ())]

    def stated(self) -> set[str]:
        """IRIs of all that claims speak of; others have names since the vocabulary relates them to these."""
        return {iri for _, _, claim in self.of_class("Claim") for part in ("subject", "object") for iri in _values(claim, RDF + part)}

    def identifier(self, graph: str) -> str:
        """Identifier of the document that a graph is named after, else its IRI."""
        return _value(self.things[graph].get(ox.NamedNode(graph), {}), DCTERMS + "identifier") or graph

    def place(self, graph: str, described: Described) -> str:
        """Document and line of something with a quote."""
        return f"{self.identifier(graph)}:{_value(described, AIGC + 'line')}"

    def quotes(self, texts: dict[str, Text]) -> Iterator[Fault]:
        """Quotes that do not stand, word for word, at their lines and offsets; documents that cannot be read are left out."""
        for graph, things in self.things.items():
            text = texts.get(graph)
            if text is None:
                continue
            document = Document("", text.text, (), line_starts=text.places)
            for described in things.values():
                if AIGC + "quote" in described and (message := _misquoted(described, document)):
                    yield Fault("quote", self.place(graph, described), message)

    def facts(self, lexicon: Lexicon) -> Iterator[Fault]:
        """Claims whose fact does not stand in the graph of their document, and facts that no claim of it states."""
        for graph, things in self.things.items():
            if (AIGC + "Document") not in _values(things.get(ox.NamedNode(graph), {}), _A):
                continue
            claimed = set()
            for described in things.values():
                if AIGC + "Claim" in _values(described, _A):
                    fact = tuple(next(iter(described.get(RDF + part, [None]))) for part in ("subject", "predicate", "object"))
                    claimed.add(fact)
                    if fact[2] not in things.get(fact[0], {}).get(getattr(fact[1], "value", ""), ()):
                        yield Fault("fact", self.place(graph, described), f"The claim's fact is not in the graph: {_shown(fact)}.")
            yield from self._unclaimed(graph, claimed, {spec.iri for spec in lexicon.ontology.properties.values()})

    def _unclaimed(self, graph: str, claimed: set[tuple[Any, ...]], properties: set[str]) -> Iterator[Fault]:
        for node, described in self.things[graph].items():
            if AIGC + "line" in described:
                # Claims, passages and sections are what the document is made of, not what it states.
                continue
            for predicate in sorted(properties & described.keys()):
                for value in described[predicate]:
                    fact = (node, ox.NamedNode(predicate), value)
                    if fact not in claimed:
                        yield Fault("fact", self.identifier(graph), f"No claim of the document states this fact: {_shown(fact)}.")

    def sources(self) -> Iterator[Fault]:
        """Claims that are not derived from a passage of their own document around their quote."""
        for graph, _, described in self.of_class("Claim"):
            where = self.place(graph, described)
            if graph not in _values(described, DCTERMS + "source"):
                yield Fault("source", where, "The claim's dcterms:source is not the document of its graph.")
            passages = described.get(PROV + "wasDerivedFrom", [])
            if not passages:
                yield Fault("source", where, "The claim has no prov:wasDerivedFrom.")
            for node in passages:
                passage = self.things[graph].get(node, {})
                start = int(_value(described, AIGC + "start") or 0)
                if AIGC + "Passage" not in _values(passage, _A):
                    yield Fault("source", where, f"prov:wasDerivedFrom leads to no passage of the document: {node.value}.")
                elif not int(_value(passage, AIGC + "start") or 0) <= start < int(_value(passage, AIGC + "end") or 0):
                    yield Fault("source", where, f"The passage that the claim is derived from does not hold its quote: {node.value}.")


def _value(described: Described, predicate: str) -> str:
    return next((node.value for node in described.get(predicate, ())), "")


def _values(described: Described, predicate: str) -> list[str]:
    return [node.value for node in described.get(predicate, ())]


def _shown(fact: Sequence[Any]) -> str:
    subject, predicate, value = (getattr(term, "value", "nothing") for term in fact)
    return f"{local_name(predicate)}({local_name(subject)}, {value if isinstance(fact[2], ox.Literal) else local_name(value)})"


def _misquoted(described: Described, document: Document) -> str:
    """What is wrong with a quote; empty where nothing is."""
    try:
        quote, (line, end_line, start, end) = _value(described, AIGC + "quote"), (
            int(_value(described, AIGC + name)) for name in _PLACE[1:]
        )  # fmt: skip
    except ValueError:
        return "The quote has no line or offset."
    if not 0 <= start < end <= len(document.text) or document.text[start:end] != quote:
        return f"The quote is not what the document has at its offsets: {' '.join(quote.split())[:60]!r}."
    if (document.line_of(start), document.line_of(end - 1)) != (line, end_line):
        return f"The quote stands on line {document.line_of(start)}, not here: {' '.join(quote.split())[:60]!r}."
    return ""


def _documents(parts: Parts, graph: _Graph) -> tuple[dict[str, Text], list[Fault]]:
    """Texts of the documents by their graphs, and the documents that are missing, changed, or not in the graph as recorded."""
    texts, faults = {}, []
    recorded = {document_iri(record.identifier): record for record in parts.manifest.sources}
    stored = {name: described for name, _, described in graph.of_class("Document")}
    for iri, record in recorded.items():
        if _value(stored.get(iri, {}), SCHEMA + "sha256") != record.sha256:
            faults.append(Fault("document", record.identifier, "The graph does not have the document with the hash that was recorded."))
        try:
            texts[iri] = recorded_text(record)
        except NotFoundError as error:
            faults.append(Fault("document", record.identifier, f"{error} Its quotes were not checked."))
    unrecorded = "The graph has a document that was not recorded as a source."
    faults += [Fault("document", graph.identifier(iri), unrecorded) for iri in stored.keys() - recorded.keys()]
    return texts, faults


def _files(parts: Parts) -> Iterator[Fault]:
    """Files that are not as they were written, also of the generation before, which a build may take things over from."""
    for generation in kept(parts.generation.parent):
        wrong = broken(generation)
        try:
            read_recorded(generation / MANIFEST)
        except KnowledgeBaseError:
            wrong.append(MANIFEST)
        if generation != parts.generation and not are_sound(generation):
            wrong.append("vectors")
        yield from (Fault("file", f"{generation.name}/{name}", "The file is missing or damaged. Build again.") for name in wrong)


def _hashes(parts: Parts) -> Iterator[Fault]:
    found = {"graph": graph_hash(parts.store), "passages": parts.index.hash()}
    for name, value in found.items():
        if parts.manifest.hashes.get(name) != value:
            yield Fault("hash", name, f"The hash of what is there, {value}, is not the one that was recorded.")


def _vocabulary(parts: Parts) -> Iterator[Fault]:
    found = hash_files(sorted(parts.ontology.glob("*.ttl")))
    for name in sorted(found.keys() | parts.manifest.ontology.keys()):
        if found.get(name) != parts.manifest.ontology.get(name):
            yield Fault("vocabulary", name, "The file is not the one that the knowledge base was built with. Build again.")
    if not copies_are_whole(parts.generation, parts.manifest):
        yield Fault("vocabulary", "vocabulary/", "A copy of the user's own names or wordings is missing or damaged. Build again.")


def _shapes(graph: _Graph, shapes: Path) -> Iterator[Fault]:
    """What pySHACL finds on the merge of all graphs."""
    import pyshacl
    from rdflib import RDF as RDF_TERMS
    from rdflib import SH, Graph, Literal, URIRef

    # In memory: pySHACL on an Oxigraph store takes fifteen times as long, for it asks for single triples all the time.
    text = "".join(f"{triple} .\n" for triple in graph.merge)
    data, rules = Graph().parse(data=text, format="nt"), Graph().parse(shapes)
    rules.add((URIRef(_STATED_FACT), SH.deactivated, Literal(True)))
    _, report, _ = pyshacl.validate(data, shacl_graph=rules)
    for result in report.subjects(RDF_TERMS.type, SH.ValidationResult):
        node, value, shape = (report.value(result, name) for name in (SH.focusNode, SH.value, SH.sourceShape))
        messages = sorted(report.objects(result, SH.resultMessage), key=lambda m: (getattr(m, "language", None) != "en", m))
        message = str(messages[0]) if messages else "The shape is not kept."
        found = f" Found: {value}." if value is not None and value != node else ""
        yield Fault("shape", str(node), f"{local_name(str(shape))}: {message}{found}")


def _passages(index: LexicalIndex, graph: _Graph) -> Iterator[Fault]:
    """Passages that the index and the graph do not share."""
    indexed = {(document, line, end_line, quote) for document, line, end_line, quote in index.places()}
    stored = {
        (graph.identifier(name), int(_value(d, AIGC + "line") or 0), int(_value(d, AIGC + "endLine") or 0), _value(d, AIGC + "quote"))
        for name, _, d in graph.of_class("Passage")
    }
    for places, lacking in ((stored - indexed, "index"), (indexed - stored, "graph")):
        for document, line, _, quote in places:
            yield Fault("passage", f"{document}:{line}", f"The {lacking} does not have the passage {' '.join(quote.split())[:60]!r}.")


def _names(index: LexicalIndex, graph: _Graph) -> Iterator[Fault]:
    """Names of things that claims speak of, and that the index does not find them by."""
    indexed, stated = index.all_labels(), graph.stated()
    for iri, label in graph.labels():
        if iri in stated and (iri, label) not in indexed:
            yield Fault("name", iri, f"The index does not have the name {label!r}.")


def _labels(parts: Parts, graph: _Graph, texts: dict[str, Text]) -> Iterator[Fault]:
    """Labels that stand neither in a document, nor in the vocabulary, nor in a correction; not told where a document cannot be read."""
    if len(texts) < graph.count("Document"):
        return
    said = [*(text.text for text in texts.values()), *(correction.text for correction in parts.index.corrections())]
    whole = "\n".join(map(key, said))
    for iri, label in graph.labels():
        if key(label) not in parts.lexicon.by_key and key(label) not in whole:
            yield Fault("label", iri, f"The name {label!r} is in no document, and not in the vocabulary or a correction.")


def _vectors(parts: Parts) -> Iterator[Fault]:
    keys = [vector_key(parts.manifest.encoder, digest) for _, digest, _ in parts.index.digests()]
    if not has_vectors(parts.generation):
        yield Fault("vector", "vectors.faiss", "The vectors of the passages are missing. Build again.")
    elif not are_whole(parts.generation, keys):
        yield Fault("vector", "vectors.faiss", f"The vectors are damaged, or not those of the {len(keys)} passages. Build again.")
