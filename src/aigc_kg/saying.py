"""Whether a passage says what is asked of a thing: sentence by sentence, with what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from aigc_kg.lexical import LexicalIndex, StoredPassage
from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan import Entity
from aigc_kg.quantities import dates, numbers
from aigc_kg.retrieval import Retriever
from aigc_kg.search import Found, Term, view
from aigc_kg.text import fold, sentences

_OPENING = 40
"""Characters that a passage begins with: what it names there, all its sentences are about."""
_LEAST_COUNT = 1000
"""A smaller number without a unit counts no parameters."""
_NO_AMOUNT = frozenset((None, "parameter", "times", "%", "USD", "CNY"))
"""Units of numbers that are no amount of data."""
MEASURED = ("date", "number", "quantity")
"""Kinds of value that say by themselves what they are."""
_SAYING = ("noun", "inverseNoun", "agentVerb", "verb")
_LISTED = 5
"""Names of a class that the vocabulary lists, from which on a passage has to name one where such a thing is asked for."""
_SAID_OF = r"\s*(?:主要|全部|都|也|则|就)*(?:是|为|有|：|:|来自|取自|出自|包括|用的是|is|are|was|were|includes?|comes? from|consists? of)"
"""What stands between the name of a property and its value."""


_NUMERAL = (
    r"(?:(?<![\d.])\d+|[二两三四五六七八九十百][一二三四五六七八九十百]*"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred)\b)"
)
"""None that may stand for no more than `a`."""
_BETWEEN = r"\s*(?:[^\W\d]{1,6}\s*)??"
"""What may stand between a numeral and what it counts: a measure word, an adjective."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with what stands above it: headings but the title, and the item or header that it belongs to."""

    text: str
    above: str
    belongs_to: str
    opening: str

    def names(self, labels: Sequence[str]) -> bool:
        """Is it about the thing of these names?"""
        return any(view(part).has(label) for part in (self.text, self.above, self.opening) for label in labels)

    def has(self, forms: Sequence[str]) -> bool:
        """Has it one of the forms, or what stands above it?"""
        return any(view(part).has(form) for part in (self.text, self.above) for form in forms)


def said_in(passage: StoredPassage) -> Iterator[Said]:
    """The sentences of a passage."""
    belongs_to = passage.context.rpartition("›")[2].strip()
    above = " ".join((*passage.section[1:], belongs_to))
    for start, end in sentences(passage.text):
        yield Said(passage.text[start:end], above, belongs_to, passage.text[:_OPENING])


def counts(hit: Found, counted: Term, measure: str, named: Sequence[Term]) -> bool:
    """Does a sentence of a passage name these things and say how many there are: a numeral with the word for what is counted?

    A numeral with the same measure word will do where what is counted stands elsewhere in the sentence: `公司只有六家`.
    """
    forms = "|".join(re.escape(fold(form)) for form in sorted(counted.forms, key=len, reverse=True))
    pattern = rf"{_NUMERAL}{_BETWEEN}(?:{forms})"
    measured = rf"{_NUMERAL}\s*大?{re.escape(measure)}" if measure else None
    for one in said_in(hit.passage):
        text = view(one.text).folded
        told = re.search(pattern, text) or (measured and one.has(counted.forms) and re.search(measured, text))
        if told and all(one.names(term.forms) for term in named):
            return True
    return False


class Sayings:
    """Judges the passages of one knowledge base."""

    def __init__(self, index: LexicalIndex, lexicon: Lexicon, retriever: Retriever) -> None:
        self._index = index
        self._lexicon = lexicon
        self._retriever = retriever
        self._is_listed = cache(self._has_listed)

    def says(self, hit: Found, entity: Entity, spec: Property) -> bool:
        """Does a sentence of the passage name both the thing and what is asked, with a value of the kind asked for?"""
        names = [name.label for name in self._index.labels([entity.iri]).get(entity.iri, [])]
        if kind := self._retriever.kind(spec.name):
            text = view(hit.passage.text)
            return any(text.has(name) for name in names) and kind.said(text.folded) > 0
        return any(one.names(names) and self._tells(one, entity, spec) for one in said_in(hit.passage))

    def supposes(self, hit: Found, named: Sequence[Term], properties: Sequence[str]) -> bool:
        """Does one sentence of a passage name all these things, and one of the properties that they are supposed to have, if any?"""
        forms = [form for name in properties for form in self._forms(name)]
        found = (one for one in said_in(hit.passage) if all(one.names(term.forms) for term in named))
        return any(not forms or one.has(forms) for one in found)

    def _tells(self, said: Said, entity: Entity, spec: Property) -> bool:
        """Does a sentence have the word for a property, and a value of its kind?"""
        worded = spec.kind in MEASURED or said.has(self._forms(spec.name))
        return worded and (self._has_value(said, entity, spec) or self._is_spelt_out(said, spec))

    def _forms(self, name: str, *frames: str) -> list[str]:
        """What a property is said by."""
        wordings = (w for w in self._lexicon.wordings if name in w.denotes and not w.questions_only and w.frame in (frames or _SAYING))
        return list(dict.fromkeys(w.form for w in wordings if w.form))

    def _is_spelt_out(self, said: Said, spec: Property) -> bool:
        """Does a sentence name a property and go on with its value, of whatever kind: `训练语料是 …`?"""
        nouns = sorted(map(fold, self._forms(spec.name, "noun")), key=len, reverse=True)
        pattern = "|".join(map(re.escape, nouns))
        return spec.kind == "thing" and bool(nouns) and re.search(rf"(?:{pattern}){_SAID_OF}", view(said.text).folded) is not None

    def _has_value(self, said: Said, entity: Entity, spec: Property) -> bool:
        """Does a sentence have a value of the kind that a property has? A date may stand in what the sentence belongs to."""
        if spec.kind == "date":
            return bool(dates(said.text)) or any(span.start <= 1 for span in dates(said.belongs_to))
        if spec.kind == "number":
            found = numbers(said.text)
            return any(n.unit == "parameter" or (n.unit is None and not n.bare and n.value >= _LEAST_COUNT) for n in found)
        if spec.kind == "quantity":
            return any(n.unit not in _NO_AMOUNT for n in numbers(said.text))
        if spec.kind != "thing" or not self._is_listed(spec.range):
            return True
        fits = self._lexicon.ontology.fits
        if fits(entity.classes, spec.range) and not fits(entity.classes, spec.domain):
            # It is the value itself, and what has it may be anything.
            return True
        named = (e for item in self._retriever.analyzer.analyze(said.text).entities for e in item.entities)
        return any(e.classes and e.iri != entity.iri and fits(e.classes, spec.range) for e in named)

    def _has_listed(self, wanted: str | None) -> bool:
        """Does the vocabulary list things of this class?"""
        fits = self._lexicon.ontology.fits
        return sum(bool(name.classes) and fits(name.classes, wanted) for name in self._lexicon.names) >= _LISTED
