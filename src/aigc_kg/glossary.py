"""Words of survey notes in both languages, and how kinds of questions are asked and answered, read from Turtle."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.namespaces import RDF, SKOS, local_name
from aigc_kg.ontology import parse_turtle
from aigc_kg.text import fold, has_han, stems

FILE = "glossary.ttl"
_GLOSS = "https://w3id.org/aigc-kg/glossary#"
_PARTS = ("asks", "says", "opens", "notBy")
_PLACE = "…"
_LATIN = re.compile(r"[a-z0-9]+(?:[-'][a-z0-9]+)*")
_BEHIND = re.compile(r"(?P<marks>[*`_”\"》]*\s*)(?:[（(][^（()）]*[）)][*`]*\s*)?")
"""What may stand between a thing and what is said of it."""
_LONGEST = 3
"""English words that one entry has at most."""


@dataclass(frozen=True)
class Kind:
    """A kind of question: what it asks by, what sentences say it by, and what they open with, where `…` is the thing asked about."""

    name: str
    asks: tuple[str, ...]
    says: tuple[str, ...]
    opens: tuple[str, ...] = ()
    not_asks: tuple[str, ...] = ()
    """Longer forms that ask something else: `how many` asks for no way."""
    marked: bool = False
    """Is every sentence that says it known by its words? A reason is often given without a `because`."""

    def is_asked(self, question: str) -> bool:
        """Does the folded question ask so?"""
        for form in self.not_asks:
            question = question.replace(form, " ")
        return any(_holds(question, form) for form in self.asks)

    def said(self, sentence: str) -> int:
        """How many of its words the folded sentence has."""
        words, others = self._said_by
        return len(set(words.findall(sentence))) + sum(form in sentence for form in others)

    @cached_property
    def _said_by(self) -> tuple[re.Pattern[str], tuple[str, ...]]:
        """A pattern of what is said in English words, and the rest."""
        words = [re.escape(form) for form in self.says if form.isascii()] or ["(?!)"]
        return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(words)})(?![a-z0-9])"), tuple(form for form in self.says if not form.isascii())

    def is_opened(self, sentence: str, names: Iterable[str]) -> bool:
        """Does the folded sentence begin as one that says it of a thing of these names?"""
        start = sentence.lstrip('*`_“"《# ')
        heads = [head for head in map(fold, names) if head in start] if self.opens else []
        return any(_opens(start, form, head) for head in heads for form in self.opens)


class Glossary:
    """Entries by their words; English words stand for all their endings."""

    def __init__(self, entries: Iterable[tuple[str, ...]] = (), kinds: Iterable[Kind] = (), small: Iterable[str] = ()) -> None:
        self.small = frozenset(map(fold, small))
        """Words that no sentence has to say."""
        self.kinds = {kind.name: kind for kind in kinds}
        self._entries: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for entry in entries:
            for word in {_word_key(word) for word in entry}:
                self._entries[word].append(entry)

    def others(self, word: str) -> tuple[str, ...]:
        """All words of the entries that have this one, folded."""
        found = [other for entry in self._entries.get(_word_key(word), ()) for other in entry]
        return tuple(dict.fromkeys(map(fold, found)))

    def is_said(self, word: str, text: str) -> bool:
        """Does the text have the word, in any form or translation?"""
        view = fold(text)
        return any(_holds(view, form) for form in (fold(word), *self.others(word)))

    def words(self, text: str) -> Iterator[str]:
        """The words of a text in order: entries of several words whole, else what stands between separators."""
        yield from self._chinese(fold(text)) if has_han(text) else self._english(fold(text))

    def phrases(self, text: str) -> Iterator[str]:
        """The entries of several English words that a text has."""
        yield from (word for word in self._english(fold(text)) if " " in word and " " in _word_key(word))

    def _english(self, text: str) -> Iterator[str]:
        words = [m[0] for m in _LATIN.finditer(text)]
        at = 0
        while at < len(words):
            sizes = range(min(_LONGEST, len(words) - at), 1, -1)
            size = next((n for n in sizes if self._is_entry(words[at : at + n])), 1)
            yield " ".join(words[at : at + size])
            at += size

    def _is_entry(self, words: list[str]) -> bool:
        """Are the words together one of an entry? Those at both ends have to mean something: `flaws of` is no more than `flaws`."""
        return bool(stems(words[0]) and stems(words[-1])) and _word_key(" ".join(words)) in self._entries

    @staticmethod
    def _chinese(text: str) -> Iterator[str]:
        import rjieba

        for word in rjieba.cut(text):
            if has_han(word) or _LATIN.search(word):
                yield word.strip()


def load_glossary(folder: Path) -> Glossary:
    """The glossary of a folder; an empty one where it has none. Raises VocabularyError where it cannot be read."""
    path = folder / FILE
    if not path.is_file():
        return Glossary()
    values: dict[object, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    typed: dict[str, list[object]] = defaultdict(list)
    for quad in parse_turtle(path):
        if isinstance(quad.object, ox.Literal):
            values[quad.subject][quad.predicate.value].append(quad.object.value)
        elif quad.predicate.value == RDF + "type" and isinstance(quad.object, ox.NamedNode):
            typed[local_name(quad.object.value)].append(quad.subject)
    small = [word for subject in typed["Small"] for word in values.pop(subject)[SKOS + "altLabel"]]
    kinds = [_kind(subject, values.pop(subject)) for subject in typed["Kind"]]
    return Glossary((tuple(v[SKOS + "prefLabel"] + v[SKOS + "altLabel"]) for v in values.values()), kinds, small)


def _kind(subject: object, values: dict[str, list[str]]) -> Kind:
    asks, says, opens, not_by = (tuple(sorted(map(fold, values[_GLOSS + part]), key=lambda form: (-len(form), form))) for part in _PARTS)
    return Kind(local_name(getattr(subject, "value", "")), asks, says, opens, not_by, values[_GLOSS + "marked"] == ["true"])


def _word_key(word: str) -> str:
    view = fold(word)
    return view if has_han(view) else " ".join(sorted(stems(view))) or view


def _holds(text: str, form: str) -> bool:
    """Does the text have the form: as a whole word, where it is English?"""
    at = text.find(form)
    if at < 0 or not form.isascii():
        return at >= 0
    return re.search(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])", text) is not None


def _opens(start: str, form: str, head: str) -> bool:
    """Does a sentence start with the form, a thing in its place? Brackets with other names may stand behind the thing."""
    before, _, after = form.partition(fold(_PLACE))
    if not start.startswith(before):
        return False
    rest = start[len(before) :].lstrip()
    if not rest.startswith(head):
        return False
    behind = _BEHIND.match(rest, len(head))
    return behind is not None and any(rest.startswith(after, at) for at in (len(head), behind.end("marks"), behind.end()))
