"""Which files make a knowledge base: files and folders, less what was removed from below them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aigc_kg import corpus
from aigc_kg.corpus import Source, Survey
from aigc_kg.corrections import is_corrections
from aigc_kg.errors import NotFoundError
from aigc_kg.manifest import SourceRecord


def place(path: Path) -> Path:
    """Where a file or folder lies, from the root; a file that is a link keeps its own name."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def _is_within(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


@dataclass(frozen=True, slots=True)
class Selection:
    """Absolute paths that are in, and paths below them that are out again: of those above a file the nearest decides."""

    paths: tuple[Path, ...]
    removed: tuple[Path, ...] = ()

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Selection:
        """Exactly what lies at these paths."""
        return cls(tuple(dict.fromkeys(map(place, paths))))

    def survey(self) -> Survey:
        """What stands there: the documents to read, in order of their identifiers, and what is left out. Raises SourceError."""
        paths = [path for path in self.paths if not is_corrections(path)]
        tops = [path for path in paths if not _is_within(path, set(paths) - {path})]
        survey = corpus.survey(tops)
        found = {place(source.path): source for source in survey.sources}
        for path in paths:
            if path not in tops:
                top = next(top for top in tops if path.is_relative_to(top))
                for file in (place(source.path) for source in corpus.find_sources([path])):
                    # What is hidden from the walk of the folder above is still called by its place in it.
                    found.setdefault(file, Source(file.relative_to(top).as_posix(), file))
        survey.sources = sorted(source for file, source in found.items() if self._holds(file))
        return survey

    def sources(self) -> list[Source]:
        """The documents to read, in order of their identifiers. Raises SourceError as `corpus.survey` does."""
        return self.survey().sources

    def _holds(self, file: Path) -> bool:
        above = [path for path in (*self.paths, *self.removed) if file.is_relative_to(path)]
        return max(above, key=lambda path: len(path.parts)) in self.paths

    def plus(self, paths: Sequence[Path]) -> Selection:
        """Also what lies at these paths. Raises SourceError where there is nothing that can be read."""
        wanted = [place(path) for path in paths]
        lifted = Selection(self.paths, tuple(path for path in self.removed if not _is_within(path, wanted)))
        held = {place(source.path) for source in lifted.sources()}
        new = [path for path in wanted if is_corrections(path) or not {place(s.path) for s in corpus.find_sources([path])} <= held]
        return Selection(tuple(dict.fromkeys((*lifted.paths, *new))), lifted.removed)

    def minus(self, paths: Sequence[Path], records: Sequence[SourceRecord]) -> Selection:
        """Without what lies at these paths, or is called so in the knowledge base, whether or not it still exists.

        Raises NotFoundError where the knowledge base holds no such document.
        """
        gone = [found for path in paths for found in self._named(path, records)]
        left = tuple(path for path in self.paths if not _is_within(path, gone))
        removed = dict.fromkeys((*(path for path in self.removed if not _is_within(path, gone)), *gone))
        return Selection(left, tuple(path for path in removed if _is_within(path, left)))

    def _named(self, path: Path, records: Sequence[SourceRecord]) -> list[Path]:
        """The places that a path means: where it lies, else documents and folders by their identifiers."""
        held = [*(Path(record.path) for record in records), *self.paths]
        at = [found for found in dict.fromkeys((place(path), path.resolve())) if any(file.is_relative_to(found) for file in held)]
        return at or _by_identifier(path, records)


def _by_identifier(path: Path, records: Sequence[SourceRecord]) -> list[Path]:
    found: dict[Path, None] = {}
    for record in records:
        identifier = PurePosixPath(record.identifier)
        if identifier.is_relative_to(path.as_posix()):
            depth = len(identifier.parts) - len(PurePosixPath(path.as_posix()).parts)
            found[(Path(record.path), *Path(record.path).parents)[depth]] = None
    if not found or path == Path():
        raise NotFoundError(f"The knowledge base holds no document {path}{_near(path, records)}.")
    return list(found)


def _near(path: Path, records: Sequence[SourceRecord]) -> str:
    names = {name: record.identifier for record in records for name in (PurePosixPath(record.identifier).name, record.identifier)}
    close = [name for written in (path.as_posix(), path.name) for name in difflib.get_close_matches(written, names, n=3, cutoff=0.5)]
    if close:
        return f"; near it: {', '.join(dict.fromkeys(names[name] for name in close))}"
    some = ", ".join(record.identifier for record in records[:3])
    return f"; it holds {some}" + (f" and {len(records) - 3} more" if len(records) > 3 else "")
