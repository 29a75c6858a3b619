"""From the items of a question to a logical form, by the types that the ontology gives its properties."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.forms import BRIDGE, RESULT, Form, Pattern, Variable
from aigc_kg.plan.items import Entity, Question
from aigc_kg.plan.relations import RelationPlanner


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


class _Planner(RelationPlanner):
    def forms(self) -> list[Form | None]:
        """The forms to run, most often one."""
        if not self.entities and not self.question.having("ascending", "descending") and not self.question.having("count"):
            return []
        if self.is_polar():
            return [self._polar()]
        if self.question.having("ascending", "descending"):
            if form := self._rank():
                return [form]
            if self.properties("quantity", frames=("ascending", "descending")):
                # Amounts of different units are not compared.
                return []
        if self.question.having("count"):
            selected = self._select() or self._of_agent() or self._related()
            return [replace(selected, kind="count")] if selected else []
        return self._lookups()

    def _lookups(self) -> list[Form | None]:
        if chained := self._chained():
            return [chained]
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
        if self.wants("decimal") and len(self.artifacts()) > 1:
            # By how much one outdoes another stands on the claim, not in a property.
            return []
        return [self._related() or self._siblings() or self._select()]

    def _asks_maker_by_noun(self) -> bool:
        """`X 的开发者有哪些`, `developer of X`: the noun of a maker and a thing that is made."""
        nouns = [s for _, s in self.properties("thing", frames=("noun",)) if self.is_of(s.range, "agent")]
        only = len(self.entities) == len(self.artifacts()) and not self.properties("thing", frames=("agentVerb", "verb"))
        return bool(nouns) and bool(self.artifacts()) and only and not self.question.having("other")

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
        bound = [(self.ontology.properties[name], e) for _, e in self._concepts() if (name := self._property_to(e))]
        if not bound or len(bound) != len(self.entities):
            return None
        own = tuple(Pattern(RESULT, spec.name, e) for spec, e in bound if self.is_of(spec.domain, "agent"))
        made = tuple(Pattern(BRIDGE, spec.name, e) for spec, e in bound if not self.is_of(spec.domain, "agent"))
        return Form("select", (*own, *made, Pattern(BRIDGE, prop, RESULT)), asked=prop) if made else Form("select", own)

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

    def _rank(self) -> Form | None:
        """Which of several is larger, earlier; which of all is the largest, earliest."""
        item = self.question.having("ascending", "descending")[0]
        wording = item.frames("ascending", "descending")[0]
        spec = self.ontology.properties.get(wording.denotes[0])
        things = tuple(dict.fromkeys(e for _, e in self.artifacts()))
        if spec is None or spec.kind == "quantity" or len(things) == 1:
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
