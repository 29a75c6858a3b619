"""The graph written for other tools, the same bytes for the same content."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError, UsageError
from aigc_kg.namespaces import PREFIXES

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
_RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_WITH_GRAPHS = ("trig", "nquads", "jsonld")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even as a reference (section 2.2)."""


def export(store: ox.Store, fmt: str) -> str:
    """The graph in a format: named graphs where it knows them, else every statement once.

    RDF/XML has U+FFFD for the control characters that XML 1.0 forbids. Raises UsageError for a format that is not offered,
    KnowledgeBaseError where the store is damaged.
    """
    if fmt not in FORMATS:
        raise UsageError(f"There is no export format {fmt!r}; choose one of {', '.join(FORMATS)}.")
    # The default graph of a store holds the merge of the named ones.
    quads = _read(store)
    named = [quad for quad in quads if isinstance(quad.graph_name, ox.NamedNode)]
    if fmt == "jsonld":
        return _json_ld(_sorted(named))
    if fmt in _WITH_GRAPHS:
        return _written(_sorted(named), fmt)
    text = _written(_sorted({ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads}), fmt)
    return _xml(text) if fmt == "rdfxml" else text


def _read(store: ox.Store) -> list[ox.Quad]:
    try:
        return list(store)
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store is damaged ({error}). Build the knowledge base again.") from error


def _sorted(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)))


def _written(quads: Sequence[ox.Quad], fmt: str) -> str:
    prefixes = PREFIXES if fmt in ("turtle", "trig", "rdfxml") else None
    return (ox.serialize(quads, format=_RDF_FORMATS[fmt], prefixes=prefixes) or b"").decode("utf-8")


def _json_ld(quads: Sequence[ox.Quad]) -> str:
    """Expanded JSON-LD, graphs and things sorted by `@id`."""
    data = json.loads(ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]")
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _xml(text: str) -> str:
    # A reader takes a carriage return that is not written as a reference for a line feed.
    return _FORBIDDEN.sub("\ufffd", text).replace("\r", "&#13;")
