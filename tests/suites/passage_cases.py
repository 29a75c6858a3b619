"""Questions that sentences of the shipped notes answer, and questions that nothing there answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from aigc_kg.resources import corpus_dir

FOLDER = Path(__file__).parent.parent / "data" / "passages"
Place = tuple[str, int]
"""A document and a line of it."""


@dataclass(frozen=True)
class Case:
    """A question, and the lines that answer it; none where nothing does."""

    question: str
    language: str
    kind: str
    lines: frozenset[Place]

    @property
    def answerable(self) -> bool:
        """Do the notes answer it?"""
        return self.kind != "unanswerable"


def read_cases(name: str) -> list[Case]:
    """The questions of a file. Each of their fragments has to stand on a line of the notes."""
    notes = {path.name: path.read_text(encoding="utf-8").split("\n") for path in sorted(corpus_dir().glob("*.md"))}
    rows = map(json.loads, (FOLDER / name).read_text(encoding="utf-8").splitlines())
    return [
        Case(row["q"], row["lang"], row["kind"], frozenset(place for part in row["says"] for place in _places(part, notes))) for row in rows
    ]


def _places(fragment: str, notes: dict[str, list[str]]) -> list[Place]:
    found = [(name, number) for name, lines in notes.items() for number, line in enumerate(lines, 1) if fragment in line]
    if not found:
        raise ValueError(f"No line of the notes has {fragment!r}.")
    return found
