"""From a text to the passages that speak of it: what it names and asks for, in both languages, then the search."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from aigc_kg.glossary import Glossary, Kind
from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.plan import Analyzer, Item, Question
from aigc_kg.search import LONGEST_QUERY, Found, Searcher, Term, Wanted
from aigc_kg.text import fold, has_han, key

_MOST_NEAR = 40
"""Things linked to a named one; what is linked to more is near to everything."""
_MOST_FORMS = 24
_TELLING = ("noun", "verb", "agentVerb")
_SILENT = frozenset({"function", "interrogative", "polar", "count", "negation", "other", "explanation", "common", "differ", "list", "both",
                     "or", "everything", "document", "than", "most", "fewest", "each", "order", "disagree", "mention",
                     "anaphor", "anaphorOnly"})  # fmt: skip
"""Frames of words that no passage has to say."""
_ASKING = ("interrogative", "count", "question")
_ANYTHING = "Thing"
_WEIGHTS = {"thing": 1.5, "word": 1.0, "wording": 0.6, "class": 0.3, "letter": 0.7}
_NUMERALS: dict[object, tuple[str, ...]] = {number: (str(number), digit) for number, digit in enumerate("一二三四五六七八九十", 1)}


class Retriever:
    """Finds passages in one knowledge base."""

    def __init__(
        self, store: Callable[[], ox.Store], index: LexicalIndex, lexicon: Lexicon, searcher: Searcher, glossary: Callable[[], Glossary]
    ) -> None:
        self._store = store
        self._index = index
        self._lexicon = lexicon
        self._searcher = searcher
        self._glossary = glossary
        self.analyzer = Analyzer(lexicon, index)

    def search(self, text: str, limit: int) -> list[Found]:
        """The best passages for a text, the best first."""
        return self.retrieve(self.analyzer.analyze(text[:LONGEST_QUERY]), limit)[0]

    def retrieve(self, question: Question, limit: int) -> tuple[list[Found], Wanted]:
        """The best passages for a question, the best first, and what was looked for in them."""
        wanted = self.wanted(question)
        return self._searcher.search(question.text, limit, wanted), wanted

    def wanted(self, question: Question) -> Wanted:
        """What a question looks for."""
        kinds = self.kinds(question.text)
        terms = (*self._worded(question, kinds), *self._left_over(question, kinds), *self._phrases(question, kinds))
        return Wanted(tuple({term.forms: term for term in terms if term.forms}.values()), tuple(self._near(question)), kinds)

    def kinds(self, text: str) -> tuple[Kind, ...]:
        """The kinds of question that it is."""
        view = fold(text)
        found = [kind for kind in self._glossary().kinds.values() if kind.is_asked(view)]
        # `What is the drawback of …` asks for no definition.
        return tuple(kind for kind in found if not kind.opens or all(other.opens for other in found))

    def says(self, text: str, words: str) -> bool:
        """Does the text have each of the words, or a translation of it?"""
        glossary = self._glossary()
        return all(glossary.is_said(word, text) for word in glossary.words(words))

    def kind(self, name: str) -> Kind | None:
        """The kind of question that asks for a property of this name."""
        return self._glossary().kinds.get(name)

    def explains(self, question: Question) -> bool:
        """Does it ask for a reason, a way or the like, which sentences tell in words of their own?"""
        return any(not kind.opens for kind in self.kinds(question.text))

    def asks_for_fact(self, question: Question) -> bool:
        """Does it ask who, when, where, how many or how much, and no more?"""
        first = next(iter(question.having(*_ASKING)), None)
        words = first.frames(*_ASKING) if first is not None else ()
        certain = any(w.frame != "interrogative" or (w.denotes and w.denotes[0] != _ANYTHING) for w in words)
        return certain and not self.explains(question)

    def translated(self, text: str) -> Iterator[str]:
        """Each word of a text that means something, in both languages."""
        for word in self._glossary().words(text):
            yield from self._glossary().others(word)

    def _worded(self, question: Question, kinds: Iterable[Kind]) -> Iterator[Term]:
        """The things that it names, and the words that mean something to the lexicon."""
        for item in question.items:
            if item.entities:
                labels = dict.fromkeys(label for entity in item.entities for label in (item.text, *self._labels(entity.iri)))
                yield Term(item.text, tuple(labels)[:_MOST_FORMS], _WEIGHTS["thing"], names=True)
            elif item.is_value:
                yield Term(item.text, (item.text.strip(), *_NUMERALS.get(item.amount, ())), _WEIGHTS["wording"])
            elif not item.frames(*_SILENT) and not _asks(item.text, kinds):
                weight = _WEIGHTS["class" if item.frames("classNoun", "question") else "wording"]
                yield Term(item.text, tuple(self._forms(item))[:_MOST_FORMS], weight)

    def _labels(self, iri: str) -> tuple[str, ...]:
        listed = self._lexicon.names_by_iri.get(iri)
        stored = [name.label for name in self._index.labels([iri]).get(iri, [])]
        return (*stored, *(label for label, _ in listed.labels if listed)) if listed else tuple(stored)

    def _forms(self, item: Item) -> Iterator[str]:
        """A word with what else says it: its translations, and the wordings of what it denotes."""
        yield from dict.fromkeys((fold(item.text), *self._glossary().others(item.text)))
        denoted = {name for wording in item.wordings for name in wording.denotes}
        # What denotes the same and nothing besides says it best.
        telling = sorted((w for w in self._telling if denoted.intersection(w.denotes)), key=lambda w: set(w.denotes) != denoted)
        yield from (w.form for w in telling if w.form)
        classes = {name for wording in item.frames("classNoun") for name in wording.denotes}
        yield from (w.form for w in self._lexicon.by_frame["classNoun"] if classes.intersection(w.denotes) and w.form)

    @cached_property
    def _telling(self) -> list[Wording]:
        return [wording for frame in _TELLING for wording in self._lexicon.by_frame[frame] if not wording.questions_only]

    def _left_over(self, question: Question, kinds: Iterable[Kind]) -> Iterator[Term]:
        """The words that no item covers, with their translations; in English without the endings."""
        for run in question.left_over:
            for word in self._glossary().words(run):
                if word not in self._glossary().small and not _asks(word, kinds):
                    listed = self._lexicon.by_key.get(key(word))
                    labels = tuple(label for label, _ in listed.labels) if listed else ()
                    weight = _WEIGHTS["letter" if len(word) == 1 and has_han(word) else "word"]
                    yield Term(word, tuple(dict.fromkeys((word, *labels, *self._glossary().others(word))))[:_MOST_FORMS], weight)

    def _phrases(self, question: Question, kinds: Iterable[Kind]) -> Iterator[Term]:
        """What several English words mean together, whatever each may mean by itself: `take off`."""
        for phrase in self._glossary().phrases(question.text):
            if not _asks(phrase, kinds) and not any(phrase in fold(item.text) for item in question.entities):
                yield Term(phrase, (phrase, *self._glossary().others(phrase))[:_MOST_FORMS], _WEIGHTS["word"])

    def _near(self, question: Question) -> Iterator[str]:
        """Labels of the things that a fact links to those named."""
        named = {entity.iri for item in question.entities for entity in item.entities[:1]}
        for iri in sorted(named):
            others = self._linked(ox.NamedNode(iri)) - named
            if len(others) <= _MOST_NEAR:
                yield from (name.label for names in self._index.labels(others).values() for name in names)

    def _linked(self, thing: ox.NamedNode) -> set[str]:
        properties = {self._lexicon.ontology.iris[name] for name in self._lexicon.ontology.properties}
        quads = (*self._store().quads_for_pattern(thing, None, None), *self._store().quads_for_pattern(None, None, thing))
        ends = (end for quad in quads if quad.predicate.value in properties for end in (quad.subject, quad.object))
        return {end.value for end in ends if isinstance(end, ox.NamedNode)}


def _asks(word: str, kinds: Iterable[Kind]) -> bool:
    """Is it one of the words that make the question one of its kind?"""
    return any(fold(word) in (*kind.asks, *kind.not_asks) for kind in kinds)
