"""The rules by which the suites hold claims and answers against what the notes state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from aigc_kg.model import Answer, Evidence, Result
from tests.suites.cases import Amount, Case, Fact
from tests.suites.claims import ClaimRow, QuoteRow, Target
from tests.suites.grading import Grader, says
from tests.suites.scores import score

QUOTE = QuoteRow("Wrenfall is three times faster than Sedgewick, but it cannot draw hands.", 4, 4)


def claim(name: str, target: Target, amount: Amount | None = None) -> ClaimRow:
    return ClaimRow("a.md", frozenset({"wrenfall"}), name, target, "rule", QUOTE, (), amount)


def fact(name: str, target: str | int | Amount, value: Amount | None = None) -> Fact:
    return Fact("a.md", 4, "Wrenfall", name, target, value)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (Amount(400, "pair"), Amount(400, "image-text pair"), True),
        (Amount(400, "image-text pair"), Amount(400.0, "pair"), True),
        (Amount(400, "pair"), Amount(401, "pair"), False),
        (Amount(400, "pair"), Amount(400, "repair"), False),
        (Amount(43, "hour"), Amount(43, "hours"), False),
    ],
)
def test_amounts_agree_in_number_and_unit(one: Amount, other: Amount, agree: bool) -> None:
    assert one.agrees(other) is agree


def test_a_trained_amount_is_compared_with_its_unit() -> None:
    stated = fact("trainingDataSize", Amount(43, "hour"))
    assert claim("trainingDataSize", Amount(43, "hour")).says(stated)
    assert not claim("trainingDataSize", Amount(43, "token")).says(stated)
    assert not claim("trainingDataSize", 43).says(stated)


def test_a_comparison_is_read_fully_with_its_amount_only() -> None:
    stated = fact("fasterThan", "Sedgewick", Amount(3, "times"))
    bare, full, wrong = (claim("fasterThan", frozenset({"sedgewick"}), amount) for amount in (None, Amount(3, "times"), Amount(4, "times")))
    assert [one.says_fully(stated) for one in (bare, full, wrong)] == [False, True, False]
    assert [one.is_borne_out_by(stated) for one in (bare, full, wrong)] == [True, True, False]
    assert not full.is_borne_out_by(fact("fasterThan", "Sedgewick"))


def test_a_text_is_a_piece_of_the_quote_with_the_words_that_matter() -> None:
    stated = fact("limitation", "draw hands")
    assert claim("limitation", "cannot draw hands").says(stated)
    assert not claim("limitation", "cannot draw").says(stated)
    assert not claim("limitation", "It can not draw hands").says(stated)


def test_only_symmetric_properties_are_read_backwards() -> None:
    for name, backwards in (("partnerOf", True), ("competitorOf", True), ("investedIn", False)):
        assert claim(name, frozenset({"sedgewick"})).says(Fact("a.md", 4, "Sedgewick", name, "Wrenfall")) is backwards


def test_another_wording_of_the_object_counts() -> None:
    stated = replace(fact("memberOf", "Wren series"), also=("Wren",))
    assert claim("memberOf", frozenset({"wren"})).says(stated)
    assert not claim("memberOf", frozenset({"wrens"})).says(stated)


def test_optional_facts_count_neither_for_nor_against() -> None:
    known = [fact("basedOn", "Sedgewick"), replace(fact("memberOf", "Wren"), optional=True)]
    claims = [claim("basedOn", frozenset({"sedgewick"})), claim("memberOf", frozenset({"wren"})), claim("ownedBy", frozenset({"wren"}))]
    measured = score(known, claims)
    assert (measured.recall, measured.precision) == (1.0, 0.5)
    assert [one.property for one in measured.extra] == ["ownedBy"]


def test_an_amount_in_an_answer_needs_its_unit() -> None:
    accepted = Amount(43, "hour")
    assert says(Result(value=43, unit="hour"), accepted)
    assert not says(Result(value=43, unit="day"), accepted)
    assert not says(Result(value=43), accepted)


@pytest.mark.parametrize(
    ("status", "results", "right"),
    [
        ("answered", (Result(value="cannot draw hands", evidence=(0,)),), True),
        ("answered", (Result(value="cannot draw", evidence=(0,)),), False),
        ("passages", (), True),
        ("unanswered", (), False),
    ],
)
def test_what_is_told_may_be_a_text_or_the_passage(status: str, results: tuple[Result, ...], right: bool) -> None:
    case = Case("What can Wrenfall not do?", "en", "told", ["draw hands"], "a.md", [4])
    answer = Answer(case.q, "en", status, "", results, (Evidence("a.md", 4, 4, (), QUOTE.text),))
    assert Grader(()).is_right(answer, case) is right
