"""Forms about one thing: what is said of it by a property, and what is said so of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aigc_kg.ontology import Property
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.forms import ABOUT, RESULT, Form, Node, Pattern, Variable
from aigc_kg.plan.question import Entity, Item

_HELD = re.compile(r"(?:以|在|用|比)\s*\Z")
"""Before a thing it makes it the object of the word that follows: 以 X 为基础."""
_TOWARDS = re.compile(r"(?:给|对|向|往)\s*\Z")
_OF = re.compile(r"的|\bwhose\b", re.IGNORECASE)
_PASSIVE = re.compile(r"被|由|谁|哪|\bby\b")
_BE = re.compile(r"\s*(?:is|was|are|were)\b", re.IGNORECASE)


class RelationPlanner(Contents):
    """Plans what one thing has to do with others."""

    def of_agent(self) -> Form | None:
        """What an organization owns, is in, put money into; or who did so to it."""
        agents = self.agents()
        if not agents or len(agents) != len(self.entities):
            return None
        item, entity = agents[0]
        for word, spec in self._asked_first("thing", "text"):
            if not (spec.domain is None or self.is_of(spec.domain, "agent")) or not self.all_used({spec.name}):
                continue
            about_it = spec.kind == "thing" and self.fits(entity, spec.range) and self.gives(spec.domain)
            if about_it and self._acted_upon(word, item):
                return Form("select", (Pattern(RESULT, spec.name, entity),))
            if self.fits(entity, spec.domain) and self.gives(spec.range):
                node, choices = self.about([e for _, e in agents])
                return Form("select", (Pattern(node, spec.name, RESULT),), choices, asked=spec.name)
        return None

    def _asked_first(self, *kinds: str) -> list[tuple[Item, Property]]:
        """Properties of these kinds, those first that a phrase of a question names."""
        return sorted(self.properties(*kinds), key=lambda pair: not pair[0].frames("question"))

    def _acted_upon(self, word: Item, item: Item) -> bool:
        """Is the named organization the object of the property: `给 X 投钱`, `X's investors`, `what does X own`?"""
        text = self.question.text
        if word.frames("inverseNoun"):
            return not self._is_asked_between(item, word)
        if re.search(r"\bby\s*\Z", text[word.start : item.start]):
            return True
        if word.frames("agentVerb"):
            passive = _PASSIVE.search(text[item.end : word.start]) or _BE.match(text)
            return word.start > item.start and passive is None
        towards = _TOWARDS.search(text[: item.start]) is not None
        return bool(word.frames("verb")) and (towards or word.start < item.start)

    def about(self, things: Sequence[Entity]) -> tuple[Node, tuple[tuple[Variable, tuple[Entity, ...]], ...]]:
        """A thing as the subject of a pattern, or a variable for several."""
        distinct = tuple(dict.fromkeys(things))
        return (distinct[0], ()) if len(distinct) == 1 else (ABOUT, ((ABOUT, distinct),))

    def related(self) -> Form | None:
        """What a thing is based on, does or uses; or, the other way about, what is based on it."""
        if len(self.entities) != 1 or not self.subjects() or self.question.having("other"):
            return None
        item, entity = self.entities[0]
        for strict in (True, False):
            for word, spec in self._asked_first("thing", "text", "quantity"):
                if self.is_of(spec.range, "agent") or not self.all_used({spec.name, *self.same_words(spec.name)}):
                    continue
                if form := self._between(item, entity, word, spec, strict=strict):
                    return form
        return None

    def _between(self, item: Item, entity: Entity, word: Item, spec: Property, *, strict: bool) -> Form | None:
        """The form for a thing and a property, by the order of the words and by what the question's noun asks for.

        Unless it is strict, a noun of artifacts may ask for anything: which model does X build on may mean a technique.
        """
        cls = self.wanted_class()
        loosely = self.fits(entity, spec.domain) and (self.gives(spec.range) or self.is_of(cls, "artifact"))
        subject = loosely and (self.gives(spec.range) or not strict)
        target = spec.kind == "thing" and self.fits(entity, spec.range) and self.gives(spec.domain)
        if target and (self.is_object(item, word, spec) or not loosely):
            return Form("select", (Pattern(RESULT, spec.name, entity),), result_classes=self.asked_classes(cls))
        return Form("select", (Pattern(entity, spec.name, RESULT),), asked=spec.name) if subject else None

    def is_object(self, item: Item, word: Item, spec: Property) -> bool:
        """Do the words make the thing the object: `based on X`, `以 X 为基础`, `members of X`?"""
        frames = {w.frame for w in word.wordings if spec.name in w.denotes}
        if "inverseNoun" in frames and not frames & {"noun", "verb", "question"}:
            return not self._is_asked_between(item, word)
        if spec.name == self.ontology.playing("family") and word.frames("classNoun") and self._touches(item, word):
            # `GPT 系列有哪些模型`: thing and noun name the group together.
            return True
        held = _HELD.search(self.question.text[: item.start]) is not None and word.start > item.start
        return held or ("verb" in frames and word.start < item.start)

    def _is_asked_between(self, item: Item, word: Item) -> bool:
        """`X 是谁的子公司`: the noun is X, and it is asked whose; `X 有哪些成员` asks for the nouns themselves."""
        between = (i for i in self.interrogatives if item.end <= i.start < word.start)
        return any(_OF.search(self.question.text[i.start : word.start]) for i in between)

    def _touches(self, item: Item, word: Item) -> bool:
        return word.start >= item.end and not self.question.text[item.end : word.start].strip()

    def ordered(self, spec: Property, word: Item, first: tuple[Item, Entity], second: tuple[Item, Entity]) -> tuple[Entity, Entity]:
        """Two named things as subject and object of a property, by the words of a statement or a yes-or-no question."""
        (_, one), (other_item, other) = first, second
        forwards = self.fits(one, spec.domain) and self.fits(other, spec.range)
        backwards = self.fits(other, spec.domain) and self.fits(one, spec.range)
        if forwards is not backwards:
            return (one, other) if forwards else (other, one)
        frames = {w.frame for w in word.wordings if spec.name in w.denotes}
        if "agentVerb" in frames:
            passive = _PASSIVE.search(self.question.text[first[0].end : other_item.start])
            return (one, other) if passive else (other, one)
        return (other, one) if frames & {"noun", "question"} and not frames & {"verb"} else (one, other)
