"""The shapes: what a build writes conforms to them, and each kind of fault is found by the shape that is for it."""

from __future__ import annotations

from collections.abc import Iterator

import pyshacl
import pytest
from rdflib import OWL, RDF, SH, Graph, Literal, Namespace, URIRef

from aigc_kg import KnowledgeBase
from aigc_kg.namespaces import PREFIXES
from aigc_kg.resources import corpus_dir, ontology_dir
from tests.encoders import HashEncoder

AIGC = Namespace("https://w3id.org/aigc-kg/ontology#")
SHAPE = Namespace("https://w3id.org/aigc-kg/shapes#")

CLASSES = (
    "Model", "ModelFamily", "Product", "Organization", "Person", "Technique", "Task", "Modality", "ApplicationDomain",
    "Dataset", "Hardware", "Framework", "Document", "Section", "Passage", "Claim",
)  # fmt: skip

NOTE = """\
# 虚构模型笔记

Brillweave 发布于 2031 年 3 月，参数量为 70 亿。Ostrelune is based on Brillweave.

## 一览

| 模型 | 机构 | 发布时间 | 参数量 |
| --- | --- | --- | --- |
| Ostrelune | 曲梨实验室 | 2032 年 | 130 亿 |
| Brillweave | Quorvane Labs | 2031 年 3 月 | 70 亿 |
"""

FAULTS = {
    "claim without a rule": ("claimRule", "DELETE { ?claim aigc:rule ?o } WHERE { ?claim aigc:rule ?o }"),
    "claim with two subjects": (
        "claimSubject",
        """INSERT { ?claim rdf:subject ?other . ?other ?p ?o }
           WHERE { ?claim rdf:predicate ?p ; rdf:object ?o . ?other skos:prefLabel "Brillweave"@en }""",
    ),
    "claim of no document": ("claimSource", "DELETE { ?claim dcterms:source ?o } WHERE { ?claim dcterms:source ?o }"),
    "claim of an unknown property": (
        "claimPredicate",
        """DELETE { ?claim rdf:predicate ?p } INSERT { ?claim rdf:predicate aigc:paintedBy . ?s aigc:paintedBy ?o }
           WHERE { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }""",
    ),
    "claim whose fact is not stated": (
        "StatedFact",
        "DELETE { ?s ?p ?o } WHERE { ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o }",
    ),
    "claim without a quote": ("quote", "DELETE { ?claim aigc:quote ?o } WHERE { ?claim aigc:quote ?o }"),
    "line 0": ("line", "DELETE { ?claim aigc:line ?o } INSERT { ?claim aigc:line 0 } WHERE { ?claim aigc:line ?o }"),
    "last line before the first": (
        "lineOrder",
        "DELETE { ?claim aigc:endLine ?o } INSERT { ?claim aigc:endLine 1 } WHERE { ?claim aigc:endLine ?o }",
    ),
    "document without an identifier": ("identifier", "DELETE WHERE { ?document dcterms:identifier ?o }"),
    "thing without a name": ("prefLabel", "DELETE { ?model skos:prefLabel ?o } WHERE { ?model skos:prefLabel ?o }"),
    "thing with two preferred names in English": ("prefLabel", 'INSERT { ?model skos:prefLabel "Ostreluna"@en } WHERE { ?model a ?o }'),
    "no parameters": ("parameterCount", "INSERT { ?model aigc:parameterCount 0 } WHERE { ?model a ?o }"),
    "date in words": ("releaseDate", 'INSERT { ?model aigc:releaseDate "next spring" } WHERE { ?model a ?o }'),
    "maker that is a model": ("developedBy", "INSERT { ?model aigc:developedBy ?model } WHERE { ?model a ?o }"),
    "task that is a model": ("hasTask", "INSERT { ?model aigc:hasTask ?model } WHERE { ?model a ?o }"),
    "organization with parameters": (
        "ArtifactSubject",
        "INSERT { ?maker aigc:parameterCount 7 } WHERE { ?model aigc:developedBy ?maker }",
    ),
}

