"""Questions over the notes, against the answers that the notes give."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph as ox
import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.text import key
from tests.suites.cases import Amount, Case, facts, is_verbatim, questions

STRICT_FLOOR = 0.75
WRONG_CEILING = 11

CASES = questions()
STATED = facts("facts.jsonl")
UNANSWERABLE = [case for case in CASES if case.status == "unanswerable"]


def says(result: Result, accepted: str | int | bool) -> bool:
    """Is the result the accepted name (by any of its names), number, date (at least as precise) or truth value?"""
    if result.value is None:
        return isinstance(accepted, str) and key(accepted) in {key(label) for label in result.labels}
    if isinstance(accepted, str):
        return isinstance(result.value, str) and f"{result.value}-".startswith(f"{accepted}-")
    return type(result.value) is type(accepted) and bool(result.value == accepted)


def gives(results: tuple[Result, ...], accepted: list[str | int | bool]) -> bool:
    """Every accepted answer once, and nothing else."""
    return len(results) == len(accepted) and all(any(says(result, one) for result in results) for one in accepted)


def cites(answer: Answer, case: Case, first: int | None = None) -> bool:
    """Does the evidence (its first pieces) reach a line that says it?"""
    pieces = [piece for piece in answer.evidence[:first] if piece.document == case.document]
    return any(piece.line <= line <= piece.end_line for piece in pieces for line in case.lines)


def states(piece: Evidence, result: Result) -> bool:
    """Does the file of facts have one of this result at these lines?"""
    here = [fact for fact in STATED if fact.document == piece.document and piece.line <= fact.line <= piece.end_line]
    return any(says(result, one) for fact in here for one in (fact.subject, fact.object) if not isinstance(one, Amount))


def is_cited(answer: Answer, case: Case) -> bool:
    """Evidence on a line named in the case, or, where several notes say it, on lines that state each result."""
    things = [member for result in answer.results for member in result.members or (result,)]
    return cites(answer, case) or all(any(states(answer.evidence[n], thing) for n in thing.evidence) for thing in things)


def is_right(answer: Answer, case: Case) -> bool:
    if case.status == "unanswerable":
        # Where a sentence names the thing and what is asked, though not the answer, it may be quoted.
        return answer.status == "unanswered" or (answer.status == "passages" and cites(answer, case))
    if case.status == "passages":
        return answer.status == "passages" and cites(answer, case, first=3)
    return answer.status == "answered" and gives(answer.results, case.results) and is_cited(answer, case)


def shown(answer: Answer, case: Case) -> str:
    got = [result.label if result.value is None else result.value for result in answer.results]
    return f"{case.q} -> {answer.status} {got} [{answer.interpretation}], expected {case.status} {case.results}"


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
    missed = [case for case in CASES if not is_right(answers[case.q], case)]
    strict = 1 - len(missed) / len(CASES)
    assert strict >= STRICT_FLOOR, f"strict {strict:.3f}; missed:\n  " + "\n  ".join(shown(answers[c.q], c) for c in missed)


def test_wrong_answers_are_few(answers: dict[str, Answer]) -> None:
    wrong = [case for case in CASES if answers[case.q].status == "answered" and not is_right(answers[case.q], case)]
    assert len(wrong) <= WRONG_CEILING, f"{len(wrong)} wrong:\n  " + "\n  ".join(shown(answers[c.q], c) for c in wrong)
