"""Questions for whatever is said: everything about a thing, what two have in common, how they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aigc_kg.lexicon import Lexicon
from aigc_kg.ontology import Property
from aigc_kg.plan.contents import WORDED, Contents
from aigc_kg.plan.forms import ABOUT, RESULT, Form, Pattern
from aigc_kg.plan.question import Entity, Question

_FRAMES = ("everything", "common", "differ")


def overview(question: Question, lexicon: Lexicon) -> tuple[Form, ...]:
    """A form for each property, those without results among them; none where the question asks for something else."""
    asking = question.having(*_FRAMES)
    if len(question.items) == 1 and question.entities and not question.left_over:
        # A name and nothing else.
        return tuple(_Overview(question, lexicon).everything(question.entities[0].entities[0]))
    rest = [i for i in question.items if i not in asking and not i.entities]
    if len({f for i in asking for f in _FRAMES if i.is_a(f)}) != 1 or not all(
        i.says_nothing or i.frames("interrogative", "classNoun", "polar") for i in rest
    ):
        return ()
    planner = _Overview(question, lexicon)
    things = list(dict.fromkeys(entity for _, entity in planner.entities))
    if asking[0].is_a("everything"):
        return tuple(planner.everything(things[0])) if len(things) == 1 else ()
    if len(things) < 2:
        return ()
    return tuple(planner.common(things) if asking[0].is_a("common") else planner.differing(things))


class _Overview(Contents):
    def everything(self, thing: Entity) -> Iterator[Form]:
        for spec in self._of(thing):
            yield Form("select", (Pattern(thing, spec.name, RESULT),), asked=spec.name)
        for spec in self.ontology.properties.values():
            if spec.kind == "thing" and spec.domain and not spec.symmetric and self.fits(thing, spec.range) and thing.classes:
                yield Form("select", (Pattern(RESULT, spec.name, thing),))

    def common(self, things: Sequence[Entity]) -> Iterator[Form]:
        for spec in self._of(things[0]):
            if spec.kind not in ("quantity", "text"):
                yield Form("select", tuple(Pattern(thing, spec.name, RESULT) for thing in things))

    def differing(self, things: Sequence[Entity]) -> Iterator[Form]:
        for spec in self._of(things[0]):
            if spec.kind != "text":
                yield Form("select", (Pattern(ABOUT, spec.name, RESULT),), ((ABOUT, tuple(things)),), apart=True, asked=spec.name)

    def _of(self, thing: Entity) -> Iterator[Property]:
        """The properties that a thing may have; those of claims and sources have no templates."""
        worded = {name for w in self.lexicon.wordings if w.frame in WORDED for name in w.denotes}
        return (spec for spec in self.ontology.properties.values() if spec.name in worded and self.fits(thing, spec.domain))
