"""Corrections that a user writes beside the notes: names merged, split or preferred, claims rejected; read from TOML."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any, ClassVar

from aigc_kg.errors import CorrectionsError
from aigc_kg.groups import Groups
from aigc_kg.namespaces import digest_iri, thing_iri
from aigc_kg.text import key, language

FILE_NAME = "corrections.toml"
_LANGUAGES = ("en", "zh")
# TOML 1.0: comments and strings, which may hold what looks like a header; brackets; headers at the start of a line.
_TOKEN = re.compile(
    r"#[^\n]*"
    r'|"""(?:\\.|[^\\])*?"""(?:"{0,2})|' + r"'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\\n])*"|' + r"'[^'\n]*'"
    r"|(?m:^)[ \t]*\[\[?[ \t]*(?P<kind>[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*(?:\.[^\]\n]*)?\]\]?"
    r"|(?P<bracket>[\[{\]}])",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry: where it stands (`notes/corrections.toml:12`) and why it was made."""

    kind: ClassVar[str]

    place: str
    reason: str | None

    @property
    def text(self) -> str:
        """What it says, in one line, the same for any order of names."""
        raise NotImplementedError

    @property
    def iri(self) -> str:
        """IRI of the correction: what it says and why, wherever it stands."""
        return digest_iri("correction", self.kind, self.text, self.reason or "")


@dataclass(frozen=True, slots=True)
class Merge(Correction):
    """Names that are one thing; `prefer` is what it is called in the language of that name."""

    kind = "merge"

    names: tuple[str, ...]
    prefer: str | None = None

    @property
    def text(self) -> str:
        """The names, and the preferred one."""
        return " = ".join(sorted(self.names)) + (f", called {self.prefer}" if self.prefer else "")


@dataclass(frozen=True, slots=True)
class Split(Correction):
    """Names that are different things, each from each."""

    kind = "split"

    names: tuple[str, ...]

    @property
    def text(self) -> str:
        """The names."""
        return " ≠ ".join(sorted(self.names))


@dataclass(frozen=True, slots=True)
class Rejection(Correction):
    """Claims to be left out: all that match what is given here. The object is a name or a value."""

    kind = "reject"

    document: str | None = None
    line: int | None = None
    quote: str | None = None
    predicate: str | None = None
    subject: str | None = None
    object: str | None = None

    @property
    def text(self) -> str:
        """The pattern of the claims."""
        said = f"{self.predicate or '?'}({self.subject or '?'}, {self.object or '?'})"
        where = f" in {self.document}" if self.document else ""
        line = f", line {self.line}" if self.line else ""
        return said + where + line + (f", “{self.quote}”" if self.quote else "")


@dataclass(frozen=True, slots=True)
class Naming(Correction):
    """What a thing is called: names by language."""

    kind = "name"

    of: str
    names: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The thing and its names."""
        return f"{self.of} is called " + ", ".join(f"{name} ({lang})" for lang, name in self.names)


@dataclass(frozen=True, slots=True)
class Preferred:
    """The name wanted for a thing in a language, and the correction that wants it."""

    of: str
    language: str
    name: str
    correction: Correction


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction: the IRIs of the things and the documents that it touches, and why it does not apply."""

    correction: Correction
    things: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    note: str | None = None


@dataclass(frozen=True)
class Corrections:
    """All corrections given to a build, in order, and the SHA-256 of the files that they were read from by path."""

    entries: tuple[Correction, ...] = ()
    files: tuple[tuple[str, str], ...] = ()

    @cached_property
    def merges(self) -> tuple[Merge, ...]:
        """The merges."""
        return tuple(entry for entry in self.entries if isinstance(entry, Merge))

    @cached_property
    def splits(self) -> tuple[Split, ...]:
        """The splits."""
        return tuple(entry for entry in self.entries if isinstance(entry, Split))

    @cached_property
    def rejections(self) -> tuple[Rejection, ...]:
        """The rejections of claims."""
        return tuple(entry for entry in self.entries if isinstance(entry, Rejection))

    @cached_property
    def preferred(self) -> tuple[Preferred, ...]:
        """The preferred names, from merges and namings."""
        found = []
        for entry in self.entries:
            if isinstance(entry, Merge) and entry.prefer:
                found.append(Preferred(entry.prefer, language(entry.prefer), entry.prefer, entry))
            elif isinstance(entry, Naming):
                found += [Preferred(entry.of, lang, name, entry) for lang, name in entry.names]
        return tuple(found)

    @cached_property
    def spelt_apart(self) -> frozenset[str]:
        """Spellings that are split though their key is one: they are told apart to the letter."""
        pairs = (pair for split in self.splits for pair in combinations(split.names, 2) if key(pair[0]) == key(pair[1]))
        return frozenset(name for pair in pairs for name in pair)

    def own_iri(self, name: str) -> str:
        """IRI of a name taken by itself, whatever else is the same thing."""
        return thing_iri(name if name in self.spelt_apart else key(name))

    def kept_apart(self) -> Iterator[tuple[str, str]]:
        """Pairs of IRIs that are split."""
        for split in self.splits:
            yield from combinations(map(self.own_iri, split.names), 2)


