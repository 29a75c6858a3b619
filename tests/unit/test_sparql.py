"""SPARQL through our door against rdflib's own engine on the same quads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import oxrdflib
import pyoxigraph as ox
import pytest
import rdflib
from rdflib import Dataset, Graph, URIRef

from aigc_kg import sparql
from aigc_kg.errors import KnowledgeBaseError, QueryError

pytestmark = [
    pytest.mark.filterwarnings(
        r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning"
    ),  # rdflib's own engine uses them
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # and its JSON-LD parser this
]

PREFIXES = "PREFIX aigc: <https://w3id.org/aigc-kg/ontology#> PREFIX id: <https://w3id.org/aigc-kg/id/> "
NOTE_A, NOTE_B, LABELS = (f"https://w3id.org/aigc-kg/id/{name}" for name in ("document/a.md", "document/b.md", "graph/names"))
TRIG = """
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> . @prefix id: <https://w3id.org/aigc-kg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://w3id.org/aigc-kg/id/document/a.md> {
  id:lumora aigc:developedBy id:quellwerk ; aigc:parameterCount 7000000000 ; aigc:releaseDate "2021-03"^^xsd:gYearMonth .
  id:nimbus aigc:developedBy id:orbweir ; aigc:basedOn id:lumora ; aigc:parameterCount 12 .
}
<https://w3id.org/aigc-kg/id/document/b.md> {
  id:lumora aigc:developedBy id:quellwerk ; aigc:releaseDate "2021"^^xsd:gYear .
  id:stratus aigc:developedBy id:quellwerk ; aigc:basedOn id:nimbus .
}
<https://w3id.org/aigc-kg/id/graph/names> {
  id:lumora a aigc:Model ; skos:prefLabel "Lumora"@en, "灵墨"@zh . id:nimbus a aigc:Model ; skos:prefLabel "Nimbus"@en .
  id:stratus a aigc:Model . id:quellwerk a aigc:Organization ; skos:prefLabel "Quellwerk"@en .
}
"""
QUERIES = {
    "one pattern": "SELECT ?m ?o {dataset} WHERE {{ ?m aigc:developedBy ?o }}",
    "join": "SELECT ?m ?o {dataset} WHERE {{ ?m aigc:basedOn ?b . ?b aigc:developedBy ?o }}",
    "optional": "SELECT ?m ?n {dataset} WHERE {{ ?m a aigc:Model OPTIONAL {{ ?m aigc:parameterCount ?n }} }}",
    "filter": "SELECT ?m {dataset} WHERE {{ ?m aigc:parameterCount ?n FILTER(?n > 1000) }}",
    "count": "SELECT ?o (COUNT(?m) AS ?n) {dataset} WHERE {{ ?m aigc:developedBy ?o }} GROUP BY ?o",
    "having": "SELECT ?o {dataset} WHERE {{ ?m aigc:developedBy ?o }} GROUP BY ?o HAVING(COUNT(?m) > 1)",
    "path": "SELECT ?m ?b {dataset} WHERE {{ ?m aigc:basedOn+ ?b }}",
    "union": "SELECT ?x {dataset} WHERE {{ {{ ?x aigc:basedOn id:lumora }} UNION {{ ?x aigc:developedBy id:quellwerk }} }}",
    "minus": "SELECT ?m {dataset} WHERE {{ ?m a aigc:Model MINUS {{ ?m aigc:developedBy id:quellwerk }} }}",
    "not exists": "SELECT ?m {dataset} WHERE {{ ?m a aigc:Model FILTER NOT EXISTS {{ ?m aigc:basedOn ?b }} }}",
    "graph": "SELECT ?g ?m {dataset} WHERE {{ GRAPH ?g {{ ?m aigc:developedBy id:quellwerk }} }}",
    "values": "SELECT ?m ?d {dataset} WHERE {{ VALUES ?m {{ id:lumora id:nimbus }} ?m aigc:releaseDate ?d }}",
    "everything": "SELECT ?s ?p ?o {dataset} WHERE {{ ?s ?p ?o }}",
}
ALL = (NOTE_A, NOTE_B, LABELS)
DATASETS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "union": ("", ALL, ALL),
    "FROM one": (f"FROM <{NOTE_A}>", (NOTE_A,), ()),
    "FROM two": (f"FROM <{NOTE_A}> FROM <{NOTE_B}>", (NOTE_A, NOTE_B), ()),
    "FROM NAMED": (f"FROM NAMED <{NOTE_A}> FROM NAMED <{NOTE_B}>", (), (NOTE_A, NOTE_B)),
    "both": (f"FROM <{LABELS}> FROM NAMED <{NOTE_B}>", (LABELS,), (NOTE_B,)),
    "small letters": (f"from <{NOTE_B}>", (NOTE_B,), ()),
    "absent": ("FROM <https://w3id.org/aigc-kg/id/document/absent.md>", (), ()),
}
REFUSED = {
    "service": "SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "silent service": "SELECT * WHERE { service SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "escaped service": "SELECT * WHERE { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "insert data": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "delete": "PREFIX x: <x:> # SELECT\n DELETE WHERE { ?s ?p ?o }",
    "with": "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:9/>",
    "clear": "CLEAR ALL",
    "drop": "base <x:> drop GRAPH <g>",
    "file": "SELECT * FROM <file:///etc/hosts> WHERE { ?s ?p ?o }",
    "named file": "SELECT * FROM NAMED <FILE:///etc/hosts> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "file by prefix": "PREFIX f: <file:///etc/> SELECT * FROM f:hosts WHERE { ?s ?p ?o }",
    "file by base": "BASE <file:///etc/> SELECT * FROM <https://w3id.org/x> FROM <hosts> WHERE { ?s ?p ?o }",
    "create": "CREATE GRAPH <x:g>",
    "copy": "COPY <x:a> TO <x:b>",
    "two operations": "SELECT * WHERE { ?s ?p ?o } ; CLEAR ALL",
}
ACCEPTED = {
    "variable": "SELECT ?service ?from WHERE { ?service ?from ?insert }",
    "string": "SELECT ('SERVICE FROM' AS ?a) (\"DELETE\" AS ?b) ('''it's \\' SERVICE''' AS ?c) {}",
    "comment": "# SERVICE, INSERT\nSELECT * WHERE { ?s ?p ?o } # FROM",
    "prefix": "PREFIX service: <x:> PREFIX insert: <x:> SELECT * WHERE { ?s service:SERVICE insert:FROM }",
    "iri": "SELECT * WHERE { ?s <https://x.org/SERVICE#FROM> ?o }",
    "language": "SELECT ('a'@from AS ?a) {}",
    "comparison": "SELECT * WHERE { ?s ?p ?n FILTER(?n<5&&?n>3) }",
}
SYNTAX = [
    ("SELECT * WHERE { ?s ?p }", 1, 24),
    ("SELECT *\nWHERE {\n  ?s ?p ?o ;;; ] }", 3, 16),
    ("SELECT ?x WHERE { ?x foo:bar ?y }", 1, 22),
    ("SELEC ?x WHERE { ?x ?y ?z }", 1, 1),
    ("SELECT ?x\nWHERE { ?x ?y ?z } ORDR BY ?x", 2, 20),
    ("SELECT * WHERE { \\u0053ERVICE <x:> { ?s ?p ?o } }", 1, 18),
    ("nonsense", 1, 1),
    ("", 1, 1),
]


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(TRIG.encode("utf-8"), format=ox.RdfFormat.TRIG)
    return store


def _rdflib_graph(graph: Graph, store: ox.Store, names: Iterable[str]) -> None:
    for name in names:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(name))
        graph.parse(data="".join(f"{quad.triple} .\n" for quad in quads), format="nt")


def _oracle(store: ox.Store, default: Iterable[str], named: Iterable[str]) -> Dataset:
    """The same data as rdflib sees it: the default graph holds the merge of the graphs given."""
    dataset = Dataset()
    _rdflib_graph(dataset.default_graph, store, default)
    for name in named:
        _rdflib_graph(dataset.graph(URIRef(name)), store, [name])
    return dataset


def _term(term: ox.NamedNode | ox.Literal | rdflib.term.Node | None) -> tuple[str, ...]:
    if term is None:
        return ()
    if isinstance(term, ox.Literal):
        return "literal", term.value, term.language or term.datatype.value
    if isinstance(term, rdflib.Literal):
        return "literal", str(term), term.language or str(term.datatype or rdflib.XSD.string)
    return "iri", term.value if isinstance(term, ox.NamedNode) else str(term)


def _ours(results: object) -> Counter[tuple[tuple[str, ...], ...]]:
    assert isinstance(results, ox.QuerySolutions)
    return Counter(tuple(_term(row[variable]) for variable in results.variables) for row in results)


def _theirs(dataset: Graph, query: str) -> Counter[tuple[tuple[str, ...], ...]]:
    results = dataset.query(query)
    return Counter(tuple(_term(row[variable]) for variable in results.vars or []) for row in results)  # type: ignore[index,call-overload]


@pytest.mark.parametrize("dataset", DATASETS)
@pytest.mark.parametrize("query", QUERIES)
def test_results_are_those_of_rdflib(store: ox.Store, query: str, dataset: str) -> None:
    clause, default, named = DATASETS[dataset]
    expected = _theirs(_oracle(store, default, named), PREFIXES + QUERIES[query].format(dataset=""))
    assert _ours(sparql.run(store, PREFIXES + QUERIES[query].format(dataset=clause))) == expected


@pytest.mark.parametrize("query", QUERIES)
def test_union_can_be_turned_off(store: ox.Store, query: str) -> None:
    query = PREFIXES + QUERIES[query].format(dataset="")
    assert _ours(sparql.run(store, query, union=False)) == _theirs(_oracle(store, (), ALL), query)


def test_tables_are_whole() -> None:
    assert (len(QUERIES), len(DATASETS), len(REFUSED), len(ACCEPTED), len(SYNTAX)) == (13, 7, 16, 7, 8)


@pytest.mark.parametrize("query", QUERIES)
def test_oracle_queries_find_something(store: ox.Store, query: str) -> None:
    assert _theirs(_oracle(store, ALL, ALL), PREFIXES + QUERIES[query].format(dataset=""))


@pytest.mark.parametrize(("what", "expected"), [("lumora", True), ("absent", False)])
def test_ask_is_answered(store: ox.Store, what: str, expected: bool) -> None:
    assert bool(sparql.run(store, PREFIXES + f"ASK {{ id:{what} aigc:developedBy ?o }}")) is expected


def test_construct_makes_the_graph_that_rdflib_makes(store: ox.Store) -> None:
    query = PREFIXES + "CONSTRUCT { ?o id:made ?m } WHERE { ?m aigc:developedBy ?o }"
    ours = Graph().parse(data=sparql.serialize(sparql.run(store, query), "ntriples"), format="nt")
    theirs = Graph()
    theirs += _oracle(store, ALL, ALL).query(query).graph or ()
    assert set(ours) == set(theirs)


def test_store_is_the_same_through_oxrdflib(store: ox.Store, tmp_path: Path) -> None:
    written = ox.Store(str(tmp_path / "store"))
    written.extend(store)
    written.flush()
    del written
    through = oxrdflib.OxigraphStore(store=sparql.open_store(tmp_path / "store"))
    expected = _oracle(store, (), ALL)
    for name in ALL:
        assert set(Graph(store=through, identifier=URIRef(name))) == set(expected.graph(URIRef(name)))


@pytest.mark.parametrize("query", REFUSED.values(), ids=REFUSED)
def test_what_changes_or_reaches_out_is_refused(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError):
        sparql.run(store, query)


@pytest.mark.parametrize(
    ("query", "word"),
    [
        (REFUSED["service"], "SERVICE"),
        (REFUSED["insert data"], "INSERT"),
        (REFUSED["drop"], "DROP"),
        (REFUSED["file"], "FROM <file:///etc/hosts>"),
    ],
)
def test_refusal_names_the_word(store: ox.Store, query: str, word: str) -> None:
    with pytest.raises(QueryError, match=word):
        sparql.run(store, query)


@pytest.mark.parametrize("query", ACCEPTED.values(), ids=ACCEPTED)
def test_words_that_are_no_keywords_do_no_harm(store: ox.Store, query: str) -> None:
    assert isinstance(sparql.run(store, query), ox.QuerySolutions)


def test_from_in_a_string_leaves_the_union(store: ox.Store) -> None:
    assert len(_ours(sparql.run(store, PREFIXES + "SELECT ?m ('FROM' AS ?x) WHERE { ?m a aigc:Model }"))) == 3


@pytest.mark.parametrize(("query", "line", "column"), SYNTAX)
def test_syntax_error_names_its_place(store: ox.Store, query: str, line: int, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        sparql.run(store, query)
    message = str(caught.value)
    found = [int(word) for word in message.replace(",", " ").replace(":", " ").split() if word.isdigit()][:2]
    # Where the parser has looked ahead without a word to tell how far, it is a sign or two off.
    assert (found[0], abs(found[1] - column) <= 2) == (line, True), message


@pytest.mark.parametrize(
    "query", ["SELECT (<https://x.org/unknown>(1) AS ?x) {}", "SELECT * WHERE { ?s ?p ?o FILTER(<https://x.org/unknown>(?o)) }"]
)
def test_unknown_function_is_an_error_of_the_query(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError, match="unknown"):
        list(sparql.run(store, query))  # type: ignore[arg-type]


def test_query_changes_nothing(store: ox.Store) -> None:
    before = sorted(map(str, store))
    for query in REFUSED.values():
        with pytest.raises(QueryError):
            sparql.run(store, query)
    assert sorted(map(str, store)) == before


def test_missing_store_is_an_error_of_the_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="nowhere"):
        sparql.open_store(tmp_path / "nowhere")


def test_damaged_store_is_an_error_of_the_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("nonsense", encoding="ascii")
    with pytest.raises(KnowledgeBaseError, match="cannot be opened"):
        sparql.open_store(tmp_path)


@pytest.mark.parametrize("fmt", ["json", "xml", "csv", "tsv", "table"])
def test_results_can_be_written_in_every_format(store: ox.Store, fmt: str) -> None:
    results = sparql.run(
        store, PREFIXES + 'SELECT ?m ?l WHERE { ?m <http://www.w3.org/2004/02/skos/core#prefLabel> ?l FILTER(LANG(?l) = "zh") }'
    )
    assert "灵墨" in sparql.serialize(results, fmt)


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld", "xml"])
def test_graph_can_be_written_in_every_format(store: ox.Store, fmt: str) -> None:
    results = sparql.run(store, PREFIXES + "CONSTRUCT { ?m aigc:basedOn ?b } WHERE { ?m aigc:basedOn ?b }")
    names = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "xml": "xml"}
    assert len(Graph().parse(data=sparql.serialize(results, fmt), format=names[fmt])) == 2


def test_json_results_are_those_of_the_standard(store: ox.Store) -> None:
    text = sparql.serialize(sparql.run(store, PREFIXES + "SELECT ?n WHERE { id:nimbus aigc:parameterCount ?n }"), "json")
    assert json.loads(text)["results"]["bindings"] == [
        {"n": {"type": "literal", "value": "12", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}}
    ]


def test_table_has_a_line_a_row(store: ox.Store) -> None:
    results = sparql.run(store, PREFIXES + "SELECT ?n ('a\\tb\\nc' AS ?x) ?u WHERE { id:nimbus aigc:parameterCount ?n }")
    assert sparql.serialize(results, "table") == "n\tx\tu\n12\ta b c\t\n"


@pytest.mark.parametrize("fmt", ["table", "csv", "tsv"])
def test_truth_is_one_word(store: ox.Store, fmt: str) -> None:
    assert sparql.serialize(sparql.run(store, "ASK { ?s ?p ?o }"), fmt) == "true\n"


@pytest.mark.parametrize(("query", "fmt"), [("SELECT * WHERE { ?s ?p ?o }", "turtle"), ("ASK {}", "ntriples"), ("DESCRIBE <x:a>", "csv")])
def test_format_that_does_not_fit_is_refused(store: ox.Store, query: str, fmt: str) -> None:
    with pytest.raises(QueryError, match=fmt):
        sparql.serialize(sparql.run(store, query), fmt)


def test_keywords_are_bare_words() -> None:
    assert sparql.keywords("PREFIX a: <b> SELECT ?from WHERE { a:x a 'FROM' } # END") == ["PREFIX", "SELECT", "WHERE", "A"]
