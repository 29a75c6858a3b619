"""What was read from each document, kept in JSON so that a later build reads only what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any

from aigc_kg.model import Claim, Document, Literal, Passage, Quote, Thing

_FILE = "readings.jsonl"
_KIND = "kind"


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a build takes from a document."""

    identifier: str
    sha256: str
    title: str
    meta: tuple[tuple[str, str], ...]
    claims: tuple[Claim, ...]
    named: tuple[tuple[Thing, int], ...]
    passages: tuple[Passage, ...]
    text: str | None = None
    """The text of a converted document; that of others is in their files."""

    @property
    def document(self) -> Document:
        """The document without its text and blocks: what it is called, and what its front matter says."""
        return Document(self.identifier, "", (), tuple({**dict(self.meta), "title": self.title}.items()))


_KINDS = {cls.__name__: cls for cls in (Claim, Literal, Passage, Quote, Reading, Thing)}


class KnownReadings:
    """Readings of generations that the same reader made, by document."""

    def __init__(self, generations: Iterable[Path], reader: tuple[object, ...]) -> None:
        self._reader = reader
        self._lines: Mapping[str, str] = {line.split(" ", 1)[0]: line for folder in generations for line in _lines(folder)}

    def get(self, identifier: str, sha256: str) -> Reading | None:
        """The reading of a document with this name and these bytes; None where there is none, or it is damaged."""
        line = self.line(identifier, sha256)
        found = json.loads(line.split(" ", 2)[2], object_hook=_value) if line is not None else None
        return found if isinstance(found, Reading) else None

    def line(self, identifier: str, sha256: str) -> str | None:
        """The line that holds the reading; None where there is none, or it is damaged."""
        line = self._lines.get(_key(self._reader, identifier, sha256), "")
        digest, _, written = line.partition(" ")[2].partition(" ")
        return line if written and _digest(written) == digest else None


def write_readings(generation: Path, reader: tuple[object, ...], readings: Iterable[Reading], known: KnownReadings | None = None) -> None:
    """Write readings; `reader` is what they depend on beside their documents. Each line begins with its own hash.

    Those that are `known` are written as they were.
    """
    with (generation / _FILE).open("w", encoding="utf-8", newline="\n") as file:
        for reading in readings:
            before = known.line(reading.identifier, reading.sha256) if known is not None else None
            file.write(f"{before or _line(reader, reading)}\n")


def _line(reader: tuple[object, ...], reading: Reading) -> str:
    line = json.dumps(reading, default=_plain, ensure_ascii=False, separators=(",", ":"))
    return f"{_key(reader, reading.identifier, reading.sha256)} {_digest(line)} {line}"


def _lines(generation: Path) -> Iterator[str]:
    path = generation / _FILE
    if path.is_file():
        with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
            yield from (line.removesuffix("\n") for line in file)


def _key(reader: tuple[object, ...], identifier: str, sha256: str) -> str:
    return _digest(repr((reader, identifier, sha256)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> dict[str, Any]:
    if not is_dataclass(value):
        raise TypeError(f"Unexpected value in a reading: {value!r}")
    return {_KIND: type(value).__name__, **{field.name: getattr(value, field.name) for field in fields(value)}}


def _value(data: dict[str, Any]) -> Any:
    return _KINDS[data.pop(_KIND)](**{name: _frozen(value) for name, value in data.items()})


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
