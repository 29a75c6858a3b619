"""What a question holds: its things, the properties and classes that its words name, what it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan.forms import RESULT, Form, Pattern
from aigc_kg.plan.question import Entity, Item, Question

WORDED = ("agentVerb", "verb", "noun", "inverseNoun", "question", "ascending", "descending")
_OPEN_FRAMES = frozenset({"function", "interrogative", "count", "polar", "classNoun", "other", "genitive", "attributive"})


class Contents:
    """The items of a question, seen with the types that the ontology gives its properties."""

    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self.question = question
        self.lexicon = lexicon
        self.ontology = lexicon.ontology
        self.entities = [(item, item.entities[0]) for item in question.entities]
        self.worded = _without_auxiliaries(question.having(*WORDED))
        self.interrogatives = question.having("interrogative")
        nouns = [(item, w.denotes[0]) for item in question.having("classNoun") for w in item.frames("classNoun")]
        self.classes = [pair for pair in nouns if not self._ends_name(*pair)] or nouns
        self.worded = self._without_support(self.worded)

    def _without_support(self, worded: list[Item]) -> list[Item]:
        """`基于什么做的`: a verb of making behind another verb of the same clause asks for no maker, where none is named or asked for."""
        if not self.wants("Thing") or self.asks_agent() or self.agents():
            return worded
        verbs = [i for i in worded if i.frames("verb") and not i.frames("agentVerb", "function")]
        made = [i for i in worded if verbs and i.start > verbs[0].start and self._says_made(i)]
        return [i for i in worded if i not in made]

    def _says_made(self, item: Item) -> bool:
        verbs = item.frames("agentVerb")
        return len(verbs) == len(item.wordings) > 0 and all(any(self.range_is(name, "agent") for name in w.denotes) for w in verbs)

    def named_properties(self) -> Iterable[str]:
        """Properties that the words of the question may name, the certain ones first."""
        for certain in (True, False):
            for item in self.worded:
                for wording in item.frames(*WORDED):
                    if wording.questions_only is not certain:
                        yield from wording.denotes

    def _ends_name(self, noun: Item, cls: str) -> bool:
        """`GPT 系列模型`: the noun of a group behind a name belongs to it."""
        touched = any(item.end <= noun.start and not self.question.text[item.end : noun.start].strip() for item, _ in self.entities)
        return touched and self.is_of(cls, "group")

    def fits(self, entity: Entity, wanted: str | None) -> bool:
        """May the thing stand where this class is asked for?"""
        return self.ontology.fits(entity.classes, wanted)

    def may_play(self, entity: Entity, role: str) -> bool:
        """May the thing be one of a class with this role? One of unknown class may."""
        return any(self.fits(entity, name) for name in self.ontology.roles.get(role, ()))

    def is_of(self, name: str | None, role: str) -> bool:
        """Does the class play the role, or one above it?"""
        return name is not None and self.ontology.plays((name,), role)

    def artifacts(self) -> list[tuple[Item, Entity]]:
        """Items that name made things, with what they name."""
        others = ("agent", "concept")
        return [(i, e) for i, e in self.entities if self.may_play(e, "artifact") and not any(self.may_play(e, r) for r in others)]

    def subjects(self) -> list[tuple[Item, Entity]]:
        """Items that name made things; where none does, a technique is taken for one."""
        return self.artifacts() or [(i, e) for i, e in self.entities if e.classes and self.may_play(e, "artifact")]

    def agents(self) -> list[tuple[Item, Entity]]:
        """Items that name those who act, with whom they name."""
        return [(i, e) for i, e in self.entities if self.may_play(e, "agent") and not self.may_play(e, "artifact")]

    def properties(self, *kinds: str, frames: Sequence[str] = WORDED) -> list[tuple[Item, Property]]:
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
        """Is there a question word for this kind: the name of a class, date, decimal or Thing?"""
        return any(w.denotes and w.denotes[0] == kind for item in self.interrogatives for w in item.frames("interrogative"))

    def wanted_class(self) -> str | None:
        """The class of a class noun, the one nearest behind the question word first."""
        after = self.interrogatives[0].end if self.interrogatives else 0
        ordered = sorted(self.classes, key=lambda pair: (pair[0].start < after, abs(pair[0].start - after)))
        return ordered[0][1] if ordered else None

    def asked_classes(self, cls: str | None, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The classes that a noun asks for: none where any kind will do."""
        if cls is None or cls not in self.ontology.asked_with:
            return otherwise
        together = self.ontology.asked_with[cls]
        return () if self.ontology.playing("artifact") in together else (cls, *together)

    def gives(self, slot: str | None) -> bool:
        """May what stands in a slot of this class be what the question's noun asks for?"""
        cls = self.wanted_class()
        return cls is None or slot is None or self.ontology.is_a(cls, slot) or self.ontology.is_a(slot, cls)

    def asks_agent(self) -> bool:
        """Is it asked who, or which company?"""
        cls = self.wanted_class()
        which_company = self.wants("Thing") and self.is_of(cls, "agent") and not self._is_list_of_artifacts()
        return any(self.wants(name) for name in self.ontology.roles.get("agent", ())) or which_company

    def _is_list_of_artifacts(self) -> bool:
        first = self.interrogatives[0]
        nearest = min((c for c in self.classes if c[0].start >= first.start), key=lambda c: c[0].start, default=None)
        return nearest is not None and self.is_of(nearest[1], "artifact")

    def is_polar(self) -> bool:
        """Is it a question for yes or no?"""
        items = self.question.items
        if self.interrogatives or self.question.having("count"):
            return False
        polar = [item for item in items if not item.entities and item.frames("polar")]
        chinese = [item for item in polar if not item.text.isascii()]
        return bool(chinese) or bool(polar and items and polar[0] is items[0])

    def concepts(self) -> list[tuple[Item, Entity]]:
        """Items that name neither made things nor those who act."""
        known = {id(i) for i, _ in (*self.artifacts(), *self.agents())}
        return [(i, e) for i, e in self.entities if id(i) not in known]

    def range_is(self, prop: str, role: str) -> bool:
        """Is what the property leads to of a class with this role?"""
        spec = self.ontology.properties.get(prop)
        return spec is not None and self.is_of(spec.range, role)

    def is_weak(self, prop: str) -> bool:
        """Is the property named only by words as vague as do or from?"""
        return all(w.questions_only for item in self.worded for w in item.frames(*WORDED) if prop in w.denotes)

    def property_to(self, entity: Entity) -> str | None:
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
            wide = spec is not None and spec.range is None and not self.ontology.plays(entity.classes, "group")
            if spec and spec.kind == "thing" and entity.classes and self.fits(entity, spec.range) and not wide:
                return name
        return None

    def binding(self, entity: Entity) -> tuple[str | None, tuple[Entity, ...]]:
        """The property that binds an artifact to this entity, and the entity; of a kind of content the tasks that have to do with it."""
        name = self.property_to(entity)
        return (name, (entity,)) if name is not None else (self.ontology.playing("does"), self.tasks_of(entity))

    def tasks_of(self, entity: Entity) -> tuple[Entity, ...]:
        """The tasks that take in or give out a kind of content; none of a thing that is none."""
        if not self.ontology.plays(entity.classes, "modality"):
            return ()
        kinds = {entity.iri, *self.lexicon.narrower.get(entity.iri, ())}
        tasks = (name for name in self.lexicon.names if self.ontology.plays(name.classes, "task"))
        return tuple(Entity(n.iri, n.classes, n.label) for n in tasks if kinds & {n.input_modality, n.output_modality})

    def _takes_artifacts(self, spec: Property) -> bool:
        return spec.domain is None or self.is_of(spec.domain, "artifact")

    def same_words(self, prop: str) -> set[str]:
        """Properties that the same words denote too."""
        return {
            p
            for item in self.worded
            for w in item.frames(*WORDED)
            if prop in w.denotes or any(prop in x.denotes for x in item.frames(*WORDED))
            for p in w.denotes
        }

    def all_used(self, used: set[str]) -> bool:
        """Is every word that surely names a property accounted for by the form?"""
        for item in self.worded:
            certain = [w for w in item.frames(*WORDED) if not w.questions_only or w.frame == "question"]
            if not certain or {w.frame for w in item.wordings} & _OPEN_FRAMES:
                continue
            if not any(set(w.denotes) & used for w in item.frames(*WORDED)):
                return False
        return True

    def readings(self, form: Form) -> Iterator[Form]:
        """The form with another property that the same words denote, where things and values fit it too."""
        for pattern in form.patterns:
            first = self.ontology.properties[pattern.predicate]
            for name in sorted(self.same_words(pattern.predicate) - form.predicates):
                spec = self.ontology.properties.get(name)
                if spec is None or spec.kind != first.kind or not self._may_stand(pattern, spec):
                    continue
                patterns = tuple(replace(p, predicate=name) if p == pattern else p for p in form.patterns)
                if not self._asked_for({p.predicate for p in patterns}):
                    continue
                yield replace(form, patterns=patterns, asked=name if form.asked == pattern.predicate else form.asked)

    def _asked_for(self, names: set[str]) -> bool:
        """Is each property that a phrase of a question asks for among these: `哪种语言` asks for no task?"""
        return all(any(names.intersection(w.denotes) for w in item.wordings) for item in self.question.having("question"))

    def _may_stand(self, pattern: Pattern, spec: Property) -> bool:
        ends = ((pattern.subject, spec.domain), (pattern.object, spec.range))
        return all(self.fits(node, slot) if isinstance(node, Entity) else node != RESULT or self.gives(slot) for node, slot in ends)


def _without_auxiliaries(worded: list[Item]) -> list[Item]:
    """`does` in `what does X build on` names no property of its own."""
    full = [item for item in worded if not item.frames("polar")]
    return full or worded
