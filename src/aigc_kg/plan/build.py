"""From the items of a question to logical forms, by the types that the ontology gives its properties.

What narrows the question is taken off first (`limits`), then the rest is planned as it stands; failing that, in steps
(`steps`), or as several questions (`clauses`). A form counts only if it accounts for everything in the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.clauses import by_property, by_question_word, chained, clauses, sentences
from aigc_kg.plan.compile import VALUE
from aigc_kg.plan.contents import WORDED, Contents
from aigc_kg.plan.direct import DirectPlanner
from aigc_kg.plan.forms import RESULT, Form
from aigc_kg.plan.inquiries import Inquiry, inquiry
from aigc_kg.plan.limits import Limits, take_limits
from aigc_kg.plan.overview import overview
from aigc_kg.plan.question import Item, Question
from aigc_kg.plan.steps import steps
from aigc_kg.plan.tallies import TallyPlanner

_MOST_STEPS = 2
_MOST_ITEMS = 50
"""Names and words in one question. What has more is a text."""
_BLOCKING = ("explanation", "negation", "exclusion", "above", "atLeast", "below", "atMost", "between", "most", "fewest", "disagree")
"""Words that a form has to take up, or else there is none."""


@dataclass(frozen=True)
class Plan:
    """What was understood: forms to run, or why there is none."""

    question: Question
    forms: tuple[Form, ...] = ()
    not_understood: tuple[str, ...] = ()
    """Words left over. Forms that there are nevertheless hold only for results whose sentences or headings have them."""
    asked: tuple[str, ...] = ()
    """Properties that the question asks about."""
    overview: bool = False
    """Are the forms all that might be said, so that some may have no results?"""
    otherwise: Plan | None = None
    """The plan for the question read otherwise, for where this one has no results."""
    inquiry: Inquiry | None = None
    """What is asked of the documents, in place of forms."""


def plan(question: Question, lexicon: Lexicon) -> Plan:
    """The plan for a question: no form where a word is left over that may change the meaning.

    Several sentences are planned one by one; one that names nothing is about what the one before names.
    """
    found = _plan(question, lexicon)
    # What points back at a question that does not settle it stands for nothing.
    return found if all(form.is_bound for form in found.forms) else replace(found, forms=())


def _plan(question: Question, lexicon: Lexicon) -> Plan:
    if question.otherwise is not None:
        return replace(plan(replace(question, otherwise=None), lexicon), otherwise=plan(question.otherwise, lexicon))
    if len(question.items) > _MOST_ITEMS:
        return Plan(question, (), question.left_over or (question.text,))
    parts = sentences(question, lexicon)
    if len(parts) > 1:
        plans = [_plan_one(part, lexicon) for part in parts]
        if all(one.forms and not one.overview and not one.not_understood for one in plans):
            asked = tuple(name for one in plans for name in one.asked)
            forms = [form for one in plans for form in one.forms]
            return Plan(question, chained(parts, forms) if len(forms) == len(parts) else tuple(forms), (), asked)
    return _plan_one(question, lexicon)


def _plan_one(question: Question, lexicon: Lexicon) -> Plan:
    asked = tuple(Contents(question, lexicon).named_properties())
    if (of_documents := inquiry(question, lexicon)) is not None:
        return Plan(question, asked=asked, inquiry=of_documents)
    rest, limits = take_limits(question, lexicon)
    if not all(map(_may_be_said, question.left_over)):
        return Plan(question, (), question.left_over, asked)
    if tally := TallyPlanner(question, lexicon).form():
        return Plan(question, (tally,), question.left_over, asked)
    if blocking := tuple(item.text for item in rest.items if _blocks(item)):
        return Plan(question, (), (*question.left_over, *blocking), asked)
    forms, whole = _forms(question, rest, limits, lexicon)
    return Plan(question, forms, question.left_over, asked, overview=whole)


def _forms(question: Question, rest: Question, limits: Limits, lexicon: Lexicon) -> tuple[tuple[Form, ...], bool]:
    """The forms, and whether they are an overview."""
    if forms := overview(rest, lexicon):
        return forms if not limits else (), True
    parts = clauses(question, lexicon)
    if not parts:
        if form := _form(rest, limits, lexicon):
            return (form,), False
        parts = by_property(question, lexicon)
        parts = parts or by_question_word(question)
    several = [_form(*take_limits(part, lexicon), lexicon) for part in parts]
    forms = tuple(form for form in several if form is not None)
    return chained(parts, forms) if len(forms) == len(several) else (), False


def _may_be_said(run: str) -> bool:
    """May words that nothing explains be words of the sentence that answers? Names and numbers may not."""
    return len(run) > 1 and not re.search(r"[A-Z\d]", run)


def _blocks(item: Item) -> bool:
    """Does the word change the meaning, and is it still there?"""
    return not item.entities and bool(item.frames(*_BLOCKING)) and not item.frames("polar", "function", *WORDED)


def _form(question: Question, limits: Limits, lexicon: Lexicon, depth: int = 0) -> Form | None:
    """The form for one question, planned as it stands or in steps."""
    if any(item.is_a("document") for item in question.items):
        return _sources(question, limits, lexicon)
    planner = DirectPlanner(question, lexicon, limits)
    form = planner.form()
    if form is not None:
        return replace(form, otherwise=tuple(planner.readings(form)))
    if depth == _MOST_STEPS:
        return None
    for step in steps(question, lexicon):
        inner = _form(step.question, limits, lexicon, depth + 1)
        form = step.put_on(inner, depth + 1) if inner is not None else None
        if form is not None:
            made = lexicon.ontology.plays(step.named.classes, "artifact")
            other = made and question.having("other") and inner is not None and inner.asked is None
            return replace(form, excluded=(*form.excluded, step.named)) if other else form
    return None


def _sources(question: Question, limits: Limits, lexicon: Lexicon) -> Form | None:
    """The documents that state what the rest of the question says."""
    rest = question.only(i for i in question.items if not i.is_a("document") and not i.frames("interrogative"))
    if limits.without or limits.excluded or limits.against:
        return None
    form = DirectPlanner(rest, lexicon, limits).statement()
    if form is None:
        return None
    # The documents are the results, and a stated value is not.
    patterns = tuple(replace(p, object=VALUE) if p.object == RESULT else p for p in form.patterns)
    bounds = tuple(replace(bound, variable=VALUE) if bound.variable == RESULT else bound for bound in form.bounds)
    return replace(form, kind="sources", patterns=patterns, bounds=bounds, asked=None)