_ANY_PASSAGE = "SELECT ?passage ?o WHERE { ?passage a aigc:Passage ; dcterms:isPartOf ?o } ORDER BY ?passage LIMIT 1"
_ANY_SECTION = "SELECT ?section ?o WHERE { ?section a aigc:Section ; dcterms:title ?o } ORDER BY ?o LIMIT 1"
_MADE = "WHERE { ?model aigc:developedBy ?maker }"
_HERE = 'aigc:quote "x" ; aigc:line 1 ; aigc:endLine 1 ; aigc:start 0 ; aigc:end 1'
FAULTS |= {
    "no first offset": ("start", "DELETE { ?claim aigc:start ?o } WHERE { ?claim aigc:start ?o }"),
    "no last offset": ("end", "DELETE { ?claim aigc:end ?o } WHERE { ?claim aigc:end ?o }"),
    "no last line": ("endLine", "DELETE { ?claim aigc:endLine ?o } WHERE { ?claim aigc:endLine ?o }"),
    "end at the start": (
        "offsetOrder",
        "DELETE { ?claim aigc:end ?o } INSERT { ?claim aigc:end ?start } WHERE { ?claim aigc:end ?o ; aigc:start ?start }",
    ),
    "claim of nothing": ("claimObject", "DELETE { ?claim rdf:object ?o } WHERE { ?claim rdf:object ?o }"),
    "claim derived from a model": (
        "claimPassage",
        "DELETE { ?claim prov:wasDerivedFrom ?o } INSERT { ?claim prov:wasDerivedFrom ?model } WHERE { ?claim prov:wasDerivedFrom ?o }",
    ),
    "quote of 301 characters": (
        "claimQuoteLength",
        f'DELETE {{ ?claim aigc:quote ?o }} INSERT {{ ?claim aigc:quote "{"x" * 301}" }} WHERE {{ ?claim aigc:quote ?o }}',
    ),
    "context that is a model": ("claimContext", "INSERT { ?claim aigc:context ?model } WHERE { ?model a ?o }"),
    "qualifier in a language": ("claimQualifier", 'INSERT { ?claim aigc:qualifier "about"@en } WHERE { ?model a ?o }'),
    "document without a title": ("documentTitle", "DELETE { ?d dcterms:title ?o } WHERE { ?d a aigc:Document ; dcterms:title ?o }"),
    "document without its hash": ("digest", "DELETE WHERE { ?document schema:sha256 ?o }"),
    "section without a title": ("sectionTitle", f"DELETE {{ ?section dcterms:title ?o }} WHERE {{ {_ANY_SECTION} }}"),
    "passage of no document": ("partOf", f"DELETE {{ ?passage dcterms:isPartOf ?o }} WHERE {{ {_ANY_PASSAGE} }}"),
    "name without a language": ("altLabel", 'INSERT { ?model skos:altLabel "Ostreluna" } WHERE { ?model a ?o }'),
    "input that is a model": ("inputModality", "INSERT { ?model aigc:inputModality ?model } WHERE { ?model a ?o }"),
    "output that is a model": ("outputModality", "INSERT { ?model aigc:outputModality ?model } WHERE { ?model a ?o }"),
    "technique that is a model": ("usesTechnique", "INSERT { ?model aigc:usesTechnique ?model } WHERE { ?model a ?o }"),
    "base that is an organization": ("basedOn", f"INSERT {{ ?model aigc:basedOn ?maker }} {_MADE}"),
    "predecessor that is an organization": ("successorOf", f"INSERT {{ ?model aigc:successorOf ?maker }} {_MADE}"),
    "family in words": ("memberOf", 'INSERT { ?model aigc:memberOf "large ones" } WHERE { ?model a ?o }'),
    "training data that is a model": ("trainedOn", "INSERT { ?model aigc:trainedOn ?model } WHERE { ?model a ?o }"),
    "training data size that is no amount": ("trainingDataSize", "INSERT { ?model aigc:trainingDataSize ?model } WHERE { ?model a ?o }"),
    "domain that is a model": ("appliedIn", "INSERT { ?model aigc:appliedIn ?model } WHERE { ?model a ?o }"),
    "better than an organization": ("outperforms", f"INSERT {{ ?model aigc:outperforms ?maker }} {_MADE}"),
    "faster than an organization": ("fasterThan", f"INSERT {{ ?model aigc:fasterThan ?maker }} {_MADE}"),
    "language that is a model": ("supportsLanguage", "INSERT { ?model aigc:supportsLanguage ?model } WHERE { ?model a ?o }"),
    "owner that is a model": ("ownedBy", f"INSERT {{ ?maker aigc:ownedBy ?model }} {_MADE}"),
    "investment in a model": ("investedIn", f"INSERT {{ ?maker aigc:investedIn ?model }} {_MADE}"),
    "founder that is a model": ("foundedBy", f"INSERT {{ ?maker aigc:foundedBy ?model }} {_MADE}"),
    "leader that is an organization": ("ledBy", f"INSERT {{ ?maker aigc:ledBy ?maker }} {_MADE}"),
    "place that is a model": ("locatedIn", f"INSERT {{ ?maker aigc:locatedIn ?model }} {_MADE}"),
    "partner that is a model": ("partnerOf", f"INSERT {{ ?maker aigc:partnerOf ?model }} {_MADE}"),
    "rival in words": ("competitorOf", 'INSERT { ?model aigc:competitorOf "the others" } WHERE { ?model a ?o }'),
    "limitation that is a number": ("limitation", "INSERT { ?model aigc:limitation 5 } WHERE { ?model a ?o }"),
    "empty definition": ("definition", 'INSERT { ?model aigc:definition "" } WHERE { ?model a ?o }'),
    "amount without a number": ("amount", 'INSERT DATA { id:q a schema:QuantitativeValue ; schema:unitText "hour" }'),
    "amount with two units": ("unit", 'INSERT DATA { id:q a schema:QuantitativeValue ; schema:value 43 ; schema:unitText "hour", "day" }'),
    "model with an owner": ("OrganizationSubject", f"INSERT {{ ?model aigc:ownedBy ?maker }} {_MADE}"),
    "model that invests": ("AgentSubject", f"INSERT {{ ?model aigc:investedIn ?maker }} {_MADE}"),
    "organization that takes in texts": (
        "ModalitySubject",
        f'INSERT {{ ?maker aigc:inputModality id:text . id:text a aigc:Modality ; skos:prefLabel "text"@en }} {_MADE}',
    ),
    "concept below one without a name": ("broader", "INSERT { ?model skos:broader id:nowhere } WHERE { ?model a ?o }"),
    "scheme that is an organization": ("inScheme", f"INSERT {{ ?model skos:inScheme ?maker }} {_MADE}"),
    "scheme without a name": ("prefLabel", "INSERT DATA { id:s a skos:ConceptScheme }"),
    "scheme without an IRI": ("Scheme", 'INSERT DATA { [] a skos:ConceptScheme ; skos:prefLabel "tasks"@en }'),
    "thing without an IRI": ("Thing", 'INSERT DATA { [] a aigc:Model ; skos:prefLabel "x"@en }'),
    "document without an IRI": (
        "Document",
        f'INSERT DATA {{ [] a aigc:Document ; dcterms:identifier "x" ; dcterms:title "x" ; schema:sha256 "{"0" * 64}" }}',
    ),
    "section without an IRI": (
        "Section",
        'INSERT { [] a aigc:Section ; dcterms:title "x" ; aigc:line 1 ; dcterms:isPartOf ?d } WHERE { ?d a aigc:Document }',
    ),
    "passage without an IRI": ("Passage", f"INSERT {{ [] a aigc:Passage ; dcterms:isPartOf ?d ; {_HERE} }} WHERE {{ ?d a aigc:Document }}"),
    "claim without an IRI": (
        "Claim",
        f"""INSERT {{ [] a aigc:Claim ; rdf:subject ?model ; rdf:predicate aigc:developedBy ; rdf:object ?maker ; dcterms:source ?d ;
            aigc:rule "x" ; {_HERE} }} WHERE {{ ?model aigc:developedBy ?maker . ?d a aigc:Document }}""",
    ),
}

