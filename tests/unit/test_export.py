from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph
from rdflib.compare import isomorphic

from aigc_kg.errors import UsageError
from aigc_kg.export import FORMATS, export, write_file

pytestmark = [
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib's JSON-LD parser uses it
    pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning"),  # its serializers, these
]

_TRIG = r"""
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> . @prefix id: <https://x.org/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://x.org/a.md> {
  id:lumora aigc:developedBy id:quellwerk ; aigc:parameterCount 7000000000 ; aigc:releaseDate "2021-03"^^xsd:gYearMonth .
  id:claim aigc:quote "one\nline\ttwo 😀 '''x\"\"\"", " spaces around " .
}
<https://x.org/b.md> { id:lumora aigc:developedBy id:quellwerk ; aigc:releaseDate "2021"^^xsd:gYear . }
<https://x.org/names> {
  id:灵墨 skos:prefLabel "灵墨"@zh . <https://x.org/id/50%25+a> skos:prefLabel "50% <a> & \"b\" 'c' \\ d"@en .
}
"""
NQUADS = "".join(f"{quad} .\n" for quad in ox.parse(_TRIG.encode("utf-8"), format=ox.RdfFormat.TRIG))
TRIPLES = 8
QUADS = 9
RDFLIB = {"turtle": "turtle", "trig": "trig", "ntriples": "nt", "nquads": "nquads", "jsonld": "json-ld", "rdfxml": "xml"}
OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WITH_GRAPHS = ("trig", "nquads", "jsonld")


def _store(nquads: str = NQUADS) -> ox.Store:
    store = ox.Store()
    store.load(nquads.encode("utf-8"), format=ox.RdfFormat.N_QUADS)
    return store


def _line(value: str) -> str:
    return (
        str(ox.Quad(ox.NamedNode("https://x.org/c"), ox.NamedNode("https://x.org/o#q"), ox.Literal(value), ox.NamedNode("https://x.org/g")))
        + " .\n"
    )


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return _store()


def _read_graph(text: str, fmt: str) -> Graph:
    return Graph().parse(data=text, format=RDFLIB[fmt])


def _read_dataset(text: str, fmt: str) -> dict[str, Graph]:
    dataset = Dataset()
    dataset.parse(data=text, format=RDFLIB[fmt])
    return {str(graph.identifier): graph for graph in dataset.graphs() if len(graph)}


def _statements(quads: Iterator[ox.Quad], *, graphs: bool) -> set[str]:
    return {str(quad) if graphs else str(quad.triple) for quad in quads}


def test_every_format_is_tested() -> None:
    assert set(FORMATS) - {"graphml", "csv"} == set(RDFLIB) == set(OXIGRAPH)


@pytest.mark.parametrize("fmt", [fmt for fmt in RDFLIB if fmt not in WITH_GRAPHS])
def test_rdflib_reads_the_same_triples(store: ox.Store, fmt: str) -> None:
    graph = _read_graph(export(store, fmt), fmt)
    expected = Graph().parse(data="".join({f"{quad.triple} .\n" for quad in store}), format="nt")
    assert (len(graph), isomorphic(graph, expected)) == (TRIPLES, True)


@pytest.mark.parametrize("fmt", WITH_GRAPHS)
def test_rdflib_reads_the_same_graphs(store: ox.Store, fmt: str) -> None:
    graphs, expected = _read_dataset(export(store, fmt), fmt), _read_dataset(NQUADS, "nquads")
    assert {name: isomorphic(graph, expected.get(name, Graph())) for name, graph in graphs.items()} == dict.fromkeys(expected, True)


@pytest.mark.parametrize("fmt", OXIGRAPH)
def test_oxigraph_reads_the_same_statements(store: ox.Store, fmt: str) -> None:
    graphs = fmt in WITH_GRAPHS
    read = _statements(ox.parse(export(store, fmt).encode("utf-8"), format=OXIGRAPH[fmt]), graphs=graphs)
    assert (len(read), read) == (QUADS if graphs else TRIPLES, _statements(iter(store), graphs=graphs))


@pytest.mark.parametrize("value", ["a\r\nb", "a\rb", "\u2028", "x\x85y"], ids=["CRLF", "CR", "line separator", "next line"])
@pytest.mark.parametrize("fmt", OXIGRAPH)
def test_unusual_characters_of_a_quote_survive(fmt: str, value: str) -> None:
    text = export(_store(_line(value)), fmt)
    assert [getattr(quad.object, "value", "") for quad in ox.parse(text.encode("utf-8"), format=OXIGRAPH[fmt])] == [value]


