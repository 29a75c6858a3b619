"""Logical forms: what a question asks of the graph, typed and small."""

from __future__ import annotations

from dataclasses import dataclass

from aigc_kg.plan.items import Entity


@dataclass(frozen=True, slots=True)
class Variable:
    """An unknown of the question."""

    name: str


Node = Variable | Entity
RESULT = Variable("result")
ABOUT = Variable("about")
BRIDGE = Variable("bridge")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern: subject, property (local name), object."""

    subject: Node
    predicate: str
    object: Node

    def __str__(self) -> str:
        return f"{self.predicate}({_shown(self.subject)}, {_shown(self.object)})"


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked.

    `kind` is select (things or values), count, ask (yes or no) or rank (the first by a value).
    `choices` are the entities that a variable may be.
    """

    kind: str
    patterns: tuple[Pattern, ...]
    choices: tuple[tuple[Variable, tuple[Entity, ...]], ...] = ()
    excluded: tuple[Entity, ...] = ()
    result_classes: tuple[str, ...] = ()
    descending: bool = True
    supposed: str | None = None
    """For ask: the value that the question supposes."""
    asked: str | None = None
    """The property asked for, where the answer is its value."""

    @property
    def about(self) -> bool:
        """Is it asked of several things, so that each result says which?"""
        return any(p.subject == ABOUT for p in self.patterns)

    def __str__(self) -> str:
        body = " and ".join(str(pattern) for pattern in self.patterns)
        if self.result_classes:
            body += f", ? a {' or '.join(self.result_classes)}"
        if self.excluded:
            body += ", except " + ", ".join(e.label for e in self.excluded)
        for variable, entities in self.choices:
            body += f", {_shown(variable)} among " + ", ".join(e.label for e in entities)
        if self.kind == "count":
            return f"count of {body}"
        if self.kind == "ask":
            return f"is it so: {body}" + (f" = {self.supposed}" if self.supposed else "")
        if self.kind == "rank":
            return f"{'greatest' if self.descending else 'least'} by {body}"
        return body


def _shown(node: Node) -> str:
    if isinstance(node, Entity):
        return node.label
    return "?" if node == RESULT else f"?{node.name}"
