"""Scores answers against questions with known answers, and beside them those of plain retrievers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aigc_kg.cases import Accepted, Case
from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.quantities import dates, numbers
from aigc_kg.text import key, squeezed

DEPTHS = (1, 3, 10)
"""Numbers of quotes among which one on a known line is looked for."""
_FIRST = 3
"""Quotes that a reader sees at once."""
Ask = Callable[[str], Answer]
Verifier = Callable[[Evidence], bool | None]
"""Does a quote stand verbatim on its lines? None where its document cannot be read now."""
Watcher = Callable[[str, int, int], None]
"""Told how far it is: phase, done, total."""
Figures = dict[str, float | int | None]


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer did.

    `f1` and `cited`, whether each quote is on a known line, are None where the question gives nothing to measure them by.
    """

    case: Case
    answer: Answer
    strict: bool
    right: bool
    f1: float | None
    cited: tuple[bool, ...] | None
    quotes: int
    faithful: int

    @property
    def false_answer(self) -> bool:
        """Was something answered that no document answers?"""
        return self.case.status == "unanswerable" and self.answer.status == "answered"

    @property
    def wrong(self) -> bool:
        """Was something said that is not right? Saying that nothing is known is not, nor is a quote for what nobody states."""
        quoted_past_it = self.answer.status == "passages" and self.cited is not None and not any(self.cited[:_FIRST])
        return not self.right and (self.answer.status == "answered" or quoted_past_it)

    @property
    def verdict(self) -> str:
        """In a word: `exact`, `right`, `wrong`, `false answer`, or `missed`, where nothing wrong was said."""
        if self.false_answer:
            return "false answer"
        return "exact" if self.strict else "right" if self.right else "wrong" if self.wrong else "missed"

    def recall(self, depth: int) -> float | None:
        """Is one of the first quotes on a known line?"""
        return None if self.cited is None else float(any(self.cited[:depth]))

    @property
    def precision(self) -> float | None:
        """The share of the first quotes that are on known lines."""
        first = self.cited[:_FIRST] if self.cited else ()
        return sum(first) / len(first) if first else None


