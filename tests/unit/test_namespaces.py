from __future__ import annotations

from urllib.parse import unquote

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from aigc_kg.namespaces import ID, PREFIXES, digest_iri, document_iri, local_name, thing_iri
from aigc_kg.text import key


@given(st.text(min_size=1))
def test_every_name_makes_a_valid_iri(name: str) -> None:
    iri = thing_iri(key(name))
    assert ox.NamedNode(iri).value == iri


@given(st.text(min_size=1))
def test_rdflib_can_write_every_iri(name: str) -> None:
    assert URIRef(thing_iri(key(name))).n3()


@given(st.text(min_size=1))
def test_iri_of_a_thing_holds_its_key(name: str) -> None:
    assert unquote(thing_iri(key(name)).removeprefix(ID)) == key(name)


@given(st.text(min_size=1))
def test_iri_of_a_document_holds_its_identifier(identifier: str) -> None:
    assert unquote(document_iri(identifier).removeprefix(ID + "document/")) == identifier


@given(st.text(min_size=1))
def test_every_identifier_makes_a_valid_iri(identifier: str) -> None:
    assert ox.NamedNode(document_iri(identifier)).value


def test_chinese_stays_readable() -> None:
    assert thing_iri(key("泉工")) == ID + "泉工"


@pytest.mark.parametrize("name", ["document/note.md", "claim/abc", "graph/names"])
def test_no_name_takes_the_iri_of_something_else(name: str) -> None:
    assert "/" not in thing_iri(name).removeprefix(ID)


def test_digest_is_the_same_for_the_same_parts() -> None:
    assert digest_iri("claim", "note.md", 3) == digest_iri("claim", "note.md", 3)


@pytest.mark.parametrize("other", [("claim", "note.md", 4), ("passage", "note.md", 3), ("claim", "note.md3"), ("claim", "note.m", "d3")])
def test_digest_differs_for_other_parts(other: tuple[str, ...]) -> None:
    assert digest_iri("claim", "note.md", 3) != digest_iri(*other)


@pytest.mark.parametrize(
    ("iri", "name"), [("https://x.org/o#a", "a"), ("https://x.org/id/b", "b"), ("https://x.org/a/b#c/d", "d"), ("c", "c")]
)
def test_local_name_is_the_last_part(iri: str, name: str) -> None:
    assert local_name(iri) == name


@pytest.mark.parametrize(
    ("prefix", "iri"),
    [("aigc", "https://w3id.org/aigc-kg/ontology#"), ("id", "https://w3id.org/aigc-kg/id/"), ("schema", "https://schema.org/")],
)
def test_prefixes_are_those_of_the_contract(prefix: str, iri: str) -> None:
    assert PREFIXES[prefix] == iri
