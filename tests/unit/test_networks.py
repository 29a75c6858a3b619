"""GraphML as networkx and CSV as duckdb and Python read them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import duckdb
import networkx as nx
import pyoxigraph as ox
import pytest

from aigc_kg.export import export
from aigc_kg.networks import COLUMNS, prefixed
from tests.unit.test_export import NQUADS, TRIPLES

STRANGE = ["a\r\nb", "a\rb", 'say "x", then <y> & z', "=1+1", "", "  ", "\u2028", "😀", "1,2\n3", "null"]
LUMORA, QUELLWERK, MAKER = "https://x.org/id/lumora", "https://x.org/id/quellwerk", "https://w3id.org/aigc-kg/ontology#developedBy"


def store_of(nquads: str) -> ox.Store:
    store = ox.Store()
    store.load(nquads.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    return store


def stating(*values: str) -> ox.Store:
    store = ox.Store()
    for at, value in enumerate(values):
        store.add(ox.Quad(ox.NamedNode(f"https://x.org/{at}"), ox.NamedNode("https://x.org/o#q"), ox.Literal(value)))
    return store


def network(store: ox.Store) -> Any:
    return nx.parse_graphml(export(store, "graphml"))


def rows(store: ox.Store) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export(store, "csv"), newline="")))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return store_of(NQUADS)


def test_networkx_reads_an_edge_for_each_triple(store: ox.Store) -> None:
    graph = network(store)
    ends = {n: data.get("iri", data.get("value", "")) for n, data in graph.nodes(data=True)}
    read = sorted((ends[a], data["iri"], ends[b]) for a, b, data in graph.edges(data=True))
    expected = {(q.subject.value, q.predicate.value, getattr(q.object, "value", "")) for q in store}
    assert (len(read), read, graph.is_directed()) == (TRIPLES, sorted(expected), True)


def test_two_properties_between_two_things_are_two_edges() -> None:
    graph = network(store_of("<x:a> <x:p> <x:b> <x:g> .\n<x:a> <x:q> <x:b> <x:g> .\n"))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (2, 2)


def test_thing_is_one_node_with_label_and_classes() -> None:
    names = f'<{LUMORA}> <http://www.w3.org/2004/02/skos/core#prefLabel> "灵墨"@zh <x:n> .\n'
    names += f'<{LUMORA}> <http://www.w3.org/2004/02/skos/core#prefLabel> "Lumora"@en <x:n> .\n'
    names += f"<{LUMORA}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/aigc-kg/ontology#Model> <x:n> .\n"
    found = [data for _, data in network(store_of(NQUADS + names)).nodes(data=True) if data.get("iri") == LUMORA]
    assert found == [{"kind": "iri", "iri": LUMORA, "label": "Lumora", "classes": "Model"}]


def test_equal_literals_do_not_join_things() -> None:
    graph = network(store_of('<x:a> <x:p> "7" <x:g> .\n<x:b> <x:p> "7" <x:g> .\n'))
    assert nx.number_weakly_connected_components(graph) == 2


def test_edge_names_the_graphs_that_it_stands_in(store: ox.Store) -> None:
    edges = [data for _, _, data in network(store).edges(data=True) if data["iri"] == MAKER]
    assert [(data["property"], data["graphs"]) for data in edges] == [("aigc:developedBy", "https://x.org/a.md https://x.org/b.md")]


@pytest.mark.parametrize("value", STRANGE)
def test_strange_values_survive_in_graphml(value: str) -> None:
    (read,) = [data.get("value", "") for _, data in network(stating(value)).nodes(data=True) if data["kind"] == "literal"]
    # networkx strips nothing; an empty value has no field.
    assert read == value


def test_what_xml_cannot_hold_becomes_a_replacement_character() -> None:
    root = ET.fromstring(export(stating("a\x07b\ufffec"), "graphml"))  # noqa: S314  # our own output
    assert "a\ufffdb\ufffdc" in [element.text for element in root.iter("{http://graphml.graphdrawing.org/xmlns}data")]


def test_rows_are_the_triples(store: ox.Store) -> None:
    read = [(row["subject"], row["predicate"], row["object"]) for row in rows(store)]
    expected = {(q.subject.value, q.predicate.value, getattr(q.object, "value", "")) for q in store}
    assert (len(read), set(read)) == (TRIPLES, expected)


def test_row_of_a_thing(store: ox.Store) -> None:
    (row,) = [row for row in rows(store) if row["predicate"] == MAKER]
    assert tuple(row) == COLUMNS
    assert row == {
        "subject": LUMORA, "subject_label": "lumora", "predicate": MAKER, "property": "aigc:developedBy", "object": QUELLWERK,
        "object_label": "quellwerk", "object_kind": "iri", "datatype": "", "language": "",
        "graphs": "https://x.org/a.md https://x.org/b.md",
    }  # fmt: skip


def test_row_of_a_literal(store: ox.Store) -> None:
    (row,) = [row for row in rows(store) if row["language"] == "zh"]
    assert (row["object"], row["object_kind"], row["datatype"], row["object_label"]) == ("灵墨", "literal", "rdf:langString", "")


def test_strange_values_survive_in_csv() -> None:
    assert [row["object"] for row in rows(stating(*STRANGE))] == STRANGE


def test_duckdb_reads_a_row_for_each_triple(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "graph.csv").write_bytes(export(store, "csv").encode("utf-8"))
    query = "SELECT count(*), count(DISTINCT (subject, predicate, object)), any_value(graphs) FILTER (property = 'aigc:developedBy')"
    with duckdb.connect() as db:
        found = db.execute(f"{query} FROM read_csv(?)", [str(tmp_path / "graph.csv")]).fetchone()
    assert found == (TRIPLES, TRIPLES, "https://x.org/a.md https://x.org/b.md")


def test_duckdb_reads_strange_values(tmp_path: Path) -> None:
    (tmp_path / "graph.csv").write_bytes(export(stating(*STRANGE), "csv").encode("utf-8"))
    with duckdb.connect() as db:
        query = "SELECT coalesce(object, '') FROM read_csv(?, all_varchar = true) ORDER BY subject"
        found = db.execute(query, [str(tmp_path / "graph.csv")]).fetchall()
    assert [value for (value,) in found] == STRANGE


def test_empty_graph_has_a_head_only() -> None:
    assert export(ox.Store(), "csv") == ",".join(f'"{name}"' for name in COLUMNS) + "\r\n"
    assert network(ox.Store()).number_of_nodes() == 0


@pytest.mark.parametrize(
    ("iri", "name"),
    [(MAKER, "aigc:developedBy"), ("https://w3id.org/aigc-kg/id/x", "id:x"), ("https://nowhere.org/x", "https://nowhere.org/x")],
)
def test_names_have_their_prefixes(iri: str, name: str) -> None:
    assert prefixed(iri) == name
