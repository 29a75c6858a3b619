"""Source documents: found under the given paths, decoded, and read into blocks."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from aigc_kg.errors import SourceError
from aigc_kg.markdown import line_starts, read_blocks
from aigc_kg.model import Document

SUFFIXES = frozenset({".md", ".markdown", ".txt"})


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file and the identifier it has in the knowledge base: its path relative to the folder given."""

    identifier: str
    path: Path


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Files to read, in order of their identifiers.

    Raises SourceError where a path does not exist, a named file is of a format that cannot be read,
    or two files would have the same identifier.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _sources_under(path):
            other = found.setdefault(source.identifier, source)
            if other.path.resolve() != source.path.resolve():
                raise SourceError(
                    f"Two documents would both be called {source.identifier}: {other.path} and {source.path}. "
                    "Build from the folder above both, or rename one."
                )
    return sorted(found.values())


def _sources_under(path: Path) -> Iterable[Source]:
    if not path.exists():
        raise SourceError(f"There is no file or folder {path}.")
    if path.is_file():
        if path.suffix.lower() not in SUFFIXES:
            raise SourceError(f"Cannot read {path}: only {', '.join(sorted(SUFFIXES))} files are read.")
        return [Source(path.name, path)]
    return [
        Source(file.relative_to(path).as_posix(), file)
        for folder, folders, names in os.walk(path)
        if _keep_visible(folders)
        for name in names
        if not name.startswith(".") and (file := Path(folder, name)).suffix.lower() in SUFFIXES
    ]


def _keep_visible(folders: list[str]) -> bool:
    folders[:] = [name for name in folders if not name.startswith(".")]
    return True


def read_bytes(source: Source) -> bytes:
    """The file's bytes. Raises SourceError where it cannot be read."""
    try:
        return source.path.read_bytes()
    except OSError as error:
        raise SourceError(f"Cannot read {source.path}: {error.strerror}.") from error


def decode(data: bytes, source: Source) -> str:
    """Text of a UTF-8 file, with or without a byte order mark. Raises SourceError for other encodings."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(f"{source.path} is not UTF-8 text (line {line}). Save it as UTF-8 and build again.") from error


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def parse_document(identifier: str, text: str) -> Document:
    """Read a text into blocks."""
    blocks, front_matter = read_blocks(text)
    return Document(identifier, text, blocks, _parse_front_matter(front_matter), line_starts(text))


def _parse_front_matter(text: str) -> tuple[tuple[str, str], ...]:
    if not text.strip():
        return ()
    import yaml

    try:
        # The base loader makes nothing but strings, so that no impossible date or other typed value can fail.
        meta = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError:
        # Front matter that is no YAML says nothing; the rest of the note is read all the same.
        return ()
    if not isinstance(meta, dict):
        return ()
    return tuple((str(name), str(value)) for name, value in meta.items() if value)
