"""Answers about the documents themselves: which of them speak of a thing, and what they disagree about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property

import pyoxigraph as ox

from aigc_kg.conflicts import Dispute, disputes
from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon
from aigc_kg.mentions import counted, mentions_query, passages_query
from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.phrasing import Phrasing
from aigc_kg.plan import ABOUT, RESULT, Entity, Form, Inquiry, Pattern
from aigc_kg.sparql import run

_MOST_QUOTED = 5
"""Pieces of evidence for each document."""


class Inquirer:
    """Answers inquiries over one knowledge base."""

    def __init__(self, store: Callable[[], ox.Store], index: LexicalIndex, lexicon: Lexicon, phrasing: Phrasing) -> None:
        self._store = store
        self._index = index
        self._lexicon = lexicon
        self._phrasing = phrasing

    def disputed(self, inquiry: Inquiry) -> Iterator[Form]:
        """A form for every property of a thing that documents disagree about."""
        about = {entity.iri for entity in inquiry.entities}
        for dispute in self._disputes:
            name = dispute.property.name
            if (not about or dispute.iri in about) and (not inquiry.properties or name in inquiry.properties):
                among = ((ABOUT, (Entity(dispute.iri, (), dispute.label),)),)
                yield Form("select", (Pattern(ABOUT, name, RESULT),), among, asked=name)

    @cached_property
    def _disputes(self) -> list[Dispute]:
        return list(disputes(self._store(), self._index, self._lexicon.ontology))

    def mentioning(self, text: str, lang: str, inquiry: Inquiry) -> Answer | None:
        """The documents that speak of all the things, or how many there are; None where none does."""
        names = [[name.label for name in self._index.labels([entity.iri]).get(entity.iri, [])] for entity in inquiry.entities]
        query = mentions_query(names)
        documents = [row["result"].value for row in run(self._store(), query)]  # type: ignore[union-attr]
        if not documents:
            return None
        pieces = [piece for labels in names for piece in self._pieces(labels) if piece.document in documents]
        evidence = tuple(dict.fromkeys(piece for document in documents for piece in _first(pieces, document)))
        found = tuple(
            Result(value=document, evidence=tuple(n for n, piece in enumerate(evidence) if piece.document == document), documents=1)
            for document in documents
        )
        sentence = self._phrasing.mentioned([entity.label for entity in inquiry.entities], documents, lang)
        if inquiry.counted:
            query = counted(query)
            found = (Result(value=len(documents), evidence=tuple(range(len(evidence))), documents=len(documents), members=found),)
        return Answer(text, lang, "answered", sentence, found, evidence, (), query, str(inquiry))

    def _pieces(self, labels: list[str]) -> list[Evidence]:
        rows = run(self._store(), passages_query(labels))
        return [
            Evidence(document, line, int(row["end"].value), self._index.section_at(document, line), row["quote"].value)
            for row in rows  # type: ignore[union-attr]
            for document, line in [(row["document"].value, int(row["line"].value))]
        ]


def _first(pieces: list[Evidence], document: str) -> list[Evidence]:
    return [piece for piece in pieces if piece.document == document][:_MOST_QUOTED]
