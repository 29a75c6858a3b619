"""What is installed, and whether a knowledge base is sound: quick checks that load no encoder."""

from __future__ import annotations

import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pyoxigraph as ox

from aigc_kg import corpus, generations, seals, vectors
from aigc_kg.errors import KnowledgeBaseError, SourceError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import Manifest, current_generation, program_hash, read_manifest
from aigc_kg.namespaces import AIGC, RDF
from aigc_kg.selection import Selection
from aigc_kg.sparql import open_store
from aigc_kg.vocabulary import SHIPPED, copies_are_whole

_PACKAGE = "aigc-kg"
_DEVELOPMENT = "dev"
_SINCE = {"changed": "has changed since the build", "missing": "has gone", "new": "is new since the build"}


@dataclass(frozen=True)
class Installation:
    """What is installed."""

    version: str
    python: str
    packages: dict[str, str | None]
    """Versions of what the package needs; None for what is missing."""
    extras: dict[str, tuple[str, ...]]
    """What is missing of each extra."""


@dataclass(frozen=True)
class Examination:
    """What was found. The knowledge base is sound where there are no faults; notes are no faults."""

    installation: Installation
    folder: str
    named_by: str
    free_bytes: int
    sound: bool = True
    encoder: str | None = None
    names: str = SHIPPED
    lexicons: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Identifiers of documents that are unchanged, changed, missing and new since the build."""
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def examine(folder: Path, named_by: str, program_version: str) -> Examination:
    """Examine the installation and the knowledge base at a folder; `named_by` says why it is that folder."""
    installation = Installation(program_version, platform.python_version(), _packages(), _extras())
    found = Examination(installation, str(folder), named_by, shutil.disk_usage(_existing(folder)).free)
    try:
        generation = current_generation(folder)
        manifest = read_manifest(generation / generations.MANIFEST)
    except KnowledgeBaseError as error:
        return replace(found, sound=False, faults=(str(error),))
    counts: dict[str, int] = {}
    faults = tuple(_faults(generation, manifest, counts))
    sources, notes = _sources(manifest)
    return replace(
        found, sound=not faults, encoder=manifest.encoder, names=manifest.names.path if manifest.names else SHIPPED,
        lexicons=tuple(file.path for file in manifest.lexicons), counts=counts, sources=sources,
        notes=(*notes, *_notes(manifest)), faults=faults,
    )  # fmt: skip


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _required() -> Iterator[tuple[str, str]]:
    """Packages that this one requires, each with the extra that it belongs to."""
    for line in (requires(_PACKAGE) or ()) if _installed(_PACKAGE) else ():
        name, extra = re.match(r"[\w.-]+", line), re.search(r"extra == ['\"]([\w.-]+)['\"]", line)
        if name:
            yield name[0], extra[1] if extra else ""


def _packages() -> dict[str, str | None]:
    return {name: _installed(name) for name, extra in _required() if not extra}


def _extras() -> dict[str, tuple[str, ...]]:
    extras = sorted({extra for _, extra in _required() if extra not in ("", _DEVELOPMENT)})
    return {extra: tuple(name for name, its in _required() if its == extra and not _installed(name)) for extra in extras}


def _existing(folder: Path) -> Path:
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())


def _faults(generation: Path, manifest: Manifest, counts: dict[str, int]) -> Iterator[str]:
    """What is wrong with the parts of a generation, or between them; `counts` is filled on the way."""
    counts["documents"] = len(manifest.sources)
    for check in (_store_faults, _index_faults, _other_faults):
        try:
            yield from check(generation, manifest, counts)
        except KnowledgeBaseError as error:
            yield str(error)


def _store_faults(generation: Path, manifest: Manifest, counts: dict[str, int]) -> Iterator[str]:
    seals.check_all(generation)
    store = open_store(generation / seals.STORE)
    try:
        found = {name: _count(store, name) for name in ("Document", "Passage", "Claim")}
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store {generation / 'store'} is damaged ({error}). Build again to mend it.") from error
    counts["claims"], counts["passages"] = found["Claim"], found["Passage"]
    if found["Document"] != len(manifest.sources):
        yield f"The graph has {found['Document']} documents, the manifest {len(manifest.sources)}. Build again to mend it."


def _count(store: ox.Store, name: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(AIGC + name), ox.DefaultGraph()))


def _index_faults(generation: Path, manifest: Manifest, counts: dict[str, int]) -> Iterator[str]:
    with closing(LexicalIndex(generation / "index.sqlite")) as index:
        index.check()
        keys = [vectors.vector_key(manifest.encoder, digest) for _, digest, _ in index.digests()]
    if len(keys) != counts.get("passages", len(keys)):
        yield f"The index has {len(keys)} passages, the graph {counts['passages']}. Build again to mend it."
    if not vectors.has_vectors(generation):
        yield "The vectors are not made yet, so that search goes by words alone. Build again to make them."
    elif not vectors.are_whole(generation, keys):
        yield "The vectors are damaged, or are not those of the passages. Build again to mend them."


def _other_faults(generation: Path, manifest: Manifest, _counts: dict[str, int]) -> Iterator[str]:
    if not copies_are_whole(generation, manifest):
        yield "A copy of the names or wordings in the knowledge base is missing or damaged. Build again to mend it."
    if Path(manifest.encoder).is_absolute() and not Path(manifest.encoder).is_dir():
        yield f"The encoder {manifest.encoder} has gone. Bring it back, or take another with aigc-kg build --encoder NAME."


def _sources(manifest: Manifest) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Documents by what became of their files since the build, and what hinders finding new ones."""
    states: dict[str, list[str]] = {"unchanged": [], "changed": [], "missing": [], "new": []}
    for record in manifest.sources:
        states[_state(Path(record.path), record.sha256)].append(record.identifier)
    known = {record.identifier for record in manifest.sources}
    notes: tuple[str, ...] = ()
    try:
        found = Selection.recorded(manifest).sources()
        states["new"] = [source.identifier for source in found if source.identifier not in known]
    except SourceError as error:
        notes = (str(error),)
    return {state: tuple(names) for state, names in states.items()}, notes


def _state(path: Path, sha256: str) -> str:
    try:
        return "unchanged" if corpus.digest(path.read_bytes()) == sha256 else "changed"
    except OSError:
        return "missing"


def _notes(manifest: Manifest) -> Iterator[str]:
    for file in (*([manifest.names] if manifest.names else []), *manifest.lexicons):
        state = _state(Path(file.path), file.sha256)
        if state != "unchanged":
            yield f"{file.path} {_SINCE[state]}; its copy in the knowledge base is used."
    recorded = {path: _state(Path(path), sha256) for path, sha256 in manifest.corrections.items()}
    now = {str(path.resolve()): "new" for path in Selection.recorded(manifest).corrections()}
    for path, state in sorted({**now, **recorded}.items()):
        if state != "unchanged":
            yield f"{path} {_SINCE[state]}; aigc-kg build brings the knowledge base up to date."
    if manifest.program != program_hash(Path(__file__).parent):
        yield "Another version of the program built the knowledge base; aigc-kg build brings it up to date."
