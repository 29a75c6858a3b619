"""What is asked of the text: the line that says it is found in either language, and nothing is quoted that says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.model import Answer
from aigc_kg.resources import corpus_dir
from tests.conftest import leave_vectors
from tests.encoders import Matrix
from tests.suites.passage_cases import Case, read_cases

CASES = read_cases("held.jsonl")
FOUND_FLOOR = {"zh": 14, "en": 11}
QUOTED_CEILING = 2
"""Of the questions that nothing answers, those which something is quoted for all the same."""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, shipped_vectors: Mapping[str, Matrix]) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("found") / "kb"
    leave_vectors(shipped_vectors, folder)
    KnowledgeBase.build(folder, [corpus_dir()])
    with KnowledgeBase(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(kb: KnowledgeBase) -> dict[Case, Answer]:
    return {case: kb.ask(case.question) for case in CASES}


def finds(case: Case, answer: Answer) -> bool:
    """Does one of the first three pieces of evidence lie on a line that says it?"""
    cited = {(piece.document, line) for piece in answer.evidence[:3] for line in range(piece.line, piece.end_line + 1)}
    return answer.status != "unanswered" and not cited.isdisjoint(case.lines)


def test_all_cases_are_read() -> None:
    assert (len(CASES), sum(case.answerable for case in CASES), len({case.question for case in CASES})) == (50, 30, 50)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_line_that_says_it_is_among_the_first_three(answers: dict[Case, Answer], language: str) -> None:
    asked = {case: answer for case, answer in answers.items() if case.answerable and case.language == language}
    missed = [case.question for case, answer in asked.items() if not finds(case, answer)]
    assert len(asked) - len(missed) >= FOUND_FLOOR[language], missed


def test_what_nobody_says_is_not_answered(answers: dict[Case, Answer]) -> None:
    quoted = [case.question for case, answer in answers.items() if not case.answerable and answer.status != "unanswered"]
    assert not [case.question for case, answer in answers.items() if not case.answerable and answer.status == "answered"]
    assert len(quoted) <= QUOTED_CEILING, quoted


def test_what_is_quoted_has_a_lead_and_no_results(answers: dict[Case, Answer]) -> None:
    quoted = [answer for answer in answers.values() if answer.status == "passages"]
    assert quoted
    for answer in quoted:
        lead = {"zh": "笔记中写道：", "en": "The notes say: "}[answer.language]
        assert answer.answer.startswith(lead)
        assert not answer.results
