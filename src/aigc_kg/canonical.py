"""The graph in one order, whatever order the store keeps it in: what is exported, and hashed to tell one graph from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.sparql import merged


def graph_hash(store: ox.Store) -> str:
    """SHA-256 of the graph as sorted N-Quads, which `export --format nquads` writes. Raises KnowledgeBaseError as `lines` does."""
    digest = hashlib.sha256()
    for line in lines(store, with_graphs=True):
        digest.update(line)
    return digest.hexdigest()


def lines(store: ox.Store, *, with_graphs: bool) -> list[bytes]:
    """The statements as lines of N-Triples, or of N-Quads in order of the graphs; those of a graph are sorted.

    The store dumps and parses statements many times faster than it gives them one by one to Python.
    Raises KnowledgeBaseError where the store is damaged.
    """
    with told():
        if not with_graphs:
            return _triples(merged(store), ox.DefaultGraph())
        graphs = sorted(store.named_graphs(), key=str)
        return [line[:-2] + f"{graph} .\n".encode() for graph in graphs for line in _triples(store, graph)]


def _triples(store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> list[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(dumped.splitlines(keepends=True))


@contextmanager
def told() -> Iterator[None]:
    """Tell what the store raises where it is damaged."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store is damaged ({error}). Build the knowledge base again.") from error
