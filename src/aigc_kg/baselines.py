"""Plain retrievers that an evaluation sets beside the answers: each quotes its best passages, whatever is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from aigc_kg.lexical import LexicalIndex
from aigc_kg.model import Answer, Evidence
from aigc_kg.retrieval import Retriever
from aigc_kg.search import LONGEST_QUERY, Found, Searcher
from aigc_kg.text import question_language
from aigc_kg.vectors import Encoder, VectorIndex

if TYPE_CHECKING:
    from aigc_kg.vectors import Matrix

_QUOTES = 10
_Retrieve = Callable[[str], Sequence[Found]]


@dataclass(frozen=True)
class Baselines:
    """Retrievers over the passages of one knowledge base: `bm25`, `vectors`, `fused` by rank, and `no graph`.

    `no graph` is the search of the program, without facts and without what they link. A knowledge base without vectors has the
    lexical ones only.
    """

    index: LexicalIndex
    vectors: VectorIndex | None
    encoder: Callable[[], Encoder]
    retriever: Retriever

    def all(self) -> dict[str, Callable[[str], Answer]]:
        """What answers a question, by name."""
        vectors = self.vectors
        encoder = cache(lambda: _Remembering(self.encoder()))
        lexical, both = Searcher(self.index, lambda: None, encoder), Searcher(self.index, lambda: vectors, encoder)
        found: dict[str, _Retrieve] = {"bm25": lambda text: lexical.search(text, _QUOTES)}
        if vectors is not None:
            found["vectors"] = lambda text: self._nearest(vectors, encoder().query(text))
            found["fused"] = lambda text: both.search(text, _QUOTES)
        found["no graph"] = lambda text: self._without_graph(both, text)
        return {name: _quoting(retrieve) for name, retrieve in found.items()}

    def _nearest(self, vectors: VectorIndex, vector: Matrix) -> list[Found]:
        near = dict(vectors.search(vector, _QUOTES))
        stored = self.index.passages(list(near))
        return [Found(stored[number], similarity, similarity) for number, similarity in near.items()]

    def _without_graph(self, searcher: Searcher, text: str) -> list[Found]:
        wanted = self.retriever.wanted(self.retriever.analyzer.analyze(text))
        return searcher.search(text, _QUOTES, replace(wanted, near=()))


class _Remembering:
    """An encoder that encodes no question twice, since every baseline is asked all of them."""

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self.passages = encoder.passages
        self.query = lru_cache(maxsize=None)(encoder.query)


def _quoting(retrieve: _Retrieve) -> Callable[[str], Answer]:
    def ask(text: str) -> Answer:
        found = [hit.passage for hit in retrieve(text[:LONGEST_QUERY])]
        evidence = tuple(Evidence(p.document, p.line, p.end_line, p.section, p.quote) for p in found)
        return Answer(text, question_language(text), "passages" if evidence else "unanswered", "", (), evidence)

    return ask
