"""Questions about the documents themselves: where they disagree, and which of them speak of a thing."""

from __future__ import annotations

from dataclasses import dataclass

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.question import Entity, Question

_MEANT = ("interrogative", "classNoun", "polar", "list", "count", "document", "mention", "disagree", "noun", "question", "each", "both")


@dataclass(frozen=True, slots=True)
class Inquiry:
    """`kind` is disputes (what documents disagree about) or mentions (documents that speak of all the things)."""

    kind: str
    entities: tuple[Entity, ...] = ()
    properties: tuple[str, ...] = ()
    counted: bool = False
    """Is it asked how many?"""

    def __str__(self) -> str:
        about = ", ".join((*(entity.label for entity in self.entities), *self.properties))
        said = "what documents disagree about" if self.kind == "disputes" else "documents that mention"
        return f"{'count of ' * self.counted}{said}{': ' * bool(about)}{about}"


def inquiry(question: Question, lexicon: Lexicon) -> Inquiry | None:
    """What the question asks of the documents, if nothing else is asked."""
    contents = Contents(question, lexicon)
    if question.left_over or any(item.is_value and not item.entities for item in question.items):
        return None
    rest = [i for i in question.items if not i.entities and not i.says_nothing and not i.frames(*_MEANT)]
    things = tuple(dict.fromkeys(entity for _, entity in contents.entities))
    named = (spec for _, spec in contents.properties(frames=("noun", "question")))
    properties = tuple(dict.fromkeys(spec.name for spec in named if spec.functional or spec.exhaustive))
    denied = question.having("negation", "exclusion")
    if rest or denied:
        return None
    if question.having("disagree"):
        return Inquiry("disputes", things, properties)
    if things and not properties and question.having("document") and question.having("mention"):
        return Inquiry("mentions", things, counted=any(item.frames("count") for item in question.having("document")))
    return None
