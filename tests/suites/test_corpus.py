"""The shipped questions over the shipped notes: the set is what it says it is, and the score that was reached is held."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from aigc_kg.cases import Case, read_cases
from aigc_kg.evaluate import Evaluation, stands_in
from aigc_kg.kb import KnowledgeBase
from aigc_kg.quantities import Date, dates
from aigc_kg.resources import corpus_dir
from tests.conftest import leave_vectors
from tests.encoders import Matrix
from tests.suites.cases import DATA
from tests.suites.queries import identity, queried

QUESTIONS = DATA / "corpus" / "questions.jsonl"
CASES = read_cases(QUESTIONS)
STATED = [case for case in CASES if case.status == "answered" and case.kind not in {"count", "yes/no", "document"}]
"""What their results name stands on the lines; how many there are, yes and no do not."""
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def numbered(case: Case) -> str:
    """The line of the question in its file."""
    return f"line {CASES.index(case) + 1}"


@cache
def note(document: str) -> list[str]:
    return (corpus_dir() / document).read_text(encoding="utf-8").split("\n")


def context(document: str, line: int) -> Iterator[str]:
    """A line, the header of its table, and the headings above it."""
    lines = note(document)[:line]
    yield lines[-1]
    if lines[-1].startswith("|"):
        yield next(lines[at - 1] for at in range(line - 1, 0, -1) if re.fullmatch(r"\|[-:| ]+\|", lines[at]))
    yield from (text for text in lines if text.startswith("#"))


def is_said(form: str | float | bool, lines: list[str]) -> bool:
    """Do the lines have the name, number or date? The year of a date may stand in a heading."""
    if isinstance(form, str) and (match := DATE.fullmatch(form)):
        wanted = Date(*(int(part or 0) for part in match.groups()))
        found = [span.date for text in lines for span in dates(text)]
        return any(date.agrees(wanted) for date in found if date.month or not wanted.month) and any(match[1] in text for text in lines)
    return any(stands_in(form, text) for text in lines)


def test_set_is_as_large_and_as_mixed_as_it_says() -> None:
    assert Counter(case.language for case in CASES) == {"zh": 211, "en": 199}
    assert Counter(case.status for case in CASES) == {"answered": 287, "passages": 57, "unanswerable": 66}
    assert len({case.question for case in CASES}) == len(CASES) == 410
    assert Counter(case.status == "unanswerable" for case in CASES)[True] >= 0.15 * len(CASES)
    assert len({case.kind for case in CASES}) == 22
    assert {case.scope for case in CASES} == {"core", "open"}


def test_pairs_are_whole_and_expect_the_same() -> None:
    pairs = {name: [case for case in CASES if case.pair == name] for name in {case.pair for case in CASES if case.pair}}
    assert len(pairs) == 124
    for first, second in pairs.values():
        assert {first.language, second.language} == {"zh", "en"}
        assert (first.expected, first.optional, first.lines, first.kind) == (second.expected, second.optional, second.lines, second.kind)


def test_every_case_names_lines_that_are_there() -> None:
    for case in CASES:
        assert bool(case.lines) == (case.status != "unanswerable"), case.question
        assert all(note(document)[line - 1].strip() for document, line in case.lines), case.question


@pytest.mark.parametrize("case", STATED, ids=numbered)
def test_lines_say_what_is_expected(case: Case) -> None:
    lines = [text for document, line in case.lines for text in context(document, line)]
    assert [forms for forms in case.expected if not any(is_said(form, lines) for form in forms)] == []


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory, shipped_vectors: Mapping[str, Matrix]) -> Iterator[KnowledgeBase]:
    folder: Path = tmp_path_factory.mktemp("corpus") / "kb"
    leave_vectors(shipped_vectors, folder)
    KnowledgeBase.build(folder, [corpus_dir()])
    with pytest.MonkeyPatch.context() as patch, KnowledgeBase.open(folder) as opened:
        # Questions are short: on a busy machine two threads of the encoder mostly wait for each other.
        patch.setattr("os.cpu_count", lambda: 1)
        yield opened


@pytest.fixture(scope="module")
def done(kb: KnowledgeBase) -> Evaluation:
    return kb.evaluate(QUESTIONS)


FLOORS = {"strict": 0.735, "right": 0.89, "f1": 0.69, "evidence_recall_at_3": 0.925}
WRONG_CEILING = 0.03
APART_CEILING = 0.05
PAIRS_FLOOR = 102


def shown(done: Evaluation) -> str:
    """Figures and misses, for a failing test."""
    missed = "\n  ".join(
        f"{one.verdict}: {one.case.question} -> {one.answer.answer[:80]} [{one.answer.interpretation}]" for one in done.misses
    )
    return f"{done.total}\n  {missed}"


@pytest.mark.parametrize("figure", FLOORS)
def test_score_that_was_reached_is_held(figure: str, done: Evaluation) -> None:
    reached = done.total[figure]
    assert reached is not None
    assert reached >= FLOORS[figure], shown(done)


def test_nothing_false_is_said_and_little_that_is_wrong(done: Evaluation) -> None:
    wrong = done.total["wrong"]
    assert wrong is not None
    assert (done.total["false_answers"], wrong <= WRONG_CEILING) == (0, True), shown(done)


def test_every_quote_is_verbatim(done: Evaluation) -> None:
    assert done.total["quotes"] == done.total["quotes_verbatim"] == sum(len(one.answer.evidence) for one in done.scores) > 600


def test_languages_are_served_alike(done: Evaluation) -> None:
    zh, en = (done.languages[name]["right"] for name in ("zh", "en"))
    assert zh is not None
    assert en is not None
    assert abs(zh - en) <= APART_CEILING, (zh, en)


def test_both_languages_get_the_same_answer(done: Evaluation) -> None:
    differing = [[one.case.question for one in pair] for pair in done.differing]
    assert len(done.pairs) - len(differing) >= PAIRS_FLOOR, differing


def test_the_query_gives_the_same_results(done: Evaluation, kb: KnowledgeBase) -> None:
    answered = [one.answer for one in done.scores if one.answer.sparql is not None]
    assert len(answered) > 150
    for answer in answered:
        assert queried(kb, answer.sparql or "") == set(map(identity, answer.results)), answer.question
