"""The manifest of a knowledge base: its format version and the hashes of all it was made from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aigc_kg.errors import KnowledgeBaseError

FORMAT = 3
CURRENT = "current"
REBUILD = "Build it again from its documents: aigc-kg build PATH."


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source document: its identifier, where it was read, and the SHA-256 of its bytes."""

    identifier: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class VocabularyRecord:
    """A names file or a file of wordings: where its user has it, and the SHA-256 of its bytes."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation of the knowledge base was made from."""

    sources: tuple[SourceRecord, ...]
    paths: tuple[str, ...]
    """The files and folders given to `build`."""
    ontology: dict[str, str]
    """SHA-256 of each ontology file by its name."""
    encoder: str
    program: str
    """SHA-256 of the package's own code, since another version may read other claims."""
    removed: tuple[str, ...] = ()
    """Files and folders below `paths` that were taken out."""
    names: VocabularyRecord | None = None
    """What replaces the shipped names."""
    lexicons: tuple[VocabularyRecord, ...] = ()
    """What is added to the shipped wordings."""
    corrections: dict[str, str] = field(default_factory=dict)
    """SHA-256 of each corrections file by its path."""
    format: int = FORMAT

    def content(self) -> tuple[object, ...]:
        """What a rebuild depends on; where files lie does not matter."""
        return (*self.graph_content(), self.encoder)

    def graph_content(self) -> tuple[object, ...]:
        """What graph and lexical index depend on: all but the encoder."""
        documents = tuple((s.identifier, s.sha256) for s in self.sources)
        return (documents, *self.reader(), sorted(self.corrections.values()))

    def reader(self) -> tuple[object, ...]:
        """What the reading of one document depends on, beside the document."""
        names = self.names.sha256 if self.names else None
        return (self.format, sorted(self.ontology.items()), names, tuple(lexicon.sha256 for lexicon in self.lexicons), self.program)

    def write(self, path: Path) -> None:
        """Write as JSON, whole or not at all."""
        partial = path.with_name(f"{path.name}.part")
        partial.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        partial.replace(path)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises KnowledgeBaseError where it is missing, damaged or of another version."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise KnowledgeBaseError(f"The knowledge base is of format {data['format']}, this program writes format {FORMAT}. {REBUILD}")
        return _manifest(data)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KnowledgeBaseError(f"The manifest {path} is missing or damaged. {REBUILD}") from error


def _manifest(data: dict[str, Any]) -> Manifest:
    names = data["names"]
    return Manifest(
        sources=tuple(SourceRecord(**record) for record in data["sources"]),
        paths=tuple(data["paths"]),
        ontology=dict(data["ontology"]),
        encoder=data["encoder"],
        program=data["program"],
        removed=tuple(data["removed"]),
        names=None if names is None else VocabularyRecord(**names),
        lexicons=tuple(VocabularyRecord(**record) for record in data["lexicons"]),
        corrections=dict(data["corrections"]),
    )


def current_generation(folder: Path) -> Path:
    """The folder of the generation in force. Raises KnowledgeBaseError where there is none."""
    try:
        name = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        if folder.is_dir() and any(folder.iterdir()):
            raise KnowledgeBaseError(f"{folder} holds no complete knowledge base. Run aigc-kg build PATH --kb {folder}.") from error
        raise KnowledgeBaseError(f"There is no knowledge base at {folder}. Run aigc-kg build PATH --kb {folder} first.") from error
    generation = folder / name
    if not name or "/" in name or not generation.is_dir():
        raise KnowledgeBaseError(f"The knowledge base at {folder} is damaged: generation {name!r} is missing. Build it again.")
    return generation


def hash_files(paths: Iterable[Path]) -> dict[str, str]:
    """SHA-256 of files by their names."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def program_hash(package: Path) -> str:
    """SHA-256 over the package's Python files."""
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
