"""Questions that count by group: which company has the most models, which have more than three, how many each has."""

from __future__ import annotations

from aigc_kg.plan.forms import ABOUT, COUNTED, RESULT, Bound, Form, Pattern
from aigc_kg.plan.limits import SIGNS
from aigc_kg.plan.question import Entity, Item
from aigc_kg.plan.relations import RelationPlanner

_ORDER = ("most", "fewest")
_CUES = ("above", "atLeast", "below", "atMost")


class TallyPlanner(RelationPlanner):
    """Plans a question whose things are counted for each of the groups that a property puts them in."""

    def form(self) -> Form | None:
        """The form, if the question names what is counted, and asks which group or how many in each."""
        ordering = self.question.having(*_ORDER)
        each = bool(self.question.having("count") and self.question.having("each"))
        bound = self._bound()
        if bound is not None:
            self.worded = [item for item in self.worded if not item.frames(*_CUES)]
        counted = next((cls for _, cls in self.classes if self.is_of(cls, "artifact")), None)
        if counted is None or not (ordering or each or bound) or self.question.having("negation"):
            return None
        group = next((cls for _, cls in self.classes if cls != counted and not self.is_of(cls, "artifact")), None)
        group = group or (self.ontology.playing("agent") if self.asks_agent() else None)
        named = [e for _, e in self.entities if group is not None and self.fits(e, group)]
        spec = self._grouping(group)
        if group is None or spec is None or (each and named):
            return None
        node = ABOUT if each and not (ordering or bound) else RESULT
        rest = self._bindings([e for _, e in self.entities if e not in named], spec)
        if rest is None or (len(named) == 1):
            return None
        form = Form(
            "tally", (Pattern(COUNTED, spec, node), *rest), ((node, tuple(named)),) if named else (),
            result_classes=self.asked_classes(counted, (counted,)), descending=not any(i.is_a("fewest") for i in ordering),
            limit=1 if ordering else 0, tally=bound,
        )  # fmt: skip
        return form if self._is_whole(form) else None

    def _grouping(self, group: str | None) -> str | None:
        """The property that leads from what is counted to its group: one that the words name, else what a possessive means."""
        named = [spec for _, spec in self.properties("thing")]
        meant = [self.ontology.properties[name] for name in self.lexicon.asked_genitives]
        return next((s.name for s in (*named, *meant) if group and s.range and self.ontology.is_a(group, s.range)), self._wider(group))

    def _wider(self, group: str | None) -> str | None:
        """As above, where the group is of a wider class than the property leads to."""
        specs = (self.ontology.properties[name] for name in self.lexicon.asked_genitives)
        return next((s.name for s in specs if group and s.range and self.ontology.is_a(s.range, group)), None)

    def _bindings(self, entities: list[Entity], spec: str) -> tuple[Pattern, ...] | None:
        """What binds the counted things to the other named ones."""
        names = [(self.property_to(entity), entity) for entity in entities]
        if any(name is None or name == spec for name, _ in names):
            return None
        return tuple(Pattern(COUNTED, name, entity) for name, entity in names if name is not None)

    def _bound(self) -> Bound | None:
        """`more than three` of what is counted."""
        numbers = [i for i in self.question.items if i.number is not None and not i.wordings and not i.entities]
        cues = self.question.having(*_CUES)
        if len(numbers) != 1 or len(cues) != 1 or numbers[0].number not in range(1000):
            return None
        return Bound(COUNTED, _sign(cues[0]), numbers[0].number or 0)

    def _is_whole(self, form: Form) -> bool:
        named = {entity for _, entity in self.entities}
        values = [i for i in self.question.items if i.is_value and not i.entities]
        ranked = self.question.having("ascending", "descending")
        properties = {p.predicate for p in form.patterns}
        used = {*properties, *(q for name in properties for q in self.same_words(name))}
        return named <= form.entities and len(values) == (form.tally is not None) and not ranked and self.all_used(used)


def _sign(cue: Item) -> str:
    return next(SIGNS[w.frame] for w in cue.wordings if w.frame in _CUES)
