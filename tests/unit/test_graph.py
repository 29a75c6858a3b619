from __future__ import annotations

import hashlib
from dataclasses import replace

import pyoxigraph as ox
import pytest

from aigc_kg.corpus import parse_document
from aigc_kg.corrections import Corrections, Merge, Outcome
from aigc_kg.graph import ClaimGraph, correction_quads, document_quads, name_quads, ontology_quads, passage_iri, passage_quads
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Document, Literal, Passage, Quote, Thing
from aigc_kg.names import Resolver
from aigc_kg.namespaces import AIGC, CORRECTIONS_GRAPH, DCTERMS, ID, NAMES_GRAPH, PROV, RDF, RDFS, SCHEMA, SKOS, XSD, document_iri
from aigc_kg.passages import passages

TEXT = "---\ndate: 2021-03-15\n---\n# Lumora\n\n## Maker\n\nQuellwerk devised Lumora.\n\nNimbus is another.\n"
DOCUMENT = parse_document("notes/泉.md", TEXT)
GRAPH = ox.NamedNode(document_iri("notes/泉.md"))


def _quote(text: str) -> Quote:
    start = TEXT.index(text)
    line = DOCUMENT.line_of(start)
    return Quote(text, start, start + len(text), line, line)


MADE = Claim(
    Thing("Lumora", ("Model",)),
    "developedBy",
    Thing("Quellwerk"),
    "test-rule",
    _quote("Quellwerk devised Lumora."),
    (_quote("# Lumora"),),
    "about",
)
LUMORA, QUELLWERK = ox.NamedNode(ID + "lumora"), ox.NamedNode(ID + "quellwerk")


def _aigc(name: str) -> ox.NamedNode:
    return ox.NamedNode(AIGC + name)


def _claims(lexicon: Lexicon, *claims: Claim, document: Document = DOCUMENT) -> list[ox.Quad]:
    return list(ClaimGraph(lexicon, Resolver(lexicon)).quads(document, claims, _passages()))


def _passages() -> list[Passage]:
    return list(passages(DOCUMENT))


def _nodes(quads: list[ox.Quad], kind: str) -> set[str]:
    return {str(quad.subject) for quad in quads if quad.predicate.value == RDF + "type" and quad.object == _aigc(kind)}


def _values(quads: list[ox.Quad], predicate: str) -> list[str]:
    return [getattr(quad.object, "value", "") for quad in quads if quad.predicate.value == predicate]


def test_context_of_several_claims_is_described_once(lexicon: Lexicon) -> None:
    quads = _claims(lexicon, MADE, replace(MADE, object=Thing("Nimbus")))
    contexts = {str(quad.object) for quad in quads if quad.predicate == _aigc("context")}
    assert len(contexts) == 1
    assert _values([quad for quad in quads if str(quad.subject) in contexts], AIGC + "quote") == ["# Lumora"]


def test_fact_stands_as_a_plain_triple_in_the_graph_of_its_document(lexicon: Lexicon) -> None:
    assert ox.Quad(LUMORA, _aigc("developedBy"), QUELLWERK, GRAPH) in _claims(lexicon, MADE)


def test_everything_stands_in_the_graph_of_its_document(lexicon: Lexicon) -> None:
    quads = [*_claims(lexicon, MADE), *passage_quads(_passages()), *document_quads(DOCUMENT, "ab")]
    assert {quad.graph_name for quad in quads} == {GRAPH}


def test_nothing_is_a_blank_node(lexicon: Lexicon) -> None:
    quads = [*_claims(lexicon, MADE), *passage_quads(_passages()), *document_quads(DOCUMENT, "ab")]
    assert not [quad for quad in quads if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)]


@pytest.mark.parametrize(
    ("predicate", "values"),
    [
        (RDF + "subject", [ID + "lumora"]),
        (RDF + "predicate", [AIGC + "developedBy"]),
        (RDF + "object", [ID + "quellwerk"]),
        (DCTERMS + "source", [document_iri("notes/泉.md")]),
        (AIGC + "rule", ["test-rule"]),
        (AIGC + "qualifier", ["about"]),
        (AIGC + "quote", ["Quellwerk devised Lumora.", "# Lumora"]),
        (AIGC + "line", ["8", "4"]),
        (AIGC + "endLine", ["8", "4"]),
    ],
)
def test_claim_says_what_the_contract_wants(lexicon: Lexicon, predicate: str, values: list[str]) -> None:
    assert _values(_claims(lexicon, MADE), predicate) == values


