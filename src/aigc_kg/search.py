"""Search over passages: lexical and semantic, fused by rank, lifted where linked things are named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aigc_kg.lexical import LexicalIndex, StoredPassage
from aigc_kg.text import key
from aigc_kg.vectors import Encoder, VectorIndex

_POOL = 60
_RANK_CONSTANT = 60
"""Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
_LONGEST_QUERY = 600
"""Characters of a text that are searched for; what is longer is no question."""
_NAME_LIFT = 0.006


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its fused score and, where vectors were used, its cosine similarity."""

    passage: StoredPassage
    score: float
    similarity: float | None


class Searcher:
    """Ranks passages for a text; the encoder and the vectors are loaded when first used."""

    def __init__(self, index: LexicalIndex, vectors: Callable[[], VectorIndex | None], encoder: Callable[[], Encoder]) -> None:
        self._index = index
        self._vectors = vectors
        self._encoder = encoder

    def search(self, text: str, limit: int, *, named: Sequence[Iterable[str]] = (), also: str = "") -> list[Found]:
        """The best passages. `named` holds the labels of each linked thing, `also` more words for the lexical side."""
        text = text[:_LONGEST_QUERY]
        scores: dict[int, float] = {}
        similarities: dict[int, float] = {}
        for rank, (number, _) in enumerate(self._index.search(f"{text} {also}".strip(), _POOL)):
            scores[number] = scores.get(number, 0.0) + 1 / (_RANK_CONSTANT + rank)
        vectors = self._vectors() if text.strip() else None
        if vectors is not None:
            for rank, (number, similarity) in enumerate(vectors.search(self._encoder().query(text), _POOL)):
                scores[number] = scores.get(number, 0.0) + 1 / (_RANK_CONSTANT + rank)
                similarities[number] = similarity
        stored = self._index.passages(list(scores))
        keys = [[k for label in labels if len(k := key(label)) > 1] for labels in named]
        found = [Found(stored[number], score + _lift(stored[number], keys), similarities.get(number)) for number, score in scores.items()]
        return sorted(found, key=lambda f: (-f.score, f.passage.id))[:limit]


def _lift(passage: StoredPassage, keys: Sequence[Sequence[str]]) -> float:
    text, context = key(passage.text), key(passage.context)
    lift = 0.0
    for names in keys:
        if any(name in text for name in names):
            lift += _NAME_LIFT
        elif any(name in context for name in names):
            lift += _NAME_LIFT / 2
    return lift
