"""When an answer is right: its results, all of them and nothing else, and evidence on lines that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.text import key
from tests.suites.cases import Accepted, Amount, Case, Fact


def says(result: Result, accepted: Accepted) -> bool:
    """Is the result the accepted name (by any of its names), number, amount, date (at least as precise) or truth value?"""
    if result.value is None:
        return isinstance(accepted, str) and key(accepted) in {key(label) for label in result.labels}
    if isinstance(accepted, Amount):
        return result.unit is not None and accepted.agrees(Amount(result.value, result.unit))
    if isinstance(accepted, str):
        return isinstance(result.value, str) and f"{result.value}-".startswith(f"{accepted}-")
    return type(result.value) is type(accepted) and bool(result.value == accepted)


def gives(results: tuple[Result, ...], accepted: Sequence[Accepted]) -> bool:
    """Every accepted answer once, and nothing else."""
    return len(results) == len(accepted) and all(any(says(result, one) for result in results) for one in accepted)


def tells(results: tuple[Result, ...], words: Sequence[Accepted]) -> bool:
    """Does a text among the results have the words that matter?"""
    texts = [key(str(result.value)) for result in results if isinstance(result.value, str)]
    return all(any(key(str(one)) in text for text in texts) for one in words)


def cites(answer: Answer, case: Case, first: int | None = None) -> bool:
    """Does the evidence (its first pieces) reach a line that says it?"""
    pieces = [piece for piece in answer.evidence[:first] if piece.document == case.document]
    return any(piece.line <= line <= piece.end_line for piece in pieces for line in case.lines)


@dataclass(frozen=True)
class Grader:
    """Grades answers over notes which state these facts."""

    stated: tuple[Fact, ...]

    def is_right(self, answer: Answer, case: Case) -> bool:
        quoted = answer.status == "passages"
        if case.status == "unanswerable":
            # Where a sentence names the thing and what is asked, though not the answer, it may be quoted.
            return answer.status == "unanswered" or (quoted and cites(answer, case))
        if case.status == "passages" or (case.status == "told" and quoted):
            return quoted and cites(answer, case, first=3)
        right = tells if case.status == "told" else gives
        return answer.status == "answered" and right(answer.results, case.results) and self.is_cited(answer, case)

    def is_cited(self, answer: Answer, case: Case) -> bool:
        """Evidence on a line named in the case, or, where several notes say it, on lines that state each result."""
        things = [member for result in answer.results for member in result.members or (result,)]
        return cites(answer, case) or all(any(self._states(answer.evidence[n], thing) for n in thing.evidence) for thing in things)

    def _states(self, piece: Evidence, result: Result) -> bool:
        """Do the facts have one of this result at these lines?"""
        here = [fact for fact in self.stated if fact.document == piece.document and piece.line <= fact.line <= piece.end_line]
        return any(says(result, one) for fact in here for one in (fact.subject, fact.object, fact.value) if one is not None)


def shown(answer: Answer, case: Case) -> str:
    """Question, answer and what was expected, for a failing test."""
    got = [result.label if result.value is None else result.value for result in answer.results]
    wanted = [str(one) if isinstance(one, Amount) else one for one in case.results]
    return f"{case.q} -> {answer.status} {got} [{answer.interpretation}], expected {case.status} {wanted}"