NAMED = ("Model", "ModelFamily", "Product", "Organization", "Person", "Technique", "Task", "Modality", "ApplicationDomain",
         "Dataset", "Hardware", "Framework", "Place", "Language")  # fmt: skip


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return Graph().parse(ontology_dir() / "shapes.ttl")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("shapes")
    (folder / "notes").mkdir()
    (folder / "notes" / "invented.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes"], encoder="hash")
    with KnowledgeBase(folder / "kb") as kb:
        yield kb.export("ntriples")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the shipped corpus."""
    folder = tmp_path_factory.mktemp("shapes") / "kb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder, [corpus_dir()], encoder="hash")
    with KnowledgeBase(folder) as kb:
        return Graph().parse(data=kb.export("ntriples"), format="nt")


@pytest.fixture
def data(exported: str) -> Graph:
    return Graph().parse(data=exported, format="nt")


def broken_shapes(data: Graph, shapes: Graph) -> list[URIRef]:
    """The shapes that results of validation name."""
    conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    results = set(report.objects(None, SH.result))
    found = [URIRef(str(report.value(result, SH.sourceShape))) for result in results]
    assert conforms == (not found)
    return found


def model_and_claim(data: Graph, predicate: URIRef, value: str) -> dict[str, URIRef]:
    """A model of that name and the claim that states this of it."""
    model = next(s for s in data.subjects(URIRef(PREFIXES["skos"] + "prefLabel"), Literal(value, lang="en")))
    claim = min(str(c) for c in data.subjects(RDF.subject, model) if (c, RDF.predicate, predicate) in data)
    return {"model": URIRef(str(model)), "claim": URIRef(claim)}


def test_what_a_build_writes_conforms(data: Graph, shapes: Graph) -> None:
    stated = {str(p).removeprefix(AIGC) for p in data.objects(None, RDF.predicate)}
    assert stated >= {"developedBy", "releaseDate", "parameterCount"}
    assert broken_shapes(data, shapes) == []


def test_graph_of_the_shipped_corpus_conforms(shipped: Graph, shapes: Graph) -> None:
    assert broken_shapes(shipped, shapes) == []


def test_every_shape_that_asks_for_something_has_a_fault(shapes: Graph) -> None:
    asking = (SH.path, SH.nodeKind, SH["class"], SH["or"], SH.sparql)
    found = {s for predicate in asking for s in shapes.subjects(predicate) if isinstance(s, URIRef)}
    assert len(FAULTS) == 65
    assert {str(s).removeprefix(SHAPE) for s in found} == {shape for shape, _ in FAULTS.values()}


@pytest.mark.parametrize("cls", NAMED)
def test_thing_of_each_class_needs_a_name(cls: str, data: Graph, shapes: Graph) -> None:
    data.add((URIRef(PREFIXES["id"] + "nameless"), RDF.type, AIGC[cls]))
    assert broken_shapes(data, shapes) == [SHAPE.prefLabel]


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found_by_its_shape_alone(fault: str, data: Graph, shapes: Graph) -> None:
    shape, update = FAULTS[fault]
    before = set(data)
    data.update(update, initNs=PREFIXES, initBindings=model_and_claim(data, AIGC.developedBy, "Ostrelune"))
    assert set(data) != before
    assert broken_shapes(data, shapes) == [SHAPE[shape]]


def test_shapes_are_valid_shapes(shapes: Graph) -> None:
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_every_class_has_a_shape(shapes: Graph) -> None:
    assert len(CLASSES) == 16
    assert set(shapes.objects(None, SH.targetClass)) >= {AIGC[name] for name in CLASSES}


def test_every_property_has_a_shape(shapes: Graph) -> None:
    ontology = Graph().parse(ontology_dir() / "aigc.ttl")
    properties = {s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ontology.subjects(RDF.type, kind)}
    assert properties - set(shapes.objects(None, SH.path)) == set()


def test_every_message_is_in_both_languages(shapes: Graph) -> None:
    speaking = set(shapes.subjects(SH.path)) | set(shapes.subjects(RDF.type, SH.SPARQLConstraint)) | set(shapes.subjects(SH.message))
    silent = [s for s in speaking if {getattr(m, "language", None) for m in shapes.objects(s, SH.message)} != {"en", "zh"}]
    assert silent == []
