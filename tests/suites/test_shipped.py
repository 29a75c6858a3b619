"""Questions over the shipped notes, each asked of a knowledge base of one note, or (`*`) of all: the answers are from the text.

What is missed here is mostly what was not read; a question that no form fits, or a wrong answer, is the planner's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer
from aigc_kg.resources import corpus_dir
from tests.encoders import HashEncoder
from tests.suites.cases import ASKED, read_lines
from tests.suites.queries import identity, queried
from tests.suites.test_asked import is_right

ROWS = list(read_lines("shipped.jsonl", ASKED))
ALL = "*"
RIGHT_FLOOR = 38
WRONG_CEILING = 14
"""Answers that lack a fact which was not read count as wrong."""


@pytest.fixture(scope="module")
def kbs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, KnowledgeBase]]:
    folder = tmp_path_factory.mktemp("shipped")
    paths = {path.name: path for path in sorted(corpus_dir().glob("*.md"))} | {ALL: corpus_dir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        yield {name: built(folder / f"kb{number}", path) for number, (name, path) in enumerate(paths.items())}


def built(folder: Path, path: Path) -> KnowledgeBase:
    KnowledgeBase.build(folder, [path], encoder="hash")
    return KnowledgeBase(folder)


@pytest.fixture(scope="module")
def answers(kbs: dict[str, KnowledgeBase]) -> dict[str, Answer]:
    return {row["q"]: kbs[row["document"]].ask(row["q"]) for row in ROWS}


def is_answered(row: dict[str, object], answer: Answer) -> bool:
    return answer.status == "answered" if row["status"] == "any" else is_right(answer, row)


def test_all_cases_are_read() -> None:
    assert (len(ROWS), len({row["q"] for row in ROWS})) == (90, 90)
    assert Counter(row["status"] for row in ROWS) == {"answered": 79, "refused": 3, "any": 8}


def test_most_are_right_and_few_are_wrong(answers: dict[str, Answer]) -> None:
    missed = [row for row in ROWS if not is_answered(row, answers[row["q"]])]
    wrong = [row for row in missed if answers[row["q"]].status == "answered"]
    shown = "\n  ".join(f"{row['q']} -> {answers[row['q']].answer} ({answers[row['q']].interpretation})" for row in missed)
    assert len(ROWS) - len(missed) >= RIGHT_FLOOR, shown
    assert len(wrong) <= WRONG_CEILING, shown
    assert not [row["q"] for row in wrong if row["status"] == "refused"], shown


def test_the_query_gives_the_same_results(answers: dict[str, Answer], kbs: dict[str, KnowledgeBase]) -> None:
    asked = [(row["document"], answers[row["q"]]) for row in ROWS if answers[row["q"]].sparql is not None]
    assert len(asked) >= RIGHT_FLOOR
    for document, answer in asked:
        assert queried(kbs[document], answer.sparql or "") == set(map(identity, answer.results)), answer.question
