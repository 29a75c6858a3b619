"""Lexical index of passages and names in SQLite: FTS5 with BM25 over words and characters."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.model import Passage
from aigc_kg.text import fold, has_han, key, tokens

if TYPE_CHECKING:
    from aigc_kg.corrections import Outcome
    from aigc_kg.identity import Join
    from aigc_kg.names import NamedThing

_SCHEMA = """
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, line INTEGER NOT NULL, end_line INTEGER NOT NULL,
    section TEXT NOT NULL, context TEXT NOT NULL, quote TEXT NOT NULL, text TEXT NOT NULL, digest TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(text, context, content='', tokenize="unicode61 remove_diacritics 0 tokenchars '+#'");
CREATE TABLE name (key TEXT NOT NULL, iri TEXT NOT NULL, label TEXT NOT NULL, language TEXT NOT NULL,
    preferred INTEGER NOT NULL, classes TEXT NOT NULL);
CREATE TABLE joined (iri TEXT NOT NULL, names TEXT NOT NULL, rule TEXT NOT NULL, reason TEXT, place TEXT);
CREATE TABLE correction (iri TEXT, kind TEXT NOT NULL, text TEXT NOT NULL, reason TEXT, place TEXT NOT NULL, note TEXT);
"""
_INDEXES = """
CREATE INDEX name_key ON name(key); CREATE INDEX name_iri ON name(iri); CREATE INDEX passage_place ON passage(document, line);
CREATE INDEX joined_iri ON joined(iri); CREATE INDEX correction_iri ON correction(iri);
"""
_CONTEXT_WEIGHT = 0.5
_CHUNK = 500
_MOST_KEPT = 4096
"""Passages that stay in memory once they were read."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as the index holds it; `id` also numbers its vector."""

    id: int
    document: str
    line: int
    end_line: int
    section: tuple[str, ...]
    context: str
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredName:
    """One label of a thing."""

    key: str
    iri: str
    label: str
    language: str
    preferred: bool
    classes: tuple[str, ...]


