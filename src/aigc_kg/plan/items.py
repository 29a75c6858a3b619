"""What the words of a question are: names of the knowledge base, wordings of the lexicon, tasks, numbers and dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aigc_kg.lexical import LexicalIndex, StoredName
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.quantities import DateSpan, dates
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import fold, has_han, key, tokens

_MAX_TOKENS = 14
_NOT_JOINED = re.compile(r"[?？!！,，。;；:：、“”\"《》]")
_LONGER = re.compile(r"[.\-·]?\d")
_GENERIC_CLASSES = frozenset({"Modality"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a question names."""

    iri: str
    classes: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the question and its readings."""

    start: int
    end: int
    text: str
    entities: tuple[Entity, ...] = ()
    wordings: tuple[Wording, ...] = ()
    date: DateSpan | None = None

    def frames(self, *names: str) -> tuple[Wording, ...]:
        """Readings with one of these frames."""
        return tuple(w for w in self.wordings if w.frame in names)


@dataclass(frozen=True)
class Question:
    """A question taken apart: its items in order, and what no item covers."""

    text: str
    items: tuple[Item, ...]
    left_over: tuple[str, ...]
    unknown_names: tuple[str, ...] = field(default=())

    def having(self, *frames: str) -> list[Item]:
        """Items with a reading of one of these frames and no entity."""
        return [item for item in self.items if not item.entities and item.frames(*frames)]

    @property
    def entities(self) -> list[Item]:
        """Items that name things."""
        return [item for item in self.items if item.entities]


class Analyzer:
    """Takes questions apart."""

    def __init__(self, lexicon: Lexicon, index: LexicalIndex) -> None:
        self._lexicon = lexicon
        self._index = index
        self._tasks = TaskFinder(lexicon)
        self._forms: dict[str, list[Wording]] = defaultdict(list)
        for wording in lexicon.wordings:
            if wording.form and wording.frame != "unit":
                self._forms[key(wording.form)].append(wording)

    def analyze(self, text: str) -> Question:
        """The items of a question."""
        words = (
            [(start, end) for _, start, end in tokens(fold(text))] if len(fold(text)) == len(text) else [(s, e) for _, s, e in tokens(text)]
        )
        spans = list(_spans(text, words))
        by_key: dict[str, list[StoredName]] = defaultdict(list)
        for name in self._index.names({k for *_, k in spans}):
            by_key[name.key].append(name)
        candidates = [
            item for a, b, k in spans if (item := self._item(text, words[a][0], words[b - 1][1], by_key.get(k, []), self._forms.get(k, [])))
        ]
        candidates += self._composed_tasks(text)
        candidates += [Item(s.start, s.end, text[s.start : s.end], date=s) for s in dates(text)]
        chosen = _best_cover(candidates, words)
        left = _left_over(text, words, chosen)
        unknown = tuple(word for word in left if _looks_like_name(word) and not self._index.contains(word))
        return Question(text, tuple(chosen), tuple(left), unknown)

    def _item(self, text: str, start: int, end: int, names: Sequence[StoredName], wordings: Sequence[Wording]) -> Item | None:
        if not names and not wordings:
            return None
        surface = text[start:end]
        if names and _LONGER.match(text, end):
            names = []
        if names and len(surface) == 1 and not surface.isupper():
            names = []
        entities = tuple({n.iri: Entity(n.iri, n.classes, n.label) for n in names if not set(n.classes) <= _GENERIC_CLASSES}.values())
        if wordings and has_han(surface) is False and surface != surface.strip():
            return None
        return Item(start, end, surface, entities, tuple(wordings)) if entities or wordings else None

    def _composed_tasks(self, text: str) -> list[Item]:
        found = []
        for start, end, name in self._tasks.find(text):
            if self._index.labels([name.iri]):
                found.append(Item(start, end, text[start:end], (Entity(name.iri, name.classes, name.label),)))
        return found


def _spans(text: str, words: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
    for a in range(len(words)):
        for b in range(a + 1, min(len(words), a + _MAX_TOKENS) + 1):
            piece = text[words[a][0] : words[b - 1][1]]
            if b > a + 1 and _NOT_JOINED.search(piece):
                break
            yield a, b, key(piece)


def _weight(item: Item, size: int) -> float:
    kind = 3.0 if item.entities else 2.5 if item.date else 0.0
    if not kind:
        frames = {w.frame for w in item.wordings}
        kind = 0.5 if frames <= {"function"} else 2.0
    return size * 4 + (size - 1) * 3 + kind


def _best_cover(candidates: Sequence[Item], words: Sequence[tuple[int, int]]) -> list[Item]:
    """Non-overlapping items that cover the most, long ones before short ones (weighted interval scheduling)."""
    ends: dict[int, list[tuple[int, Item]]] = defaultdict(list)
    for item in candidates:
        inside = [i for i, (s, e) in enumerate(words) if item.start <= s and e <= item.end]
        if inside:
            ends[inside[-1] + 1].append((inside[0], item))
    best: list[tuple[float, list[Item]]] = [(0.0, [])]
    for at in range(1, len(words) + 1):
        choice = best[at - 1]
        for first, item in ends[at]:
            score = best[first][0] + _weight(item, at - first)
            if score > choice[0]:
                choice = (score, [*best[first][1], item])
        best.append(choice)
    return best[-1][1]


def _left_over(text: str, words: Sequence[tuple[int, int]], chosen: Sequence[Item]) -> list[str]:
    """Runs of words that no item covers."""
    runs: list[list[int]] = []
    for start, end in words:
        if any(item.start <= start and end <= item.end for item in chosen):
            continue
        if runs and not _NOT_JOINED.search(text[runs[-1][1] : start]) and not any(runs[-1][1] <= i.start < start for i in chosen):
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return [text[a:b] for a, b in runs]


def _looks_like_name(word: str) -> bool:
    return bool(re.search(r"[A-Z]|[A-Za-z]\d|\d[A-Za-z]", word))
