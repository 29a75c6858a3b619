"""Where documents disagree: what a careful reader would list, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg.conflicts import Disagreements, find
from aigc_kg.lexical import LexicalIndex, write_index
from aigc_kg.names import NamedThing
from aigc_kg.namespaces import AIGC, DCTERMS, ID, RDF, SCHEMA, SKOS, XSD
from aigc_kg.ontology import Ontology, load_ontology, parse_turtle
from aigc_kg.resources import ontology_dir

NAMES = {
    "lumora": "Lumora", "nimbus": "Nimbus", "quellwerk": "Quellwerk", "quellwerkai": "Quellwerk AI", "orbweir": "Orbweir",
    "orbweir2": "Orbweir 2", "hazel": "Hazel Marsh", "painting": "painting", "writing": "writing",
}  # fmt: skip
BILLION = 10**9
Said = tuple[str, object, str | None, str]
"""Document, value (a thing's name, a number, a date, or amount and unit), qualifier, quote."""


def said(document: str, value: object, qualifier: str | None = None, quote: str = "") -> Said:
    return document, value, qualifier, quote


def term(value: object) -> ox.NamedNode | ox.Literal:
    if isinstance(value, tuple):
        return ox.NamedNode(f"{ID}quantity/{value[0]}-{value[1]}")
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))
    text = str(value)
    if text[:4].isdigit():
        return ox.Literal(text, datatype=ox.NamedNode(XSD + ("gYear", "gYearMonth", "date")[text.count("-")]))
    return ox.NamedNode(ID + text)


def store_of(prop: str, *places: Said, subject: str = "lumora") -> ox.Store:
    store, numbers = ox.Store(), count(1)
    for iri, name in NAMES.items():
        store.add(
            ox.Quad(ox.NamedNode(ID + iri), ox.NamedNode(SKOS + "prefLabel"), ox.Literal(name, language="en"), ox.NamedNode(ID + "n"))
        )
    for (document, value, qualifier, quote), number in zip(places, numbers, strict=False):
        graph, claim, target = ox.NamedNode(ID + document), ox.NamedNode(f"{ID}claim/{number}"), term(value)
        thing, spec = ox.NamedNode(ID + subject), ox.NamedNode(AIGC + prop)
        statements: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
            (thing, AIGC + prop, target), (graph, DCTERMS + "identifier", ox.Literal(document)), (claim, RDF + "subject", thing),
            (claim, RDF + "predicate", spec), (claim, RDF + "object", target), (claim, DCTERMS + "source", graph),
            (claim, AIGC + "quote", ox.Literal(quote or f"quote {number}")),
            *((claim, AIGC + name, ox.Literal(1 if quote else number)) for name in ("line", "endLine")),
        ]  # fmt: skip
        if qualifier:
            statements.append((claim, AIGC + "qualifier", ox.Literal(qualifier)))
        if isinstance(value, tuple) and isinstance(target, ox.NamedNode):
            statements += [(target, SCHEMA + "value", ox.Literal(value[0])), (target, SCHEMA + "unitText", ox.Literal(value[1]))]
        store.extend(ox.Quad(s, ox.NamedNode(p), o, graph) for s, p, o in statements)
    return store


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology(parse_turtle(ontology_dir() / "aigc.ttl"))


@pytest.fixture
def index(tmp_path: Path) -> Iterator[LexicalIndex]:
    things = [NamedThing(ID + iri, ("Model",), ((name, "en", True),)) for iri, name in NAMES.items()]
    write_index(tmp_path / "index.sqlite", [], things)
    opened = LexicalIndex(tmp_path / "index.sqlite")
    yield opened
    opened.close()


