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

BROAD = DATA / "broad"
"""A second group of notes with cases of its own, over all properties."""
BROAD_NOTES = BROAD / "notes"
ASKED = DATA / "asked"
"""A third group: questions of every kind over notes that are easy to read."""
SYMMETRIC = ("partnerOf", "competitorOf")
TEXTS = ("limitation", "definition")
BROAD_PROPERTIES = (
    *PROPERTIES, "inputModality", "outputModality", "usesTechnique", "successorOf", "memberOf", "trainedOn", "trainingDataSize",
    "appliedIn", "ownedBy", "investedIn", "foundedBy", "ledBy", "locatedIn", *SYMMETRIC, "outperforms", "fasterThan",
    "supportsLanguage", *TEXTS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit: scales worked out, bytes decimal, other units singular in English."""

    value: int | float
    unit: str

    def agrees(self, other: Amount) -> bool:
        """The same number, and the same unit or its head noun: an `image-text pair` is a `pair`."""
        units = sorted((self.unit, other.unit), key=len)
        return self.value == other.value and f" {units[1]}".endswith(f" {units[0]}")

    def __str__(self) -> str:
        return f"{self.value} {self.unit}"


Accepted = str | int | bool | Amount


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement of a note's line: names as written, numbers worked out, dates as precise as the text.

    `object` with a `unit` is an amount. `value` is the amount stated with a comparison. `also` are other names that
    the object may go by where the text leaves open how far its name reaches. Of a text (`limitation`, `definition`),
    `object` is the words that any fair piece of the sentence must have. An `optional` fact is a fair reading of the
    line, neither asked for nor held against the reader.
    """

    document: str
    line: int
    subject: str
    property: str
    object: str | int | Amount
    value: Amount | None = None
    also: tuple[str, ...] = ()
    optional: bool = False

    def __str__(self) -> str:
        amount = f" by {self.value}" if self.value else ""
        return f"{self.document}:{self.line} {self.property}({self.subject}, {self.object}{amount})"


@dataclass(frozen=True, slots=True)
class Case:
    """A question; `results` are its answers in any order, `lines` of `document` state them.

    `told` is answered with a text that has the words of `results`, or with the passage of those lines.
    """

    q: str
    lang: str
    status: str
    results: list[Accepted] = field(hash=False)
    document: str | None
    lines: list[int] = field(hash=False)

    def __str__(self) -> str:
        return self.q


def read_lines(name: str, folder: Path = DATA) -> Iterator[dict[str, Any]]:
    with (folder / name).open(encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)


def facts(name: str, folder: Path = DATA) -> list[Fact]:
    return [_fact(**row) for row in read_lines(name, folder)]


def _fact(**row: Any) -> Fact:
    unit, value = row.pop("unit", None), row.pop("value", None)
    row["object"] = Amount(row["object"], unit) if unit else row["object"]
    return Fact(**row | {"also": tuple(row.get("also", ())), "value": Amount(**value) if value else None})


def questions(folder: Path = DATA) -> list[Case]:
    return [_case(**row) for row in read_lines("questions.jsonl", folder)]


def _case(**row: Any) -> Case:
    return Case(**row | {"results": [Amount(**one) if isinstance(one, dict) else one for one in row["results"]]})


def note_lines(document: str, folder: Path = NOTES) -> list[str]:
    return (folder / document).read_text(encoding="utf-8").split("\n")


def is_verbatim(piece: Evidence, folder: Path = NOTES) -> bool:
    """Does the quote stand on its lines, and is it no longer than a quote may be?"""
    lines = note_lines(piece.document, folder)[piece.line - 1 : piece.end_line]
    return bool(piece.quote) and len(lines) <= 3 and len(piece.quote) <= 300 and piece.quote in "\n".join(lines)
