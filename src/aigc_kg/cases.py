"""Questions with known answers, as a file holds them: one JSON object a line."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aigc_kg.errors import UsageError
from aigc_kg.text import language

STATUSES = ("answered", "passages", "unanswerable")
KEYS = frozenset({"q", "lang", "kind", "scope", "status", "results", "optional", "document", "lines", "pair"})
Accepted = tuple[str | int | float | bool, ...]
"""Forms of one expected answer, any of which will do."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its known answer: what must and what may be among the results, and the lines that say so.

    `lines` are pairs of a document's identifier and the number of a line of it. Two cases of the same `pair` ask the same thing
    in two languages. `place` is where the case stands, for messages.
    """

    question: str
    language: str
    kind: str
    scope: str | None
    status: str
    expected: tuple[Accepted, ...] = ()
    optional: tuple[Accepted, ...] = ()
    lines: frozenset[tuple[str, int]] = frozenset()
    pair: str | None = None
    place: str = field(default="", compare=False)


def read_cases(path: Path, documents: Collection[str] | None = None) -> list[Case]:
    """Questions from a JSON Lines file; `documents` are those that lines may be of, where that is known.

    Raises UsageError naming file and line where one cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"Cannot read the questions from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The questions in {path} are not UTF-8 text. Save the file as UTF-8.") from error
    cases = [_case(line, f"{path}:{number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not cases:
        raise UsageError(f"There are no questions in {path}. Write one JSON object a line.")
    if documents is not None:
        _check_documents(cases, documents)
    _check_pairs(cases)
    return cases


def _check_documents(cases: Sequence[Case], documents: Collection[str]) -> None:
    for case in cases:
        if other := sorted({document for document, _ in case.lines}.difference(documents)):
            raise UsageError(
                f"{case.place} has lines of {other[0]!r}, which the knowledge base does not hold; it holds {', '.join(sorted(documents))}."
            )


def _check_pairs(cases: Sequence[Case]) -> None:
    pairs: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.pair is not None:
            pairs[case.pair].append(case)
    for name, members in pairs.items():
        if len(members) != 2 or members[0].language == members[1].language:
            languages = ", ".join(case.language for case in members)
            raise UsageError(
                f"{members[0].place} is of the pair {name!r}, which has questions in {languages}; a pair has two, in two languages."
            )


def _case(line: str, place: str) -> Case:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place} is not JSON: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("q"), str) or not data["q"].strip():
        raise UsageError(f'{place} is no question: write an object with "q", the question, and "status".')
    if unknown := sorted(data.keys() - KEYS):
        raise UsageError(f"{place} has an unknown key {unknown[0]!r}; known are {', '.join(sorted(KEYS))}.")
    status = data.get("status")
    if status not in STATUSES:
        raise UsageError(f'{place} has the "status" {status!r}; write one of {", ".join(STATUSES)}.')
    expected, optional = (_accepted(data.get(name) or [], f"{place}: {name!r}") for name in ("results", "optional"))
    if (status == "answered") != bool(expected):
        raise UsageError(f'{place} is {status} and has {len(expected)} "results"; answered questions have some, others none.')
    lang, kind, scope, pair = (_word(data.get(name), f"{place}: {name!r}") for name in ("lang", "kind", "scope", "pair"))
    lines = _lines(data.get("lines") or [], data.get("document"), place)
    return Case(data["q"], lang or language(data["q"]), kind or status, scope, status, expected, optional, lines, pair, place)


def _word(value: Any, place: str) -> str | None:
    if value is None or (isinstance(value, str) and value.strip()):
        return value
    raise UsageError(f"{place} is no text.")


def _lines(lines: Any, document: Any, place: str) -> frozenset[tuple[str, int]]:
    named = {_word(document, f"{place}: 'document'"): lines} if isinstance(lines, list) else lines
    if not isinstance(named, dict) or (named is lines and document is not None):
        raise UsageError(f'{place} has "lines" that are neither a list, with "document", nor an object of lists by document.')
    found = frozenset((name, number) for name, numbers in named.items() for number in _numbers(numbers, place))
    if any(name is None for name, _ in found):
        raise UsageError(f'{place} has "lines" and no "document" that they are of.')
    return found


def _numbers(numbers: Any, place: str) -> list[int]:
    if not isinstance(numbers, list) or not all(type(number) is int and number > 0 for number in numbers):
        raise UsageError(f'{place} has "lines" that are no list of line numbers.')
    return numbers


def _accepted(values: Any, place: str) -> tuple[Accepted, ...]:
    if not isinstance(values, list):
        raise UsageError(f"{place} is no list.")
    groups = [tuple(value) if isinstance(value, list) else (value,) for value in values]
    if not all(group and all(isinstance(form, str | int | float | bool) for form in group) for group in groups):
        raise UsageError(f"{place} has something that is no text, number or truth value, nor a list of such.")
    return tuple(groups)
