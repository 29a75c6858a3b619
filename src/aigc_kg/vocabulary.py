"""The user's own names file and wordings: chosen, checked, and kept in the knowledge base so that it works without them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError, VocabularyError
from aigc_kg.lexicon import Lexicon, load_lexicon
from aigc_kg.manifest import Manifest, VocabularyRecord
from aigc_kg.namespaces import LEX, ONTOLEX, OWL, RDF, SYNSEM, XSD, local_name
from aigc_kg.ontology import parse_turtle
from aigc_kg.resources import ontology_dir

SHIPPED = "shipped"
"""Given in place of a file or an encoder: the one that comes with the package."""
_FOLDER = "vocabulary"


@dataclass(frozen=True, slots=True)
class VocabularyFile:
    """A file as it was read: where its user has it, where it was read now, and its bytes."""

    record: VocabularyRecord
    path: Path
    data: bytes
    note: str = ""
    """What the user should know: that a recorded file has gone or changed."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands in place of the shipped names, and what is added to the shipped wordings."""

    names: VocabularyFile | None = None
    lexicons: tuple[VocabularyFile, ...] = ()

    @property
    def files(self) -> list[VocabularyFile]:
        """The names file, if any, then the wordings in their order."""
        return [*([self.names] if self.names else []), *self.lexicons]

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should know of the files."""
        return tuple(file.note for file in self.files if file.note)

    def load(self) -> Lexicon:
        """Ontology, wordings and names. Raises VocabularyError naming file, line and reason."""
        names = self.names.path if self.names else None
        lexicon = load_lexicon(ontology_dir(), names=names, extra=[file.path for file in self.lexicons])
        _check(self.lexicons, lexicon)
        return lexicon

    def declarations(self, lexicon: Lexicon) -> Iterator[ox.Quad]:
        """What the added files say of classes and properties, without their wordings."""
        declared = set(lexicon.ontology.iris.values())
        for file in self.lexicons:
            for quad in parse_turtle(file.path):
                if getattr(quad.subject, "value", "") in declared and not quad.predicate.value.startswith(LEX):
                    yield quad

    def write(self, generation: Path) -> None:
        """Copy the files into a generation."""
        for copy, file in zip(_copies(generation, self.names is not None, len(self.lexicons)), self.files, strict=True):
            copy.parent.mkdir(exist_ok=True)
            copy.write_bytes(file.data)


def _copies(generation: Path, names: bool, lexicons: int) -> list[Path]:
    """Where a generation keeps its copies: of the names file, if any, then of the wordings in their order."""
    files = ["names.ttl"] * names + [f"lexicon-{number}.ttl" for number in range(1, lexicons + 1)]
    return [generation / _FOLDER / file for file in files]


def kept_lexicon(generation: Path, manifest: Manifest) -> Lexicon:
    """The lexicon of a generation, from its own copies. Raises KnowledgeBaseError where one is missing or damaged."""
    copies = _copies(generation, manifest.names is not None, len(manifest.lexicons))
    names = copies.pop(0) if manifest.names else None
    try:
        return load_lexicon(ontology_dir(), names=names, extra=copies)
    except VocabularyError as error:
        if not (generation / _FOLDER).is_dir() and names is None and not copies:
            raise
        raise KnowledgeBaseError(f"A copy of the vocabulary in the knowledge base is damaged: {error} Build it again.") from error


def copies_are_whole(generation: Path, manifest: Manifest) -> bool:
    """Are the copies that a generation keeps those that its manifest records?"""
    copies = _copies(generation, manifest.names is not None, len(manifest.lexicons))
    records = [*([manifest.names] if manifest.names else []), *manifest.lexicons]
    return all(copy.is_file() and _digest(copy.read_bytes()) == record.sha256 for copy, record in zip(copies, records, strict=True))


def choose(names: str | None, lexicons: Sequence[str], previous: Manifest | None, generation: Path | None) -> Vocabulary:
    """The files for a build: those given now, else those recorded in the generation before.

    `shipped` gives up the recorded ones. Raises VocabularyError where a file cannot be read.
    """
    recorded: Sequence[VocabularyRecord] = (previous.lexicons if previous else ()) if not lexicons else ()
    record = previous.names if previous and names is None else None
    copies = _copies(generation, previous.names is not None, len(previous.lexicons)) if generation and previous else []
    chosen = _again(record, copies[0]) if record else _given(names)
    added = [_again(lexicon, copy) for lexicon, copy in zip(recorded, copies[-len(recorded) :], strict=True)] if recorded else []
    return Vocabulary(chosen, tuple(file for file in (*added, *map(_given, lexicons)) if file is not None))


def _given(path: str | None) -> VocabularyFile | None:
    if path in (None, SHIPPED):
        return None
    if not path:
        raise VocabularyError(f"The name of the file is empty. Name a Turtle file, or {SHIPPED}.")
    place = Path(path).resolve()
    try:
        data = place.read_bytes()
    except OSError as error:
        raise VocabularyError(f"Cannot read {path}: {error.strerror}. Name a Turtle file, or {SHIPPED}.") from error
    return VocabularyFile(VocabularyRecord(str(place), _digest(data)), place, data)


def _again(record: VocabularyRecord, copy: Path) -> VocabularyFile:
    """A recorded file as it is now; where it has gone, the copy of it."""
    place = Path(record.path)
    try:
        data = place.read_bytes()
    except OSError:
        return _from_copy(record, copy)
    note = "" if _digest(data) == record.sha256 else f"{place} has changed and is read anew."
    return VocabularyFile(VocabularyRecord(record.path, _digest(data)), place, data, note)


def _from_copy(record: VocabularyRecord, copy: Path) -> VocabularyFile:
    data = copy.read_bytes() if copy.is_file() else b""
    if _digest(data) != record.sha256:
        raise VocabularyError(
            f"{record.path} has gone, and its copy in the knowledge base is damaged. Name it again with --names or --lexicon, or {SHIPPED}."
        )
    return VocabularyFile(record, copy, data, f"{record.path} has gone; its copy in the knowledge base is used.")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _check(files: Iterable[VocabularyFile], lexicon: Lexicon) -> None:
    """Refuse wordings of a frame or of a property that nothing declares: they would be read and never used."""
    added = [(file, parse_turtle(file.path)) for file in files]
    shipped = [quad for path in sorted(ontology_dir().glob("*.ttl")) for quad in parse_turtle(path)] if added else []
    typed = {
        getattr(quad.subject, "value", "")
        for quads in (shipped, *(quads for _, quads in added))
        for quad in quads
        if quad.predicate.value == RDF + "type"
    }
    known = typed | set(lexicon.ontology.iris.values()) | set(lexicon.names_by_iri)
    for file, quads in added:
        for quad in quads:
            if quad.predicate.value in (SYNSEM + "synBehavior", ONTOLEX + "denotes"):
                target = getattr(quad.object, "value", "")
                if target not in known and not target.startswith((XSD, OWL)):
                    raise VocabularyError(_undeclared(file, target, quad.predicate.value == ONTOLEX + "denotes"))


def _undeclared(file: VocabularyFile, target: str, denoted: bool) -> str:
    name = local_name(target)
    lines = file.data.decode("utf-8", "replace").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if name and name in text), 1)
    kind, mend = ("property or class", "Declare it in the same file") if denoted else ("frame", "See the frames in the shipped lexicon.ttl")
    return f"{file.path}, line {line}: nothing declares the {kind} {target or name!r}. {mend}, or mend its spelling."
