"""The manifest of a knowledge base: its format version and the hashes of all it was made from."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from aigc_kg.errors import KnowledgeBaseError

FORMAT = 4
CURRENT = "current"
_DIGEST = "digest"
"""The key of the SHA-256 of all other keys."""
REBUILD = "Build it again from its documents: aigc-kg build PATH."
_NAME = re.compile(r"generation-[0-9a-f]{16}\n")
_FIRST_WITH_DIGEST = 4


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
    hashes: dict[str, str] = field(default_factory=dict)
    """What came of it: SHA-256 of the graph as sorted N-Quads, and of all passages in order."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many claims and passages that are."""

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
        text = _plain(asdict(self) | {_DIGEST: _digest(asdict(self))})
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(path)


def read_manifest(path: Path) -> Manifest:
    """Read a manifest. Raises KnowledgeBaseError where it is missing, damaged or of another version."""
    manifest = read_recorded(path)
    if manifest.format != FORMAT:
        raise KnowledgeBaseError(
            f"The knowledge base is of format {manifest.format}, this program writes format {FORMAT}. "
            "Run aigc-kg build with no PATH to make it anew from its recorded documents."
        )
    return manifest


def read_recorded(path: Path) -> Manifest:
    """Read a manifest of this or an older format: what a knowledge base was made from.

    Raises KnowledgeBaseError where it is missing, damaged or of a newer version.
    """
    try:
        return _manifest(_whole(json.loads(path.read_bytes().decode("utf-8"))))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise KnowledgeBaseError(f"The manifest {path} is missing or damaged. {REBUILD}") from error


def _whole(data: dict[str, Any]) -> dict[str, Any]:
    """What was written. Raises ValueError where the digest is of something else, KnowledgeBaseError for a newer format."""
    if data["format"] > FORMAT:
        raise KnowledgeBaseError(
            f"The knowledge base is of format {data['format']}, this program writes format {FORMAT}: a newer version made it. {REBUILD}"
        )
    if data["format"] >= _FIRST_WITH_DIGEST and data.pop(_DIGEST) != _digest(data):
        raise ValueError(_DIGEST)
    return data


def _plain(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def _digest(data: dict[str, Any]) -> str:
    return hashlib.sha256(_plain(data).encode("utf-8")).hexdigest()


def _manifest(data: dict[str, Any]) -> Manifest:
    """The manifest that JSON writes; what older formats do not have is left out of it."""
    names = data.get("names")
    return Manifest(
        sources=tuple(SourceRecord(**record) for record in data["sources"]),
        paths=tuple(data["paths"]),
        ontology=dict(data["ontology"]),
        encoder=data["encoder"],
        program=data["program"],
        removed=tuple(data.get("removed", ())),
        names=None if names is None else VocabularyRecord(**names),
        lexicons=tuple(VocabularyRecord(**record) for record in data.get("lexicons", ())),
        corrections=dict(data.get("corrections", {})),
        format=data["format"],
        hashes=dict(data.get("hashes", {})),
        counts=dict(data.get("counts", {})),
    )


def current_generation(folder: Path) -> Path:
    """The folder of the generation in force. Raises KnowledgeBaseError where there is none."""
    try:
        line = (folder / CURRENT).read_bytes().decode("ascii")
    except (OSError, UnicodeDecodeError) as error:
        if folder.is_dir() and any(folder.iterdir()):
            raise KnowledgeBaseError(f"{folder} holds no complete knowledge base. Run aigc-kg build PATH --kb {folder}.") from error
        raise KnowledgeBaseError(f"There is no knowledge base at {folder}. Run aigc-kg build PATH --kb {folder} first.") from error
    generation = folder / line.strip()
    if not _NAME.fullmatch(line) or not generation.is_dir():
        raise KnowledgeBaseError(f"The knowledge base at {folder} is damaged: generation {line.strip()!r} is missing. {REBUILD}")
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