@dataclass
class Tally:
    """Scores of several questions, added up."""

    scores: list[Score] = field(default_factory=list)

    def figures(self) -> Figures:
        """Counts and shares; None where there is nothing to take a share of."""
        unanswerable = [score for score in self.scores if score.case.status == "unanswerable"]
        return {
            "questions": len(self.scores),
            "strict": _mean([float(score.strict) for score in self.scores]),
            "right": _mean([float(score.right) for score in self.scores]),
            "wrong": _mean([float(score.wrong) for score in self.scores]),
            "f1": _mean([score.f1 for score in self.scores]),
            "unanswerable": len(unanswerable),
            "false_answers": sum(score.false_answer for score in unanswerable),
            **{f"evidence_recall_at_{depth}": _mean([score.recall(depth) for score in self.scores]) for depth in DEPTHS},
            f"evidence_precision_at_{_FIRST}": _mean([score.precision for score in self.scores]),
            "quotes": sum(score.quotes for score in self.scores),
            "quotes_verbatim": sum(score.faithful for score in self.scores),
        }


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures over all questions and by language, scope and kind, those of the baselines, and each score."""

    total: Figures
    languages: dict[str, Figures]
    scopes: dict[str, Figures]
    kinds: dict[str, Figures]
    baselines: dict[str, Figures]
    scores: tuple[Score, ...]

    @property
    def misses(self) -> list[Score]:
        """Questions not answered strictly right."""
        return [score for score in self.scores if not score.strict]

    @property
    def pairs(self) -> list[tuple[Score, Score]]:
        """Scores of the questions that ask the same thing in two languages."""
        members: dict[str, list[Score]] = defaultdict(list)
        for one in self.scores:
            if one.case.pair is not None:
                members[one.case.pair].append(one)
        return [(first, second) for first, second in members.values()]

    @property
    def differing(self) -> list[tuple[Score, Score]]:
        """Pairs that did not get the same answer."""
        return [pair for pair in self.pairs if _told(pair[0].answer) != _told(pair[1].answer)]


def _told(answer: Answer) -> tuple[str, object]:
    """What does not depend on the language of an answer: its results, or the place that it quotes first."""
    if answer.status == "passages":
        first = answer.evidence[0]
        return answer.status, (first.document, first.line)
    return answer.status, frozenset((result.iri or str(result.value), result.unit) for result in answer.results)


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 4) if known else None


def _unwatched(_phase: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def evaluate(
    cases: Sequence[Case], ask: Ask, is_verbatim: Verifier, *, baselines: Mapping[str, Ask] | None = None, progress: Watcher = _unwatched
) -> Evaluation:
    """Ask every question and score the answers; then ask each of the baselines."""
    scores = _scores(cases, ask, is_verbatim, "asking", progress)
    beside = {
        name: Tally(_scores(cases, other, is_verbatim, name, progress)).figures() for name, other in (baselines or {}).items()
    }  # fmt: skip
    languages, scopes, kinds = (_by(scores, name) for name in ("language", "scope", "kind"))
    return Evaluation(Tally(scores).figures(), languages, scopes, kinds, beside, tuple(scores))


def _scores(cases: Sequence[Case], ask: Ask, is_verbatim: Verifier, phase: str, progress: Watcher) -> list[Score]:
    scores = []
    for number, case in enumerate(cases, 1):
        scores.append(score(case, ask(case.question), is_verbatim))
        progress(phase, number, len(cases))
    return scores


def _by(scores: Iterable[Score], name: str) -> dict[str, Figures]:
    """Figures by the value of an attribute of the case, of the cases that have one."""
    groups: dict[str, Tally] = defaultdict(Tally)
    for one in scores:
        value = getattr(one.case, name)
        if value is not None:
            groups[value].scores.append(one)
    return {value: groups[value].figures() for value in sorted(groups)}


def score(case: Case, answer: Answer, is_verbatim: Verifier) -> Score:
    """Score one answer."""
    cited = tuple(_is_cited(piece, case) for piece in answer.evidence) if case.lines else None
    met = _met(case.expected, answer.results)
    allowed = sum(any(says(result, forms) for forms in (*case.expected, *case.optional)) for result in answer.results)
    strict = _is_strict(case, answer, cited, exact=met == len(case.expected) and allowed == len(answer.results))
    verbatim = [found for found in map(is_verbatim, answer.evidence) if found is not None]
    f1 = _f1(met, len(case.expected), allowed, len(answer.results)) if case.status == "answered" else None
    return Score(case, answer, strict, strict or _is_right(case, answer, cited), f1, cited, len(verbatim), sum(verbatim))


def _is_strict(case: Case, answer: Answer, cited: Sequence[bool] | None, *, exact: bool) -> bool:
    if case.status == "unanswerable":
        return answer.status == "unanswered"
    if case.status == "passages":
        # A text that the graph holds, such as a definition, is the sentence itself.
        text = answer.status == "answered" and all(isinstance(result.value, str) for result in answer.results)
        return (answer.status == "passages" or text) and (cited is None or any(cited[:_FIRST]))
    return answer.status == "answered" and exact and (cited is None or any(cited))


def _is_right(case: Case, answer: Answer, cited: Sequence[bool] | None) -> bool:
    if case.status == "unanswerable" or answer.status == "unanswered":
        return False
    if case.status == "passages":
        return cited is not None and any(cited[:_FIRST])
    if answer.status == "answered":
        results = [*answer.results, *(member for result in answer.results for member in result.members or ())]
        return _met(case.expected, results) == len(case.expected)
    text = "\n".join((answer.answer, *(piece.quote for piece in answer.evidence[:_FIRST])))
    return all(any(stands_in(form, text) for form in forms) for forms in case.expected)


def _is_cited(piece: Evidence, case: Case) -> bool:
    return any((piece.document, line) in case.lines for line in range(piece.line, piece.end_line + 1))


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


def stands_in(form: str | float | bool, text: str) -> bool:
    """Does a text have a name as a whole word, a number by its value, or a date at least as precise? A truth value is in no text."""
    if isinstance(form, bool):
        return False
    if not isinstance(form, str):
        return any(number.value == form for number in numbers(text))
    if any(f"{span.date.iso}-".startswith(f"{form}-") for span in dates(text)):
        return True
    wanted, view = key(form), squeezed(text)
    at = view.text.find(wanted)
    while at >= 0:
        start, end = view.original_span(at, at + len(wanted))
        if not (_runs_on(text[start - 1 : start], text[start]) or _runs_on(text[end - 1], text[end : end + 1]) or _is_version(text[end:])):
            return True
        at = view.text.find(wanted, at + 1)
    return False


def _runs_on(before: str, after: str) -> bool:
    """Are two neighbouring characters of one word? Chinese characters end one everywhere."""
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()


def _is_version(rest: str) -> bool:
    """Does a name go on with the number of a version, so that it is that of another thing?"""
    return rest[:1] in {"-", "."} and rest[1:2].isdigit()
