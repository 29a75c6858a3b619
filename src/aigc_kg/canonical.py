"""The graph in one order, whatever order the store keeps it in: what is exported, and hashed to tell one graph from another."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.sparql import merged


class Written:
    """Graphs as they were written into a store: reading them out of it again takes as long as writing them."""

    def __init__(self) -> None:
        self.graphs: dict[str, bytes] = {}
        """Their sorted lines of N-Quads, by their IRIs."""

    def note(self, graph: str, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Pass on all quads of a graph. Their literals must be in the form that a store gives them back in."""
        noted = set()
        for quad in quads:
            noted.add(str(quad))
            yield quad
        self.graphs[graph] = "".join(f"{line} .\n" for line in sorted(noted)).encode()


def graph_hash(store: ox.Store, written: Mapping[str, bytes] = MappingProxyType({})) -> str:
    """SHA-256 of the graph as sorted N-Quads, which `export --format nquads` writes; the graphs that are `written` are known.

    Raises KnowledgeBaseError as `lines` does.
    """
    digest = hashlib.sha256()
    with told():
        for graph in _graphs(store):
            known = written.get(graph.value)
            digest.update(b"".join(_quads(store, graph)) if known is None else known)
    return digest.hexdigest()


def lines(store: ox.Store, *, with_graphs: bool) -> list[bytes]:
    """The statements as lines of N-Triples, or of N-Quads in order of the graphs; those of a graph are sorted.

    The store dumps and parses statements many times faster than it gives them one by one to Python.
    Raises KnowledgeBaseError where the store is damaged.
    """
    with told():
        if not with_graphs:
            return _triples(merged(store), ox.DefaultGraph())
        return [line for graph in _graphs(store) for line in _quads(store, graph)]


def _graphs(store: ox.Store) -> list[ox.NamedNode]:
    """The named graphs in order; the builder writes no graph that has no name of its own."""
    return sorted((graph for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)), key=str)


def _quads(store: ox.Store, graph: ox.NamedNode) -> Iterator[bytes]:
    end = f"{graph} .\n".encode()
    return (line[:-2] + end for line in _triples(store, graph))


def _triples(store: ox.Store, graph: ox.NamedNode | ox.DefaultGraph) -> list[bytes]:
    dumped = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph) or b""
    return sorted(dumped.splitlines(keepends=True))


@contextmanager
def told() -> Iterator[None]:
    """Tell what the store raises where it is damaged."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store is damaged ({error}). Build the knowledge base again.") from error
