"""From the items of a question to a logical form, by the types that the ontology gives its properties."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan.forms import ABOUT, BRIDGE, RESULT, Form, Node, Pattern, Variable
from aigc_kg.plan.items import Entity, Item, Question

_WORDED = ("agentVerb", "verb", "noun", "inverseNoun", "question", "ascending", "descending")
_OPEN_FRAMES = frozenset({"function", "interrogative", "count", "polar", "classNoun", "other", "genitive", "attributive"})


@dataclass(frozen=True)
class Plan:
    """What was understood: forms to run, or why there is none."""

    question: Question
    forms: tuple[Form, ...] = ()
    not_understood: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """Properties that the question asks about."""


def plan(question: Question, lexicon: Lexicon) -> Plan:
    """The plan for a question: no form where a word is left over that may change the meaning.

    Several sentences are planned one by one; one that names nothing is about what the one before names.
    """
    parts = [_plan_one(part, lexicon) for part in question.parts()]
    if len(parts) == 1 or not all(part.forms for part in parts):
        return parts[0] if len(parts) == 1 else _plan_one(question, lexicon)
    return Plan(question, tuple(form for part in parts for form in part.forms), (), tuple(a for part in parts for a in part.asked))


def _plan_one(question: Question, lexicon: Lexicon) -> Plan:
    planner = _Planner(question, lexicon)
    explained = (item.text for item in question.having("explanation"))
    blocking = (
        *question.left_over,
        *explained,
        *(item.text for item in question.having("negation") if not item.frames("polar", "function")),
    )
    asked = tuple(planner.named_properties())
    if blocking:
        return Plan(question, (), blocking, asked)
    forms = tuple(form for form in planner.forms() if form is not None)
    return Plan(question, forms, (), asked)


class _Planner:
    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self.question = question
        self.lexicon = lexicon
        self.ontology = lexicon.ontology
        self.entities = [(item, item.entities[0]) for item in question.entities]
        self.worded = question.having(*_WORDED)
        self.interrogatives = question.having("interrogative")
        self.classes = [(item, w.denotes[0]) for item in question.having("classNoun") for w in item.frames("classNoun")]

    # what the question holds

    def named_properties(self) -> Iterable[str]:
        """Properties that the words of the question may name, the certain ones first."""
        for certain in (True, False):
            for item in self.worded:
                for wording in item.frames(*_WORDED):
                    if wording.questions_only is not certain:
                        yield from wording.denotes

    def fits(self, entity: Entity, wanted: str | None) -> bool:
        return self.ontology.fits(entity.classes, wanted)

    def may_play(self, entity: Entity, role: str) -> bool:
        """May the thing be one of a class with this role? One of unknown class may."""
        return any(self.fits(entity, name) for name in self.ontology.roles.get(role, ()))

    def is_of(self, name: str | None, role: str) -> bool:
        """Does the class play the role, or one above it?"""
        return name is not None and self.ontology.plays((name,), role)

    def artifacts(self) -> list[tuple[Item, Entity]]:
        others = ("agent", "concept")
        return [(i, e) for i, e in self.entities if self.may_play(e, "artifact") and not any(self.may_play(e, r) for r in others)]

    def agents(self) -> list[tuple[Item, Entity]]:
        return [(i, e) for i, e in self.entities if self.may_play(e, "agent") and not self.may_play(e, "artifact")]

    def properties(self, *kinds: str, frames: Sequence[str] = _WORDED) -> list[tuple[Item, Property]]:
        """Properties worded in the question, of these kinds, in order."""
        found = []
        for item in self.worded:
            for wording in item.frames(*frames):
                for name in wording.denotes:
                    spec = self.ontology.properties.get(name)
                    if spec is not None and (not kinds or spec.kind in kinds) and (item, spec) not in found:
                        found.append((item, spec))
        return found

    def wants(self, kind: str) -> bool:
        return any(w.denotes and w.denotes[0] == kind for item in self.interrogatives for w in item.frames("interrogative"))

    def wanted_class(self) -> str | None:
        """The class of a class noun, the one nearest behind the question word first."""
        after = self.interrogatives[0].end if self.interrogatives else 0
        ordered = sorted(self.classes, key=lambda pair: (pair[0].start < after, abs(pair[0].start - after)))
        return ordered[0][1] if ordered else None

    def _asked_classes(self, cls: str | None, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The classes that a noun asks for: none where any kind will do."""
        if cls is None or cls not in self.ontology.asked_with:
            return otherwise
        together = self.ontology.asked_with[cls]
        return () if self.ontology.playing("artifact") in together else (cls, *together)

    def asks_agent(self) -> bool:
        cls = self.wanted_class()
        which_company = self.wants("Thing") and self.is_of(cls, "agent") and not self._is_list_of_artifacts()
        return any(self.wants(name) for name in self.ontology.roles.get("agent", ())) or which_company

    def _is_list_of_artifacts(self) -> bool:
        first = self.interrogatives[0]
        nearest = min((c for c in self.classes if c[0].start >= first.start), key=lambda c: c[0].start, default=None)
        return nearest is not None and self.is_of(nearest[1], "artifact")

    def is_polar(self) -> bool:
        items = self.question.items
        if self.interrogatives or self.question.having("count"):
            return False
        polar = [item for item in items if not item.entities and item.frames("polar")]
        chinese = [item for item in polar if not item.text.isascii()]
        return bool(chinese) or bool(polar and items and polar[0] is items[0])

    # forms

    def forms(self) -> list[Form | None]:
        """The forms to run, most often one."""
        if not self.entities and not self.question.having("ascending", "descending") and not self.question.having("count"):
            return []
        if self.is_polar():
            return [self._polar()]
        if self.question.having("ascending", "descending") and (form := self._rank()):
            return [form]
        if self.question.having("count"):
            selected = self._select()
            return [replace(selected, kind="count")] if selected else []
        return self._lookups()

    def _lookups(self) -> list[Form | None]:
        if self.wants("date"):
            return [self._value_of("date")]
        numeric = self.properties("number", frames=("noun", "question"))
        if numeric and self.artifacts() and not self.asks_agent():
            return [self._value_of("number")]
        dated = self.properties("date", frames=("noun", "question"))
        nouns = self.properties("date", frames=("noun",))
        if dated and self.artifacts() and not self.asks_agent() and (nouns or not self.wants("Thing")):
            return [self._value_of("date")]
        if attribute := self._of_agent():
            return [attribute]
        if self.asks_agent() or self._asks_maker_by_noun():
            return [self._agents_of()]
        return [self._related() or self._siblings() or self._select()]

    def _asks_maker_by_noun(self) -> bool:
        """`X 的开发者有哪些`, `developer of X`: the noun of a maker and a thing that is made."""
        nouns = [s for _, s in self.properties("thing", frames=("noun",)) if self.is_of(s.range, "agent")]
        only = len(self.entities) == len(self.artifacts()) and not self.properties("thing", frames=("agentVerb", "verb"))
        return bool(nouns) and bool(self.artifacts()) and only and not self.question.having("other")

    def _of_agent(self) -> Form | None:
        """What an organization owns, is in, put money into; or who did so to it."""
        agents = self.agents()
        if not agents or len(agents) != len(self.entities):
            return None
        item, entity = agents[0]
        for word, spec in self.properties("thing"):
            if not self.is_of(spec.domain, "agent") or not self._all_used({spec.name}):
                continue
            if self.fits(entity, spec.range) and self._acted_upon(word, item):
                return Form("select", (Pattern(RESULT, spec.name, entity),))
            if self.fits(entity, spec.domain):
                node, choices = self._about([e for _, e in agents])
                return Form("select", (Pattern(node, spec.name, RESULT),), choices, asked=spec.name)
        return None

    def _acted_upon(self, word: Item, item: Item) -> bool:
        """Is the named organization the object of the property: `给 X 投钱`, `X's investors`, `what does X own`?"""
        text = self.question.text
        if word.frames("inverseNoun"):
            return True
        if word.frames("agentVerb"):
            passive = re.search(r"被|由|谁|哪|\bby\b", text[item.end : word.start]) or re.match(
                r"\s*(?:is|was|are|were)\b", text, re.IGNORECASE
            )
            return word.start > item.start and passive is None
        towards = re.search(r"(?:给|对|向|往)\s*\Z", text[: item.start]) is not None
        return bool(word.frames("verb")) and (towards or word.start < item.start)

    def _about(self, things: Sequence[Entity]) -> tuple[Node, tuple[tuple[Variable, tuple[Entity, ...]], ...]]:
        distinct = tuple(dict.fromkeys(things))
        return (distinct[0], ()) if len(distinct) == 1 else (ABOUT, ((ABOUT, distinct),))

    def _value_of(self, kind: str) -> Form | None:
        """The number or date of one thing or several."""
        named = self.properties(kind)
        props = [spec for _, spec in named] or [
            s for s in map(self.ontology.properties.get, self.lexicon.asked_genitives) if s and s.kind == kind
        ]
        things = [e for _, e in self.artifacts()] or [
            e for _, e in self.entities if props and self.fits(e, props[0].domain) and not self.may_play(e, "agent")
        ]
        if not props or not things:
            return None
        node, choices = self._about(things)
        patterns = [Pattern(node, props[0].name, RESULT)]
        patterns += [Pattern(node, name, e) for _, e in self.agents() if (name := self._property_to(e))]
        if not self._all_used({props[0].name, *(p.predicate for p in patterns)}):
            return None
        return Form("select", tuple(patterns), choices, asked=props[0].name)

    def _agents_of(self) -> Form | None:
        """Who made it, owns it: of named things, or of those that named things are bound to."""
        props = [s for _, s in self.properties("thing") if self.is_of(s.range, "agent")]
        prop = props[0].name if props else next((g for g in self.lexicon.asked_genitives if self._range_is(g, "agent")), None)
        if prop is None:
            return None
        things = [e for _, e in self.artifacts()]
        links = [
            s
            for _, s in self.properties("thing", frames=("verb", "noun", "agentVerb"))
            if s.name != prop and self.is_of(s.range, "artifact")
        ]
        links = [s for s in links if not self._is_weak(s.name)]
        if things and links:
            node, choices = self._about(things)
            return Form("select", (Pattern(node, links[0].name, BRIDGE), Pattern(BRIDGE, prop, RESULT)), choices, asked=prop)
        if things:
            node, choices = self._about(things)
            used = {
                prop,
                *(p for p in self.named_properties() if self.ontology.properties.get(p) and self.ontology.properties[p].kind == "date"),
            }
            return (
                Form("select", (Pattern(node, prop, RESULT),), choices, asked=prop)
                if self._all_used(used) and not self._concepts()
                else None
            )
        constraints = [Pattern(BRIDGE, name, e) for _, e in self._concepts() if (name := self._property_to(e))]
        return (
            Form("select", (*constraints, Pattern(BRIDGE, prop, RESULT)), asked=prop)
            if constraints and len(constraints) == len(self.entities)
            else None
        )

    def _concepts(self) -> list[tuple[Item, Entity]]:
        known = {id(i) for i, _ in (*self.artifacts(), *self.agents())}
        return [(i, e) for i, e in self.entities if id(i) not in known]

    def _range_is(self, prop: str, role: str) -> bool:
        spec = self.ontology.properties.get(prop)
        return spec is not None and self.is_of(spec.range, role)

    def _is_weak(self, prop: str) -> bool:
        """Is the property named only by words as vague as do or from?"""
        return all(w.questions_only for item in self.worded for w in item.frames(*_WORDED) if prop in w.denotes)

    def _related(self) -> Form | None:
        """What a thing is based on, does or uses; or, the other way about, what is based on it."""
        things = self.artifacts()
        if len(things) != 1 or len(self.entities) != 1 or self.question.having("other"):
            return None
        item, entity = things[0]
        for word, spec in self.properties("thing", "text"):
            if spec.range and (self.is_of(spec.range, "agent") or not self.fits(entity, spec.domain)):
                continue
            if not self._all_used({spec.name, *self._same_words(spec.name)}):
                continue
            held = re.search(r"(?:以|在|用)\s*\Z", self.question.text[: item.start]) is not None and word.start > item.start
            inverse = self.fits(entity, spec.range) and (held or (bool(word.frames("verb")) and word.start < item.start))
            cls = self.wanted_class()
            if inverse:
                return Form("select", (Pattern(RESULT, spec.name, entity),), result_classes=self._asked_classes(cls))
            if (
                cls is None
                or spec.range is None
                or self.ontology.is_a(cls, spec.range)
                or self.ontology.is_a(spec.range, cls)
                or self.is_of(cls, "artifact")
            ):
                return Form("select", (Pattern(entity, spec.name, RESULT),), asked=spec.name)
        return None

    def _same_words(self, prop: str) -> set[str]:
        """Properties that the same words denote too."""
        return {
            p
            for item in self.worded
            for w in item.frames(*_WORDED)
            if prop in w.denotes or any(prop in x.denotes for x in item.frames(*_WORDED))
            for p in w.denotes
        }

    def _siblings(self) -> Form | None:
        """What else the maker of a thing made."""
        things = self.artifacts()
        props = [(i, s) for i, s in self.properties("thing") if self.is_of(s.range, "agent")]
        if len(things) != 1 or len(self.entities) != 1 or not props:
            return None
        words = {id(i) for i, s in props if not i.frames("inverseNoun") or i.frames("noun", "agentVerb")}
        if len(words) < 2 and not self.question.having("other"):
            return None
        entity = things[0][1]
        prop = props[0][1].name
        if not self._all_used({prop, *self._same_words(prop)}):
            return None
        return Form("select", (Pattern(entity, prop, BRIDGE), Pattern(RESULT, prop, BRIDGE)), excluded=(entity,))

    def _select(self) -> Form | None:
        """The things of a class that are bound to the named ones."""
        groups: dict[str, list[Entity]] = {}
        for _, entity in self.entities:
            name = self._property_to(entity)
            if name is None:
                return None
            groups.setdefault(name, []).append(entity)
        if not groups or not self._all_used({*groups, *(p for g in groups for p in self._same_words(g))}):
            return None
        patterns, choices = [], []
        for number, (name, entities) in enumerate(groups.items()):
            if len(entities) == 1:
                patterns.append(Pattern(RESULT, name, entities[0]))
            else:
                variable = Variable(f"among{number}")
                patterns.append(Pattern(RESULT, name, variable))
                choices.append((variable, tuple(entities)))
        cls = self.wanted_class()
        if cls is not None and not self.is_of(cls, "artifact"):
            return None
        if cls is None and not self.properties() and len(self.entities) < 2:
            return None
        return Form("select", tuple(patterns), tuple(choices), result_classes=self._asked_classes(cls, (cls,) if cls else ()))

    def _property_to(self, entity: Entity) -> str | None:
        """The property that binds an artifact to this entity: one that the question words, else what a possessive means."""
        for certain in (False, True):
            for item in self.worded:
                for wording in item.frames("agentVerb", "verb", "noun", "inverseNoun"):
                    if wording.questions_only is not certain:
                        continue
                    for name in wording.denotes:
                        spec = self.ontology.properties.get(name)
                        if (
                            spec
                            and spec.kind == "thing"
                            and entity.classes
                            and self.fits(entity, spec.range)
                            and self._takes_artifacts(spec)
                        ):
                            return name
        for name in self.lexicon.asked_genitives:
            spec = self.ontology.properties.get(name)
            if spec and spec.kind == "thing" and entity.classes and self.fits(entity, spec.range):
                return name
        return None

    def _takes_artifacts(self, spec: Property) -> bool:
        return spec.domain is None or self.is_of(spec.domain, "artifact")

    def _rank(self) -> Form | None:
        """Which of several is larger, earlier; which of all is the largest, earliest."""
        item = self.question.having("ascending", "descending")[0]
        wording = item.frames("ascending", "descending")[0]
        spec = self.ontology.properties.get(wording.denotes[0])
        things = tuple(dict.fromkeys(e for _, e in self.artifacts()))
        if spec is None or len(things) == 1:
            return None
        value = Variable("value")
        patterns = [Pattern(RESULT, spec.name, value)]
        patterns += [Pattern(RESULT, name, e) for i, e in self.entities if e not in things and (name := self._property_to(e))]
        choices = ((RESULT, things),) if things else ()
        cls = self.wanted_class()
        if not things and cls is None:
            return None
        classes = self._asked_classes(cls) if not things else ()
        return Form("rank", tuple(patterns), choices, result_classes=classes, descending=wording.frame == "descending")

    def _polar(self) -> Form | None:
        """Is it so: a named thing and what the question says of it."""
        things = self.artifacts()
        others = [(i, e) for i, e in self.entities if (i, e) not in things]
        if len(things) == 1 and len(others) >= 1:
            patterns = [Pattern(things[0][1], name, e) for _, e in others if (name := self._property_to(e))]
            used = {p.predicate for p in patterns}
            if len(patterns) == len(others) and self._all_used({*used, *(q for p in used for q in self._same_words(p))}):
                return Form("ask", tuple(patterns))
        if len(things) == 1 and not others and (value := self._supposed_value()):
            return Form("ask", (Pattern(things[0][1], value[0], RESULT),), asked=value[0], supposed=value[1])
        if len(things) == 2 and not others:
            (_, first), (_, second) = things
            for _, spec in self.properties("thing", frames=("verb", "noun")):
                if self.fits(second, spec.range) and not self._range_is(spec.name, "agent"):
                    return Form("ask", (Pattern(first, spec.name, second),))
        return None

    def _supposed_value(self) -> tuple[str, str] | None:
        """The property of numbers or dates that a yes-or-no question gives a value for, and that value."""
        dates = [item.date for item in self.question.items if item.date is not None]
        if len(dates) == 1:
            named = [s for _, s in self.properties("date")]
            return (named[0].name, dates[0].date.iso) if named and dates[0].date.year else None
        counts = [item for item in self.question.items if item.number is not None]
        named = [s for _, s in self.properties("number")]
        return (named[0].name, str(counts[0].number)) if len(counts) == 1 and named else None

    def _all_used(self, used: set[str]) -> bool:
        """Is every word that surely names a property accounted for by the form?"""
        for item in self.worded:
            certain = [w for w in item.frames(*_WORDED) if not w.questions_only]
            if not certain or {w.frame for w in item.wordings} & _OPEN_FRAMES:
                continue
            if not any(set(w.denotes) & used for w in item.frames(*_WORDED)):
                return False
        return True
