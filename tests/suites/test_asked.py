"""Questions of every kind over notes that are easy to read: what is measured here is what is understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer
from tests.suites.cases import ASKED, Amount, is_verbatim, read_lines
from tests.suites.grading import says
from tests.suites.queries import identity, queried

NOTES = ASKED / "notes"
ROWS = list(read_lines("questions.jsonl", ASKED))
PAIRS = [(row["zh"], row["en"]) for row in read_lines("parallel.jsonl", ASKED)]
RIGHT_FLOOR = 134
PARALLEL_FLOOR = 44


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("asked") / "kb"
    KnowledgeBase.build(folder, [NOTES])
    with KnowledgeBase.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def answers(kb: KnowledgeBase) -> dict[str, Answer]:
    return {q: kb.ask(q) for q in (*(row["q"] for row in ROWS), *(q for pair in PAIRS for q in pair))}


def is_right(answer: Answer, row: dict[str, Any]) -> bool:
    """All results and no others; `[about, result]` where several things are asked of."""
    if row["status"] == "refused":
        return answer.status != "answered"
    pairs = [one if isinstance(one, list) else [None, one] for one in row["results"]]
    wanted = [(about, Amount(**one) if isinstance(one, dict) else one) for about, one in pairs]
    found = [any(says(r, one) and about in (None, r.about) for r in answer.results) for about, one in wanted]
    return answer.status == "answered" and len(answer.results) == len(wanted) and all(found)


def test_all_cases_are_read() -> None:
    kinds = Counter(row["kind"] for row in ROWS)
    assert (len(ROWS), len({row["q"] for row in ROWS}), len(PAIRS), len(kinds)) == (138, 138, 45, 21)
    assert Counter(row["status"] for row in ROWS) == {"answered": 126, "refused": 12}


def test_nearly_all_are_right_and_none_is_wrong(answers: dict[str, Answer]) -> None:
    missed = [row for row in ROWS if not is_right(answers[row["q"]], row)]
    shown = "\n  ".join(f"{row['q']} -> {answers[row['q']].answer} ({answers[row['q']].interpretation})" for row in missed)
    assert not [row["q"] for row in missed if answers[row["q"]].status == "answered"], shown
    assert len(ROWS) - len(missed) >= RIGHT_FLOOR, shown


def told(answer: Answer) -> set[tuple[str | None, str | None]]:
    return {(result.iri, None if result.iri else str(result.value)) for result in answer.results}


def test_both_languages_get_the_same_results(answers: dict[str, Answer]) -> None:
    differing = [pair for pair in PAIRS if not told(answers[pair[0]]) or told(answers[pair[0]]) != told(answers[pair[1]])]
    assert len(PAIRS) - len(differing) >= PARALLEL_FLOOR, differing


def test_the_query_gives_the_same_results(answers: dict[str, Answer], kb: KnowledgeBase) -> None:
    for question, answer in answers.items():
        assert (answer.sparql is None) == (answer.status != "answered"), question
        if answer.sparql is not None:
            assert queried(kb, answer.sparql) == set(map(identity, answer.results)), question


def test_evidence_is_verbatim_and_every_result_has_some(answers: dict[str, Answer]) -> None:
    for question, answer in answers.items():
        assert all(is_verbatim(piece, NOTES) for piece in answer.evidence), question
        assert all(result.evidence for result in answer.results), question


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("who made Heronwnig?", "(Taking “Heronwnig” for Heronwing.) Heronwing was made by Brightfen Labs."),
        ("Cobweber 有多少参数", "（把“Cobweber”理解为“Cobwebber”）Cobwebber 有 30 亿个参数。"),
        ("参数最多的两个模型是？", "Plover-70B（700 亿）、Heronwing 2（400 亿）。"),
        ("What are the three largest models?", "Plover-70B (70 billion), Heronwing 2 (40 billion) and 织锦 (17 billion)."),
        ("白露比 Plover-70B 大吗？", "不是，白露有 130 亿个参数。Plover-70B 有 700 亿个参数。"),
        ("Was 白露 released in 2021?", "No. Release date of 白露: June 2022."),
        ("哪篇文档提到 Sandglass 是 Oxbow AI 开发的？", "见于 en-second-look.md。"),
    ],
)
def test_sentences_say_it_all(question: str, said: str, answers: dict[str, Answer]) -> None:
    assert answers[question].answer == said
