"""Scores of answers whose faults are known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from aigc_kg.errors import UsageError
from aigc_kg.evaluate import Case, Score, evaluate, read_cases, score
from aigc_kg.model import Answer, Evidence, Result

MAKERS = (
    Result(label="Quorvane Labs", labels=("Quorvane Labs", "曲梨"), iri="x:1"),
    Result(label="Orbweir", labels=("Orbweir",), iri="x:2"),
)
AT_3, AT_9 = (Evidence("a.md", line, line, (), f"quote {line}") for line in (3, 9))


def case(*expected: Any, status: str = "answered", optional: tuple[Any, ...] = (), lines: tuple[int, ...] = (3,)) -> Case:
    groups = [tuple((form,) if not isinstance(form, tuple) else form for form in forms) for forms in (expected, optional)]
    return Case("who?", "en", status, status, groups[0], groups[1], "a.md", frozenset(lines))


def answer(*results: Result, status: str = "answered", evidence: tuple[Evidence, ...] = (AT_3,)) -> Answer:
    return Answer("who?", "en", status, "…", results, evidence)


def scored(one: Case, got: Answer) -> Score:
    return score(one, got, lambda piece: piece.line == 3)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (12, Result(value=12)), (1.5, Result(value=1.5)), (True, Result(value=True)), ("2021", Result(value="2021-03")),
        ("2021-03", Result(value="2021-03")), ("orbweir", MAKERS[1]), ("曲梨", MAKERS[0]), (("nobody", "Orbweir"), MAKERS[1]),
    ],
)  # fmt: skip
def test_result_that_is_what_was_expected(expected: Any, value: Result) -> None:
    assert scored(case(expected), answer(value)).strict


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (12, Result(value=13)), (True, Result(value=False)), (1, Result(value=True)), (True, Result(value=1)),
        ("2021-03", Result(value="2021")),
        ("202", Result(value="2021")), ("Quorvane", MAKERS[0]), (12, MAKERS[1]),
    ],
)  # fmt: skip
def test_result_that_is_not(expected: Any, value: Result) -> None:
    done = scored(case(expected), answer(value))
    assert (done.strict, done.right, done.f1) == (False, False, 0.0)


def test_one_result_too_many_is_right_and_not_strict() -> None:
    done = scored(case("Orbweir"), answer(*MAKERS))
    assert (done.strict, done.right) == (False, True)
    assert done.f1 == pytest.approx(2 / 3)


def test_one_result_too_few() -> None:
    done = scored(case("Orbweir", "曲梨"), answer(MAKERS[1]))
    assert (done.strict, done.right) == (False, False)
    assert done.f1 == pytest.approx(2 / 3)


def test_optional_result_may_be_there() -> None:
    assert scored(case("Orbweir", optional=("曲梨",)), answer(*MAKERS)).strict


def test_one_result_does_not_stand_for_two() -> None:
    assert not scored(case(("Orbweir", "曲梨"), "曲梨"), answer(MAKERS[0])).right
    assert scored(case(("Orbweir", "曲梨"), "曲梨"), answer(*MAKERS)).strict


def test_evidence_elsewhere_is_not_strict() -> None:
    done = scored(case("Orbweir"), answer(MAKERS[1], evidence=(AT_9,)))
    assert (done.strict, done.right, done.recall, done.precision) == (False, True, 0.0, 0.0)


def test_evidence_counts_among_the_first_three() -> None:
    late = scored(case("Orbweir"), answer(MAKERS[1], evidence=(AT_9, AT_9, AT_9, AT_3)))
    assert (late.recall, late.precision, late.quotes, late.faithful) == (0.0, 0.25, 4, 1)
    assert scored(case("Orbweir"), answer(MAKERS[1], evidence=(AT_9, AT_9, AT_3))).recall == 1.0


@pytest.mark.parametrize(
    ("status", "strict", "false"), [("unanswered", True, False), ("passages", False, False), ("answered", False, True)]
)
def test_what_nobody_states(status: str, strict: bool, false: bool) -> None:
    done = scored(case(status="unanswerable", lines=()), answer(status=status))
    assert (done.strict, done.right, done.false_answer, done.f1, done.recall) == (strict, strict, false, None, None)


@pytest.mark.parametrize(
    ("status", "evidence", "strict", "right"),
    [
        ("passages", (AT_3,), True, True),
        ("passages", (AT_9,), False, False),
        ("answered", (AT_3,), False, True),
        ("unanswered", (), False, False),
    ],
)
def test_passages(status: str, evidence: tuple[Evidence, ...], strict: bool, right: bool) -> None:
    done = scored(case(status="passages"), answer(status=status, evidence=evidence))
    assert (done.strict, done.right) == (strict, right)


def test_figures_are_taken_over_what_they_are_about() -> None:
    asked = [case("Orbweir"), case("曲梨"), case(status="unanswerable", lines=())]
    answers = iter([answer(MAKERS[1]), answer(MAKERS[1], evidence=(AT_9,)), answer(MAKERS[0])])
    done = evaluate(asked, lambda _: next(answers), lambda piece: None if piece.line == 9 else True)
    assert done.total == {
        "questions": 3, "strict": 0.3333, "right": 0.3333, "f1": 0.5, "unanswerable": 1, "false_answers": 1,
        "evidence_recall_at_3": 0.5, "evidence_precision": 0.5, "quotes": 2, "quotes_verbatim": 2,
    }  # fmt: skip
    assert (list(done.languages), list(done.kinds)) == (["en"], ["answered", "unanswerable"])
    assert (done.kinds["unanswerable"]["strict"], done.kinds["unanswerable"]["f1"]) == (0.0, None)
    assert [one.case for one in done.misses] == asked[1:]


def written(folder: Path, *rows: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_questions_are_read(tmp_path: Path) -> None:
    row = {
        "q": "谁？",
        "status": "answered",
        "results": ["x", ["y", 2]],
        "optional": [True],
        "document": "a.md",
        "lines": [1, 2],
        "kind": "list",
    }
    (one,) = read_cases(written(tmp_path, "", row, " "))
    assert one == Case("谁？", "zh", "list", "answered", (("x",), ("y", 2)), ((True,),), "a.md", frozenset({1, 2}))


BROKEN = {
    "no JSON": ('{"q": ', "is not JSON"),
    "no object": ([1], "is no question"),
    "no question": ({"status": "answered"}, "is no question"),
    "empty question": ({"q": " ", "status": "answered"}, "is no question"),
    "unknown key": ({"q": "x", "status": "unanswerable", "colour": 1}, "unknown key 'colour'"),
    "unknown status": ({"q": "x", "status": "maybe"}, "'maybe'"),
    "answered without results": ({"q": "x", "status": "answered"}, '0 "results"'),
    "unanswerable with results": ({"q": "x", "status": "unanswerable", "results": ["y"]}, '1 "results"'),
    "results that are no list": ({"q": "x", "status": "answered", "results": "y"}, "'results' is no list"),
    "result that is an object": ({"q": "x", "status": "answered", "results": [{}]}, "'results' has something"),
    "lines that are none": ({"q": "x", "status": "unanswerable", "lines": ["3"]}, '"lines"'),
    "document that is none": ({"q": "x", "status": "unanswerable", "document": 3}, '"document"'),
}


def test_there_are_twelve_broken_lines() -> None:
    assert len(BROKEN) == 12


@pytest.mark.parametrize("name", BROKEN)
def test_broken_line_is_named_with_its_reason(name: str, tmp_path: Path) -> None:
    row, said = BROKEN[name]
    path = written(tmp_path, {"q": "who?", "status": "unanswerable"}, row)
    with pytest.raises(UsageError) as raised:
        read_cases(path)
    assert f"{path}:2" in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize(("data", "said"), [(b"", "no questions"), (b"\n\n", "no questions"), (b"\xff", "not UTF-8")])
def test_file_without_questions_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_bytes(data)
    with pytest.raises(UsageError, match=said):
        read_cases(tmp_path / "questions.jsonl")


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none"):
        read_cases(tmp_path / "none")