def test_claim_is_derived_from_the_passage_that_states_it(lexicon: Lexicon) -> None:
    stating = next(p for p in _passages() if p.text == "Quellwerk devised Lumora.")
    assert _values(_claims(lexicon, MADE), PROV + "wasDerivedFrom") == [passage_iri("notes/泉.md", stating.quote)]


def test_context_of_a_claim_has_its_own_quote(lexicon: Lexicon) -> None:
    quads = _claims(lexicon, MADE)
    context = _values(quads, AIGC + "context")[0]
    quotes = [q.object for q in quads if q.subject == ox.NamedNode(context) and q.predicate == _aigc("quote")]
    assert quotes == [ox.Literal("# Lumora")]


def test_same_fact_at_another_place_is_another_claim(lexicon: Lexicon) -> None:
    assert len(_nodes(_claims(lexicon, MADE, replace(MADE, quote=_quote("Lumora."))), "Claim")) == 2


def test_same_fact_in_another_document_is_another_claim(lexicon: Lexicon) -> None:
    other = replace(DOCUMENT, identifier="other.md")
    assert _nodes(_claims(lexicon, MADE), "Claim").isdisjoint(_nodes(_claims(lexicon, MADE, document=other), "Claim"))


def test_claim_read_by_another_rule_is_the_same_claim(lexicon: Lexicon) -> None:
    assert _nodes(_claims(lexicon, MADE), "Claim") == _nodes(_claims(lexicon, replace(MADE, rule="other")), "Claim")


def test_thing_of_another_kind_by_most_claims_is_no_maker(lexicon: Lexicon) -> None:
    resolver = Resolver(lexicon)
    slip = replace(MADE, object=Thing("Nimbus", ("Organization",)))
    made = [
        replace(MADE, subject=Thing("Nimbus", ("Model",)), object=Thing(name, ("Organization",))) for name in ("Fernhollow", "Tarn Lab")
    ]
    resolver.note([MADE, slip, *made])
    quads = list(ClaimGraph(lexicon, resolver).quads(DOCUMENT, [MADE, slip, *made], _passages()))
    assert {str(quad.subject) for quad in quads if quad.predicate == _aigc("developedBy")} == {str(LUMORA), f"<{ID}nimbus>"}
    assert [quad.object for quad in quads if quad.predicate == _aigc("developedBy") and quad.subject == LUMORA] == [QUELLWERK]


def test_thing_is_nothing_of_itself(lexicon: Lexicon) -> None:
    assert _claims(lexicon, replace(MADE, object=Thing("LUMORA"))) == []


@pytest.mark.parametrize(
    ("lexical", "datatype"), [("7000000000", "integer"), ("2021", "gYear"), ("2021-03", "gYearMonth"), ("2021-03-15", "date")]
)
def test_literal_has_its_datatype(lexicon: Lexicon, lexical: str, datatype: str) -> None:
    prop = "parameterCount" if datatype == "integer" else "releaseDate"
    quads = _claims(lexicon, replace(MADE, predicate=prop, object=Literal(lexical, datatype)))
    assert ox.Quad(LUMORA, _aigc(prop), ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype)), GRAPH) in quads


def test_amount_with_a_unit_is_a_quantitative_value(lexicon: Lexicon) -> None:
    quads = _claims(lexicon, replace(MADE, predicate="trainingDataSize", object=Literal("43", "integer", "hour")))
    assert (_values(quads, SCHEMA + "value"), _values(quads, SCHEMA + "unitText")) == (["43"], ["hour"])


def test_amount_of_a_comparison_stands_on_the_claim(lexicon: Lexicon) -> None:
    quads = _claims(lexicon, replace(MADE, value=Literal("3", "integer", "times")))
    assert [str(q.subject) for q in quads if q.predicate.value == SCHEMA + "value"] == list(_nodes(quads, "Claim"))


def test_document_has_its_identifier_title_date_and_hash() -> None:
    sha256 = hashlib.sha256(TEXT.encode()).hexdigest()
    quads = list(document_quads(DOCUMENT, sha256))
    found = [_values(quads, iri) for iri in (DCTERMS + "identifier", DCTERMS + "title", DCTERMS + "date", SCHEMA + "sha256")]
    assert found == [["notes/泉.md"], ["Lumora"], ["2021-03-15"], [sha256]]


