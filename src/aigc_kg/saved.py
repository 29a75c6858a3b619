"""Saved answers: the JSON that `ask --json` writes, read back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from aigc_kg.errors import UsageError
from aigc_kg.model import Answer, Conflict, Evidence, Result

STATUSES = ("answered", "passages", "unanswered")
_WRITE = "Write what aigc-kg ask --json prints, one answer a line."
_Kind = Callable[[Any], bool]


class _MalformedError(ValueError):
    """What an answer lacks or has of another kind."""


def read_answers(path: Path) -> list[Answer]:
    """Answers from a file that holds one JSON object, or one a line. Raises UsageError naming file, line and what is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"Cannot read the answers from {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"The answers in {path} are not UTF-8 text. Save the file as UTF-8.") from error
    answers = [_answer(data, place) for place, data in _objects(text, path)]
    if not answers:
        raise UsageError(f"There are no answers in {path}. {_WRITE}")
    return answers


def _objects(text: str, path: Path) -> Iterator[tuple[str, Any]]:
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    whole = _parsed(text) if len(lines) > 1 else None
    if isinstance(whole, dict):
        yield str(path), whole
        return
    for number, line in lines:
        data = _parsed(line)
        if not isinstance(data, dict):
            raise UsageError(f"{path}:{number} is no JSON object. {_WRITE}")
        yield f"{path}:{number}", data


def _parsed(text: str) -> Any:
    """The value that a text writes; None where it is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _answer(data: Mapping[str, Any], place: str) -> Answer:
    try:
        return parse_answer(data)
    except _MalformedError as error:
        raise UsageError(f"{place} is no answer: {error}. {_WRITE}") from error


def parse_answer(data: Mapping[str, Any]) -> Answer:
    """The answer that a JSON object writes. Raises ValueError naming the key that is missing or of another kind."""
    _check(data, "the answer", _ANSWER)
    if data["status"] not in STATUSES:
        raise _MalformedError(f"its 'status' is none of {', '.join(STATUSES)}")
    return Answer(
        data["question"], data["language"], data["status"], data["answer"],
        tuple(_result(result, "a result") for result in data["results"]),
        tuple(map(_evidence, data["evidence"])), tuple(map(_conflict, data["conflicts"])),
        data["sparql"], data["interpretation"], tuple(data["not_understood"]),
    )  # fmt: skip


def _result(data: Mapping[str, Any], what: str) -> Result:
    _check(data, what, _RESULT)
    members = data.get("members")
    if members is not None and not _are_objects(members):
        raise _MalformedError(f"'members' of {what} is missing or not what it should be")
    return Result(
        data["label"], tuple(data["labels"]), data["iri"], data["value"], data["unit"], data["about"],
        tuple(data["evidence"]), data["documents"], None if members is None else tuple(_result(one, "a member") for one in members),
    )  # fmt: skip


def _evidence(data: Mapping[str, Any]) -> Evidence:
    _check(data, "a piece of evidence", _EVIDENCE)
    return Evidence(data["document"], data["line"], data["end_line"], tuple(data["section"]), data["quote"])


def _conflict(data: Mapping[str, Any]) -> Conflict:
    _check(data, "a conflict", _CONFLICT)
    for value in data["values"]:
        _check(value, "a value of a conflict", _CONFLICTING)
    return Conflict(data["property"], data["subject"], data["kind"], tuple(data["values"]))


def _check(data: Mapping[str, Any], what: str, kinds: Mapping[str, _Kind]) -> None:
    for name, is_right in kinds.items():
        if name not in data or not is_right(data[name]):
            raise _MalformedError(f"{name!r} of {what} is missing or not what it should be")


def _is_text(value: Any) -> bool:
    # JSON can write lone surrogates, which are no text.
    return isinstance(value, str) and not any("\ud800" <= char <= "\udfff" for char in value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are(is_right: _Kind) -> _Kind:
    return lambda value: isinstance(value, list) and all(map(is_right, value))


def _or_null(is_right: _Kind) -> _Kind:
    return lambda value: value is None or is_right(value)


def _is_literal(value: Any) -> bool:
    return isinstance(value, int | float) or _is_text(value)


_are_objects = _are(lambda value: isinstance(value, dict))
_ANSWER: dict[str, _Kind] = {
    "question": _is_text, "language": _is_text, "status": _is_text, "answer": _is_text,
    "results": _are_objects, "evidence": _are_objects, "conflicts": _are_objects,
    "sparql": _or_null(_is_text), "interpretation": _or_null(_is_text), "not_understood": _are(_is_text),
}  # fmt: skip
_RESULT: dict[str, _Kind] = {
    "label": _or_null(_is_text), "labels": _are(_is_text), "iri": _or_null(_is_text), "value": _or_null(_is_literal),
    "unit": _or_null(_is_text), "about": _or_null(_is_text), "evidence": _are(_is_number), "documents": _is_number,
}  # fmt: skip
_EVIDENCE: dict[str, _Kind] = {
    "document": _is_text, "line": _is_number, "end_line": _is_number, "section": _are(_is_text), "quote": _is_text
}  # fmt: skip
_CONFLICT: dict[str, _Kind] = {"property": _is_text, "subject": _is_text, "kind": _is_text, "values": _are_objects}
_CONFLICTING: dict[str, _Kind] = {"documents": _are(_is_text), "evidence": _are(_is_number)}
