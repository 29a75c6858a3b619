"""Facts read from the notes, against what the notes state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.suites.cases import NOTES, PROPERTIES, Fact, facts, note_lines
from tests.suites.claims import ClaimRow

RECALL_FLOOR = 0.80
PRECISION_FLOOR = 0.99

STATED = facts("facts.jsonl")
NOT_STATED = facts("not_facts.jsonl")


def listing(title: str, items: Iterable[object]) -> str:
    ordered = sorted(map(str, items))
    return f"{title} ({len(ordered)}):\n  " + "\n  ".join(ordered)


def test_all_cases_are_read() -> None:
    assert Counter(fact.property for fact in STATED) == {
        "developedBy": 94,
        "releaseDate": 52,
        "hasTask": 45,
        "parameterCount": 39,
        "basedOn": 23,
    }
    assert len(NOT_STATED) == 60
    assert len({*STATED, *NOT_STATED}) == len(STATED) + len(NOT_STATED)
    assert len(list(NOTES.glob("*.md"))) == 6


def test_cases_name_lines_and_things_of_their_notes() -> None:
    for fact in (*STATED, *NOT_STATED):
        lines = note_lines(fact.document)
        assert fact.property in PROPERTIES, fact
        assert lines[fact.line - 1].strip(), fact
        assert fact.subject in "\n".join(lines), fact


@pytest.mark.parametrize("fact", NOT_STATED, ids=[f"line {number}" for number, _ in enumerate(NOT_STATED, 1)])
def test_what_is_not_stated_is_not_claimed(fact: Fact, claims: list[ClaimRow]) -> None:
    found = [str(claim) for claim in claims if claim.says(fact)]
    assert not found, f"{fact} is not stated"


@pytest.mark.parametrize("name", sorted(path.name for path in NOTES.glob("*.md")))
def test_quotes_and_contexts_are_verbatim(name: str, claims: list[ClaimRow]) -> None:
    lines = note_lines(name)
    own = [claim for claim in claims if claim.document == name]
    assert own
    for quote in [quote for claim in own for quote in (claim.quote, *claim.contexts)]:
        assert quote.text in "\n".join(lines[quote.line - 1 : quote.end_line])
        assert 0 <= quote.end_line - quote.line < 3
        assert 0 < len(quote.text) <= 300


def test_recall(claims: list[ClaimRow]) -> None:
    missed = [fact for fact in STATED if not any(claim.says(fact) and claim.covers(fact.line) for claim in claims)]
    recall = 1 - len(missed) / len(STATED)
    assert recall >= RECALL_FLOOR, f"recall {recall:.3f}; {listing('missed', missed)}"


def test_precision(claims: list[ClaimRow]) -> None:
    extra = [claim for claim in claims if not any(claim.says(fact) and claim.covers(fact.line) for fact in STATED)]
    precision = 1 - len(extra) / len(claims)
    assert precision >= PRECISION_FLOOR, f"precision {precision:.3f}; {listing('not in the file', extra)}"
