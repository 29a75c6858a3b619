"""The broad notes: all properties, six manners of writing, and questions over them.

They are built into a knowledge base of their own. The floors are what was measured; they may rise, and never sink.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer, Result
from aigc_kg.text import key
from tests.suites.cases import (
    BROAD,
    BROAD_NOTES,
    BROAD_PROPERTIES,
    TEXTS,
    facts,
    is_verbatim,
    note_lines,
    questions,
    read_lines,
)
from tests.suites.claims import ClaimRow, claim_rows
from tests.suites.grading import Grader, shown
from tests.suites.scores import score

RECALL_FLOOR = 0.58
PRECISION_FLOOR = 0.92
TRAPS_CEILING = 0
STRICT_FLOOR = 0.67
WRONG_CEILING = 17
PARALLEL_FLOOR = 33
OTHER_LANGUAGE_CEILING = 0

STATED = facts("facts.jsonl", BROAD)
NOT_STATED = facts("not_facts.jsonl", BROAD)
CASES = questions(BROAD)
PAIRS = [(row["zh"], row["en"]) for row in read_lines("parallel.jsonl", BROAD)]
NAMES = sorted(path.name for path in BROAD_NOTES.glob("*.md"))


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("broad") / "kb"
    KnowledgeBase.build(folder, [BROAD_NOTES])
    with KnowledgeBase.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def claims(kb: KnowledgeBase) -> list[ClaimRow]:
    return claim_rows(kb, BROAD_PROPERTIES)


@pytest.fixture(scope="module")
def answers(kb: KnowledgeBase) -> dict[str, Answer]:
    return {case.q: kb.ask(case.q) for case in CASES}


def listing(title: str, items: Iterable[object]) -> str:
    ordered = sorted(map(str, items))
    return f"{title} ({len(ordered)}):\n  " + "\n  ".join(ordered)


def test_all_cases_are_read() -> None:
    counts = Counter(fact.property for fact in STATED if not fact.optional)
    assert set(counts) == set(BROAD_PROPERTIES)
    assert min(counts.values()) >= 8
    assert (len(STATED), counts.total(), len(NOT_STATED), len(NAMES)) == (625, 543, 113, 6)
    assert len({*STATED, *NOT_STATED}) == len(STATED) + len(NOT_STATED)
    assert Counter((case.lang, case.status) for case in CASES) == {
        ("zh", "answered"): 51,
        ("en", "answered"): 51,
        ("zh", "unanswerable"): 6,
        ("en", "unanswerable"): 6,
        ("zh", "told"): 2,
        ("en", "told"): 2,
        ("zh", "passages"): 1,
        ("en", "passages"): 1,
    }
    asked = {case.q for case in CASES}
    assert (len(asked), len(PAIRS)) == (120, 40)
    assert len({*asked} - {question for pair in PAIRS for question in pair}) == 40


def test_cases_name_lines_and_things_of_their_notes() -> None:
    for fact in (*STATED, *NOT_STATED):
        lines = note_lines(fact.document, BROAD_NOTES)
        note = key("\n".join(lines))
        assert lines[fact.line - 1].strip(), fact
        assert key(fact.subject) in note, fact
        if isinstance(fact.object, str) and fact.property != "releaseDate":
            assert key(fact.object) in (key(lines[fact.line - 1]) if fact.property in TEXTS else note), fact


@pytest.mark.parametrize("name", NAMES)
def test_quotes_and_contexts_are_verbatim(name: str, claims: list[ClaimRow]) -> None:
    lines = note_lines(name, BROAD_NOTES)
    own = [claim for claim in claims if claim.document == name]
    assert own
    for quote in [quote for claim in own for quote in (claim.quote, *claim.contexts)]:
        assert quote.text in "\n".join(lines[quote.line - 1 : quote.end_line])
        assert 0 <= quote.end_line - quote.line < 3
        assert 0 < len(quote.text) <= 300


def test_the_knowledge_base_is_without_fault(kb: KnowledgeBase) -> None:
    assert kb.validate().faults == ()


def test_recall_and_precision(claims: list[ClaimRow]) -> None:
    measured = score(STATED, claims)
    assert measured.recall >= RECALL_FLOOR, str(measured)
    assert measured.precision >= PRECISION_FLOOR, str(measured)


def test_traps_are_rarely_taken(claims: list[ClaimRow]) -> None:
    taken = [fact for fact in NOT_STATED if any(claim.says(fact) for claim in claims)]
    assert len(taken) <= TRAPS_CEILING, listing("claimed though not stated", taken)


def test_evidence_is_there_and_verbatim(answers: dict[str, Answer]) -> None:
    for case in CASES:
        answer = answers[case.q]
        assert all(is_verbatim(piece, BROAD_NOTES) for piece in answer.evidence), case.q
        assert bool(answer.evidence) == (answer.status != "unanswered"), case.q
        assert bool(answer.results) == (answer.status == "answered"), case.q


def test_answers_speak_the_language_of_the_question(answers: dict[str, Answer]) -> None:
    other = [case.q for case in CASES if answers[case.q].language != case.lang]
    assert len(other) <= OTHER_LANGUAGE_CEILING, listing("answered in another language", other)


def test_what_nobody_states_is_not_answered(answers: dict[str, Answer]) -> None:
    answered = [case for case in CASES if case.status == "unanswerable" and answers[case.q].status == "answered"]
    assert not answered, listing("answered", (shown(answers[case.q], case) for case in answered))


def test_strict_accuracy(answers: dict[str, Answer]) -> None:
    grader = Grader(tuple(STATED))
    missed = [case for case in CASES if not grader.is_right(answers[case.q], case)]
    strict = 1 - len(missed) / len(CASES)
    assert strict >= STRICT_FLOOR, f"strict {strict:.3f}; {listing('missed', (shown(answers[case.q], case) for case in missed))}"


def test_wrong_answers_are_few(answers: dict[str, Answer]) -> None:
    grader = Grader(tuple(STATED))
    wrong = [case for case in CASES if answers[case.q].status == "answered" and not grader.is_right(answers[case.q], case)]
    assert len(wrong) <= WRONG_CEILING, listing("wrong", (shown(answers[case.q], case) for case in wrong))


def told(answer: Answer) -> set[tuple[str | None, str | None]]:
    """What an answer says in any language: the things, or the values with their units."""
    return {_identity(result) for result in answer.results}


def _identity(result: Result) -> tuple[str | None, str | None]:
    return (result.iri, None) if result.iri else (str(result.value), result.unit)


def test_both_languages_get_the_same_results(answers: dict[str, Answer]) -> None:
    differing = [(zh, en) for zh, en in PAIRS if not told(answers[zh]) or told(answers[zh]) != told(answers[en])]
    same = len(PAIRS) - len(differing)
    shown_pairs = (f"{zh} -> {answers[zh].answer}  |  {en} -> {answers[en].answer}" for zh, en in differing)
    assert same >= PARALLEL_FLOOR, listing(f"{same} pairs agree; these do not, or say nothing", shown_pairs)
