"""Validation: what a build writes is sound, and each kind of damage is found, named, and nothing else."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import read_manifest
from aigc_kg.namespaces import PREFIXES
from aigc_kg.resources import ontology_dir
from aigc_kg.sparql import with_merge
from aigc_kg.validate import CHECKS, Fault, Parts, validate
from tests.encoders import HashEncoder
from tests.unit.files import pdf, word

NOTE = (
    "# Notes\n\nQuorvane Labs developed Ostrelune in 2031.\r\n\n- Brillweave was made by Quorvane Labs.\n\nNothing else is known of them.\n"
)
DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


def put(old: str, new: str = "", where: str = "") -> str:
    """An update that puts a statement in the place of another, in the graph that has that."""
    inserted = f"INSERT {{ GRAPH ?g {{ {new} }} }} " if new else ""
    return f"DELETE {{ GRAPH ?g {{ {old} }} }} {inserted}WHERE {{ GRAPH ?g {{ {old} . {where} }} }}"


def of_claim(old: str, new: str = "", where: str = "") -> str:
    """The same for the claim of who made Ostrelune."""
    claim = "?claim a aigc:Claim ; rdf:subject id:ostrelune ; rdf:predicate aigc:developedBy ."
    return put(f"?claim {old}", new and f"?claim {new}", claim + where)


DAMAGE = {
    "quote of other words": ("quote", "invented.md:3", of_claim("aigc:quote ?q", "aigc:quote 'x'")),
    "quote at other offsets": ("quote", "invented.md:3", of_claim("aigc:end ?n", "aigc:end 9999")),
    "quote on another line": ("quote", "invented.md:5", of_claim("aigc:line ?n", "aigc:line 5")),
    "fact of a claim missing": ("fact", "invented.md:3", put("id:ostrelune aigc:developedBy ?o")),
    "fact without a claim": ("fact", "invented.md", put("?d a aigc:Document", "?d a aigc:Document . ?d aigc:basedOn id:brillweave")),
    "claim of no passage": ("source", "invented.md:3", of_claim("prov:wasDerivedFrom ?p")),
    "claim of a passage that is not there": (
        "source",
        "invented.md:3",
        of_claim("prov:wasDerivedFrom ?p", "prov:wasDerivedFrom id:nowhere"),
    ),
    "claim of another passage": (
        "source",
        "invented.md:3",
        of_claim("prov:wasDerivedFrom ?p", "prov:wasDerivedFrom ?other", "?other a aigc:Passage ; aigc:line 5"),
    ),
    "claim of another document": ("source", "invented.md:3", of_claim("dcterms:source ?d", "dcterms:source id:nowhere")),
    "document of another hash": ("document", "invented.md", put("?d schema:sha256 ?h", "?d schema:sha256 'x'")),
    "document that nobody recorded": (
        "document",
        "other.md",
        "INSERT DATA { GRAPH id:other { id:other a aigc:Document ; dcterms:identifier 'other.md' } }",
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a note and the knowledge base built from it."""
    made = tmp_path_factory.mktemp("validate")
    (made / "notes").mkdir()
    (made / "notes" / "invented.md").write_bytes(NOTE.encode("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(made / "kb", [made / "notes"], encoder="hash")
    return made


@pytest.fixture
def parts(folder: Path, tmp_path: Path) -> Iterator[Parts]:
    """A copy of the knowledge base, with its graph in memory, to be damaged."""
    generation = Path(shutil.copytree(next((folder / "kb").glob("generation-*")), tmp_path / "generation"))
    store = ox.Store()
    store.extend(quad for quad in ox.Store.read_only(str(generation / "store")) if quad.graph_name != ox.DefaultGraph())
    with KnowledgeBase(folder / "kb") as kb, closing(LexicalIndex(generation / "index.sqlite")) as index:
        yield Parts(generation, read_manifest(generation / "manifest.json"), store, index, kb.lexicon, ontology_dir())


@pytest.fixture
def without_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.validate._shapes", lambda *_: ())


def faults(parts: Parts) -> list[Fault]:
    """All faults but that of the hashes, which tell of every change."""
    return [fault for fault in validate(parts).faults if fault.check != "hash"]


def places(parts: Parts) -> list[tuple[str, str]]:
    return [(fault.check, fault.where) for fault in faults(parts)]


def test_what_a_build_writes_is_sound(parts: Parts) -> None:
    report = validate(parts)
    assert (report.faults, report.sound) == ((), True)
    assert list(report.checked) == ["documents", "quotes", "claims", "passages", "labels", "triples"]
    assert (report.checked["documents"], report.checked["passages"]) == (1, 3)
    assert report.checked["claims"] >= 2
    assert report.checked["quotes"] >= report.checked["claims"] + report.checked["passages"]


def test_shape_that_is_not_kept(parts: Parts) -> None:
    parts.store.update(DECLARED + "INSERT DATA { GRAPH id:g { id:ostrelune aigc:parameterCount 0 } }")
    (fault,) = faults(replace(parts, store=merged(parts.store)))
    assert (fault.check, fault.where.rsplit("/", 1)[1]) == ("shape", "ostrelune")
    assert fault.message == "parameterCount: aigc:parameterCount is an integer over 0. Found: 0."


def merged(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.extend(with_merge(store))
    return copy


def test_shape_that_a_check_stands_for_is_one_of_the_shapes() -> None:
    assert "shape:StatedFact a sh:NodeShape" in (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8")


def test_all_damages_are_there() -> None:
    assert len(DAMAGE) == 11
    assert {check for check, _, _ in DAMAGE.values()} <= set(CHECKS)


@pytest.mark.usefixtures("without_shapes")
@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_of_the_graph_is_found_alone(damage: str, parts: Parts) -> None:
    check, where, update = DAMAGE[damage]
    before = set(parts.store)
    parts.store.update(DECLARED + update)
    assert set(parts.store) != before
    assert places(parts) == [(check, where)]


@pytest.mark.usefixtures("without_shapes")
def test_passage_that_the_graph_has_lost(parts: Parts) -> None:
    parts.store.update(DECLARED + "DELETE { GRAPH ?g { ?p ?a ?b } } WHERE { GRAPH ?g { ?p a aigc:Passage ; aigc:line 7 ; ?a ?b } }")
    (fault,) = faults(parts)
    assert (fault.check, fault.where, "The graph does not have" in fault.message) == ("passage", "invented.md:7", True)


@pytest.mark.usefixtures("without_shapes")
@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE passage SET quote = 'x' WHERE line = 7", {("passage", "invented.md:7")}),
        ("DELETE FROM name WHERE label = 'Ostrelune'", {("name", "https://w3id.org/aigc-kg/id/ostrelune")}),
        ("UPDATE passage SET digest = 'x' WHERE line = 7", {("vector", "vectors.faiss")}),
    ],
)
def test_damage_of_the_index(change: str, found: set[tuple[str, str]], parts: Parts) -> None:
    path = parts.generation / "index.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute(change)
        db.commit()
    with closing(LexicalIndex(path)) as index:
        assert set(places(replace(parts, index=index))) == found


OWN = """
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix own: <https://example.org/own#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix lex: <https://w3id.org/aigc-kg/lexicon#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> . @prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
@prefix frame: <https://w3id.org/aigc-kg/frame#> .
"""
OWN_NAMES = """
<https://w3id.org/aigc-kg/id/palewick> a aigc:Model ; skos:prefLabel "Palewick"@en, "苍芯"@zh .
<https://w3id.org/aigc-kg/id/text> a aigc:Modality ; skos:prefLabel "text"@en .
<https://w3id.org/aigc-kg/id/image> a aigc:Modality ; skos:prefLabel "image"@en, "图像"@zh .
<https://w3id.org/aigc-kg/id/texttoimage> a aigc:Task ; skos:prefLabel "text-to-image"@en ;
    aigc:inputModality <https://w3id.org/aigc-kg/id/text> ; aigc:outputModality <https://w3id.org/aigc-kg/id/image> .
"""
OWN_WORDS = """
own:auditedBy a owl:ObjectProperty ; rdfs:label "audited by"@en ; rdfs:domain aigc:Artifact ; rdfs:range aigc:Agent .
<#verb> a ontolex:LexicalEntry ; synsem:synBehavior frame:verb ; ontolex:denotes own:auditedBy ;
    ontolex:lexicalForm [ ontolex:writtenRep "was audited by"@en ] .
"""
OWN_CORRECTIONS = """
[[name]]
of = "Quorvane Labs"
zh = "曲梨"

[[merge]]
names = ["Ostrelune", "Ostrelune X"]

[[reject]]
subject = "Ostrelune"
property = "releaseDate"
"""
OWN_NOTE = """# Audits

Palewick was audited by Oakmere Labs. Palewick is a text-to-image model.
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base with all that a user may bring: names, wordings, corrections, and documents of other formats."""
    made = tmp_path_factory.mktemp("own")
    (made / "notes").mkdir()
    for name, text in {"invented.md": NOTE, "audits.md": OWN_NOTE, "corrections.toml": OWN_CORRECTIONS}.items():
        (made / "notes" / name).write_bytes(text.encode("utf-8"))
    (made / "notes" / "pages.pdf").write_bytes(pdf("Thornbury Labs developed Fennbright.", "Fennbright was released in 2032."))
    (made / "notes" / "rows.docx").write_bytes(word())
    (made / "names.ttl").write_text(OWN + OWN_NAMES, encoding="utf-8")
    (made / "words.ttl").write_text(OWN + OWN_WORDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        given = {"names": made / "names.ttl", "lexicons": [made / "words.ttl"], "encoder": "hash"}
        assert KnowledgeBase.build(made / "kb", [made / "notes"], **given).documents == 4  # type: ignore[arg-type]
    return made / "kb"


def test_what_a_user_brings_is_sound(own: Path) -> None:
    with KnowledgeBase(own) as kb:
        assert kb.query("ASK { ?s <https://example.org/own#auditedBy> ?o ; a ?c . ?t a <https://w3id.org/aigc-kg/ontology#Task> }")
        assert [label for entry in kb.show("Quorvane Labs") for label in entry.labels if label == "曲梨"] == ["曲梨"]
        assert kb.validate().faults == ()


@pytest.mark.usefixtures("without_shapes")
def test_copy_of_the_users_words_that_is_damaged(own: Path, tmp_path: Path) -> None:
    generation = Path(shutil.copytree(next(own.glob("generation-*")), tmp_path / "generation"))
    with (generation / "vocabulary" / "names.ttl").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    with KnowledgeBase(own) as kb:
        damaged = Parts(generation, kb.manifest, kb.store, kb._index, kb.lexicon, ontology_dir())
        assert places(damaged) == [("vocabulary", "vocabulary/")]


@pytest.mark.usefixtures("without_shapes")
def test_converted_document_that_cannot_be_converted_now(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with KnowledgeBase(own) as kb:
        (fault,) = kb.validate().faults
    assert (fault.check, fault.where) == ("document", "pages.pdf")
    assert [said for said in ("pip install", "not checked") if said not in fault.message] == []


@pytest.mark.usefixtures("without_shapes")
def test_label_of_nowhere(parts: Parts) -> None:
    label = "INSERT DATA { GRAPH <https://w3id.org/aigc-kg/id/graph/names> { id:ostrelune skos:altLabel 'Vexilande'@en } }"
    parts.store.update(DECLARED + label)
    assert [(fault.check, "Vexilande" in fault.message) for fault in faults(parts)] == [("name", True), ("label", True)]


@pytest.mark.usefixtures("without_shapes")
def test_vectors_that_are_missing(parts: Parts) -> None:
    (parts.generation / "vectors.faiss").unlink()
    assert places(parts) == [("vector", "vectors.faiss")]


@pytest.mark.usefixtures("without_shapes")
def test_change_that_no_other_check_finds_changes_the_hash(parts: Parts) -> None:
    parts.store.update(DECLARED + "INSERT DATA { GRAPH id:g { id:ostrelune rdfs:comment 'x' } }")
    assert [(fault.check, fault.where) for fault in validate(parts).faults] == [("hash", "graph")]


@pytest.mark.usefixtures("without_shapes")
def test_vocabulary_that_has_changed(parts: Parts, tmp_path: Path) -> None:
    ontology = Path(shutil.copytree(ontology_dir(), tmp_path / "ontology"))
    with (ontology / "names.ttl").open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert places(replace(parts, ontology=ontology)) == [("vocabulary", "names.ttl")]


@pytest.mark.usefixtures("without_shapes")
@pytest.mark.parametrize(("text", "said"), [(None, "is missing"), (NOTE + "More.\n", "has changed since the build")])
def test_document_that_is_not_as_it_was(text: str | None, said: str, parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "invented.md"
    if text is not None:
        path.write_bytes(text.encode("utf-8"))
    (record,) = parts.manifest.sources
    (fault,) = faults(replace(parts, manifest=replace(parts.manifest, sources=(replace(record, path=str(path)),))))
    assert (fault.check, fault.where, said in fault.message, "not checked" in fault.message) == ("document", "invented.md", True, True)


def test_damaged_index_is_an_error(parts: Parts) -> None:
    path = parts.generation / "index.sqlite"
    data = bytearray(path.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    path.write_bytes(data)
    with pytest.raises(KnowledgeBaseError, match="damaged"), closing(LexicalIndex(path)) as index:
        validate(replace(parts, index=index))
