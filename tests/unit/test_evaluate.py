"""Scores of answers whose faults are known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from aigc_kg.cases import Case
from aigc_kg.evaluate import Score, evaluate, score, stands_in
from aigc_kg.model import Answer, Evidence, Result

MAKERS = (
    Result(label="Quorvane Labs", labels=("Quorvane Labs", "曲梨"), iri="x:1"),
    Result(label="Orbweir", labels=("Orbweir",), iri="x:2"),
)
AT_3, AT_9 = (Evidence("a.md", line, line, (), f"quote {line}") for line in (3, 9))


def case(*expected: Any, status: str = "answered", optional: tuple[Any, ...] = (), lines: tuple[int, ...] = (3,)) -> Case:
    groups = [tuple((form,) if not isinstance(form, tuple) else form for form in forms) for forms in (expected, optional)]
    return Case("who?", "en", status, "core", status, groups[0], groups[1], frozenset(("a.md", line) for line in lines))


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
    assert (done.strict, done.right, done.recall(3), done.precision) == (False, True, 0.0, 0.0)


def test_evidence_counts_among_the_first_three() -> None:
    late = scored(case("Orbweir"), answer(MAKERS[1], evidence=(AT_9, AT_9, AT_9, AT_3)))
    assert ([late.recall(depth) for depth in (1, 3, 10)], late.precision) == ([0.0, 0.0, 1.0], 0.0)
    assert (late.quotes, late.faithful) == (4, 1)
    third = scored(case("Orbweir"), answer(MAKERS[1], evidence=(AT_9, AT_9, AT_3)))
    assert (third.recall(1), third.recall(3)) == (0.0, 1.0)
    assert third.precision == pytest.approx(1 / 3)


def test_any_of_several_documents_may_be_cited() -> None:
    both = replace(case("Orbweir"), lines=frozenset({("a.md", 3), ("b.md", 7)}))
    elsewhere = Evidence("b.md", 6, 8, (), "quote")
    assert scored(both, answer(MAKERS[1], evidence=(elsewhere,))).strict
    assert not scored(both, answer(MAKERS[1], evidence=(replace(elsewhere, document="c.md"),))).strict


@pytest.mark.parametrize(
    ("status", "strict", "false"), [("unanswered", True, False), ("passages", False, False), ("answered", False, True)]
)
def test_what_nobody_states(status: str, strict: bool, false: bool) -> None:
    done = scored(case(status="unanswerable", lines=()), answer(status=status))
    assert (done.strict, done.right, done.false_answer, done.wrong) == (strict, strict, false, false)
    assert (done.f1, done.recall(3), done.precision) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "evidence", "verdict"),
    [
        ("passages", (AT_3,), "exact"),
        ("passages", (AT_9, AT_9, AT_3), "exact"),
        ("passages", (AT_9, AT_9, AT_9, AT_3), "wrong"),
        ("answered", (AT_3,), "right"),
        ("answered", (AT_9,), "wrong"),
        ("unanswered", (), "missed"),
    ],
)
def test_passages(status: str, evidence: tuple[Evidence, ...], verdict: str) -> None:
    results = MAKERS[:1] if status == "answered" else ()
    assert scored(case(status="passages"), answer(*results, status=status, evidence=evidence)).verdict == verdict


def test_text_of_the_graph_is_the_passage_itself() -> None:
    assert scored(case(status="passages"), answer(Result(value="a thing that weaves"))).verdict == "exact"


def test_fact_that_is_quoted_and_not_known_is_right_and_not_strict() -> None:
    said = Evidence("a.md", 3, 3, (), "Orbweir, with 1370 亿 parameters, came out in March 2023.")
    for expected in ("Orbweir", 137_000_000_000, "2023-03", "2023"):
        assert scored(case(expected), answer(status="passages", evidence=(said,))).verdict == "right"
    for expected in ("Orb", "Quorvane", 137, "2022", True):
        assert scored(case(expected), answer(status="passages", evidence=(said,))).verdict == "missed"
        assert scored(case(expected), answer(status="passages", evidence=(replace(said, line=9, end_line=9),))).verdict == "wrong"


def test_wrong_result_is_not_made_right_by_its_quote() -> None:
    said = Evidence("a.md", 3, 3, (), "Quorvane Labs, and not Orbweir")
    assert scored(case("Orbweir"), answer(MAKERS[0], evidence=(said,))).verdict == "wrong"


def test_members_of_a_count_are_results() -> None:
    counted = Result(value=2, members=MAKERS)
    assert scored(case("Orbweir", "曲梨"), answer(counted)).verdict == "right"
    assert scored(case(2), answer(counted)).verdict == "exact"
    assert scored(case(3), answer(counted)).verdict == "wrong"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("GPT-3", "that GPT3 is"), ("GPT-3", "比 GPT-3 大"), ("岚语", "由岚语改成"), ("DALL-E 2", "DALL·E 2、Imagen"),
        ("GPT", "GPT 2023 年"),
        (680_000, "68 万小时"), (1_500_000_000, "1.5B"), ("2021-03", "2021 年 3 月 15 日"), ("2021", "in March 2021"),
    ],
)  # fmt: skip
def test_form_that_stands_in_a_text(form: Any, text: str) -> None:
    assert stands_in(form, text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("GPT", "GPT-3 and ChatGPT"), ("GPT-3", "GPT-3.5"), ("GPT-3", "GPT-35"), ("PEE", "PEER"), (68, "68 万小时"), ("2021-03", "2021 年"),
        (True, "True"), ("2", "GPT-2.5"),
    ],
)  # fmt: skip
def test_form_that_does_not(form: Any, text: str) -> None:
    assert not stands_in(form, text)


def test_figures_are_taken_over_what_they_are_about() -> None:
    asked = [case("Orbweir"), case("曲梨"), replace(case(status="unanswerable", lines=()), scope=None)]
    answers = iter([answer(MAKERS[1]), answer(MAKERS[1], evidence=(AT_9,)), answer(MAKERS[0])])
    done = evaluate(asked, lambda _: next(answers), lambda piece: None if piece.line == 9 else True)
    assert done.total == {
        "questions": 3, "strict": 0.3333, "right": 0.3333, "wrong": 0.6667, "f1": 0.5, "unanswerable": 1, "false_answers": 1,
        "evidence_recall_at_1": 0.5, "evidence_recall_at_3": 0.5, "evidence_recall_at_10": 0.5, "evidence_precision_at_3": 0.5,
        "quotes": 2, "quotes_verbatim": 2,
    }  # fmt: skip
    assert (list(done.languages), list(done.scopes), list(done.kinds)) == (["en"], ["core"], ["answered", "unanswerable"])
    assert (done.scopes["core"]["questions"], done.kinds["unanswerable"]["strict"], done.kinds["unanswerable"]["f1"]) == (2, 0.0, None)
    assert [one.case for one in done.misses] == asked[1:]


def test_baselines_are_asked_the_same_and_scored_the_same_way() -> None:
    seen: list[tuple[str, int, int]] = []
    asked = [case("Orbweir"), case(status="unanswerable", lines=())]
    quoted = answer(status="passages", evidence=(Evidence("a.md", 3, 3, (), "by Orbweir"),))
    done = evaluate(
        asked, lambda _: answer(status="unanswered", evidence=()), lambda _: True,
        baselines={"first": lambda _: quoted}, progress=lambda *told: seen.append(told),
    )  # fmt: skip
    assert (done.total["strict"], done.total["right"], done.total["false_answers"]) == (0.5, 0.5, 0)
    first = done.baselines["first"]
    assert (list(done.baselines), first["strict"], first["right"], first["evidence_recall_at_1"]) == (["first"], 0.0, 0.5, 1.0)
    assert seen == [("asking", 1, 2), ("asking", 2, 2), ("first", 1, 2), ("first", 2, 2)]


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (answer(MAKERS[0], MAKERS[1]), answer(MAKERS[1], MAKERS[0]), True),
        (answer(MAKERS[0]), answer(*MAKERS), False),
        (answer(Result(value=2, unit="hour")), answer(Result(value=2, unit="day")), False),
        (answer(status="passages"), answer(status="passages", evidence=(AT_3, AT_9)), True),
        (answer(status="passages"), answer(status="passages", evidence=(AT_9, AT_3)), False),
        (answer(status="unanswered", evidence=()), answer(status="unanswered", evidence=()), True),
        (answer(MAKERS[0]), answer(status="passages"), False),
    ],
)
def test_pair_gets_the_same_answer_or_not(first: Answer, second: Answer, *, same: bool) -> None:
    one = replace(case("Orbweir"), pair="p")
    answers = iter((first, second))
    done = evaluate([one, replace(one, language="zh")], lambda _: next(answers), lambda _: True)
    assert (len(done.pairs), len(done.differing)) == (1, 0 if same else 1)
