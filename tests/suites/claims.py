"""Claims as anyone can query them: through SPARQL, with the names that the contract fixes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from aigc_kg.kb import KnowledgeBase
from aigc_kg.namespaces import local_name
from aigc_kg.text import key
from tests.suites.cases import PROPERTIES, SYMMETRIC, TEXTS, Amount, Fact

_PREFIXES = """PREFIX aigc: <https://w3id.org/aigc-kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <https://schema.org/>
"""
_CLAIMS = """SELECT ?claim ?document ?subject ?property ?object ?rule ?quote ?line ?end WHERE {
  ?claim a aigc:Claim ; rdf:subject ?subject ; rdf:predicate ?property ; rdf:object ?object ; aigc:rule ?rule ;
    dcterms:source/dcterms:identifier ?document ; aigc:quote ?quote ; aigc:line ?line ; aigc:endLine ?end }"""
_CONTEXTS = """SELECT ?claim ?quote ?line ?end WHERE {
  ?claim a aigc:Claim ; aigc:context ?context . ?context aigc:quote ?quote ; aigc:line ?line ; aigc:endLine ?end }"""
_AMOUNTS = "SELECT ?node ?value ?unit WHERE { ?node schema:value ?value ; schema:unitText ?unit }"
_LABELS = "SELECT ?thing ?label WHERE { ?thing skos:prefLabel|skos:altLabel ?label }"


Target = frozenset[str] | str | int | Amount
"""Keys of a thing's names, or a value."""


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
    object: Target
    rule: str
    quote: QuoteRow
    contexts: tuple[QuoteRow, ...]
    amount: Amount | None = None

    def says(self, fact: Fact) -> bool:
        """The same document, property, subject and object, whatever amount goes with it? Names by any spelling, values exactly."""
        if (fact.document, fact.property) != (self.document, self.property):
            return False
        if self._links(self.subject, fact.subject, self.object, fact):
            return True
        backwards = self.property in SYMMETRIC and isinstance(self.object, frozenset)
        return backwards and self._links(self.object, fact.subject, self.subject, fact)

    def says_fully(self, fact: Fact) -> bool:
        """With the amount of the comparison, where the fact has one?"""
        return self.says(fact) and (fact.value is None or (self.amount is not None and self.amount.agrees(fact.value)))

    def is_borne_out_by(self, fact: Fact) -> bool:
        """Does the fact say all that the claim says? A claim may leave out the amount, and may not make one up."""
        return self.says(fact) and (self.amount is None or (fact.value is not None and self.amount.agrees(fact.value)))

    def _links(self, subject: Target, name: str, target: Target, fact: Fact) -> bool:
        if not (isinstance(subject, frozenset) and key(name) in subject):
            return False
        if isinstance(target, frozenset):
            return any(key(str(one)) in target for one in (fact.object, *fact.also))
        if isinstance(target, Amount):
            return isinstance(fact.object, Amount) and target.agrees(fact.object)
        return self._tells(target, fact) if self.property in TEXTS else target == fact.object

    def _tells(self, target: str | int, fact: Fact) -> bool:
        """Is the text a piece of the quote, and does it have the words that matter?"""
        text = str(target)
        return text in self.quote.text and any(key(str(words)) in key(text) for words in (fact.object, *fact.also))

    def covers(self, line: int) -> bool:
        return self.quote.line <= line <= self.quote.end_line

    def __str__(self) -> str:
        target = "/".join(sorted(self.object)) if isinstance(self.object, frozenset) else self.object
        amount = f" by {self.amount}" if self.amount else ""
        return f"{self.document}:{self.quote.line} {self.property}({'/'.join(sorted(self.subject))}, {target}{amount}) by {self.rule}"


def rows(kb: KnowledgeBase, query: str) -> list[dict[str, Any]]:
    """Terms of a query's solutions by variable."""
    found = kb.query(_PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: row[name] for name in names} for row in found]


def claim_rows(kb: KnowledgeBase, properties: Sequence[str] = PROPERTIES) -> list[ClaimRow]:
    """All claims of the properties in question."""
    labels: dict[str, set[str]] = defaultdict(set)
    for row in rows(kb, _LABELS):
        labels[row["thing"].value].add(key(row["label"].value))
    contexts: dict[str, list[QuoteRow]] = defaultdict(list)
    for row in rows(kb, _CONTEXTS):
        contexts[row["claim"].value].append(_quote(row))
    amounts = {row["node"].value: Amount(_number(row["value"]), row["unit"].value) for row in rows(kb, _AMOUNTS)}
    return [
        ClaimRow(
            row["document"].value,
            frozenset(labels[row["subject"].value]),
            local_name(row["property"].value),
            _object(row["object"], labels, amounts),
            row["rule"].value,
            _quote(row),
            tuple(contexts[row["claim"].value]),
            amounts.get(row["claim"].value),
        )
        for row in rows(kb, _CLAIMS)
        if local_name(row["property"].value) in properties
    ]


def _quote(row: dict[str, Any]) -> QuoteRow:
    return QuoteRow(row["quote"].value, int(row["line"].value), int(row["end"].value))


def _number(term: ox.Literal) -> int | float:
    number = float(term.value)
    return int(number) if number.is_integer() else number


def _object(term: ox.NamedNode | ox.Literal, labels: dict[str, set[str]], amounts: dict[str, Amount]) -> Target:
    if isinstance(term, ox.NamedNode):
        return amounts.get(term.value) or frozenset(labels[term.value])
    return int(term.value) if local_name(term.datatype.value) == "integer" else term.value