def index_words(text: str) -> str:
    """The text as words and single Chinese characters between spaces, for FTS5 to index."""
    import rjieba

    view = fold(text)
    words = rjieba.cut_for_search(view) if has_han(view) else []
    return " ".join([*(w for w in words if len(w) > 1 and has_han(w)), *(token for token, _, _ in tokens(view))])


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction as the index holds it; `note` says why it does not apply, where it does not."""

    kind: str
    text: str
    reason: str | None
    place: str
    note: str | None


def write_index(
    path: Path, passages: Sequence[tuple[Passage, str]], things: Iterable[NamedThing], outcomes: Iterable[Outcome] = ()
) -> None:
    """Make the index anew: passages with the digests that their vectors are kept by, names, and what became of corrections."""
    with sqlite3.connect(path) as db:
        db.executescript(_SCHEMA)
        for number, (passage, digest) in enumerate(passages, 1):
            quote = passage.quote
            section = json.dumps(passage.section, ensure_ascii=False)
            row = (number, passage.document, quote.line, quote.end_line, section, passage.context, quote.text, passage.text, digest)
            db.execute("INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            db.execute(
                "INSERT INTO words (rowid, text, context) VALUES (?, ?, ?)",
                (number, index_words(passage.text), index_words(passage.context)),
            )
        for thing in things:
            for label, lang, preferred in thing.labels:
                entry = (key(label), thing.iri, label, lang, int(preferred), " ".join(thing.classes))
                db.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)", entry)
            for join in thing.joins:
                names = json.dumps(join.names, ensure_ascii=False)
                db.execute("INSERT INTO joined VALUES (?, ?, ?, ?, ?)", (thing.iri, names, join.rule, join.reason, join.place))
        for outcome in outcomes:
            made = outcome.correction
            said = (made.kind, made.text, made.reason, made.place, outcome.note)
            db.executemany("INSERT INTO correction VALUES (?, ?, ?, ?, ?, ?)", [(iri, *said) for iri in outcome.things or (None,)])
        db.execute("INSERT INTO words (words) VALUES ('optimize')")
        db.executescript(_INDEXES)
    db.close()


class LexicalIndex:
    """Read access to the index. Everything here raises KnowledgeBaseError where the file is missing or damaged."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[int, StoredPassage] = {}
        with self._translated():
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            # SQLite reads nothing before it is asked, not even whether the file is a database.
            self._rows("SELECT 1 FROM passage, words, name LIMIT 1")
        except KnowledgeBaseError:
            self._db.close()
            raise

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise KnowledgeBaseError(f"The index {self._path} is missing or damaged ({error}). Build the knowledge base again.") from error

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._translated():
            return self._db.execute(query, values).fetchall()

    def check(self) -> None:
        """Read the whole file."""
        # The check of SQLite itself leaves out whether texts are UTF-8: they are read for that.
        for table in ("passage", "name", "joined", "correction"):
            self._rows(f"SELECT * FROM {table}")  # noqa: S608
        found = self._rows("PRAGMA integrity_check")
        if found != [("ok",)]:
            raise KnowledgeBaseError(f"The index {self._path} is damaged ({found[0][0]}). Build the knowledge base again.")

    def hash(self) -> str:
        """SHA-256 of all passages in order: their places, words and contexts, and the digests that their vectors are kept by."""
        digest = hashlib.sha256()
        for row in self._rows("SELECT * FROM passage ORDER BY id"):
            digest.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n")
        return digest.hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def search(self, text: str, limit: int, *, phrases: Sequence[str] = ()) -> list[tuple[int, float]]:
        """Passage numbers with BM25 scores (higher is better), best first: of passages with a word of the text, or with a whole phrase."""
        pieces = (*index_words(text).split(), *(" ".join(token for token, _, _ in tokens(fold(phrase))) for phrase in phrases))
        words = [piece for piece in dict.fromkeys(pieces) if piece]
        if not words:
            return []
        query = " OR ".join('"' + word.replace('"', '""') + '"' for word in words)
        rows = self._rows(
            "SELECT rowid, -bm25(words, 1.0, ?) AS score FROM words WHERE words MATCH ? ORDER BY score DESC, rowid LIMIT ?",
            (_CONTEXT_WEIGHT, query, limit),
        )
        return [(int(number), float(score)) for number, score in rows]

    def passages(self, numbers: Sequence[int]) -> dict[int, StoredPassage]:
        """Passages by number; those read last are kept."""
        fresh = self._read([number for number in numbers if number not in self._kept])
        if len(self._kept) + len(fresh) > _MOST_KEPT:
            self._kept = {number: self._kept[number] for number in numbers if number in self._kept}
        self._kept.update(fresh)
        return {number: self._kept[number] for number in numbers if number in self._kept}

    def _read(self, numbers: Sequence[int]) -> dict[int, StoredPassage]:
        if not numbers:
            return {}
        marks = ",".join("?" * len(numbers))
        rows = self._rows(
            f"SELECT id, document, line, end_line, section, context, quote, text FROM passage WHERE id IN ({marks})",  # noqa: S608
            list(numbers),
        )
        return {row[0]: StoredPassage(row[0], row[1], row[2], row[3], tuple(json.loads(row[4])), *row[5:]) for row in rows}

    def at(self, document: str, line: int) -> list[StoredPassage]:
        """The passages that begin on a line of a document."""
        rows = self._rows("SELECT id FROM passage WHERE document = ? AND line = ? ORDER BY id", (document, line))
        return list(self.passages([number for (number,) in rows]).values())

    def digests(self) -> list[tuple[int, str, str]]:
        """Number, digest and embedding text of every passage, in order."""
        return [
            (row[0], row[1], f"{row[2]}: {row[3]}" if row[2] else row[3])
            for row in self._rows("SELECT id, digest, context, text FROM passage ORDER BY id")
        ]

    def names(self, keys: Iterable[str]) -> Iterator[StoredName]:
        """Labels with these keys."""
        wanted = sorted(set(keys))
        for at in range(0, len(wanted), _CHUNK):
            yield from self._names("key", wanted[at : at + _CHUNK])

    def labels(self, iris: Iterable[str]) -> dict[str, list[StoredName]]:
        """All labels of these things, preferred ones first."""
        found: dict[str, list[StoredName]] = {}
        wanted = sorted(set(iris))
        for at in range(0, len(wanted), _CHUNK):
            for name in self._names("iri", wanted[at : at + _CHUNK]):
                found.setdefault(name.iri, []).append(name)
        return found

    def preferred_labels(self) -> dict[str, str]:
        """The key of every name, with a label that it stands for."""
        return dict(self._rows("SELECT key, label FROM name ORDER BY preferred, rowid DESC"))

    def places(self) -> list[tuple[str, int, int, str]]:
        """Document, lines and text of every passage, in order."""
        return self._rows("SELECT document, line, end_line, quote FROM passage ORDER BY id")

    def all_labels(self) -> set[tuple[str, str]]:
        """IRI and label of every name."""
        return set(self._rows("SELECT iri, label FROM name"))

    def _names(self, column: str, values: Sequence[str]) -> Iterator[StoredName]:
        marks = ",".join("?" * len(values))
        rows = self._rows(
            f"SELECT key, iri, label, language, preferred, classes FROM name WHERE {column} IN ({marks}) ORDER BY preferred DESC, rowid",  # noqa: S608
            list(values),
        )
        for row in rows:
            yield StoredName(row[0], row[1], row[2], row[3], bool(row[4]), tuple(row[5].split()))

    def joins(self, iri: str) -> list[Join]:
        """Why a thing has several names."""
        from aigc_kg.identity import Join

        rows = self._rows("SELECT names, rule, reason, place FROM joined WHERE iri = ? ORDER BY rowid", (iri,))
        return [Join(tuple(json.loads(names)), *rest) for names, *rest in rows]

    def corrections(self, iri: str | None = None) -> list[StoredCorrection]:
        """The corrections that touch a thing, or all of them."""
        rows = self._rows(
            "SELECT kind, text, reason, place, note FROM correction WHERE ? IS NULL OR iri = ? "
            "GROUP BY place, text, reason ORDER BY min(rowid)",
            (iri, iri),
        )
        return [StoredCorrection(*row) for row in rows]

    def contains(self, text: str) -> bool:
        """Does any passage hold this text, letter case, width and separators aside?"""
        wanted = " ".join(token for token, _, _ in tokens(fold(text)))
        if not wanted:
            return False
        phrase = '"' + wanted.replace('"', '""') + '"'
        return bool(self._rows("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (phrase,)))

    def counts(self) -> dict[str, int]:
        """How many passages and names there are."""
        return {
            "passages": self._rows("SELECT count(*) FROM passage")[0][0],
            "names": self._rows("SELECT count(DISTINCT iri) FROM name")[0][0],
        }

    def section_at(self, document: str, line: int) -> tuple[str, ...]:
        """Headings above a line of a document."""
        rows = self._rows(
            "SELECT section FROM passage WHERE document = ? AND line <= ? ORDER BY line DESC, id DESC LIMIT 1", (document, line)
        )
        return tuple(json.loads(rows[0][0])) if rows else ()