def read_corrections(paths: Iterable[Path]) -> Corrections:
    """The corrections of what is given to a build, in the files that `corrections_files` finds.

    Raises CorrectionsError, naming file and line, where one cannot be read or two contradict each other.
    """
    entries: list[Correction] = []
    hashes: dict[str, str] = {}
    for path in corrections_files(paths):
        data = _read(path)
        place = str(path.resolve())
        if place not in hashes:
            hashes[place] = hashlib.sha256(data).hexdigest()
            entries += _entries(path, _text(path, data))
    found = Corrections(tuple(entries), tuple(hashes.items()))
    _refuse_contradictions(found)
    return found


def is_corrections(path: Path) -> bool:
    """Is this path, given to a build, a corrections file and no document?"""
    return path.name == FILE_NAME and not path.is_dir()


def corrections_files(paths: Iterable[Path]) -> Iterator[Path]:
    """In each folder the file `corrections.toml`, and such a file itself."""
    for path in paths:
        if is_corrections(path):
            yield path
        elif path.is_dir() and (path / FILE_NAME).exists():
            yield path / FILE_NAME


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorrectionsError(f"Cannot read the corrections {path}: {error.strerror}.") from error


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CorrectionsError(f"{path}:{line}: this is not UTF-8 text. Save the file as UTF-8.") from error


def _entries(path: Path, text: str) -> list[Correction]:
    import tomllib  # builds alone read corrections

    try:
        data = tomllib.loads(text)
    except RecursionError as error:
        raise CorrectionsError(f"{path} is nested too deeply. Write entries such as [[merge]] with plain values.") from error
    except ValueError as error:
        reason = str(error).replace("at end of document", f"at the end, line {len(text.splitlines())}")
        raise CorrectionsError(f"{path} is not valid TOML: {reason}.") from error
    lines = _header_lines(text)
    found = []
    for kind, group in data.items():
        if kind not in _READERS or not isinstance(group, list):
            where = lines.get(kind) or [_line_of_key(text, kind)]
            kinds = ", ".join(f"[[{name}]]" for name in _READERS)
            raise CorrectionsError(f"{path}:{where[0]}: there is no correction {kind!r} written so; entries are {kinds}.")
        if len(lines[kind]) != len(group) or not all(isinstance(values, dict) for values in group):
            raise CorrectionsError(f"{path}:{_line_of_key(text, kind)}: write each {kind} as an entry that begins with [[{kind}]].")
        found += [(line, _READERS[kind](_Entry(path, line, kind, values))) for line, values in zip(lines[kind], group, strict=True)]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _header_lines(text: str) -> dict[str, list[int]]:
    """Lines of the headers of a valid TOML text by their first name: tomllib does not tell where a value stood."""
    found: dict[str, list[int]] = defaultdict(list)
    depth, line, at = 0, 1, 0
    for match in _TOKEN.finditer(text):
        line, at = line + text.count("\n", at, match.start()), match.start()
        if match["kind"] and depth == 0:
            found[match["kind"].strip("\"'")].append(line)
        elif match["kind"] or match["bracket"]:
            depth += sum(map(match[0].count, "[{")) - sum(map(match[0].count, "]}"))
    return found


def _line_of_key(text: str, name: str) -> int:
    starts = (n for n, line in enumerate(text.splitlines(), 1) if line.lstrip(" \t[\"'").startswith(name))
    return next(starts, 1)


