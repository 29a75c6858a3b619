"""Logical forms: what a question asks of the graph, typed and small."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from aigc_kg.plan.question import Entity


@dataclass(frozen=True, slots=True)
class Variable:
    """An unknown of the question."""

    name: str


Node = Variable | Entity
RESULT = Variable("result")
ABOUT = Variable("about")
BRIDGE = Variable("bridge")
COUNTED = Variable("counted")
_MOST_SHOWN = 8
"""Things of a choice that are named where the form is shown."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: subject, property (local name), object."""

    subject: Node
    predicate: str
    object: Node

    def __str__(self) -> str:
        return f"{self.predicate}({_shown(self.subject)}, {_shown(self.object)})"


@dataclass(frozen=True, slots=True)
class Bound:
    """What a value must be: `sign` is one of = < > <= >=, `value` a number, an ISO date or another value's variable.

    A date is equal to those within it, and compares with a coarser one that holds it in no way: March 2021 is neither
    before nor after 2021.
    """

    variable: Variable
    sign: str
    value: int | float | str | Variable

    def __str__(self) -> str:
        return f"{_shown(self.variable)} {self.sign} {_shown(self.value) if isinstance(self.value, Variable) else self.value}"


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked.

    `kind` is select (things or values), count, ask (yes or no), rank (the first by the variable `value`), tally (how many
    there are of the variable `counted` for each) or sources (the documents that say so). `choices` are the entities that a variable may be.
    """

    kind: str
    patterns: tuple[Pattern, ...]
    choices: tuple[tuple[Variable, tuple[Entity, ...]], ...] = ()
    excluded: tuple[Entity, ...] = ()
    result_classes: tuple[str, ...] = ()
    without: tuple[Pattern, ...] = ()
    """What nobody may state."""
    bounds: tuple[Bound, ...] = ()
    apart: bool = False
    """Only what is said of one of several things, and not of all others."""
    descending: bool = True
    limit: int = 1
    """For rank and tally: how many; 0 for all."""
    tally: Bound | None = None
    """For tally: what the count must be."""
    asked: str | None = None
    """The property asked for, where the answer is its value."""
    stands_for: tuple[Entity, ...] = ()
    """Things of the question that choices stand for: a kind of content, for the tasks that have to do with it."""
    otherwise: tuple[Form, ...] = ()
    """Other readings of the same words, for where this one has no results."""

    @property
    def about(self) -> bool:
        """Is it asked of several things, so that each result says which?"""
        return any(p.subject == ABOUT for p in self.patterns)

    @property
    def about_each(self) -> bool:
        """Is it asked how many there are of each?"""
        return any(p.object == ABOUT for p in self.patterns)

    @property
    def entities(self) -> set[Entity]:
        """All things that it names."""
        nodes = {node for p in (*self.patterns, *self.without) for node in (p.subject, p.object)}
        return (
            {node for node in nodes if isinstance(node, Entity)}
            | {e for _, among in self.choices for e in among}
            | {*self.excluded, *self.stands_for}
        )

    @property
    def is_bound(self) -> bool:
        """Are all the things that it names, in every reading, things of the graph, and none a stand-in?"""
        return all(not entity.is_stand_in for form in (self, *self.otherwise) for entity in form.entities)

    @property
    def predicates(self) -> set[str]:
        """All properties that it names."""
        return {p.predicate for p in (*self.patterns, *self.without)}

    def with_node(self, entity: Entity, node: Node) -> Form:
        """The form with a thing replaced in all its patterns."""

        def put(pattern: Pattern) -> Pattern:
            subject, target = (node if one == entity else one for one in (pattern.subject, pattern.object))
            return replace(pattern, subject=subject, object=target)

        return replace(self, patterns=tuple(map(put, self.patterns)), without=tuple(map(put, self.without)))

    def __str__(self) -> str:
        body = " and ".join(self._conditions())
        if self.kind == "count":
            return f"count of {body}"
        if self.kind == "ask":
            return f"is it so: {body}"
        if self.kind == "sources":
            return f"documents that state {body}"
        if self.kind == "tally":
            order = f"{'most' if self.descending else 'fewest'} " if self.limit else ""
            return f"{order}?counted by {'?' if not self.about_each else '?about'}: {body}"
        if self.kind == "rank":
            return f"{'greatest' if self.descending else 'least'}{f' {self.limit}' * (self.limit > 1)} by {body}"
        return body

    def _conditions(self) -> Iterator[str]:
        yield from (str(pattern) for pattern in self.patterns)
        yield from (f"not {pattern}" for pattern in self.without)
        yield from (str(bound) for bound in self.bounds)
        if self.tally is not None:
            yield f"number of {self.tally}"
        if self.result_classes:
            yield f"{'?counted' if self.kind == 'tally' else '?'} a {' or '.join(self.result_classes)}"
        for variable, entities in self.choices:
            more = f" and {len(entities) - _MOST_SHOWN} more" if len(entities) > _MOST_SHOWN else ""
            yield f"{_shown(variable)} among " + ", ".join(e.label for e in entities[:_MOST_SHOWN]) + more
        if self.excluded:
            yield "? except " + ", ".join(e.label for e in self.excluded)
        if self.apart:
            yield "not shared"


def _shown(node: Node) -> str:
    if isinstance(node, Entity):
        return node.label
    return "?" if node == RESULT else f"?{node.name}"
