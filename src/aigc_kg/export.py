"""The graph written for other tools, the same bytes for the same content."""

from __future__ import annotations

from io import BytesIO

import pyoxigraph as ox
from rdflib import Dataset, Graph

from aigc_kg.errors import UsageError
from aigc_kg.namespaces import PREFIXES

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")


def export(store: ox.Store, fmt: str) -> str:
    """The graph in a format. Raises UsageError for a format that is not offered."""
    if fmt == "nquads":
        return "".join(sorted(f"{quad} .\n" for quad in store))
    if fmt == "ntriples":
        return "".join(sorted({f"{quad.triple} .\n" for quad in store}))
    if fmt in ("turtle", "rdfxml"):
        graph = Graph()
        _bind(graph)
        graph.parse(BytesIO(export(store, "ntriples").encode("utf-8")), format="nt")
        return graph.serialize(format="turtle" if fmt == "turtle" else "xml")
    if fmt in ("trig", "jsonld"):
        dataset = Dataset()
        _bind(dataset)
        dataset.parse(BytesIO(export(store, "nquads").encode("utf-8")), format="nquads")
        return dataset.serialize(format="trig") if fmt == "trig" else dataset.serialize(format="json-ld", indent=1)
    raise UsageError(f"There is no export format {fmt!r}; choose one of {', '.join(FORMATS)}.")


def _bind(graph: Graph) -> None:
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, override=True, replace=True)