class _Entry:
    """The values of one entry, checked as they are taken."""

    def __init__(self, path: Path, line: int, kind: str, values: Mapping[str, Any]) -> None:
        self._where = f"{path}:{line}: {kind}"
        self.place = f"{path.resolve().parent.name}/{path.name}:{line}"
        self.kind = kind
        self._values = values

    def error(self, message: str) -> CorrectionsError:
        return CorrectionsError(f"{self._where}: {message}")

    def only(self, *keys: str) -> None:
        unknown = sorted(self._values.keys() - {*keys, "reason"})
        if unknown:
            raise self.error(f"unknown key {unknown[0]!r}; the keys are {', '.join((*keys, 'reason'))}.")

    def text(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(f"{name} must be a text that is not empty.")
        return None if value is None else str(value).strip()

    def names(self) -> tuple[str, ...]:
        value = self._values.get("names")
        if not isinstance(value, list) or not all(isinstance(name, str) and name.strip() for name in value):
            raise self.error('names must be a list of names, such as ["GPT3", "GPT-3 175B"].')
        names = tuple(dict.fromkeys(name.strip() for name in value))
        if len(names) < 2:
            raise self.error("names must be at least two different names.")
        return names

    def line(self) -> int | None:
        value = self._values.get("line")
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise self.error("line must be a whole number from 1.")
        return value

    def value(self, name: str) -> str | None:
        """A name or a value, as the graph writes it."""
        value = self._values.get(name)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, int | float) else self.text(name)


def _merge(entry: _Entry) -> Merge:
    entry.only("names", "prefer")
    names, prefer = entry.names(), entry.text("prefer")
    if prefer is not None and prefer not in names:
        raise entry.error(f"prefer must be one of the names, and {prefer!r} is not.")
    return Merge(entry.place, entry.text("reason"), names, prefer)


def _split(entry: _Entry) -> Split:
    entry.only("names")
    return Split(entry.place, entry.text("reason"), entry.names())


def _rejection(entry: _Entry) -> Rejection:
    entry.only("document", "line", "quote", "property", "subject", "object")
    quote = entry.text("quote")
    found = Rejection(
        entry.place, entry.text("reason"), entry.text("document"), entry.line(), " ".join(quote.split()) if quote else None,
        entry.text("property"), entry.text("subject"), entry.value("object"),
    )  # fmt: skip
    if not any((found.document, found.quote, found.predicate, found.subject, found.object)):
        raise entry.error("say which claims: document (with line or quote), property, subject or object.")
    if found.line and not found.document:
        raise entry.error("a line needs the document that it is in.")
    return found


def _naming(entry: _Entry) -> Naming:
    entry.only("of", *_LANGUAGES)
    of = entry.text("of")
    names = tuple((lang, name) for lang in _LANGUAGES if (name := entry.text(lang)))
    if of is None or not names:
        raise entry.error(f"give the thing as of, and its name as {' or '.join(_LANGUAGES)}.")
    return Naming(entry.place, entry.text("reason"), of, names)


_READERS = {"merge": _merge, "split": _split, "reject": _rejection, "name": _naming}


def _refuse_contradictions(found: Corrections) -> None:
    groups = Groups()
    apart = [(pair, tuple(map(found.own_iri, pair)), split) for split in found.splits for pair in combinations(split.names, 2)]
    for merge in found.merges:
        for name in merge.names[1:]:
            groups.join(found.own_iri(merge.names[0]), found.own_iri(name))
        for pair, (first, second), split in apart:
            if groups.together(first, second):
                names = f"{pair[0]!r} and {pair[1]!r}"
                raise CorrectionsError(f"{merge.place} makes {names} one, {split.place} keeps them apart. Remove one of the two.")
    wanted: dict[tuple[str, str], Preferred] = {}
    for preferred in found.preferred:
        thing = min(groups.members(found.own_iri(preferred.of)))
        other = wanted.setdefault((thing, preferred.language), preferred)
        if other.name != preferred.name:
            raise CorrectionsError(
                f"{other.correction.place} and {preferred.correction.place} prefer different names in {preferred.language} for one thing, "
                f"{other.name!r} and {preferred.name!r}. Remove one of the two."
            )
