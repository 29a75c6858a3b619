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
    results = report.subjects(RDF.type, SH.ValidationResult)
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


def test_there_are_sixteen_faults() -> None:
    assert len(FAULTS) == 16


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
