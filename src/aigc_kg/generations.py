"""Generations of a knowledge base in its folder: written apart, put in force at once, removed when they are old."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import KnowledgeBaseError, UsageError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import CURRENT, Manifest, current_generation, read_manifest
from aigc_kg.namespaces import RDF
from aigc_kg.sparql import open_store
from aigc_kg.vocabulary import copies_are_whole

MANIFEST = "manifest.json"
PARTIAL_VECTORS = "vectors.part"
"""Vectors of an embedding that is not done."""
_KEPT = 2
"""The one in force, and the one before it for readers that still have it open."""
_LOCK = "build.lock"
_NAME = re.compile(r"generation-[0-9a-f]{16}(\.part)?")
_OWN = frozenset({CURRENT, f"{CURRENT}.part", _LOCK, PARTIAL_VECTORS})


def check_folder(folder: Path) -> None:
    """Raise UsageError where the folder holds things of other kinds and no knowledge base: nothing is mixed with them."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, and a knowledge base is a folder. Choose another with --kb.")
    try:
        inside = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise KnowledgeBaseError(f"Cannot read the folder {folder}: {error.strerror}. Choose another with --kb.") from error
    others = [name for name in inside if name not in _OWN and not _NAME.fullmatch(name)]
    if others and not any(_NAME.fullmatch(name) for name in inside):
        raise UsageError(f"{folder} holds other things ({', '.join(others[:3])}) and no knowledge base. Choose a new folder with --kb.")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Make the folder where it is missing, and keep other builds out of it."""
    from filelock import FileLock, Timeout

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise KnowledgeBaseError(f"Another build of {folder} is running. Wait until it is done and try again.") from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what goes wrong when the disk is written into one error of the knowledge base."""
    try:
        yield
    except (OSError, RuntimeError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error).strip().splitlines()[-1]
        raise KnowledgeBaseError(
            f"Cannot write the knowledge base at {folder}: {reason}. What was there before is still there; "
            "free some space, or choose another folder with --kb."
        ) from error


def generation_of(folder: Path, manifest: Manifest) -> Path:
    """The folder of a generation, named by what it is made from."""
    return folder / f"generation-{hashlib.sha256(repr(manifest.content()).encode()).hexdigest()[:16]}"


@contextmanager
def new_generation(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """A folder to write a generation into; when that is done it gets its name, and when it fails nothing is left of it."""
    generation = generation_of(folder, manifest)
    partial = generation.with_name(f"{generation.name}.part")
    try:
        with writing(folder):
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
        yield partial
        with writing(folder):
            manifest.write(partial / MANIFEST)
            # One that was made from the same things is here only if it is damaged.
            shutil.rmtree(generation, ignore_errors=True)
            partial.replace(generation)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def put_in_force(folder: Path, generation: Path) -> None:
    """Make it the generation that is read from now on."""
    with writing(folder):
        partial = folder / f"{CURRENT}.part"
        partial.write_text(generation.name + "\n", encoding="ascii")
        partial.replace(folder / CURRENT)


def unchanged(folder: Path, manifest: Manifest) -> Path | None:
    """The generation in force, where it was made from the same things and can be read."""
    try:
        generation = current_generation(folder)
    except KnowledgeBaseError:
        return None
    if not _holds(generation, manifest):
        return None
    _note_places(generation, manifest)
    return generation


def restored(folder: Path, manifest: Manifest) -> Path | None:
    """A kept generation that was made from the same things, put in force again."""
    generation = generation_of(folder, manifest)
    if not _holds(generation, manifest):
        return None
    _note_places(generation, manifest)
    put_in_force(folder, generation)
    return generation


def twin(folder: Path, manifest: Manifest) -> Path | None:
    """A generation that differs in its encoder only."""
    for generation in kept(folder):
        try:
            found = read_manifest(generation / MANIFEST)
        except KnowledgeBaseError:
            continue
        if found.graph_content() == manifest.graph_content() and _is_sound(generation, manifest):
            return generation
    return None


def copy_readable(generation: Path, target: Path) -> None:
    """Copy all but the manifest and the vectors."""
    with writing(target.parent):
        shutil.copytree(generation, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("vectors.*", f"{MANIFEST}*"))


def kept(folder: Path) -> list[Path]:
    """The generations that are there, in order of their names."""
    return sorted(path for path in folder.glob("generation-*") if _NAME.fullmatch(path.name) and not path.name.endswith(".part"))


def remove_old(folder: Path, generation: Path) -> None:
    """Remove what no reader can have open any more, and what was left half-written."""
    others = sorted((path for path in kept(folder) if path != generation), key=lambda path: path.stat().st_mtime)
    halves = [path for path in folder.glob("generation-*.part") if _NAME.fullmatch(path.name)]
    for old in (*others[: max(0, len(others) - _KEPT + 1)], *halves):
        shutil.rmtree(old, ignore_errors=True)


def count_claims(generation: Path) -> int:
    """Claims of a generation, each counted once. Raises KnowledgeBaseError where they cannot be read."""
    store, subject = open_store(generation / "store"), ox.NamedNode(RDF + "subject")
    with _reading(generation):
        return sum(1 for _ in store.quads_for_pattern(None, subject, None, ox.DefaultGraph()))


def _read_through(generation: Path) -> None:
    """Read the whole store, which tells damage that no query may ever meet. Raises KnowledgeBaseError."""
    store = open_store(generation / "store")
    with _reading(generation), Path(os.devnull).open("wb") as nowhere:
        store.dump(nowhere, format=ox.RdfFormat.N_QUADS)


@contextmanager
def _reading(generation: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store {generation / 'store'} is damaged ({error}). Build again to mend it.") from error


def _holds(generation: Path, manifest: Manifest) -> bool:
    """Was this generation made from these things, and can its parts be read? Vectors are seen to apart."""
    try:
        made_from = read_manifest(generation / MANIFEST)
    except KnowledgeBaseError:
        return False
    return made_from.content() == manifest.content() and _is_sound(generation, manifest)


def _is_sound(generation: Path, manifest: Manifest) -> bool:
    try:
        _read_through(generation)
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            index.check()
    except KnowledgeBaseError:
        return False
    return copies_are_whole(generation, manifest)


def _note_places(generation: Path, manifest: Manifest) -> None:
    """Record where the files lie now, and what was removed."""
    if read_manifest(generation / MANIFEST) != manifest:
        with writing(generation.parent):
            manifest.write(generation / MANIFEST)
