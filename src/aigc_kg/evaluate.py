"""Scores answers against questions with known answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aigc_kg.errors import UsageError
from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.text import key, language

STATUSES = ("answered", "passages", "unanswerable")
_FIRST = 3
_KEYS = frozenset({"q", "lang", "kind", "status", "results", "optional", "document", "lines"})
Accepted = tuple[str | int | float | bool, ...]
"""Forms of one expected answer, any of which will do."""
Verifier = Callable[[Evidence], bool | None]
"""Does a quote stand verbatim on its lines? None where its document cannot be read now."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its known answer: what must and what may be among the results, and the lines that say so."""

    question: str
    language: str
    kind: str
    status: str
    expected: tuple[Accepted, ...]
    optional: tuple[Accepted, ...]
    document: str | None
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer did; `f1`, `recall` and `precision` are None where the question gives nothing to measure them by."""

    case: Case
    answer: Answer
    strict: bool
    right: bool
    f1: float | None
    recall: float | None
    precision: float | None
    quotes: int
    faithful: int

    @property
    def false_answer(self) -> bool:
        """Was something answered that no document answers?"""
        return self.case.status == "unanswerable" and self.answer.status == "answered"


@dataclass
class Tally:
    """Scores of several questions, added up."""

    scores: list[Score] = field(default_factory=list)

    def figures(self) -> dict[str, float | int | None]:
        """Counts and shares; None where there is nothing to take a share of."""
        unanswerable = [score for score in self.scores if score.case.status == "unanswerable"]
        return {
            "questions": len(self.scores),
            "strict": _mean([float(score.strict) for score in self.scores]),
            "right": _mean([float(score.right) for score in self.scores]),
            "f1": _mean([score.f1 for score in self.scores]),
            "unanswerable": len(unanswerable),
            "false_answers": sum(score.false_answer for score in unanswerable),
            "evidence_recall_at_3": _mean([score.recall for score in self.scores]),
            "evidence_precision": _mean([score.precision for score in self.scores]),
            "quotes": sum(score.quotes for score in self.scores),
            "quotes_verbatim": sum(score.faithful for score in self.scores),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all questions, by language and by kind, and each score."""

    total: dict[str, float | int | None]
    languages: dict[str, dict[str, float | int | None]]
    kinds: dict[str, dict[str, float | int | None]]
    scores: tuple[Score, ...]

    @property
    def misses(self) -> list[Score]:
        """Questions not answered strictly right."""
        return [score for score in self.scores if not score.strict]


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def read_cases(path: Path) -> list[Case]:
    """Questions from a JSON Lines file. Raises UsageError naming file and line where one cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"Cannot read the questions from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The questions in {path} are not UTF-8 text. Save the file as UTF-8.") from error
    cases = [_case(line, f"{path}:{number}") for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not cases:
        raise UsageError(f"There are no questions in {path}. Write one JSON object a line.")
    return cases


def _case(line: str, place: str) -> Case:
    try:
        data = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{place} is not JSON: {error}.") from error
    if not isinstance(data, dict) or not isinstance(data.get("q"), str) or not data["q"].strip():
        raise UsageError(f'{place} is no question: write an object with "q", the question, and "status".')
    if unknown := sorted(data.keys() - _KEYS):
        raise UsageError(f"{place} has an unknown key {unknown[0]!r}; known are {', '.join(sorted(_KEYS))}.")
    status = data.get("status")
    if status not in STATUSES:
        raise UsageError(f'{place} has the "status" {status!r}; write one of {", ".join(STATUSES)}.')
    expected, optional = (_accepted(data.get(name) or [], f"{place}: {name!r}") for name in ("results", "optional"))
    if (status == "answered") != bool(expected):
        raise UsageError(f'{place} is {status} and has {len(expected)} "results"; answered questions have some, others none.')
    lines = data.get("lines") or []
    if not isinstance(lines, list) or not all(isinstance(number, int) and number > 0 for number in lines):
        raise UsageError(f'{place} has "lines" that are no list of line numbers.')
    document, lang = data.get("document"), data.get("lang") or language(data["q"])
    if not (document is None or isinstance(document, str)) or not isinstance(lang, str):
        raise UsageError(f'{place} has a "document" or "lang" that is no text.')
    return Case(data["q"], lang, str(data.get("kind") or status), status, expected, optional, document, frozenset(lines))


def _accepted(values: Any, place: str) -> tuple[Accepted, ...]:
    if not isinstance(values, list):
        raise UsageError(f"{place} is no list.")
    groups = [tuple(value) if isinstance(value, list) else (value,) for value in values]
    if not all(group and all(isinstance(form, str | int | float | bool) for form in group) for group in groups):
        raise UsageError(f"{place} has something that is no text, number or truth value, nor a list of such.")
    return tuple(groups)


def evaluate(cases: Sequence[Case], ask: Callable[[str], Answer], is_verbatim: Verifier) -> Evaluation:
    """Ask every question and score the answers."""
    scores = tuple(score(case, ask(case.question), is_verbatim) for case in cases)
    groups: dict[str, dict[str, Tally]] = {"language": defaultdict(Tally), "kind": defaultdict(Tally)}
    for one in scores:
        groups["language"][one.case.language].scores.append(one)
        groups["kind"][one.case.kind].scores.append(one)
    figures = {name: {value: group[value].figures() for value in sorted(group)} for name, group in groups.items()}
    return Evaluation(Tally(list(scores)).figures(), figures["language"], figures["kind"], scores)


def score(case: Case, answer: Answer, is_verbatim: Verifier) -> Score:
    """Score one answer."""
    cited = [_is_cited(piece, case) for piece in answer.evidence]
    has_lines = case.document is not None and bool(case.lines)
    met = _met(case.expected, answer.results)
    allowed = sum(any(says(result, forms) for forms in (*case.expected, *case.optional)) for result in answer.results)
    whole = met == len(case.expected)
    if case.status == "unanswerable":
        strict = right = answer.status == "unanswered"
    elif case.status == "passages":
        strict = answer.status == "passages" and (any(cited[:_FIRST]) or not has_lines)
        right = answer.status != "unanswered" and any(cited[:_FIRST])
    else:
        right = answer.status == "answered" and whole
        strict = right and allowed == len(answer.results) and (any(cited) or not has_lines)
    verbatim = [found for found in map(is_verbatim, answer.evidence) if found is not None]
    return Score(
        case, answer, strict, right or strict,
        _f1(met, len(case.expected), allowed, len(answer.results)) if case.status == "answered" else None,
        float(any(cited[:_FIRST])) if has_lines else None,
        sum(cited) / len(cited) if has_lines and cited else None,
        len(verbatim), sum(verbatim),
    )  # fmt: skip


def _is_cited(piece: Evidence, case: Case) -> bool:
    return piece.document == case.document and not case.lines.isdisjoint(range(piece.line, piece.end_line + 1))


def _f1(met: int, expected: int, allowed: int, given: int) -> float:
    recall, precision = met / expected, allowed / given if given else 0.0
    return 2 * recall * precision / (recall + precision) if recall + precision else 0.0


def _met(expected: Sequence[Accepted], results: Sequence[Result]) -> int:
    """How many expected answers have a result of their own (a maximum matching, by augmenting paths)."""
    owner: dict[int, int] = {}

    def place(at: int, seen: set[int]) -> bool:
        for number, result in enumerate(results):
            if number not in seen and says(result, expected[at]):
                seen.add(number)
                if number not in owner or place(owner[number], seen):
                    owner[number] = at
                    return True
        return False

    return sum(place(at, set()) for at in range(len(expected)))


def says(result: Result, forms: Accepted) -> bool:
    """Is a result one of these: a name in any of its spellings, a number, a truth value, or a date at least as precise?"""
    return any(_says(result, form) for form in forms)


def _says(result: Result, form: str | float | bool) -> bool:
    if result.value is None:
        return isinstance(form, str) and key(form) in {key(label) for label in (result.label or "", *result.labels)}
    if isinstance(form, str) or isinstance(result.value, str):
        return f"{result.value}-".startswith(f"{form}-")
    if isinstance(form, bool) or isinstance(result.value, bool):
        return form is result.value
    return bool(result.value == form)
