"""The graph written for other tools, the same bytes for the same content."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from aigc_kg.canonical import lines, told
from aigc_kg.errors import UsageError
from aigc_kg.namespaces import PREFIXES
from aigc_kg.networks import write_csv, write_graphml
from aigc_kg.text import XML_FORBIDDEN

FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml", "graphml", "csv")
_RDF_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip
_BY_LINE = ("ntriples", "nquads")
_NETWORKS = {"graphml": write_graphml, "csv": write_csv}
_WITH_GRAPHS = ("trig", "nquads", "jsonld")
_PREFIXED = ("turtle", "trig", "rdfxml")
_CHUNK = 1 << 16


def export(store: ox.Store, fmt: str) -> str:
    """The graph in a format, as `write` writes it."""
    target = io.BytesIO()
    write(store, fmt, target)
    return target.getvalue().decode("utf-8")


def write(store: ox.Store, fmt: str, target: BinaryIO) -> int:
    """Write the graph in a format, and say how many statements that were.

    TriG, N-Quads and JSON-LD have the named graphs, the others every statement once.

    RDF/XML and GraphML have U+FFFD for the control characters that XML 1.0 forbids.
    Raises UsageError for a format that is not offered, KnowledgeBaseError where the store is damaged.
    """
    check_format(fmt)
    if fmt in _NETWORKS:
        return _NETWORKS[fmt](_read(store), target)
    statements = lines(store, with_graphs=fmt in _WITH_GRAPHS)
    if fmt in _BY_LINE:
        target.writelines(statements)
    else:
        quads = ox.parse(b"".join(statements), format=ox.RdfFormat.N_QUADS)
        if fmt == "jsonld":
            _write_json_ld(quads, target)
        else:
            _write_rdf(quads, fmt, target)
    return len(statements)


def write_file(store: ox.Store, fmt: str, path: Path) -> int:
    """Write the graph into a file, which is there when it is complete and not before, and say how many statements that were.

    Raises UsageError where it cannot be written; what was there before then stays.
    """
    check_format(fmt)
    try:
        if path.exists() and not path.is_file():
            # A pipe or device takes what comes; there is nothing to put in its place.
            with path.open("wb") as target:
                return write(store, fmt, target)
        else:
            return _replace(store, fmt, path.resolve())
    except OSError as error:
        raise UsageError(f"Cannot write {path}: {error.strerror}. Choose another file with -o.") from error


def _replace(store: ox.Store, fmt: str, path: Path) -> int:
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(13, "Permission denied")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as target:
            number = write(store, fmt, target)
        if path.exists():
            partial.chmod(path.stat().st_mode)
        partial.replace(path)
        return number
    finally:
        partial.unlink(missing_ok=True)


def check_format(fmt: str) -> None:
    """Raises UsageError for a format that is not offered."""
    if fmt not in FORMATS:
        raise UsageError(f"There is no export format {fmt!r}; choose one of {', '.join(FORMATS)}.")


def _read(store: ox.Store) -> list[ox.Quad]:
    with told():
        return list(store)


def _write_rdf(quads: Iterable[ox.Quad], fmt: str, target: BinaryIO) -> None:
    xml = fmt == "rdfxml"
    readable = map(_for_xml, quads) if xml else quads
    prefixes = PREFIXES if fmt in _PREFIXED else None
    output = io.BufferedWriter(_References(target), _CHUNK) if xml else target
    ox.serialize(readable, output, format=_RDF_FORMATS[fmt], prefixes=prefixes)
    output.flush()


def _for_xml(quad: ox.Quad) -> ox.Quad:
    """The statement without the characters that XML cannot hold."""
    value = quad.object
    if not isinstance(value, ox.Literal) or not XML_FORBIDDEN.search(value.value):
        return quad
    text = XML_FORBIDDEN.sub("\ufffd", value.value)
    clean = ox.Literal(text, language=value.language) if value.language else ox.Literal(text, datatype=value.datatype)
    return ox.Quad(quad.subject, quad.predicate, clean, quad.graph_name)


class _References(io.RawIOBase):
    """Passes bytes on with each carriage return as a reference, since a reader of XML takes a bare one for a line feed."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        written = bytes(data)  # type: ignore[call-overload]
        self._target.write(written.replace(b"\r", b"&#13;"))
        return len(written)


def _write_json_ld(quads: Iterable[ox.Quad], target: BinaryIO) -> None:
    """Expanded JSON-LD, graphs and things sorted by `@id`, each thing on a line of its own."""
    graphs = json.loads(ox.serialize(quads, format=ox.RdfFormat.JSON_LD) or b"[]")
    target.write(_listed(map(_json_graph, graphs)) + b"\n")


def _json_graph(graph: dict[str, Any]) -> bytes:
    """A graph with each of its things on a line."""
    rest = _json({name: value for name, value in graph.items() if name != "@graph"})
    return rest[:-1] + b',"@graph":' + _listed(map(_json, graph["@graph"])) + b"}" if "@graph" in graph else rest


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _listed(items: Iterable[bytes]) -> bytes:
    return b"[\n" + b",\n".join(items) + b"\n]"