def test_passages_stand_in_their_innermost_section() -> None:
    quads = list(passage_quads(_passages()))
    titles = {str(q.subject): getattr(q.object, "value", "") for q in quads if q.predicate.value == DCTERMS + "title"}
    parents = {
        titles[str(q.object)] for q in quads if q.predicate.value == DCTERMS + "isPartOf" and str(q.subject) in _nodes(quads, "Passage")
    }
    assert parents == {"Maker"}


def test_outermost_section_is_part_of_the_document() -> None:
    quads = list(passage_quads(_passages()))
    assert [
        str(q.subject) in _nodes(quads, "Section") for q in quads if q.predicate.value == DCTERMS + "isPartOf" and q.object == GRAPH
    ] == [True]


def test_no_statement_stands_twice() -> None:
    quads = list(passage_quads(_passages()))
    assert len(quads) == len(set(quads))


def test_names_stand_in_their_own_graph_with_languages(lexicon: Lexicon) -> None:
    resolver = Resolver(lexicon)
    resolver.note([MADE])
    quads = list(name_quads(resolver.things(), lexicon))
    expected = {
        ox.Quad(QUELLWERK, ox.NamedNode(SKOS + "prefLabel"), ox.Literal("Quellwerk", language="en"), ox.NamedNode(NAMES_GRAPH)),
        ox.Quad(QUELLWERK, ox.NamedNode(SKOS + "altLabel"), ox.Literal("泉工", language="zh"), ox.NamedNode(NAMES_GRAPH)),
        ox.Quad(QUELLWERK, ox.NamedNode(SKOS + "altLabel"), ox.Literal("Quellwerk Labs", language="en"), ox.NamedNode(NAMES_GRAPH)),
        ox.Quad(LUMORA, ox.NamedNode(RDF + "type"), _aigc("Model"), ox.NamedNode(NAMES_GRAPH)),
    }
    assert expected <= set(quads)


def test_task_that_is_named_brings_its_modalities_with_names(lexicon: Lexicon) -> None:
    resolver = Resolver(lexicon)
    resolver.note([replace(MADE, object=Thing("text-to-scent"))])
    quads = list(name_quads(resolver.things(), lexicon))
    assert (
        ox.Quad(ox.NamedNode(ID + "scent"), ox.NamedNode(SKOS + "prefLabel"), ox.Literal("气味", language="zh"), ox.NamedNode(NAMES_GRAPH))
        in quads
    )


def test_ontology_stands_in_its_own_graph() -> None:
    quad = ox.Quad(_aigc("Model"), ox.NamedNode(RDF + "type"), ox.NamedNode("http://www.w3.org/2002/07/owl#Class"))
    assert [q.graph_name for q in ontology_quads([quad])] == [ox.NamedNode("https://w3id.org/aigc-kg/ontology")]


def test_correction_says_what_and_why_and_is_what_things_are_influenced_by() -> None:
    made = Merge("x:1", "one model", ("Lumora", "Nimbus"))
    quads = list(correction_quads([Outcome(made, (ID + "lumora", ID + "unstated"), (document_iri("a.md"),))], (ID + "lumora").__eq__))
    graph, node = ox.NamedNode(CORRECTIONS_GRAPH), ox.NamedNode(made.iri)
    assert {quad.graph_name for quad in quads} == {graph}
    assert {(quad.subject, quad.predicate.value, quad.object) for quad in quads} == {
        (LUMORA, PROV + "wasInfluencedBy", node),
        (ox.NamedNode(document_iri("a.md")), PROV + "wasInfluencedBy", node),
        (node, RDF + "type", _aigc("Correction")),
        (node, RDFS + "label", ox.Literal("merge: Lumora = Nimbus")),
        (node, RDFS + "comment", ox.Literal("one model")),
    }


def test_correction_that_touches_nothing_in_the_graph_is_not_there() -> None:
    made = Merge("x:1", "one model", ("Lumora", "Nimbus"))
    assert list(correction_quads([Outcome(made, (ID + "unstated",)), Outcome(made, note="no")], (ID + "lumora").__eq__)) == []


def test_modality_that_corrections_merge_has_one_iri(lexicon: Lexicon) -> None:
    resolver = Resolver(lexicon, Corrections((Merge("x:1", None, ("scent", "text")),)))
    resolver.note([replace(MADE, object=Thing("text-to-scent", ("Task",)))])
    quads = list(name_quads(resolver.stated_things(), lexicon, resolver.identity.shared))
    found = {quad.object for quad in quads if quad.predicate.value in (AIGC + "inputModality", AIGC + "outputModality")}
    assert found == {ox.NamedNode(ID + "text")}
