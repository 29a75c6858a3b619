"""IRIs of the vocabularies in use, as plain strings so that no RDF library is loaded for a name."""

from __future__ import annotations

import hashlib
import re

AIGC = "https://w3id.org/aigc-kg/ontology#"
ID = "https://w3id.org/aigc-kg/id/"
LEX = "https://w3id.org/aigc-kg/lexicon#"
FRAME = "https://w3id.org/aigc-kg/frame#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
ONTOLEX = "http://www.w3.org/ns/lemon/ontolex#"
SYNSEM = "http://www.w3.org/ns/lemon/synsem#"

PREFIXES = {
    "aigc": AIGC,
    "dcterms": DCTERMS,
    "id": ID,
    "oa": OA,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "skos": SKOS,
    "xsd": XSD,
}

NAMES_GRAPH = ID + "graph/names"
CORRECTIONS_GRAPH = ID + "graph/corrections"
VOCABULARY_GRAPH = ID + "graph/vocabulary"


# RFC 3987 lets letters of every script stand in an IRI: only what it reserves is percent-encoded.
_RESERVED = re.compile(r"[^\w.~+\-]")


def _escape(text: str) -> str:
    return _RESERVED.sub(lambda m: "".join(f"%{byte:02X}" for byte in m[0].encode("utf-8")), text)


def thing_iri(key: str) -> str:
    """IRI of a thing, minted from the normalised name alone."""
    return ID + _escape(key)


def document_iri(identifier: str) -> str:
    """IRI of a document, which is also the IRI of its named graph."""
    return ID + "document/" + "/".join(map(_escape, identifier.split("/")))


def digest_iri(kind: str, *parts: object) -> str:
    """IRI of a claim, passage, section or context: a hash of what identifies it."""
    payload = "\x1f".join(str(part) for part in parts).encode("utf-8")
    return f"{ID}{kind}/{hashlib.sha256(payload).hexdigest()[:20]}"


def local_name(iri: str) -> str:
    """The last part of an IRI, after `#` or `/`."""
    return iri.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