Case = tuple[str, Said] | tuple[str, Said, Said] | tuple[str, Said, Said, Said]
CONFLICTS: dict[str, Case] = {
    "two years": ("releaseDate", said("a", "2021"), said("b", "2022")),
    "two months": ("releaseDate", said("a", "2021-03"), said("b", "2021-04-01")),
    "two sizes": ("parameterCount", said("a", 137 * BILLION), said("b", 175 * BILLION)),
    "two sizes in one document": ("parameterCount", said("a", 137 * BILLION), said("a", 175 * BILLION)),
    "more than what another says": ("parameterCount", said("a", 300 * BILLION, "超过"), said("b", 175 * BILLION)),
    "about something else": ("parameterCount", said("a", 10 * BILLION, "about"), said("b", 13 * BILLION)),
    "as much as": ("parameterCount", said("a", 175 * BILLION, "高达"), said("b", 137 * BILLION)),
}
DISAGREEMENTS: dict[str, Case] = {
    "two makers": ("developedBy", said("a", "quellwerk"), said("b", "orbweir")),
    "a version is another thing": ("developedBy", said("a", "orbweir"), said("b", "orbweir2")),
    "two founders": ("foundedBy", said("a", "hazel"), said("b", "orbweir")),
    "one document of three": ("developedBy", said("a", "quellwerk"), said("b", "quellwerk"), said("c", "orbweir")),
    "two amounts of one unit": ("trainingDataSize", said("a", (43, "hour")), said("b", (60, "hour"))),
}
AGREEING: dict[str, Case] = {
    "a year and a month of it": ("releaseDate", said("a", "2021"), said("b", "2021-03"), said("c", "2021-03-15")),
    "over and more": ("parameterCount", said("a", 100 * BILLION, "over"), said("b", 137 * BILLION)),
    "about and near": ("parameterCount", said("a", 10 * BILLION, "约"), said("b", 10_300_000_000)),
    "at most and less": ("parameterCount", said("a", 540 * BILLION, "up to"), said("b", 8 * BILLION)),
    "some more than ten": ("parameterCount", said("a", 10 * BILLION, "多"), said("b", 13 * BILLION)),
    "one sentence of two times": ("parameterCount", said("a", BILLION, "仅", "it grew"), said("a", 10 * BILLION, None, "it grew")),
    "two makers in one document": ("developedBy", said("a", "quellwerk"), said("a", "orbweir")),
    "one maker in common": ("developedBy", said("a", "quellwerk"), said("a", "orbweir"), said("b", "orbweir")),
    "part of the organization": ("developedBy", said("a", "quellwerk"), said("b", "quellwerkai")),
    "two tasks": ("hasTask", said("a", "painting"), said("b", "writing")),
    "two bases": ("basedOn", said("a", "nimbus"), said("b", "orbweir")),
    "amounts of two units": ("trainingDataSize", said("a", (43, "hour")), said("b", (60, "word"))),
    "one value twice": ("parameterCount", said("a", 7), said("b", 7)),
}  # fmt: skip


def test_all_cases_are_there() -> None:
    assert (len(CONFLICTS), len(DISAGREEMENTS), len(AGREEING)) == (7, 5, 13)


def found(case: Case, index: LexicalIndex, ontology: Ontology) -> Disagreements:
    prop, *places = case
    return find(store_of(prop, *places), index, ontology)


@pytest.mark.parametrize("case", CONFLICTS)
def test_values_that_exclude_each_other(case: str, index: LexicalIndex, ontology: Ontology) -> None:
    (conflict,) = found(CONFLICTS[case], index, ontology).conflicts
    assert (conflict.kind, conflict.property, conflict.subject, len(conflict.values)) == ("conflict", CONFLICTS[case][0], "Lumora", 2)


@pytest.mark.parametrize("case", DISAGREEMENTS)
def test_documents_with_nothing_in_common(case: str, index: LexicalIndex, ontology: Ontology) -> None:
    (conflict,) = found(DISAGREEMENTS[case], index, ontology).conflicts
    assert (conflict.kind, conflict.property, len(conflict.values)) == ("disagreement", DISAGREEMENTS[case][0], 2)


@pytest.mark.parametrize("case", AGREEING)
def test_what_may_be_true_together_is_not_listed(case: str, index: LexicalIndex, ontology: Ontology) -> None:
    assert found(AGREEING[case], index, ontology) == Disagreements((), ())


def test_best_supported_value_comes_first_with_all_its_places(index: LexicalIndex, ontology: Ontology) -> None:
    stated = [said("a", "orbweir"), said("a", "orbweir"), said("b", "quellwerk"), said("c", "quellwerk")]
    disputed = find(store_of("developedBy", *stated), index, ontology)
    (conflict,) = disputed.conflicts
    assert conflict.values == (
        {"label": "Quellwerk", "documents": ["b", "c"], "evidence": [0, 1]},
        {"label": "Orbweir", "documents": ["a"], "evidence": [2, 3]},
    )
    assert [(piece.document, piece.line, piece.quote) for piece in disputed.evidence] == [
        ("b", 3, "quote 3"), ("c", 4, "quote 4"), ("a", 1, "quote 1"), ("a", 2, "quote 2"),
    ]  # fmt: skip


def test_amounts_have_their_unit(index: LexicalIndex, ontology: Ontology) -> None:
    (conflict,) = found(DISAGREEMENTS["two amounts of one unit"], index, ontology).conflicts
    assert [(value["value"], value["unit"]) for value in conflict.values] == [(43, "hour"), (60, "hour")]


@pytest.mark.parametrize(("subject", "number"), [("lumora", 1), ("nimbus", 0), (None, 1)])
def test_only_what_is_said_of_one_thing(subject: str | None, number: int, index: LexicalIndex, ontology: Ontology) -> None:
    store = store_of("developedBy", said("a", "quellwerk"), said("b", "orbweir"))
    assert len(find(store, index, ontology, subject and ID + subject).conflicts) == number
