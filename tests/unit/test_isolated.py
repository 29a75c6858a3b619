"""Queries in a process of their own: what they give, and how they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg.errors import KnowledgeBaseError, QueryError
from aigc_kg.isolated import run_isolated

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TOO_DEEP = {
    "groups": "SELECT * WHERE { " + "{ " * 100_000 + "} " * 100_000 + "}",
    "patterns": "SELECT * WHERE { " + "?s ?p ?o . " * 80_000 + "}",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("isolated") / "store"
    store = ox.Store(str(path))
    quads = [ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(f"灵墨 {n}"), ox.NamedNode("x:g")) for n in range(200)]
    store.extend([*quads, *(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)])
    store.flush()
    return path


def given(store: Path, query: str, fmt: str, *, union: bool = True) -> tuple[str, str]:
    kind, output = run_isolated(store, query, fmt, union=union)
    with output:
        return kind, output.read().decode("utf-8")


@pytest.mark.parametrize(
    ("query", "fmt", "expected"),
    [
        ("SELECT ?o { <x:7> ?p ?o }", "table", ("rows", "o\n灵墨 7\n")),
        ("SELECT ?o { <x:7> ?p ?o }", "csv", ("rows", "o\r\n灵墨 7\r\n")),
        ("ASK { ?s ?p ?o }", "table", ("truth", "true\n")),
        ("CONSTRUCT { ?s ?p ?o } { VALUES ?s { <x:7> } ?s ?p ?o }", "ntriples", ("graph", '<x:7> <x:p> "灵墨 7" .\n')),
    ],
)
def test_what_a_query_gives(store: Path, query: str, fmt: str, expected: tuple[str, str]) -> None:
    assert given(store, query, fmt) == expected


def test_default_graph_may_be_the_plain_one(store: Path) -> None:
    assert given(store, "ASK { ?s ?p ?o }", "table", union=False) == ("truth", "false\n")


def test_query_that_runs_too_long_is_stopped(store: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.5 seconds.*--timeout"):
        run_isolated(store, ENDLESS, "table", seconds=0.5)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("kind", TOO_DEEP)
def test_query_that_is_too_deep_is_one_sentence(store: Path, kind: str) -> None:
    with pytest.raises(QueryError, match="nests too deeply"):
        run_isolated(store, TOO_DEEP[kind], "table")


def test_query_of_a_megabyte_is_answered(store: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "'aaaaaaaa' " * 100_000 + "} }"
    assert given(store, query, "table") == ("rows", "n\n100000\n")


@pytest.mark.parametrize(
    ("query", "fmt", "said"),
    [("SELECT", "table", "line 1"), ("DROP ALL", "table", "read-only"), ("ASK {}", "turtle", "cannot be written as turtle")],
)
def test_refusals_come_back(store: Path, query: str, fmt: str, said: str) -> None:
    with pytest.raises(QueryError, match=said):
        run_isolated(store, query, fmt)


def test_store_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="missing"):
        run_isolated(tmp_path / "none", "ASK {}", "table")


def test_interrupt_ends_the_query_too(store: Path) -> None:
    program = "import sys, pathlib; from aigc_kg.isolated import run_isolated as run; run(pathlib.Path(sys.argv[1]), sys.argv[2], 'table')"
    # A group of its own, as a terminal makes for a command: the signal reaches both processes.
    done = subprocess.Popen([sys.executable, "-c", program, str(store), ENDLESS], start_new_session=True, stderr=subprocess.PIPE)
    time.sleep(2)
    started = time.monotonic()
    os.killpg(done.pid, signal.SIGINT)
    _, told = done.communicate(timeout=20)
    assert (done.returncode != 0, b"KeyboardInterrupt" in told, time.monotonic() - started < 10) == (True, True, True)
    states = subprocess.run(["ps", "-o", "stat=", "-g", str(done.pid)], capture_output=True, encoding="ascii", check=False).stdout.split()
    assert [state for state in states if not state.startswith("Z")] == []
