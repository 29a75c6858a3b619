"""Claims as anyone can query them: through SPARQL, with the names that the contract fixes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from aigc_kg.kb import KnowledgeBase
from aigc_kg.namespaces import local_name
from aigc_kg.text import key
from tests.suites.cases import PROPERTIES, Fact

_PREFIXES = """PREFIX aigc: <https://w3id.org/aigc-kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_CLAIMS = """SELECT ?claim ?document ?subject ?property ?object ?rule ?quote ?line ?end WHERE {
  ?claim a aigc:Claim ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ; aigc:rule ?rule ;
    dcterms:source/dcterms:identifier ?document ; aigc:quote ?quote ; aigc:line ?line ; aigc:endLine ?end }"""
_CONTEXTS = """SELECT ?claim ?quote ?line ?end WHERE {
  ?claim a aigc:Claim ; aigc:context ?context . ?context aigc:quote ?quote ; aigc:line ?line ; aigc:endLine ?end }"""
_LABELS = "SELECT ?thing ?label WHERE { ?thing skos:prefLabel|skos:altLabel ?label }"


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """Words of a document and the lines that they stand on."""

    text: str
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the keys of all names of its subject and object, or the object's value."""

    document: str
    subject: frozenset[str]
    property: str
    object: frozenset[str] | str | int
    rule: str
    quote: QuoteRow
    contexts: tuple[QuoteRow, ...]

    def says(self, fact: Fact) -> bool:
        """The same document, property, subject and object? Names by any spelling, values exactly."""
        if (fact.document, fact.property) != (self.document, self.property) or key(fact.subject) not in self.subject:
            return False
        return key(str(fact.object)) in self.object if isinstance(self.object, frozenset) else fact.object == self.object

    def covers(self, line: int) -> bool:
        return self.quote.line <= line <= self.quote.end_line

    def __str__(self) -> str:
        target = "/".join(sorted(self.object)) if isinstance(self.object, frozenset) else self.object
        return f"{self.document}:{self.quote.line} {self.property}({'/'.join(sorted(self.subject))}, {target}) by {self.rule}"


def rows(kb: KnowledgeBase, query: str) -> list[dict[str, Any]]:
    """Terms of a query's solutions by variable."""
    found = kb.query(_PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names} for row in found]


def claim_rows(kb: KnowledgeBase) -> list[ClaimRow]:
    """All claims of the properties in question."""
    labels: dict[str, set[str]] = defaultdict(set)
    for row in rows(kb, _LABELS):
        labels[row["thing"].value].add(key(row["label"].value))
    contexts: dict[str, list[QuoteRow]] = defaultdict(list)
    for row in rows(kb, _CONTEXTS):
        contexts[row["claim"].value].append(_quote(row))
    return [
        ClaimRow(
            row["document"].value,
            frozenset(labels[row["subject"].value]),
            local_name(row["property"].value),
            _object(row["object"], labels),
            row["rule"].value,
            _quote(row),
            tuple(contexts[row["claim"].value]),
        )
        for row in rows(kb, _CLAIMS)
        if local_name(row["property"].value) in PROPERTIES
    ]


def _quote(row: dict[str, Any]) -> QuoteRow:
    return QuoteRow(row["quote"].value, int(row["line"].value), int(row["end"].value))


def _object(term: ox.NamedNode | ox.Literal, labels: dict[str, set[str]]) -> frozenset[str] | str | int:
    if isinstance(term, ox.NamedNode):
        return frozenset(labels[term.value])
    return int(term.value) if local_name(term.datatype.value) == "integer" else term.value
