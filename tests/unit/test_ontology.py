from __future__ import annotations

from pathlib import Path

import pytest

from aigc_kg.errors import VocabularyError
from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Ontology, load_ontology, parse_turtle

KINDS = [
    ("developedBy", "thing"),
    ("partnerOf", "thing"),
    ("parameterCount", "number"),
    ("releaseDate", "date"),
    ("trainingDataSize", "quantity"),
    ("definition", "text"),
    ("hasTask", "thing"),
    ("inputModality", "thing"),
    ("outputModality", "thing"),
]


@pytest.fixture(scope="module")
def ontology(lexicon: Lexicon) -> Ontology:
    return lexicon.ontology


def _broken(folder: Path, data: bytes) -> Path:
    path = folder / "broken.ttl"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_kind_of_a_property_follows_its_range(ontology: Ontology, name: str, kind: str) -> None:
    assert ontology.properties[name].kind == kind


def test_all_properties_are_read(ontology: Ontology) -> None:
    assert set(ontology.properties) == {name for name, _ in KINDS}


def test_domain_and_range_are_local_names(ontology: Ontology) -> None:
    made = ontology.properties["developedBy"]
    assert (made.domain, made.range, made.iri) == ("Model", "Agent", "https://w3id.org/aigc-kg/ontology#developedBy")


def test_functional_properties_take_one_value(ontology: Ontology) -> None:
    assert {name for name, prop in ontology.properties.items() if prop.functional} == {"parameterCount", "releaseDate"}


def test_symmetric_properties_are_known(ontology: Ontology) -> None:
    assert {name for name, prop in ontology.properties.items() if prop.symmetric} == {"partnerOf"}


@pytest.mark.parametrize(
    ("name", "language", "label"),
    [
        ("developedBy", "en", "developed by"),
        ("developedBy", "zh", "开发者"),
        ("parameterCount", "en", "参数量"),
        ("partnerOf", "zh", "partnerOf"),
    ],
)
def test_label_is_in_the_language_else_in_any(ontology: Ontology, name: str, language: str, label: str) -> None:
    assert ontology.properties[name].label(language) == label


@pytest.mark.parametrize(
    ("name", "superclass", "expected"),
    [
        ("Laboratory", "Agent", True),
        ("Laboratory", "Laboratory", True),
        ("Agent", "Laboratory", False),
        ("Unheard", "Unheard", True),
        ("Unheard", "Agent", False),
    ],
)
def test_class_is_what_stands_above_it(ontology: Ontology, name: str, superclass: str, expected: bool) -> None:
    assert ontology.is_a(name, superclass) is expected


@pytest.mark.parametrize(
    ("classes", "wanted", "expected"),
    [
        (["Laboratory"], "Agent", True),
        (["Model"], "Agent", False),
        (["Model", "Laboratory"], "Agent", True),
        ([], "Agent", True),
        (["Model"], None, True),
    ],
)
def test_thing_fits_by_one_of_its_classes(ontology: Ontology, classes: list[str], wanted: str | None, expected: bool) -> None:
    assert ontology.fits(classes, wanted) is expected


def test_every_term_has_its_iri(ontology: Ontology) -> None:
    assert set(ontology.iris) == set(ontology.properties) | set(ontology.superclasses)


def test_classes_in_a_circle_are_read(tmp_path: Path) -> None:
    prefix = "@prefix : <https://w3id.org/aigc-kg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    turtle = (
        prefix + "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . "
        ":A a owl:Class ; rdfs:subClassOf :B . :B a owl:Class ; rdfs:subClassOf :A ."
    )
    assert load_ontology(parse_turtle(_broken(tmp_path, turtle.encode()))).is_a("A", "B")


def test_wrong_turtle_is_refused_naming_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"broken\.ttl.*line 2"):
        parse_turtle(_broken(tmp_path, b"@prefix x: <y:> .\nx:a x:b ,, x:c ."))


def test_wrong_encoding_is_refused_naming_the_file(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"broken\.ttl"):
        parse_turtle(_broken(tmp_path, '<x:a> <x:b> "é" .'.encode("latin-1")))


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"nowhere\.ttl"):
        parse_turtle(tmp_path / "nowhere.ttl")