@pytest.mark.parametrize("value", ["a\fb", "a\x07b"], ids=["form feed", "bell"])
@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "rdfxml"])
def test_rdflib_reads_a_quote_with_control_characters(fmt: str, value: str) -> None:
    assert len(_read_graph(export(_store(_line(value)), fmt), fmt)) == 1


@pytest.mark.parametrize("fmt", sorted(OXIGRAPH))
def test_form_feed_is_kept_where_the_format_can_hold_it(fmt: str) -> None:
    text = export(_store(_line("a\fb")), fmt)
    kept = "a\ufffdb" if fmt == "rdfxml" else "a\fb"
    assert [getattr(quad.object, "value", "") for quad in ox.parse(text.encode("utf-8"), format=OXIGRAPH[fmt])] == [kept]


@pytest.mark.parametrize("fmt", FORMATS)
def test_order_of_the_statements_makes_no_difference(store: ox.Store, fmt: str) -> None:
    other = _store("\n".join(reversed(NQUADS.strip().split("\n"))))
    assert export(other, fmt) == export(store, fmt)


@pytest.mark.parametrize("fmt", FORMATS)
def test_two_exports_are_the_same_text(store: ox.Store, fmt: str) -> None:
    assert export(store, fmt) == export(store, fmt)


@pytest.fixture(scope="module")
def of_processes(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Exports by processes that hash strings differently."""
    path = tmp_path_factory.mktemp("export") / "a.nq"
    path.write_text(NQUADS, encoding="utf-8")
    program = (
        "import json, sys, pyoxigraph as ox; from aigc_kg.export import FORMATS, export; s = ox.Store();"
        "s.load(path=sys.argv[1], format=ox.RdfFormat.N_QUADS); print(json.dumps({f: export(s, f) for f in FORMATS}))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program, str(path)], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}
        )
        for seed in ("1", "2", "3")
    ]
    return [json.loads(run.stdout) for run in runs]


@pytest.mark.parametrize("fmt", FORMATS)
def test_all_processes_write_the_same_text(of_processes: list[dict[str, str]], fmt: str) -> None:
    assert len({texts[fmt] for texts in of_processes}) == 1


@pytest.mark.parametrize("fmt", ["turtle", "trig"])
def test_known_prefixes_are_used(store: ox.Store, fmt: str) -> None:
    assert "aigc:developedBy" in export(store, fmt)


@pytest.mark.parametrize("fmt", OXIGRAPH)
def test_empty_graph_can_be_exported(fmt: str) -> None:
    assert list(ox.parse(export(ox.Store(), fmt).encode("utf-8"), format=OXIGRAPH[fmt])) == []


def test_unknown_format_is_refused_naming_the_others(store: ox.Store) -> None:
    with pytest.raises(UsageError, match=r"'word'.*turtle"):
        export(store, "word")


@pytest.mark.parametrize("fmt", FORMATS)
def test_file_has_what_the_export_is(store: ox.Store, tmp_path: Path, fmt: str) -> None:
    write_file(store, fmt, tmp_path / "graph")
    assert (tmp_path / "graph").read_bytes().decode("utf-8") == export(store, fmt)
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_file_that_was_there_stays_where_the_export_fails(store: ox.Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "graph").write_text("before", encoding="utf-8")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aigc_kg.export.write", full)
    with pytest.raises(UsageError, match=r"graph: No space left on device"):
        write_file(store, "turtle", tmp_path / "graph")
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("graph", "before")]


def test_link_is_followed(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("before", encoding="utf-8")
    (tmp_path / "link").symlink_to("there")
    write_file(store, "ntriples", tmp_path / "link")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "there").read_text(encoding="utf-8")) == (True, export(store, "ntriples"))


def test_mode_of_the_file_is_kept(store: ox.Store, tmp_path: Path) -> None:
    (tmp_path / "graph").touch(mode=0o640)
    (tmp_path / "graph").chmod(0o640)
    write_file(store, "csv", tmp_path / "graph")
    assert (tmp_path / "graph").stat().st_mode & 0o777 == 0o640


def test_device_is_written_to_as_it_is(store: ox.Store) -> None:
    write_file(store, "turtle", Path("/dev/null"))
    assert not Path("/dev/null").is_file()
