"""The places that state triples of the graph: looked up many at a time, and kept, since a knowledge base that is open stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox

from aigc_kg.lexical import LexicalIndex
from aigc_kg.model import Evidence
from aigc_kg.namespaces import AIGC, DCTERMS, RDF
from aigc_kg.quantities import EXCLUSIVE
from aigc_kg.sparql import merged

Triple = tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]
_CLAIMS = f"""PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}>
SELECT ?s ?p ?o ?document ?line ?end ?quote ?start WHERE {{
  VALUES (?s ?p ?o) {{ %s }}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?source ;
    aigc:line ?line ; aigc:endLine ?end ; aigc:quote ?quote ; aigc:start ?start .
  ?source dcterms:identifier ?document }} ORDER BY ?document ?start"""
_MOST_KEPT = 20_000
_QUALIFIERS = f"""PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> SELECT ?qualifier WHERE {{
  VALUES (?s ?p ?o) {{ (%s) }}
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; aigc:qualifier ?qualifier }}"""


class Statements:
    """Evidence of triples in one knowledge base."""

    def __init__(self, store: Callable[[], ox.Store], index: LexicalIndex) -> None:
        self._store = store
        self._index = index
        self._known: dict[Triple, tuple[Evidence, ...]] = {}

    def of(self, triple: Triple) -> tuple[Evidence, ...]:
        """Every place that states the triple, in order of documents and lines."""
        if triple not in self._known:
            self.look_up([triple])
        return self._known[triple]

    def is_exclusive(self, triple: Triple) -> bool:
        """Does a place state the triple as all there is of it: `仅限英文`?"""
        found = merged(self._store()).query(_QUALIFIERS % " ".join(map(str, triple)))
        return any(row["qualifier"].value in EXCLUSIVE for row in found)  # type: ignore[union-attr]

    def look_up(self, triples: Iterable[Triple]) -> None:
        """Find the places of many triples at once."""
        if len(self._known) > _MOST_KEPT:
            self._known.clear()
        wanted = [triple for triple in dict.fromkeys(triples) if triple not in self._known]
        if not wanted:
            return
        found: dict[Triple, list[Evidence]] = {triple: [] for triple in wanted}
        values = " ".join(f"({subject} {predicate} {target})" for subject, predicate, target in wanted)
        for row in merged(self._store()).query(_CLAIMS % values):  # type: ignore[union-attr]
            found[row["s"], row["p"], row["o"]].append(self._piece(row))
        self._known |= {triple: tuple(pieces) for triple, pieces in found.items()}

    def _piece(self, row: Any) -> Evidence:
        document, line = row["document"].value, int(row["line"].value)
        return Evidence(document, line, int(row["end"].value), self._index.section_at(document, line), row["quote"].value)
