"""Several questions in one: sentences, clauses that each ask something, and several properties asked of one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.forms import RESULT, Form, Variable
from aigc_kg.plan.question import Entity, Item, Question

_SENTENCE_END = re.compile(r"[?？。;；!！]")
_MEANT_BEFORE = "?before"
"""Stands for what the question before asks for."""
_CLAUSE_END = re.compile(r"[,，、]|\band\b|以及|并且|而且|和|及|并")


def sentences(question: Question, lexicon: Lexicon) -> list[Question]:
    """The sentences of the question; one without a named thing takes over those of the one before."""
    return _cut(question, [m.end() for m in _SENTENCE_END.finditer(question.text)], lexicon) or [question]


def clauses(question: Question, lexicon: Lexicon) -> list[Question]:
    """The clauses of the question, where several of them ask something; else none."""
    asking = [i for i in question.items if not i.entities and i.frames("interrogative", "question", "count")]
    ends = []
    for first, second in pairwise(asking):
        between = [m.end() for m in _CLAUSE_END.finditer(question.text, first.end, second.start) if _outside(question, m.start())]
        ends += between[-1:]
    return _cut(question, ends, lexicon) if ends else []


def chained(parts: Sequence[Question], forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms of parts, where `that model` in one means what the one before asks for; none where that is unknown."""
    found: list[Form] = []
    for number, (part, form) in enumerate(zip(parts, forms, strict=True)):
        meant = next((e for item in part.entities for e in item.entities if e.iri == _MEANT_BEFORE), None)
        behind = _put_behind(found[-1] if found else None, form, meant, number) if meant is not None else form
        if behind is None:
            return ()
        found.append(behind)
    return tuple(found)


def _put_behind(first: Form | None, second: Form, meant: Entity, number: int) -> Form | None:
    """The second form about the results of the first, in place of what stands for them."""
    if first is None or first.kind != "select" or first.choices:
        return None
    step = Variable(f"chain{number}")
    steps = tuple(replace(p, subject=step if p.subject == RESULT else p.subject, object=step if p.object == RESULT else p.object)
                  for p in first.patterns)  # fmt: skip
    one, *others = (replace(form.with_node(meant, step), otherwise=()) for form in (second, *second.otherwise))
    return replace(one, patterns=(*steps, *one.patterns), otherwise=tuple(replace(o, patterns=(*steps, *o.patterns)) for o in others))


def _pointing_back(part: Sequence[Item], lexicon: Lexicon) -> Item | None:
    """`that framework`, 那个框架: a pointing word right before the noun of a class, or one that needs none, as a thing of that class."""
    for item in part:
        noun = next((i for i in part if i.is_a("classNoun") and 0 <= i.start - item.end <= 1), None)
        if item.is_a("anaphor") and noun is not None:
            cls = noun.frames("classNoun")[0].denotes[0]
            classes = tuple(sorted(name for name in lexicon.ontology.superclasses if lexicon.ontology.is_a(name, cls)))
            return Item(item.start, noun.end, noun.text, (Entity(_MEANT_BEFORE, classes, noun.text),))
        if item.is_a("anaphorOnly"):
            return Item(item.start, item.end, item.text, (Entity(_MEANT_BEFORE, (), item.text),))
    return None


def by_property(question: Question, lexicon: Lexicon) -> list[Question]:
    """`the developer and size of X` as one question for each noun."""
    contents = Contents(question, lexicon)
    nouns = [item for item in contents.worded if item.frames("noun", "question")]
    if len(nouns) < 2:
        return []
    return [question.only(i for i in question.items if i is noun or i not in nouns) for noun in nouns]


def by_question_word(question: Question) -> list[Question]:
    """`who made X, and when` without a second verb: one question for each word that asks for another kind of thing."""
    asking = [i for i in question.having("interrogative") if not i.says_nothing]
    kinds = {w.denotes for i in asking for w in i.frames("interrogative")}
    if len(asking) < 2 or len(kinds) != len(asking):
        return []
    return [question.only(i for i in question.items if i is one or i not in asking) for one in asking]


def _outside(question: Question, at: int) -> bool:
    """Does a place of the text lie in no name?"""
    return not any(item.entities and item.start <= at < item.end for item in question.items)


def _cut(question: Question, ends: Sequence[int], lexicon: Lexicon) -> list[Question]:
    bounds = [0, *(end for end in ends if end < len(question.text.rstrip())), len(question.text)]
    found: list[Question] = []
    carried: tuple[Item, ...] = ()
    for start, end in pairwise(bounds):
        items = tuple(i for i in question.items if start <= i.start < end)
        left = tuple(run for run in question.left_over if run in question.text[start:end])
        if all(i.says_nothing for i in items) and not left:
            continue
        if found and not any(i.entities for i in items) and (meant := _pointing_back(items, lexicon)):
            items = tuple(i for i in (*items, meant) if i is meant or not meant.start <= i.start < meant.end)
            found.append(Question(question.text, tuple(sorted(items, key=lambda i: i.start)), left, question.unknown_names, question.taken))
            continue
        if not any(i.entities for i in items):
            # The carried things stand before the clause, as `it` would.
            items = (*carried, *items)
        carried = tuple(i for i in items if i.entities)
        found.append(Question(question.text, items, left, question.unknown_names, question.taken))
    return found
