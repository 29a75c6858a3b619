"""Several questions in one: sentences, clauses that each ask something, and several properties asked of one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.items import Item, Question

_SENTENCE_END = re.compile(r"[?？。;；!！]")
_CLAUSE_END = re.compile(r"[,，、]|\band\b|以及|并且|而且|和|及|并")


def sentences(question: Question) -> list[Question]:
    """The sentences of the question; one without a named thing takes over those of the one before."""
    return _cut(question, [m.end() for m in _SENTENCE_END.finditer(question.text)]) or [question]


def clauses(question: Question) -> list[Question]:
    """The clauses of the question, where several of them ask something; else none."""
    asking = [i for i in question.items if not i.entities and i.frames("interrogative", "question", "count")]
    ends = []
    for first, second in pairwise(asking):
        between = [m.end() for m in _CLAUSE_END.finditer(question.text, first.end, second.start) if _outside(question, m.start())]
        ends += between[-1:]
    return _cut(question, ends) if ends else []


def by_property(question: Question, lexicon: Lexicon) -> list[Question]:
    """`the developer and size of X` as one question for each noun."""
    contents = Contents(question, lexicon)
    nouns = [item for item in contents.worded if item.frames("noun", "question")]
    if len(nouns) < 2:
        return []
    return [question.only(i for i in question.items if i is noun or i not in nouns) for noun in nouns]


def _outside(question: Question, at: int) -> bool:
    """Does a place of the text lie in no name?"""
    return not any(item.entities and item.start <= at < item.end for item in question.items)


def _cut(question: Question, ends: Sequence[int]) -> list[Question]:
    bounds = [0, *(end for end in ends if end < len(question.text.rstrip())), len(question.text)]
    found: list[Question] = []
    carried: tuple[Item, ...] = ()
    for start, end in pairwise(bounds):
        items = tuple(i for i in question.items if start <= i.start < end)
        left = tuple(run for run in question.left_over if run in question.text[start:end])
        if all(i.says_nothing for i in items) and not left:
            continue
        if not any(i.entities for i in items):
            # The carried things stand before the clause, as `it` would.
            items = (*carried, *items)
        carried = tuple(i for i in items if i.entities)
        found.append(Question(question.text, items, left, question.unknown_names, question.taken))
    return found
