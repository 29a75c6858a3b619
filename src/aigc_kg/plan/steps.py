"""Questions in steps: a thing told by what it has to do with a named one stands for an unknown, `the lab that made X`.

The phrase is taken out of the question and the rest is planned as if the thing had been named; the two are then put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.forms import Form, Pattern, Variable
from aigc_kg.plan.question import Entity, Item, Question

_NOUNS = ("noun", "inverseNoun")
_WORDS = (*_NOUNS, "verb", "agentVerb")


@dataclass(frozen=True)
class Step:
    """A question in which one thing stands for those that a pattern gives."""

    question: Question
    standing: Entity
    pattern: Pattern
    named: Entity

    def put_on(self, form: Form, number: int) -> Form | None:
        """The form with the unknown in place of the thing that stood for it; none where that is not one of its patterns."""
        if self.standing in {e for _, among in form.choices for e in among} | {*form.excluded}:
            return None
        unknown = Variable(f"step{number}")
        inner = replace(form, patterns=(self.pattern,)).with_node(self.standing, unknown).patterns
        outer = form.with_node(self.standing, unknown)
        return replace(outer, patterns=(*inner, *outer.patterns))


def steps(question: Question, lexicon: Lexicon) -> Iterator[Step]:
    """The ways to take a first step, the shortest phrase first."""
    finder = _Finder(question, lexicon)
    yield from sorted(finder.found(), key=lambda step: sum(i.end - i.start for i in step.question.items if step.standing in i.entities))


class _Finder(Contents):
    def found(self) -> Iterator[Step]:
        for item, entity in self.entities:
            for word, spec in self.properties("thing", frames=_WORDS):
                if self.fits(entity, spec.domain):
                    yield from self._taken(item, entity, word, spec, slot=spec.range, forward=True)
                if self.fits(entity, spec.range):
                    yield from self._taken(item, entity, word, spec, slot=spec.domain, forward=False)
            for name in self.lexicon.asked_genitives:
                spec = self.ontology.properties[name]
                if spec.kind == "thing" and spec.range and entity.classes and self.fits(entity, spec.range):
                    yield from self._taken(item, entity, None, spec, slot=spec.domain, forward=False)

    def _taken(self, item: Item, entity: Entity, word: Item | None, spec: Property, *, slot: str | None, forward: bool) -> Iterator[Step]:
        """The step over a property, where a noun says what kind of thing it leads to."""
        inner = [item, *([word] if word is not None else [])]
        for head, cls in self._heads(inner):
            if slot is not None and not (self.ontology.is_a(cls, slot) or self.ontology.is_a(slot, cls)):
                made_by = forward and word is not None and bool(word.frames("agentVerb"))
                if made_by and self.is_of(cls, "artifact") and not self.is_of(cls, "concept"):
                    # `做出 X 的平台`: what makes things may be a product, and made by somebody.
                    yield from self._step([*inner, head], entity, spec, cls, forward=True)
                continue
            narrower = cls if slot is None or self.ontology.is_a(cls, slot) else slot
            yield from self._step([*inner, head], entity, spec, narrower, forward=forward)
        if word is not None and slot is not None and word.frames(*_NOUNS):
            wanted = "noun" if forward else "inverseNoun"
            if any(spec.name in w.denotes for w in word.frames(wanted)):
                yield from self._step(inner, entity, spec, slot, forward=forward)

    def _heads(self, inner: Sequence[Item]) -> Iterator[tuple[Item, str]]:
        """Class nouns beside the phrase."""
        start, end = min(i.start for i in inner), max(i.end for i in inner)
        for noun, cls in self.classes:
            if noun in inner or self._is_empty(min(noun.start, start), max(noun.end, end), [*inner, noun]):
                yield noun, cls

    def _is_empty(self, start: int, end: int, but: Sequence[Item]) -> bool:
        """Is there nothing else that says something in a span of the question?"""
        inside = [i for i in self.question.items if start <= i.start < end and i not in but]
        return all((i.says_nothing or i.is_a("other")) and not i.frames("interrogative", "count") for i in inside)

    def _step(self, inner: Sequence[Item], entity: Entity, spec: Property, cls: str, *, forward: bool) -> Iterator[Step]:
        start, end = min(i.start for i in inner), max(i.end for i in inner)
        if not self._is_empty(start, end, inner):
            return
        text = self.question.text[start:end]
        classes = tuple(sorted(name for name in self.ontology.superclasses if self.ontology.is_a(name, cls)))
        standing = Entity(f"?{start}-{end}", classes, text)
        outside = [i for i in self.question.items if not start <= i.start < end]
        pattern = Pattern(entity, spec.name, standing) if forward else Pattern(standing, spec.name, entity)
        yield Step(self.question.only([*outside, Item(start, end, text, (standing,))]), standing, pattern, entity)
