"""Generations of a knowledge base in its folder: written apart, put in force at once, removed when they are old."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from aigc_kg import seals, use, vectors
from aigc_kg.canonical import Written, graph_hash
from aigc_kg.errors import KnowledgeBaseError, UsageError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import CURRENT, Manifest, current_generation, read_manifest
from aigc_kg.namespaces import RDF
from aigc_kg.sparql import open_store

MANIFEST = "manifest.json"
PARTIAL_VECTORS = "vectors.part"
"""Vectors of an embedding that is not done."""
_KEPT = 2
"""The one in force, and the one before it for readers that still have it open."""
_LOCK = "build.lock"
_HOLDER = "build.by"
"""Says who holds the lock; the lock itself goes with its process, however that ends."""
_NAME = re.compile(r"generation-[0-9a-f]{16}(\.part)?")
_OWN = frozenset({CURRENT, f"{CURRENT}.part", _LOCK, _HOLDER, PARTIAL_VECTORS})


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
            raise KnowledgeBaseError(
                f"Another build of {folder} is running{_holder(folder)}. Wait until it is done and try again."
            ) from error
    try:
        with writing(folder):
            (folder / _HOLDER).write_text(f"process {os.getpid()} on {platform.node()}", encoding="utf-8")
        yield
    finally:
        (folder / _HOLDER).unlink(missing_ok=True)
        lock.release()


def _holder(folder: Path) -> str:
    try:
        return f" ({(folder / _HOLDER).read_text(encoding='utf-8', errors='replace')})"
    except OSError:
        return ""


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
def new_generation(folder: Path, manifest: Manifest, written: Written) -> Iterator[Path]:
    """A folder to write a generation into; when that is done it gets its name, and when it fails nothing is left of it.

    The graphs noted as `written` need not be read out of the store again.
    """
    generation = generation_of(folder, manifest)
    partial = generation.with_name(f"{generation.name}.part")
    try:
        with writing(folder):
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir()
        yield partial
        with writing(folder):
            seals.seal(partial)
            _described(partial, manifest, written).write(partial / MANIFEST)
            # One that was made from the same things is here only if it is damaged.
            shutil.rmtree(generation, ignore_errors=True)
            partial.replace(generation)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _described(generation: Path, manifest: Manifest, written: Written) -> Manifest:
    """The manifest with the hashes and counts of what came of the build."""
    store = open_store(generation / seals.STORE)
    with closing(LexicalIndex(generation / seals.INDEX)) as index:
        hashes = {"graph": graph_hash(store, written.graphs), "passages": index.hash()}
        counts = {"claims": _count_claims(store), "passages": index.counts()["passages"]}
    return replace(manifest, hashes=hashes, counts=counts)


def _count_claims(store: ox.Store) -> int:
    subject = ox.NamedNode(RDF + "subject")
    return sum(1 for _ in store.quads_for_pattern(None, subject, None, ox.DefaultGraph()))


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
        if found.graph_content() == manifest.graph_content() and not seals.broken(generation):
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
    """Remove what no reader has open any more, what is damaged, and what was left half-written."""
    others = sorted((path for path in kept(folder) if path != generation), key=lambda path: path.stat().st_mtime)
    spared = [path for path in others if _is_whole(path)][-(_KEPT - 1) :]
    for old in others:
        if old not in spared:
            use.remove(old)
    for half in (*folder.glob("*.part"), *folder.glob("generation-*/*.part")):
        if half.parent != folder or half.name in _OWN or _NAME.fullmatch(half.name):
            _remove(half)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _is_whole(generation: Path) -> bool:
    try:
        read_manifest(generation / MANIFEST)
    except KnowledgeBaseError:
        return False
    return not seals.broken(generation) and vectors.are_sound(generation)


def _holds(generation: Path, manifest: Manifest) -> bool:
    """Was this generation made from these things, and can its parts be read? Vectors are seen to apart."""
    try:
        made_from = read_manifest(generation / MANIFEST)
    except KnowledgeBaseError:
        return False
    return made_from.content() == manifest.content() and not seals.broken(generation)


def _note_places(generation: Path, manifest: Manifest) -> None:
    """Record where the files lie now, and what was removed."""
    found = read_manifest(generation / MANIFEST)
    moved = replace(manifest, hashes=found.hashes, counts=found.counts)
    if found != moved:
        with writing(generation.parent):
            moved.write(generation / MANIFEST)
