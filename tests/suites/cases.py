"""The cases of the suites: notes, what they state, what they do not, and questions over them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aigc_kg.model import Evidence

DATA = Path(__file__).parents[1] / "data"
NOTES = DATA / "notes"
PROPERTIES = ("developedBy", "hasTask", "parameterCount", "releaseDate", "basedOn")


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of a note's line: names as written, numbers worked out, dates as precise as the text."""

    document: str
    line: int
    subject: str
    property: str
    object: str | int

    def __str__(self) -> str:
        return f"{self.document}:{self.line} {self.property}({self.subject}, {self.object})"


@dataclass(frozen=True, slots=True)
class Case:
    """A question; `results` are its answers in any order, `lines` of `document` state them."""

    q: str
    lang: str
    status: str
    results: list[str | int | bool] = field(hash=False)
    document: str | None
    lines: list[int] = field(hash=False)

    def __str__(self) -> str:
        return self.q


def read_lines(name: str) -> Iterator[dict[str, Any]]:
    with (DATA / name).open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def facts(name: str) -> list[Fact]:
    return [Fact(**row) for row in read_lines(name)]


def questions() -> list[Case]:
    return [Case(**row) for row in read_lines("questions.jsonl")]


def note_lines(document: str, folder: Path = NOTES) -> list[str]:
    return (folder / document).read_text(encoding="utf-8").split("\n")


def is_verbatim(piece: Evidence, folder: Path = NOTES) -> bool:
    """Does the quote stand on its lines, and is it no longer than a quote may be?"""
    lines = note_lines(piece.document, folder)[piece.line - 1 : piece.end_line]
    return bool(piece.quote) and len(lines) <= 3 and len(piece.quote) <= 300 and piece.quote in "\n".join(lines)
