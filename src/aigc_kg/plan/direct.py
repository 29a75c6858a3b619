"""Questions planned as they stand: every named thing is one that the question asks about, or that its answers are bound to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan.compile import VALUE
from aigc_kg.plan.forms import BRIDGE, RESULT, Bound, Form, Node, Pattern, Variable
from aigc_kg.plan.limits import Limits
from aigc_kg.plan.question import Entity, Question
from aigc_kg.plan.relations import RelationPlanner
from aigc_kg.text import fold

_OF = re.compile(r"[》」”\"]?\s*的\s*(?:那|这)?[家个款]?\s*")
"""Between a thing and the noun that it tells what is meant by."""
Choices = tuple[tuple[Variable, tuple[Entity, ...]], ...]


class DirectPlanner(RelationPlanner):
    """Plans one question; `limits` are what was taken off it."""

    def __init__(self, question: Question, lexicon: Lexicon, limits: Limits) -> None:
        super().__init__(question, lexicon)
        self.limits = limits

    def form(self) -> Form | None:
        """The form, if there is one that takes up every thing, number and date of the question."""
        if self._tells_by_making():
            return None
        form = self._polar() if self.is_polar() else self._open()
        return form if form is not None and self._is_whole(form) else None

    def _tells_by_making(self) -> bool:
        """`做出 X 的公司在哪里`: is something asked of what a clause before its noun tells by the thing that it made? That is a step."""
        verbs = self.question.having("agentVerb")
        asked = [item for item in (*self.worded, *self.question.having("other")) if not item.frames("classNoun", "noun")]
        return any(
            noun.end <= later.start
            for item, _ in self.artifacts()
            if any(verb.end <= item.start and self._is_plain(verb.end, item.start) for verb in verbs)
            for noun, _ in self.classes
            if _OF.fullmatch(self.question.text[item.end : noun.start])
            for later in asked
        )

    def _is_plain(self, start: int, end: int) -> bool:
        """Does the span hold nothing but function words?"""
        return all(item.says_nothing for item in self.question.items if start <= item.start < end)

    def statement(self) -> Form | None:
        """The form for what the words state, with nothing asked: all its things are named."""
        form = self._stated()
        return form if form is not None and self._is_whole(form) else None

    def _is_whole(self, form: Form) -> bool:
        named = {entity for _, entity in self.entities}
        values = [item for item in self.question.items if item.is_value and not item.entities]
        ordered = [item for item in self.question.having("ascending", "descending", "order") if not item.frames("function")]
        return named <= form.entities and not values and self._answers(form) and (not ordered or form.kind == "rank" or bool(form.bounds))

    def _answers(self, form: Form) -> bool:
        """Is what the question words ask for what the form gives: a date for when?"""
        asked = {w.denotes[0] for item in self.interrogatives for w in item.frames("interrogative")} - {"Thing"}
        if form.kind == "rank" and not any(v == RESULT for v, _ in form.choices) and self.asks_agent():
            # The first of the things is not who made it.
            return False
        kind = self.ontology.properties[form.asked].kind if form.asked and form.kind == "select" else None
        return len(asked) < 2 and (kind == "date" or "date" not in asked or form.kind == "ask")

    def _open(self) -> Form | None:
        """The form of a question for things or values."""
        ordered = self.question.having("ascending", "descending", "order")
        if not self.entities and not ordered and not self.question.having("count") and not self.limits:
            return None
        if self.question.having("or") and not self.interrogatives and (form := self._chosen()):
            return form
        if ordered and (form := self._rank()):
            return form
        if ordered and self.properties("quantity", frames=("ascending", "descending")):
            # Amounts of different units are not compared.
            return None
        if self.question.having("count"):
            if len(self.artifacts()) > 1 and any(s.name in self.ontology.roles.get("compares", ()) for _, s in self.properties("thing")):
                # `how many times faster is X than Y` counts no things.
                return None
            agents = self._agents_of() if self.is_of(self.wanted_class(), "agent") else None
            form = self._narrowed(self._select() or self.of_agent() or self.related() or agents)
            return replace(form, kind="count") if form and form.asked is None else self._counted_things(form)
        return self._lookup()

    def _counted_things(self, form: Form | None) -> Form | None:
        """`how many languages does X support`: things, and not the values of a number."""
        if form is None or form.asked is None or form.about or self.ontology.properties[form.asked].kind != "thing":
            return None
        return replace(form, kind="count")

    def _narrowed(self, form: Form | None) -> Form | None:
        """The form with the limits on its results, where these may have the properties."""
        if form is None or not self.limits:
            return form
        if any(BRIDGE in (p.subject, p.object) for p in form.patterns) and not (self.limits.without or self.limits.excluded):
            return self.limits.put_on(form, BRIDGE)
        slots = list(self._result_slots(form))
        if not (self.asks_agent() and any(self.is_of(slot, "agent") for slot in slots)):
            # Who made a model is asked for no model.
            slots.append(self.wanted_class())
        domains = [self.ontology.properties[name].domain for name in (*self.limits.properties, *(n for n, _ in self.limits.without))]
        fitting = all(self._meet(slot, domain) for slot in slots for domain in domains)
        fitting = fitting and all(self.fits(entity, slot) for entity in self.limits.excluded for slot in slots)
        return self.limits.put_on(form) if fitting and (form.asked is None or not domains) else None

    def _result_slots(self, form: Form) -> Iterator[str | None]:
        """The classes of the places where the results stand."""
        for pattern in form.patterns:
            spec = self.ontology.properties[pattern.predicate]
            if pattern.subject == RESULT:
                yield spec.domain
            if pattern.object == RESULT:
                yield spec.range

    def _meet(self, one: str | None, other: str | None) -> bool:
        return one is None or other is None or self.ontology.is_a(one, other) or self.ontology.is_a(other, one)

    def _lookup(self) -> Form | None:
        found = self._compared() or self._asked_value()
        if found is None and not self.limits.properties:
            found = self.of_agent()
        if found is None and (self.asks_agent() or self._asks_maker_by_noun()):
            return self._narrowed(self._agents_of())
        if found is None and self.wants("decimal") and len(self.artifacts()) > 1:
            # By how much one outdoes another stands on the claim, not in a property.
            return None
        return self._narrowed(found or self.related() or self._select())

    def _asked_value(self) -> Form | None:
        """The number or date that is asked for."""
        if self.wants("date"):
            return self._value_of("date")
        if not self.subjects() or self.asks_agent():
            return None
        if self.properties("number", frames=("noun", "question")):
            return self._value_of("number")
        nouns = self.properties("date", frames=("noun",))
        if self.properties("date", frames=("noun", "question")) and (nouns or not self.wants("Thing")):
            return self._value_of("date")
        return None

    def _asks_maker_by_noun(self) -> bool:
        """`X 的开发者有哪些`, `developer of X`: the noun of a maker and a thing that is made."""
        nouns = [s for _, s in self.properties("thing", frames=("noun",)) if self.is_of(s.range, "agent")]
        last = next(reversed(self.question.items), None)
        asking = self.question.having("interrogative", "question")
        if last is not None and not nouns and not asking and last in self.worded:
            # `X comes from?`
            return len(self.artifacts()) == 1 and any(
                self.range_is(n, "agent") for w in last.frames("verb", "agentVerb") for n in w.denotes
            )
        only = len(self.entities) == len(self.artifacts()) and not self.properties("thing", frames=("agentVerb", "verb"))
        only = only or self._is_told_by_making()
        return bool(nouns) and bool(self.artifacts()) and only and not self.question.having("other")

    def _is_told_by_making(self) -> bool:
        """`推出 X 的公司`: nothing but a noun of those who act, told by what they did to one thing."""
        if len(self.entities) != 1 or len(self.classes) != 1 or self.question.having("interrogative", "question", "count", "list"):
            return False
        verbs = [spec for _, spec in self.properties("thing", frames=("agentVerb", "verb"))]
        return self.is_of(self.classes[0][1], "agent") and all(self.is_of(spec.range, "agent") for spec in verbs)

    def _value_of(self, kind: str) -> Form | None:
        """The number or date of one thing or several."""
        named = self.properties(kind)
        props = [spec for _, spec in named] or [
            s for s in map(self.ontology.properties.get, self.lexicon.asked_genitives) if s and s.kind == kind
        ]
        things = [e for _, e in self.subjects()] or [
            e for _, e in self.entities if props and self.fits(e, props[0].domain) and not self.may_play(e, "agent")
        ]
        if not props or not things or self.limits:
            return None
        node, choices = self.about(things)
        patterns = [Pattern(node, props[0].name, RESULT)]
        patterns += [Pattern(node, name, e) for _, e in self.agents() if (name := self.property_to(e))]
        if not self.all_used({props[0].name, *(p.predicate for p in patterns)}):
            return None
        return Form("select", tuple(patterns), choices, asked=props[0].name)

    def _agents_of(self) -> Form | None:
        """Who made it, owns it: of named things, or of those that named things are bound to."""
        made = [e for _, e in self.artifacts()]
        props = [s for _, s in self.properties("thing") if self.is_of(s.range, "agent") and all(self.fits(e, s.domain) for e in made)]
        if not props and made:
            # `whom does X compete with`: a word for what may be between things of any kind asks for no maker.
            anything = [s for _, s in self.properties("thing", frames=("verb",)) if s.range is None]
            props = [s for s in anything if s.name != self.ontology.playing("family") and all(self.fits(e, s.domain) for e in made)]
        of_agents = [s for _, s in self.properties("thing") if self.is_of(s.range, "agent")]
        cls = self.wanted_class()
        told = any(self._touches(i, noun) for i, _ in self.artifacts() for noun, _ in self.classes)
        another = cls is not None and not told and not self.is_of(cls, "agent") and not any(self.fits(e, cls) for e in made)
        if made and (another or (of_agents and not props)):
            # `X 和哪家公司合作`, `X 的数据来自哪里`: what is asked is not said of things that are made, or not of these.
            return None
        prop = props[0].name if props else next((g for g in self.lexicon.asked_genitives if self.range_is(g, "agent")), None)
        if prop is None:
            return None
        if made:
            node, choices = self.about(made)
            dates = {name for name in self.named_properties() if (s := self.ontology.properties.get(name)) and s.kind == "date"}
            whole = self.all_used({prop, *dates}) and not self.concepts()
            return Form("select", (Pattern(node, prop, RESULT),), choices, asked=prop) if whole else None
        bound = [(self.ontology.properties[name], e) for _, e in self.concepts() if (name := self.property_to(e))]
        if not self.entities and self.limits.properties and self.all_used({prop, *self.limits.properties}):
            return Form("select", (Pattern(BRIDGE, prop, RESULT),), asked=prop)
        if not bound or len(bound) != len(self.entities):
            return None
        own = tuple(Pattern(RESULT, spec.name, e) for spec, e in bound if self.is_of(spec.domain, "agent"))
        others = tuple(Pattern(BRIDGE, spec.name, e) for spec, e in bound if not self.is_of(spec.domain, "agent"))
        if props and len(bound) == 1 and self._is_proposed(*bound[0]):
            # `Transformer 是谁提出的` asks for who proposed it, and not for who made what uses it.
            return Form("select", (Pattern(bound[0][1], prop, RESULT),), asked=prop)
        names = {prop, *(spec.name for spec, _ in bound)}
        if not self.all_used({*names, *self.limits.properties, *(q for name in names for q in self.same_words(name))}):
            return None
        loosely = (
            not props
            and self.wanted_class() is None
            and not self._says_what_agent()
            and not any(p.predicate == self.ontology.playing("does") for p in others)
        )
        if others and loosely and not own and not self.limits:
            # `谁用了 X`: what uses a technique or data is a model and no company, unless the question says so.
            return Form("select", tuple(replace(p, subject=RESULT) for p in others))
        return Form("select", (*own, *others, Pattern(BRIDGE, prop, RESULT)), asked=prop) if others else Form("select", own)

    def _says_what_agent(self) -> bool:
        """`哪些公司`: does the question word say what kind of those who act is meant?"""
        nouns = tuple(noun for noun, cls in self.lexicon.class_nouns.items() if self.is_of(cls, "agent"))
        return any(fold(item.text).endswith(nouns) for item in self.interrogatives)

    def _is_proposed(self, binding: Property, entity: Entity) -> bool:
        """Is a way to do things asked about itself: by no word that tells who uses it, and for no list of companies?"""
        worded = set(self.named_properties())
        listed = self.question.having("list", "count") or self.limits
        made = self.fits(entity, self.ontology.playing("artifact")) and self.may_play(entity, "technique")
        return made and binding.name not in worded and not listed

    def _groups(self, entities: Iterable[Entity]) -> tuple[tuple[Pattern, ...], Choices] | None:
        """What binds the results to named things: all of different properties, any of one property."""
        groups: dict[str, list[Entity]] = {}
        for entity in entities:
            name, meant = self.binding(entity)
            if name is None or not meant:
                return None
            groups.setdefault(name, []).extend(meant)
        patterns: list[Pattern] = []
        choices: list[tuple[Variable, tuple[Entity, ...]]] = []
        for number, (name, among) in enumerate(groups.items()):
            if self._are_all_meant(name) and not any(self.tasks_of(e) for _, e in self.entities):
                patterns += [Pattern(RESULT, name, entity) for entity in among]
                continue
            node: Node = among[0] if len(among) == 1 else Variable(f"among{number}")
            patterns.append(Pattern(RESULT, name, node))
            if isinstance(node, Variable):
                choices.append((node, tuple(among)))
        return tuple(patterns), tuple(choices)

    def _are_all_meant(self, name: str) -> bool:
        """`support English and French`: a verb with several objects, unless an or joins them."""
        if self.question.having("both"):
            return True
        verb = any(w.frame == "verb" and not w.questions_only for i in self.worded for w in i.wordings if name in w.denotes)
        return verb and not self.question.having("or")

    def _select(self) -> Form | None:
        """The things of a class that are bound to the named ones, or within limits."""
        grouped = self._groups(e for _, e in self.entities)
        if grouped is None:
            return None
        patterns, choices = grouped
        names = {p.predicate for p in patterns} | self.limits.properties
        if not self.all_used({*names, *(p for g in names for p in self.same_words(g))}):
            return None
        cls = self.wanted_class()
        if any(not self._meet(cls or self.ontology.playing("artifact"), self.ontology.properties[p.predicate].domain) for p in patterns):
            return None
        classes = self.asked_classes(cls, (cls,) if cls else ())
        if not patterns and not self.limits.properties and not (classes and self.limits.without):
            return None
        if cls is not None and not self.is_of(cls, "artifact"):
            return None
        if cls is None and not self.properties() and len(self.entities) < 2 and not self.limits and not self._lists_members(patterns):
            return None
        kinds = tuple(e for _, e in self.entities if self.ontology.plays(e.classes, "modality"))
        return Form("select", patterns, choices, result_classes=classes, stands_for=kinds)

    def _lists_members(self, patterns: Iterable[Pattern]) -> bool:
        """`哪些 X 系列`: the members of a group, or those that do a task, with no word that says so."""
        kinds = {self.ontology.playing("family"): "group", self.ontology.playing("does"): "task"}
        meant = [kinds.get(p.predicate) for p in patterns]
        groups = all(kind and self.ontology.plays(e.classes, kind) for (_, e), kind in zip(self.entities, meant, strict=False))
        return bool(meant and groups and self.question.having("list", "count"))

    def _rank(self) -> Form | None:
        """Which of several is larger, earlier; which of all is the largest, earliest; all of them in order."""
        spec, descending = self._ranked_by()
        named = self.artifacts() or ([] if self.wanted_class() else self.subjects())
        things = tuple(dict.fromkeys(e for _, e in named if not self._is_bound_to(e)))
        by_how_much = self.wants("decimal") or self.question.having("question")
        if spec is None or spec.kind == "quantity" or (by_how_much and self.question.having("than") and len(things) > 1):
            # `X 比 Y 多多少参数` asks for the difference.
            return None
        if len(things) == 1:
            return self._rank_of_family(things[0], spec, descending=descending)
        grouped = self._groups(e for _, e in self.entities if e not in things)
        cls = self.wanted_class()
        if grouped is None or not (things or cls is not None or grouped[0]):
            return None
        patterns, choices = grouped
        names = {spec.name, *(p.predicate for p in patterns), *self.limits.properties}
        if not self.all_used({*names, *(q for name in names for q in self.same_words(name))}):
            return None
        classes = self.asked_classes(cls) if not things else ()
        form = Form("rank", (Pattern(RESULT, spec.name, VALUE), *patterns), choices, result_classes=classes)
        form = replace(form, descending=descending, choices=(*choices, *(((RESULT, things),) if things else ())))
        form = replace(form, limit=len(things)) if self.question.having("order") else form
        return self.limits.put_on(form) if self.limits or self.limits.top else form

    def _ranked_by(self) -> tuple[Property | None, bool]:
        """The property that a comparing word compares by, and whether the greater come first."""
        for item in self.question.having("ascending", "descending"):
            wording = item.frames("ascending", "descending")[0]
            return self.ontology.properties.get(wording.denotes[0]), wording.frame == "descending"
        named = [spec for _, spec in self.properties("date", "number")]
        return (named[0], named[0].kind == "number") if named else (None, False)

    def _rank_of_family(self, thing: Entity, spec: Property, *, descending: bool) -> Form | None:
        """`the latest GPT`: of those that belong to it."""
        family = self.ontology.playing("family")
        words = self.question.having("ascending", "descending")
        if family is None or len(self.entities) > 1 or self.limits or any(word.frames("function") for word in words):
            return None
        if self.wants("date") or not self.all_used({spec.name, family}):
            return None
        return Form("rank", (Pattern(RESULT, spec.name, VALUE), Pattern(RESULT, family, thing)), descending=descending)

    def _is_bound_to(self, entity: Entity) -> bool:
        """Does a word of the question bind others to this thing: the largest model based on X?"""
        verbs = self.properties("thing", frames=("verb", "inverseNoun"))
        return any(self.fits(entity, spec.range) and not self.is_weak(spec.name) for _, spec in verbs)

    def _compared(self) -> Form | None:
        """Which of two outdoes the other."""
        things = tuple(dict.fromkeys(e for _, e in self.artifacts()))
        specs = [s for _, s in self.properties("thing", frames=("verb",)) if s.name in self.ontology.roles.get("compares", ())]
        if len(things) != 2 or len(things) != len(self.entities) or not specs or not (self.wants("Thing") or self.asks_agent()):
            return None
        other = Variable("other")
        return Form("select", (Pattern(RESULT, specs[0].name, other),), ((RESULT, things), (other, things)))

    def _polar(self) -> Form | None:
        """Is it so: a named thing and what the question says of it."""
        ordered = self.question.having("ascending", "descending")
        things = list(dict.fromkeys(e for _, e in self.entities))
        if self.question.having("or"):
            return self._chosen()
        if ordered and len(things) == 2 and not self.limits:
            wording = ordered[0].frames("ascending", "descending")[0]
            return self._is_greater(wording.denotes[0], ">" if wording.frame == "descending" else "<", *things)
        return None if ordered else self._stated()

    def _chosen(self) -> Form | None:
        """`made by A or B`: which of them it is."""
        made = self.artifacts()
        others = tuple(e for pair in self.entities if pair not in made for e in (pair[1],))
        names = {self.property_to(e) for e in others}
        name = next(iter(names)) if len(names) == 1 else None
        if len(made) != 1 or len(others) < 2 or name is None or self.limits or not self.all_used({name, *self.same_words(name)}):
            return None
        return Form("select", (Pattern(made[0][1], name, RESULT),), ((RESULT, others),), asked=name)

    def _is_greater(self, name: str, sign: str, one: Entity, other: Entity) -> Form | None:
        spec = self.ontology.properties.get(name)
        if spec is None or spec.kind not in ("number", "date") or not self.all_used({name, *self.same_words(name)}):
            return None
        against = Variable("against")
        return Form("ask", (Pattern(one, name, VALUE), Pattern(other, name, against)), bounds=(Bound(VALUE, sign, against),))

    def _stated(self) -> Form | None:
        """What a sentence states of a named thing: values, or what it has to do with other named things."""
        if self.limits.without or self.limits.excluded or (self.limits.against and self.limits.bounds):
            return None
        if self.limits.against and len(self.entities) == 1:
            return self._is_greater(*self.limits.against[0][:2], self.entities[0][1], self.limits.against[0][2])
        if self.limits.bounds:
            return self._valued()
        patterns = next(self._linked(), None) or self._bound_thing()
        return Form("ask", patterns) if patterns else None

    def _valued(self) -> Form | None:
        """A value that the one named thing is said to have."""
        things = [e for _, e in self.artifacts()]
        names = self.limits.properties
        if len(things) != 1 or len(names) != 1 or not self.all_used({*names, *(q for n in names for q in self.same_words(n))}):
            return None
        name = next(iter(names))
        patterns = [Pattern(things[0], name, RESULT)]
        patterns += [Pattern(things[0], p, e) for _, e in self.entities if e != things[0] and (p := self.property_to(e))]
        bounds = tuple(Bound(RESULT, sign, value) for _, sign, value in self.limits.bounds)
        return Form("ask", tuple(patterns), bounds=bounds, asked=name)

    def _linked(self) -> Iterator[tuple[Pattern, ...]]:
        """Two named things and the property that a word, or nothing, puts between them."""
        if len(self.entities) != 2:
            return
        first, second = self.entities
        worded = self.properties("thing", frames=("verb", "agentVerb", "noun", "inverseNoun", "question"))
        for word, spec in sorted(worded, key=lambda pair: self.is_weak(pair[1].name)):
            if self.all_used({spec.name, *self.same_words(spec.name)}):
                subject, target = self.ordered(spec, word, first, second)
                if self.fits(subject, spec.domain) and self.fits(target, spec.range):
                    yield (Pattern(subject, spec.name, target),)
        for spec in map(self.ontology.properties.__getitem__, self.lexicon.asked_genitives):
            known = spec.kind == "thing" and bool(first[1].classes and second[1].classes)
            if known and not self.worded and self.fits(first[1], spec.domain) and self.fits(second[1], spec.range):
                yield (Pattern(first[1], spec.name, second[1]),)

    def _bound_thing(self) -> tuple[Pattern, ...] | None:
        """One made thing with several others, each bound to it by a property of its own."""
        things = self.artifacts()
        others = [e for pair in self.entities if pair not in things for e in (pair[1],)]
        if len(things) != 1 or not others:
            return None
        patterns = tuple(Pattern(things[0][1], name, e) for e in others if (name := self.property_to(e)))
        used = {p.predicate for p in patterns}
        whole = len(patterns) == len(others) and self.all_used({*used, *(q for p in used for q in self.same_words(p))})
        return patterns if whole else None
