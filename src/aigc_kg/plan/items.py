"""What the words of a question are: names of the knowledge base, wordings of the lexicon, tasks, numbers and dates."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from aigc_kg.lexical import LexicalIndex, StoredName
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.plan.spelling import nearest, similar
from aigc_kg.quantities import DateSpan, dates, numbers
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import fold, has_han, key, stems, tokens

_MAX_TOKENS = 14
_NOT_JOINED = re.compile(r"[?？!！,，。;；:：、“”\"《》()（）]")
_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}-\d+(?:\.\d+)*[A-Za-z]?|[A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*|[A-Za-z]+\d[A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*"
)
_CARDINALS = {word: n for n, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)}
_CARDINAL = re.compile(rf"\b(?:{'|'.join(_CARDINALS)})\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-.·][A-Za-z0-9]+)*")
_GLUED = re.compile(r"\w[-.·–]\Z")
_LONGEST_WORD = 40
_WIDEST_GAP = 40
_LONGEST_PHRASE = 4
_GAP = fold("…")
_LONGER = re.compile(r"[.\-·]?\d")


_READ_ONLY = ("unit", "field", "predicate", "divides", "groupNoun", "inverseVerb")
"""Frames that only documents use."""
_FUNCTION = (Wording("", "function", ()),)


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
    said: str | None = None
    """A word of it that is no part of the name."""

    def frames(self, *names: str) -> tuple[Wording, ...]:
        """Readings with one of these frames."""
        return tuple(w for w in self.wordings if w.frame in names)

    def is_a(self, frame: str) -> bool:
        """Has it a reading of this frame, and no entity?"""
        return not self.entities and bool(self.frames(frame))

    @property
    def says_nothing(self) -> bool:
        """Is it a function word, or may it be one?"""
        return not self.entities and not self.is_value and bool(self.frames("function"))

    @property
    def is_value(self) -> bool:
        """Is it a number or a date?"""
        return self.date is not None or self.number is not None

    @property
    def amount(self) -> int | float | str:
        """The number, or the date in ISO 8601."""
        return self.date.date.iso if self.date is not None else self.number or 0


@dataclass(frozen=True)
class Question:
    """A question taken apart: its items in order, and what no item covers."""

    text: str
    items: tuple[Item, ...]
    left_over: tuple[str, ...]
    unknown_names: tuple[str, ...] = field(default=())
    taken: tuple[tuple[str, str], ...] = ()
    """What was written, and the name that it was taken for."""

    def having(self, *frames: str) -> list[Item]:
        """Items with a reading of one of these frames and no entity."""
        return [item for item in self.items if not item.entities and item.frames(*frames)]

    def only(self, items: Iterable[Item]) -> Question:
        """The question with these items and no others."""
        return replace(self, items=tuple(sorted(items, key=lambda item: item.start)))

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
        self._around_forms: dict[str, list[Wording]] = defaultdict(list)
        for wording in lexicon.wordings:
            if _GAP in wording.form:
                self._around_forms[wording.form].append(wording)
            elif wording.form and wording.frame not in _READ_ONLY:
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
        """The items of a question. A word that is none, and near a known name, is taken for that name."""
        view = fold(text)
        words = [(start, end) for _, start, end in tokens(view if len(view) == len(text) else text)]
        candidates = [*self._named(text, words), *self._valued(text), *self._around(text)]
        chosen = _best_cover(candidates, words)
        open_runs = _left_over(text, words, chosen)
        slips = [item for run, start in open_runs for item in self._misspelt(run, start)]
        inflected = [item for run, start in open_runs for item in self._inflected(run, start)]
        widened = list(self._with_modifiers(text)) if open_runs else []
        if slips or inflected or widened:
            chosen = _best_cover([*candidates, *slips, *inflected, *widened], words)
        left = [run for run, after in _left_over(text, words, chosen) if not _in_apposition(after, chosen)]
        unknown = tuple(word for run in left for word in self._unknown_names(run, text))
        unknown += tuple(_versions(text, chosen))
        taken = tuple((item.text, item.entities[0].label) for item in chosen if item in slips)
        said = [item.said for item in chosen if item.said]
        return Question(text, tuple(chosen), (*left, *said), unknown, taken)

    def _named(self, text: str, words: Sequence[tuple[int, int]]) -> Iterable[Item]:
        """Pieces of the text that are names or wordings."""
        spans = list(_spans(text, words))
        by_key: dict[str, list[StoredName]] = defaultdict(list)
        for name in self._index.names({k for *_, k in spans}):
            by_key[name.key].append(name)
        for a, b, k in spans:
            if item := self._item(text, words[a][0], words[b - 1][1], by_key.get(k, []), self._forms.get(k, [])):
                yield item
        yield from self._composed_tasks(text)

    def _valued(self, text: str) -> Iterable[Item]:
        """Dates and numbers."""
        yield from (Item(s.start, s.end, text[s.start : s.end], date=s) for s in dates(text))
        for n in numbers(text):
            part_of_name = n.bare and _GLUED.search(text, 0, n.start)
            if (n.unit is None or n.unit in self._units) and not part_of_name:
                yield Item(n.start, n.end, text[n.start : n.end], wordings=self._units.get(n.unit or "", ()), number=n.value)
        yield from (Item(m.start(), m.end(), m[0], number=_CARDINALS[m[0].lower()]) for m in _CARDINAL.finditer(text))

    def _misspelt(self, run: str, start: int) -> Iterable[Item]:
        """A word of a run for which there is one name nearly like it."""
        for match in _WORD.finditer(run):
            if (
                len(match[0]) > _LONGEST_WORD
                or _LONGER.match(run, match.end())
                or self._index.contains(match[0])
                or key(match[0]) in self._vocabulary
            ):
                continue
            near = nearest(match[0], self._name_keys)
            if near is None:
                continue
            at = start + match.start()
            if item := self._item(near, 0, len(near), list(self._index.names([near])), []):
                yield Item(at, at + len(match[0]), match[0], item.entities)

    def _inflected(self, run: str, start: int) -> Iterable[Item]:
        """Other forms of the words that name a concept: `controlling robots` for robot control."""
        words = list(_WORD.finditer(run))
        for a in range(len(words)):
            for b in range(min(len(words), a + _LONGEST_PHRASE), a, -1):
                piece = run[words[a].start() : words[b - 1].end()]
                near = self._concepts.get(stems(piece)) if has_han(piece) is False else None
                if near is not None:
                    named = self._item(near, 0, len(near), list(self._index.names([key(near)])), [])
                    if named is not None:
                        yield Item(start + words[a].start(), start + words[b - 1].end(), piece, named.entities)

    @cached_property
    def _concepts(self) -> dict[frozenset[str], str]:
        """Stems to the one label of a concept that has them."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in self._lexicon.names:
            if self._lexicon.ontology.plays(name.classes, "concept"):
                for label, lang in name.labels:
                    if lang == "en" and label.islower() and not has_han(label):
                        found[stems(label)].add(label)
        return {words: min(labels) for words, labels in found.items() if words and len({key(one) for one in labels}) == 1}

    def _with_modifiers(self, text: str) -> Iterable[Item]:
        """`基于 GAN 的图像解码器` for 基于GAN的解码器: a name with a kind of content put in, which its documents have to say."""
        for match in self._contents.finditer(text) if self._contents.pattern else ():
            bare = text[: match.start()] + text[match.end() :]
            at, size = match.start(), match.end() - match.start()
            words = [(s, e) for _, s, e in tokens(bare)]
            across = [(a, b, k) for a, b, k in _spans(bare, words) if words[a][0] < at < words[b - 1][1]]
            by_key = {name.key: name for name in self._index.names({k for *_, k in across})}
            for a, b, k in across:
                if k in by_key and (item := self._item(bare, words[a][0], words[b - 1][1], [by_key[k]], [])):
                    yield Item(item.start, item.end + size, text[item.start : item.end + size], item.entities, said=match[0])

    @cached_property
    def _contents(self) -> re.Pattern[str]:
        names = (name for name in self._lexicon.names if self._lexicon.ontology.plays(name.classes, "modality"))
        labels = sorted({label for name in names for label, _ in name.labels if has_han(label)}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, labels)))

    @cached_property
    def _name_keys(self) -> list[str]:
        return sorted(self._index.preferred_labels())

    def similar(self, name: str) -> list[str]:
        """Known names that look like one that is not known."""
        labels = self._index.preferred_labels()
        return [labels[one] for one in similar(name, labels)]

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
        if surface.islower() and surface.isascii() and " " in surface and all(key(word) in self._forms for word in surface.split()):
            # Made of plain words only: `other models` is no name, though a heading has it.
            entities = ()
        if wordings and has_han(surface) is False and surface != surface.strip():
            return None
        return Item(start, end, surface, entities, tuple(wordings)) if entities or wordings else None

    def _around(self, text: str) -> Iterable[Item]:
        """Wordings that stand around a thing: `以…为基础`. What comes before it says nothing of its own."""
        for head, tail, wordings in self._split:
            at = text.find(head)
            behind = text.find(tail, at + len(head) + 1, at + len(head) + _WIDEST_GAP) if at >= 0 else -1
            if behind >= 0:
                yield Item(at, at + len(head), head, wordings=_FUNCTION)
                yield Item(behind, behind + len(tail), tail, wordings=wordings)

    @cached_property
    def _split(self) -> list[tuple[str, str, tuple[Wording, ...]]]:
        split = [(form.split(_GAP), tuple(w for w in ws if w.frame not in _READ_ONLY)) for form, ws in self._around_forms.items()]
        return [(pieces[0], pieces[1], ws) for pieces, ws in split if len(pieces) == 2 and all(pieces) and ws]

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


def _versions(text: str, chosen: Sequence[Item]) -> Iterable[str]:
    """Known names with a number right behind, which make another name: `Flamingo 7` where there is none."""
    for before, number in pairwise(chosen):
        bare = number.number is not None and not number.wordings and number.text.strip().isdecimal()
        if before.entities and bare and text[before.end : number.start].isspace():
            yield text[before.start : number.end].strip()


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
