"""Questions over the notes, against the answers that the notes give."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer
from tests.suites.cases import Case, facts, is_verbatim, questions
from tests.suites.grading import Grader, shown

STRICT_FLOOR = 0.75
WRONG_CEILING = 11

CASES = questions()
GRADER = Grader(tuple(facts("facts.jsonl")))
UNANSWERABLE = [case for case in CASES if case.status == "unanswerable"]


def numbered(case: Case) -> str:
    """Number of the question's line in its file: test names with Chinese in them are shown escaped."""
    return f"line {CASES.index(case) + 1}"


def value_of(term: Any) -> str:
    """What tells one result from another: the IRI, or the literal's value."""
    return str(term.value) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def case_counts(answer: Answer) -> bool:
    return any(result.members is not None for result in answer.results)


def test_all_cases_are_read() -> None:
    assert Counter((case.lang, case.status) for case in CASES) == {
        ("zh", "answered"): 34,
        ("en", "answered"): 32,
        ("zh", "unanswerable"): 5,
        ("en", "unanswerable"): 5,
        ("zh", "passages"): 3,
        ("en", "passages"): 3,
    }
    assert len({case.q for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=numbered)
def test_evidence_is_there_and_verbatim(case: Case, answers: dict[str, Answer]) -> None:
    answer = answers[case.q]
    assert answer.language == case.lang
    assert answer.answer
    assert all(is_verbatim(piece) for piece in answer.evidence)
    assert bool(answer.evidence) == (answer.status != "unanswered")
    assert bool(answer.results) == (answer.status == "answered")
    for result in answer.results:
        assert result.evidence
        assert all(0 <= number < len(answer.evidence) for number in result.evidence)
        assert result.documents >= len({answer.evidence[number].document for number in result.evidence}) >= 1


@pytest.mark.parametrize("case", CASES, ids=numbered)
def test_the_query_gives_the_same_results(case: Case, answers: dict[str, Answer], kb: KnowledgeBase) -> None:
    answer = answers[case.q]
    assert (answer.sparql is None) == (answer.status != "answered")
    if answer.sparql is None:
        return
    rows = kb.query(answer.sparql)
    stated = {str(result.iri or result.value) for result in answer.results}
    if isinstance(rows, ox.QueryBoolean):
        assert stated == {str(bool(rows))}
    else:
        assert isinstance(rows, ox.QuerySolutions)
        asked = "count" if case_counts(answer) else "result"
        assert stated == {value_of(row[asked]) for row in rows}


@pytest.mark.parametrize("case", UNANSWERABLE, ids=numbered)
def test_what_nobody_states_is_not_answered(case: Case, answers: dict[str, Answer]) -> None:
    answer = answers[case.q]
    assert answer.status != "answered", shown(answer, case)


def test_strict_accuracy(answers: dict[str, Answer]) -> None:
    missed = [case for case in CASES if not GRADER.is_right(answers[case.q], case)]
    strict = 1 - len(missed) / len(CASES)
    assert strict >= STRICT_FLOOR, f"strict {strict:.3f}; missed:\n  " + "\n  ".join(shown(answers[c.q], c) for c in missed)


def test_wrong_answers_are_few(answers: dict[str, Answer]) -> None:
    wrong = [case for case in CASES if answers[case.q].status == "answered" and not GRADER.is_right(answers[case.q], case)]
    assert len(wrong) <= WRONG_CEILING, f"{len(wrong)} wrong:\n  " + "\n  ".join(shown(answers[c.q], c) for c in wrong)
