"""Source documents: found under the given paths, decoded or converted, and read into blocks."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aigc_kg.convert import CONVERTERS, convert
from aigc_kg.corrections import is_corrections
from aigc_kg.encodings import UndecodableError, decode_text
from aigc_kg.errors import SourceError
from aigc_kg.manifest import CURRENT
from aigc_kg.markdown import line_starts, read_blocks
from aigc_kg.model import Document, Text
from aigc_kg.webpage import read_page

TEXTS = frozenset({".md", ".markdown", ".txt"})
PAGES = frozenset({".html", ".htm"})
SUFFIXES = TEXTS | PAGES | CONVERTERS.keys()
_EXCLUDED = frozenset({"node_modules", "__pycache__", "site-packages", "venv", "__MACOSX"})
"""Folders of programs, not of notes; hidden ones, virtual environments and knowledge bases are left out too."""


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A file and the identifier it has in the knowledge base: its path relative to the folder given."""

    identifier: str
    path: Path


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """A source that cannot be read, and a sentence that says why."""

    identifier: str
    reason: str


@dataclass(slots=True)
class Survey:
    """What stands under the given paths."""

    sources: list[Source] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    """Files of kinds that are not read, corrections below the top, and (with a slash) folders and links to folders not looked into."""
    failed: list[Failure] = field(default_factory=list)
    """Folders that cannot be looked into, and names that cannot be written."""


def find_sources(paths: Iterable[Path]) -> list[Source]:
    """Files to read, in order of their identifiers. Raises SourceError as `survey` does."""
    return survey(paths).sources


def _everything(_: Path) -> bool:
    return True


def survey(paths: Iterable[Path], wanted: Callable[[Path], bool] = _everything) -> Survey:
    """Look for documents: everything is listed in order of the identifiers; files and folders that are not `wanted` are not.

    Raises SourceError where a path does not exist, a named file is of a format that cannot be read,
    or two files would have the same identifier.
    """
    found: dict[str, Source] = {}
    result = Survey()
    for path in paths:
        for source in _sources_under(path, result, wanted):
            other = found.setdefault(source.identifier, source)
            if other.path.resolve() != source.path.resolve():
                raise SourceError(
                    f"Two documents would both be called {source.identifier}: {other.path} and {source.path}. "
                    "Build from the folder above both, or rename one."
                )
    result.sources = sorted(found.values())
    result.skipped, result.failed = sorted(set(result.skipped)), sorted(set(result.failed))
    return result


def _sources_under(path: Path, result: Survey, wanted: Callable[[Path], bool]) -> Iterator[Source]:
    if not path.exists():
        raise SourceError(f"There is no file or folder {path}.")
    if path.is_file():
        if path.suffix.lower() not in SUFFIXES:
            raise SourceError(f"Cannot read {path}: only {', '.join(sorted(SUFFIXES))} files are read.")
        if wanted(path):
            yield Source(path.name, path)
        return

    def fail(error: OSError) -> None:
        folder = Path(error.filename)
        if wanted(folder):
            result.failed.append(Failure(f"{folder.relative_to(path).as_posix()}/", f"Cannot look into {folder}: {error.strerror}."))

    for folder, folders, names in os.walk(path, onerror=fail):
        left_out = _keep_relevant(Path(folder), folders)
        result.skipped += [f"{other.relative_to(path).as_posix()}/" for other in left_out if wanted(other)]
        for file in (Path(folder, name) for name in sorted(names) if not name.startswith(".")):
            identifier = file.relative_to(path).as_posix()
            if not wanted(file):
                continue
            if not _is_writable(identifier):
                result.failed.append(Failure(ascii(identifier)[1:-1], f"Cannot read {str(file)!a}: its name is no text. Rename it."))
            elif file.suffix.lower() in SUFFIXES:
                yield Source(identifier, file)
            elif not is_corrections(file) or file.parent != path:
                result.skipped.append(identifier)


def _is_writable(name: str) -> bool:
    """Has the name no bytes that are not UTF-8, which Python keeps as lone surrogates?"""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def _keep_relevant(folder: Path, folders: list[str]) -> list[Path]:
    """Leave the folders to look into in the list, and give the others that are visible."""
    visible = sorted(name for name in folders if not name.startswith("."))
    # A link to a folder may lead round in a circle, or twice to the same notes.
    folders[:] = [name for name in visible if not (folder / name).is_symlink() and not _is_excluded(folder / name)]
    return [folder / name for name in visible if name not in folders]


def _is_excluded(folder: Path) -> bool:
    is_knowledge_base = (folder / CURRENT).is_file() and any(folder.glob("generation-*"))
    return folder.name in _EXCLUDED or (folder / "pyvenv.cfg").is_file() or is_knowledge_base


def read_bytes(source: Source) -> bytes:
    """The file's bytes. Raises SourceError where it cannot be read."""
    try:
        if not stat.S_ISREG(source.path.stat().st_mode):
            raise SourceError(f"Cannot read {source.path}: it is no regular file.")
        return source.path.read_bytes()
    except OSError as error:
        raise SourceError(f"Cannot read {source.path}: {error.strerror}.") from error


def decode(data: bytes, source: Source) -> str:
    """The text of a Markdown, text or HTML file, in UTF-8, UTF-16, GB18030 or Big5. Raises SourceError for anything else."""
    try:
        return decode_text(data)
    except UndecodableError as error:
        raise SourceError(f"Cannot read {source.path}: {error}.") from error


def needs_converter(source: Source) -> bool:
    """Is the source of a format that takes a converter, and so some time, to tell whether it can be read?"""
    return source.path.suffix.lower() in CONVERTERS


def read_text(data: bytes, source: Source) -> Text:
    """The text of a source and the places in it. Raises SourceError where it cannot be read.

    What is quoted of a converted document is a piece of its converted text, and a place is a page (PDF), a paragraph or
    table row (DOCX) or a slide (PPTX); of all others, the text is the file's own, and a place is a line.
    """
    if needs_converter(source):
        return convert(data, source.path)
    text = decode(data, source)
    return Text(text, line_starts(text))


def digest(data: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def parse_document(identifier: str, text: str | Text) -> Document:
    """Read a text into blocks: as HTML where the identifier says so, else as Markdown."""
    if isinstance(text, str):
        text = Text(text, line_starts(text))
    if Path(identifier).suffix.lower() in PAGES:
        blocks, title = read_page(text.text)
        return Document(identifier, text.text, blocks, (("title", title),) if title else (), text.places)
    blocks, front_matter = read_blocks(text.text)
    return Document(identifier, text.text, blocks, _parse_front_matter(front_matter), text.places)


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
