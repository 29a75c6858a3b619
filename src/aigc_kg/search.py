"""Search over passages: lexical and semantic, fused by rank, lifted by what a text names and asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import TYPE_CHECKING

from aigc_kg.glossary import Kind
from aigc_kg.lexical import LexicalIndex, StoredPassage
from aigc_kg.text import fold, key, stem

if TYPE_CHECKING:
    from aigc_kg.vectors import Encoder, VectorIndex

_POOL = 40
_RANK_CONSTANT = 60
"""Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""
LONGEST_QUERY = 600
"""Characters of a text that are searched for; what is longer is no question."""
_MOST_FORMS = 60
"""Forms of the terms that the lexical side is asked for."""
_ABOVE = 0.6
"""What a term counts that stands in the headings above a passage only."""
_LIFT = {"covered": 0.03, "named": 0.006, "near": 0.003, "kind": 0.004, "opens": 0.012, "bare": -0.012}
"""What is added to the fused score; a rank at the top of one side is worth 0.017. Set with `bench/passages.py`."""
_MOST_CUES = 2
BARE = 14
"""Characters of a passage that is too short to say why or how."""
_LEAST_NAME = 5
"""Letters of a name that are looked for inside words too: `DALLE` is `DALL-E`, while `GAN` is not in `organ`."""
_LATIN_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True)
class Term:
    """Something that a text asks for: as it was written, its forms in both languages, and how much it counts."""

    written: str
    forms: tuple[str, ...]
    weight: float = 1.0
    names: bool = False
    """Does it name a thing?"""

    def is_in(self, text: _View) -> bool:
        """Does a text have one of its forms?"""
        return text.has_any(*self._sought)

    @cached_property
    def _sought(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _sought_of(self.forms)


@dataclass(frozen=True)
class Wanted:
    """What a text asks for: its terms, the labels of things that the graph links to those it names, and the kinds of question."""

    terms: tuple[Term, ...] = ()
    near: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @property
    def named(self) -> list[Term]:
        """The terms that name things."""
        return [term for term in self.terms if term.names]

    def is_near(self, text: _View) -> bool:
        """Does a text name one of the things that the graph links to those named?"""
        return text.has_any(*self._sought_near)

    @cached_property
    def _sought_near(self) -> tuple[frozenset[str], tuple[str, ...]]:
        return _sought_of(self.near)

    def found_in(self, passage: StoredPassage) -> list[float]:
        """For each term whether a passage has it: 1 in its text, less where it stands in the headings above."""
        text, above = view(passage.text), view(" ".join((*passage.section, passage.context)))
        return [1.0 if term.is_in(text) else _ABOVE * term.is_in(above) for term in self.terms]

    def covered(self, passage: StoredPassage) -> float:
        """The share of the terms that a passage has, by their weights."""
        whole = sum(term.weight for term in self.terms)
        return sum(t.weight * there for t, there in zip(self.terms, self.found_in(passage), strict=True)) / whole if whole else 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """A passage with its fused score and, where vectors were used, its cosine similarity."""

    passage: StoredPassage
    score: float
    similarity: float | None


class _View:
    """A text as it is looked into: its key, and its English words without their endings."""

    def __init__(self, text: str) -> None:
        self.folded = fold(text)
        self._key = key(text)
        self._stems = frozenset(stem(word) for word in _LATIN_WORD.findall(self.folded))

    def has(self, form: str) -> bool:
        """Is the form in the text: a plain English word as a word, anything else as a name?"""
        word, name = _sought(form)
        return (bool(word) and word in self._stems) or (bool(name) and name in self._key)

    def has_any(self, words: frozenset[str], names: Sequence[str]) -> bool:
        """Has the text one of the words without their endings, or one of the keys of names?"""
        return not words.isdisjoint(self._stems) or any(name in self._key for name in names)


def _sought_of(forms: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """What forms are looked for by: words without their endings, and keys of names."""
    pairs = [_sought(form) for form in forms]
    return frozenset(word for word, _ in pairs if word), tuple(dict.fromkeys(name for _, name in pairs if name))


@lru_cache(maxsize=65536)
def _sought(form: str) -> tuple[str, str]:
    """What a form is looked for by: the word without its ending, and the key, either of which may be empty."""
    if not (form.isascii() and form.isalpha()):
        return "", key(form)
    return stem(form.lower()), key(form) if len(form) >= _LEAST_NAME and not form.islower() else ""


@lru_cache(maxsize=8192)
def view(text: str) -> _View:
    """The view of a text."""
    return _View(text)


class Searcher:
    """Ranks passages for a text; the encoder and the vectors are loaded when first used."""

    def __init__(self, index: LexicalIndex, vectors: Callable[[], VectorIndex | None], encoder: Callable[[], Encoder]) -> None:
        self._index = index
        self._vectors = vectors
        self._encoder = encoder

    def search(self, text: str, limit: int, wanted: Wanted = Wanted()) -> list[Found]:
        """The best passages for a text, the best first."""
        text = text[:LONGEST_QUERY]
        scores: dict[int, float] = {}
        similarities: dict[int, float] = {}
        forms = list(dict.fromkeys(form for term in wanted.terms for form in term.forms))[:_MOST_FORMS]
        pool = max(_POOL, limit)
        for rank, (number, _) in enumerate(self._index.search(text, pool, phrases=forms)):
            scores[number] = scores.get(number, 0.0) + 1 / (_RANK_CONSTANT + rank)
        vectors = self._vectors() if text.strip() else None
        if vectors is not None:
            vector = self._encoder().query(text)
            for rank, (number, similarity) in enumerate(vectors.search(vector, pool)):
                scores[number] = scores.get(number, 0.0) + 1 / (_RANK_CONSTANT + rank)
                similarities[number] = similarity
            similarities |= vectors.similarities(vector, [number for number in scores if number not in similarities])
        stored = self._index.passages(list(scores))
        lifts = _lifts([stored[number] for number in scores], wanted)
        found = [Found(stored[n], score + lift, similarities.get(n)) for (n, score), lift in zip(scores.items(), lifts, strict=True)]
        return sorted(found, key=lambda f: (-f.score, f.passage.id))[:limit]


def _lifts(passages: Sequence[StoredPassage], wanted: Wanted) -> list[float]:
    """What speaks for each passage beside its ranks. A term that most of them have speaks for none of them."""
    rows = [wanted.found_in(passage) for passage in passages]
    common = [sum(column) for column in zip(*rows, strict=True)]
    weights = [term.weight * log((len(rows) + 1) / (count + 0.5)) for term, count in zip(wanted.terms, common, strict=False)]
    whole = max(sum(weights), 1e-9)
    lifts = []
    for passage, row in zip(passages, rows, strict=True):
        covered = sum(weight * there for weight, there in zip(weights, row, strict=True)) / whole
        named = sum(there for term, there in zip(wanted.terms, row, strict=True) if term.names)
        lifts.append(_LIFT["covered"] * covered + _LIFT["named"] * named + _told(passage, wanted))
    return lifts


def _told(passage: StoredPassage, wanted: Wanted) -> float:
    """What speaks for a passage by the things near to those named, and by how the question asks."""
    text = view(passage.text)
    lift = _LIFT["near"] * wanted.is_near(text)
    if wanted.kinds:
        said = f"{text.folded} {view(passage.context).folded}"
        lift += _LIFT["kind"] * sum(min(kind.said(said), _MOST_CUES) for kind in wanted.kinds)
        lift += _LIFT["bare"] * (len(passage.text) < BARE)
        lift += _LIFT["opens"] * opens(passage, wanted)
    return lift


def opens(passage: StoredPassage, wanted: Wanted) -> bool:
    """Does a passage begin as one does that says what is asked, of the thing that is asked about? Its heading may name that."""
    text = view(passage.text).folded
    names = [form for term in wanted.named or wanted.terms for form in term.forms]
    headed = fold(passage.section[-1]).strip() in map(fold, names) if passage.section else False
    label = view(passage.context.rpartition("›")[2])
    return any(
        kind.is_opened(text, names)
        or (headed and bool(kind.opens) and kind.said(text) > 0)
        or (len(label.folded) < BARE and kind.is_asked(label.folded))
        for kind in wanted.kinds
    )
