"""Which files make a knowledge base: files and folders, less what was removed from below them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from aigc_kg import corpus
from aigc_kg.corpus import Failure, Source, Survey
from aigc_kg.corrections import corrections_files, is_corrections
from aigc_kg.errors import NotFoundError, SourceError
from aigc_kg.manifest import Manifest, SourceRecord


def place(path: Path) -> Path:
    """Where a file or folder lies, from the root; a file that is a link keeps its own name."""
    return path.resolve() if path.is_dir() else path.parent.resolve() / path.name


def no_documents(paths: Iterable[Path]) -> str:
    """The sentence that says so."""
    return f"There are no documents ({', '.join(sorted(corpus.SUFFIXES))}) at {', '.join(map(str, paths))}."


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

    @classmethod
    def recorded(cls, manifest: Manifest) -> Selection:
        """What a knowledge base was made from."""
        return cls(tuple(map(Path, manifest.paths)), tuple(map(Path, manifest.removed)))

    def survey(self) -> Survey:
        """What stands there: the documents to read, in order of their identifiers, and what is left out. Raises SourceError."""
        paths = [path for path in self.paths if not is_corrections(path)]
        tops = [path for path in paths if not _is_within(path, set(paths) - {path})]
        found = corpus.survey(tops, self._holds)
        sources = {place(source.path): source for source in found.sources}
        skipped, failed = set(found.skipped), set(found.failed)
        for path in paths:
            if path not in tops:
                # What is hidden from the walk of the folder above is still called by its place in it.
                above = _prefix(path, next(top for top in tops if path.is_relative_to(top)))
                within = corpus.survey([path], self._holds)
                for source in within.sources:
                    sources.setdefault(place(source.path), Source(above + source.identifier, source.path))
                skipped = skipped - {above if path.is_dir() else ""} | {above + name for name in within.skipped}
                failed |= {Failure(above + failure.identifier, failure.reason) for failure in within.failed}
        given = {_prefix(file, top) + file.name for file in self.corrections() for top in tops if file.is_relative_to(top)}
        return Survey(sorted(sources.values()), sorted(skipped - given), sorted(failed))

    def sources(self) -> list[Source]:
        """The documents to read, in order of their identifiers. Raises SourceError as `corpus.survey` does."""
        return self.survey().sources

    def corrections(self) -> list[Path]:
        """The files of corrections."""
        return list(dict.fromkeys(file for file in corrections_files(self.paths) if self._holds(file)))

    def _holds(self, file: Path) -> bool:
        above = [path for path in (*self.paths, *self.removed) if file.is_relative_to(path)]
        return max(above, key=lambda path: len(path.parts)) in self.paths

    def plus(self, paths: Sequence[Path]) -> Selection:
        """Also what lies at these paths. Raises SourceError where there is nothing that can be read."""
        wanted = [place(path) for path in paths]
        lifted = Selection(self.paths, tuple(path for path in self.removed if not _is_within(path, wanted)))
        held = lifted._files()
        new = [path for path in wanted if not Selection((path,))._files() <= held]
        return Selection(tuple(dict.fromkeys((*lifted.paths, *new))), lifted.removed)

    def _files(self) -> set[Path]:
        """Everything that is or would be read. Raises SourceError where there is nothing."""
        survey, corrections = self.survey(), self.corrections()
        if not survey.sources and not survey.failed and not corrections:
            raise SourceError(no_documents(self.paths))
        return {*(place(source.path) for source in survey.sources), *corrections}

    def minus(self, paths: Sequence[Path], records: Sequence[SourceRecord]) -> Selection:
        """Without what lies at these paths, or is called so in the knowledge base, whether or not it still exists.

        Raises NotFoundError where the knowledge base holds no such document.
        """
        gone = [found for path in paths for found in self._named(path, records)]
        left = tuple(path for path in self.paths if not _is_within(path, gone))
        removed = dict.fromkeys((*(path for path in self.removed if not _is_within(path, gone)), *gone))
        return Selection(left, tuple(path for path in removed if _is_within(path, left)))

    def _named(self, path: Path, records: Sequence[SourceRecord]) -> list[Path]:
        """The places that a path means: where it lies, else corrections, documents and folders by the names they are shown with."""
        held = [*(Path(record.path) for record in records), *self.paths]
        places = list(dict.fromkeys((place(path), path.resolve())))
        at = [found for found in places if any(file.is_relative_to(found) for file in held)]
        at = at or [found for found in places if self._takes(found)]
        return at or [file for file in self.corrections() if path.as_posix() in _shown(file)] or _by_identifier(path, records)

    def _takes(self, path: Path) -> bool:
        """Is it there, and would be read if it could be?"""
        is_readable = path.is_dir() or is_corrections(path) or path.suffix.lower() in corpus.SUFFIXES
        return is_readable and path.exists() and _is_within(path, self.paths) and self._holds(path)


def _shown(corrections: Path) -> tuple[str, str]:
    """What a file of corrections is called, as where a correction stands."""
    return corrections.name, f"{corrections.parent.name}/{corrections.name}"


def _prefix(path: Path, top: Path) -> str:
    """What the identifiers of files in a folder, or beside a file, begin with."""
    folder = (path if path.is_dir() else path.parent).relative_to(top).as_posix()
    return "" if folder == "." else f"{folder}/"


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
