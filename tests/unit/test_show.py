from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg.lexical import LexicalIndex, write_index
from aigc_kg.model import Passage, Quote
from aigc_kg.names import NamedThing
from aigc_kg.namespaces import AIGC, ID
from aigc_kg.ontology import Ontology, Property
from aigc_kg.show import Entry, Source, entries, nearest, statistics

TRIG = """
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> . @prefix id: <https://w3id.org/aigc-kg/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix dcterms: <http://purl.org/dc/terms/> .
id:a { id:a a aigc:Document ; dcterms:identifier "a.md" . id:lumora aigc:developedBy id:quellwerk .
  id:c1 a aigc:Claim ; rdf:subject id:lumora ; rdf:predicate aigc:developedBy ; rdf:object id:quellwerk ; dcterms:source id:a ;
    aigc:rule "verb" ; aigc:quote "Quellwerk devised Lumora." ; aigc:line 3 ; aigc:endLine 3 .
  id:c2 a aigc:Claim ; rdf:subject id:lumora ; rdf:predicate aigc:parameterCount ; rdf:object 12 ; dcterms:source id:a ;
    aigc:rule "table" ; aigc:quote "Lumora | 12" ; aigc:line 9 ; aigc:endLine 10 . }
id:b { id:b a aigc:Document ; dcterms:identifier "b.md" . id:lumora aigc:developedBy id:quellwerk .
  id:c3 a aigc:Claim ; rdf:subject id:lumora ; rdf:predicate aigc:developedBy ; rdf:object id:quellwerk ; dcterms:source id:b ;
    aigc:rule "verb" ; aigc:quote "Lumora, by Quellwerk" ; aigc:line 1 ; aigc:endLine 1 . }
id:names { id:lumora a aigc:Model . id:quellwerk a aigc:Organization . id:unnamed a aigc:Model . }
"""
THINGS = [
    NamedThing(ID + "lumora", ("Model",), (("Lumora", "en", True), ("灵墨", "zh", True), ("LUMORA", "en", False))),
    NamedThing(ID + "quellwerk", ("Organization",), (("Quellwerk", "en", True),)),
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(TRIG.encode("utf-8"), format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    write_index(tmp_path / "index.sqlite", [(Passage("a.md", Quote("x", 0, 1, 1, 1), (), (), "", "x"), "d")], THINGS)
    opened = LexicalIndex(tmp_path / "index.sqlite")
    yield opened
    opened.close()


ONTOLOGY = Ontology(
    {
        name: Property(name, AIGC + name, "thing", None, None, functional, False, ((name, "en"),), not functional)
        for name, functional in (("developedBy", False), ("parameterCount", True))
    },
    {}, {}, {},
)  # fmt: skip


def _entry(store: ox.Store, index: LexicalIndex, name: str) -> Entry:
    (entry,) = entries(store, index, ONTOLOGY, name)
    return entry


@pytest.mark.parametrize("name", ["Lumora", "灵墨", "ｌｕｍｏｒａ"])
def test_thing_is_shown_by_any_of_its_names(store: ox.Store, index: LexicalIndex, name: str) -> None:
    assert _entry(store, index, name).iri == ID + "lumora"


def test_unknown_name_shows_nothing(store: ox.Store, index: LexicalIndex) -> None:
    assert entries(store, index, ONTOLOGY, "Nimbus") == []


def test_names_and_classes_are_shown(store: ox.Store, index: LexicalIndex) -> None:
    entry = _entry(store, index, "Lumora")
    assert (entry.label, set(entry.labels), entry.classes) == ("Lumora", {"Lumora", "灵墨", "LUMORA"}, ("Model",))


def test_facts_are_shown_with_names_and_values(store: ox.Store, index: LexicalIndex) -> None:
    facts = _entry(store, index, "Lumora").facts
    assert [(f.property, f.value, f.inverse) for f in facts] == [("developedBy", "Quellwerk", False), ("parameterCount", "12", False)]


def test_fact_is_shown_from_its_other_end(store: ox.Store, index: LexicalIndex) -> None:
    facts = _entry(store, index, "Quellwerk").facts
    assert [(f.property, f.value, f.inverse) for f in facts] == [("developedBy", "Lumora", True)]


def test_fact_has_a_source_for_each_place(store: ox.Store, index: LexicalIndex) -> None:
    assert _entry(store, index, "Lumora").facts[0].sources == (
        Source("a.md", 3, 3, "Quellwerk devised Lumora.", "verb"),
        Source("b.md", 1, 1, "Lumora, by Quellwerk", "verb"),
    )


def test_place_that_several_rules_read_is_one_source(index: LexicalIndex) -> None:
    store = ox.Store()
    store.load(TRIG.replace('aigc:rule "table"', 'aigc:rule "table", "noun"').encode("utf-8"), format=ox.RdfFormat.TRIG)
    assert _entry(store, index, "Lumora").facts[1].sources == (Source("a.md", 9, 10, "Lumora | 12", "noun, table"),)


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        ("documents", 2),
        ("claims", 3),
        ("passages", 1),
        ("conflicts", 0),
        ("entities by class", {"Model": 1, "Organization": 1}),
        ("claims by property", {"developedBy": 2, "parameterCount": 1}),
        ("claims by rule", {"verb": 2, "table": 1}),
    ],
)
def test_statistics_count(store: ox.Store, index: LexicalIndex, what: str, expected: object) -> None:
    assert statistics(store, index, ONTOLOGY, rules=True)[what] == expected


def test_commonest_is_counted_first(store: ox.Store, index: LexicalIndex) -> None:
    counts = statistics(store, index, ONTOLOGY, rules=True)["claims by property"]
    assert isinstance(counts, dict)
    assert list(counts) == ["developedBy", "parameterCount"]


def test_claims_by_rule_are_counted_when_asked_for(store: ox.Store, index: LexicalIndex) -> None:
    assert "claims by rule" not in statistics(store, index, ONTOLOGY)


def test_value_that_is_a_thing_has_an_iri(store: ox.Store, index: LexicalIndex) -> None:
    assert [fact.iri for fact in _entry(store, index, "Lumora").facts] == [ID + "quellwerk", None]


@pytest.mark.parametrize(
    ("name", "near"), [("Lumorra", ["Lumora"]), ("quelwerk", ["Quellwerk"]), ("灵墨2", ["灵墨"]), ("xyzzy", []), ("", [])]
)
def test_nearest_names(index: LexicalIndex, name: str, near: list[str]) -> None:
    assert nearest(index, name) == near
