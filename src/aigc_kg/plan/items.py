"""What the words of a question are: names of the knowledge base, wordings of the lexicon, tasks, numbers and dates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from aigc_kg.lexical import LexicalIndex, StoredName
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.quantities import DateSpan, dates, numbers
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import fold, has_han, key, tokens

_MAX_TOKENS = 14
_NOT_JOINED = re.compile(r"[?？!！,，。;；:：、“”\"《》()（）]")
_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}-\d+(?:\.\d+)*[A-Za-z]?|[A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*|[A-Za-z]+\d[A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*"
)
_LONGER = re.compile(r"[.\-·]?\d")


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
    number: int | float | None = None

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

    def parts(self) -> list[Question]:
        """The sentences of the question; one without a named thing takes over those of the one before."""
        ends = [m.end() for m in re.finditer(r"[?？。;；]", self.text)]
        bounds = [0, *ends] if ends and ends[-1] >= len(self.text.rstrip()) else [0, *ends, len(self.text)]
        found: list[Question] = []
        carried: tuple[Item, ...] = ()
        for start, end in pairwise(bounds):
            items = tuple(i for i in self.items if start <= i.start < end)
            if not items:
                continue
            if not any(i.entities for i in items):
                items = (*carried, *items)
            carried = tuple(i for i in items if i.entities)
            left = tuple(run for run in self.left_over if run in self.text[start:end])
            found.append(Question(self.text[start:end], items, left, self.unknown_names))
        return found or [self]

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
        self._vocabulary = frozenset(
            k for name in lexicon.names for label, _ in name.labels for k in (key(label), *map(key, label.split()))
        )
        self._forms: dict[str, list[Wording]] = defaultdict(list)
        for wording in lexicon.wordings:
            if wording.form and wording.frame != "unit":
                self._forms[key(wording.form)].append(wording)

    @cached_property
    def _units(self) -> dict[str, tuple[Wording, ...]]:
        """Unit to the nouns of the properties whose numbers have it."""
        props = {w.form: w.denotes for w in self._lexicon.by_frame["unit"]}
        numeric = {name for name, spec in self._lexicon.ontology.properties.items() if spec.kind == "number"}
        nouns = self._lexicon.by_frame["noun"]
        return {
            unit: tuple(w for w in nouns if numeric.intersection(denotes) & set(w.denotes))
            for unit, denotes in props.items()
            if numeric.intersection(denotes)
        }

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
        for n in numbers(text):
            if not n.bare and (n.unit is None or n.unit in self._units):
                wordings = self._units.get(n.unit or "", ())
                candidates.append(Item(n.start, n.end, text[n.start : n.end], wordings=wordings, number=n.value))
        chosen = _best_cover(candidates, words)
        left = [run for run, after in _left_over(text, words, chosen) if not _in_apposition(after, chosen)]
        unknown = tuple(word for run in left for word in self._unknown_names(run, text))
        return Question(text, tuple(chosen), tuple(left), unknown)

    def _item(self, text: str, start: int, end: int, names: Sequence[StoredName], wordings: Sequence[Wording]) -> Item | None:
        if not names and not wordings:
            return None
        surface = text[start:end]
        if names and _LONGER.match(text, end):
            names = []
        names = [name for name in names if _same_case(surface, name.label)]
        entities = tuple(
            {
                n.iri: Entity(n.iri, n.classes, n.label)
                for n in sorted(names, key=lambda n: (n.label != surface, not n.preferred))
                if not all(self._lexicon.ontology.plays((name,), "modality") for name in n.classes)
            }.values()
        )
        if wordings and has_han(surface) is False and surface != surface.strip():
            return None
        return Item(start, end, surface, entities, tuple(wordings)) if entities or wordings else None

    def _unknown_names(self, run: str, text: str) -> list[str]:
        """Words of a run written as names that neither the documents nor the vocabulary hold."""
        found = []
        for match in _NAME.finditer(run):
            word = match[0]
            opens = text.lstrip().startswith(word) and re.fullmatch(r"[A-Z][a-z]*", word)
            if not opens and not self._index.contains(word) and key(word) not in self._vocabulary:
                found.append(word)
        return found

    def _composed_tasks(self, text: str) -> list[Item]:
        found = []
        for start, end, name in self._tasks.find(text):
            # By its name, since corrections may have merged it with another thing.
            stored = {n.iri: n for n in self._index.names([key(name.label)])}
            if stored:
                task = stored.get(name.iri) or next(iter(stored.values()))
                found.append(Item(start, end, text[start:end], (Entity(task.iri, task.classes, name.label),)))
        return found


def _spans(text: str, words: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
    for a in range(len(words)):
        for b in range(a + 1, min(len(words), a + _MAX_TOKENS) + 1):
            piece = text[words[a][0] : words[b - 1][1]]
            if b > a + 1 and _NOT_JOINED.search(piece):
                break
            yield a, b, key(piece)


def _weight(item: Item, size: int) -> float:
    kind = 3.0 if item.entities else 2.5 if item.date or item.number is not None else 0.0
    if not kind:
        frames = {w.frame for w in item.wordings}
        kind = 0.5 if frames <= {"function"} else 2.0
    return size * 4 + (size - 1) * 3 + kind


def _best_cover(candidates: Sequence[Item], words: Sequence[tuple[int, int]]) -> list[Item]:
    """Non-overlapping items that cover the most, long ones before short ones (weighted interval scheduling)."""
    starts, stops = [s for s, _ in words], [e for _, e in words]
    ending: dict[int, list[tuple[int, Item]]] = defaultdict(list)
    for item in candidates:
        first, stop = bisect_left(starts, item.start), bisect_right(stops, item.end)
        if first < stop:
            ending[stop].append((first, item))
    scores = [0.0]
    taken: list[tuple[int, Item | None]] = [(0, None)]
    for at in range(1, len(words) + 1):
        score = scores[at - 1]
        choice: tuple[int, Item | None] = (at - 1, None)
        for first, item in ending[at]:
            if scores[first] + _weight(item, at - first) > score:
                score, choice = scores[first] + _weight(item, at - first), (first, item)
        scores.append(score)
        taken.append(choice)
    return _traced(taken)


def _traced(taken: Sequence[tuple[int, Item | None]]) -> list[Item]:
    """The chosen items, from the last step back to the first."""
    chosen: list[Item] = []
    at = len(taken) - 1
    while at > 0:
        at, item = taken[at]
        if item is not None:
            chosen.append(item)
    return chosen[::-1]


def _in_apposition(start: int, chosen: Sequence[Item]) -> bool:
    """`Meena 这个聊天机器人`: a noun behind a named thing and 这个 says what it is, and asks nothing."""
    before = [item for item in chosen if item.end <= start]
    return len(before) > 1 and before[-1].text in ("这个", "这款", "这种", "这家", "这", "该", "这一") and bool(before[-2].entities)


def _left_over(text: str, words: Sequence[tuple[int, int]], chosen: Sequence[Item]) -> list[tuple[str, int]]:
    """Runs of words that no item covers."""
    runs: list[list[int]] = []
    starts = [item.start for item in chosen]
    broken = True
    for start, end in words:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= chosen[at].end:
            broken = True
            continue
        if not broken and not _NOT_JOINED.search(text[runs[-1][1] : start]):
            runs[-1][1] = end
        else:
            runs.append([start, end])
        broken = False
    return [(text[a:b], a) for a, b in runs]


def _same_case(surface: str, label: str) -> bool:
    """A short name in capitals is not meant by the same letters in lower case: IT and it."""
    return len(surface) > 3 or not surface.isascii() or surface == label or not surface.islower()
