"""Seals: the size and SHA-256 of each file of a generation, so that damage is told and never answered from.

A part is hashed when it is opened, unless it is large: then only files whose time is not the one they were sealed with. The graph
store does check its blocks as it reads, but some queries never come to an end on one that is damaged.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

from aigc_kg.errors import KnowledgeBaseError

SEAL = "seal.json"
STORE = "store"
INDEX = "index.sqlite"
_UNSEALED = ("manifest.json", "vectors.", SEAL)
"""Beginnings of the names of what is written after the seal, and has checksums of its own."""
_ALWAYS_HASHED = 64 << 20
"""Bytes up to which a part is hashed whenever it is opened."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Sealed:
    size: int
    sha256: str
    time: int
    """Of the last change, in nanoseconds."""

    @classmethod
    def of(cls, path: Path) -> _Sealed:
        about = path.stat()
        return cls(about.st_size, digest_file(path), about.st_mtime_ns)


def digest_file(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def seal(generation: Path) -> None:
    """Record the files of a generation as they are now."""
    rows = {name: astuple(_Sealed.of(path)) for name, path in _files(generation)}
    text = json.dumps(rows, indent=1, sort_keys=True)
    (generation / SEAL).write_text(f"{_digest(text)}\n{text}\n", encoding="utf-8")


def check_index(generation: Path) -> None:
    """Raises KnowledgeBaseError where the lexical index is not as it was sealed."""
    _check(generation, lambda name: name == INDEX)


def check_copies(generation: Path) -> None:
    """Raises KnowledgeBaseError where a copy of names or wordings is not as it was sealed."""
    _check(generation, lambda name: "/" in name and not name.startswith(f"{STORE}/"))


def check_store(generation: Path) -> None:
    """Raises KnowledgeBaseError where the graph store is not as it was sealed."""
    _check(generation, lambda name: name.startswith(f"{STORE}/"))


def check_all(generation: Path) -> None:
    """Raises KnowledgeBaseError naming the first file that is not as it was sealed."""
    for name in broken(generation):
        raise _damaged(generation / name)


def broken(generation: Path) -> list[str]:
    """Names of all files that are not as they were sealed; of the seal itself where it cannot be read."""
    try:
        sealed = _sealed(generation)
    except KnowledgeBaseError:
        return [SEAL]
    return [name for name, file in sealed.items() if not _is_as_sealed(generation / name, file)]


def _check(generation: Path, is_meant: Callable[[str], bool]) -> None:
    part = {generation / name: sealed for name, sealed in _sealed(generation).items() if is_meant(name)}
    small = sum(sealed.size for sealed in part.values()) <= _ALWAYS_HASHED
    for path, sealed in part.items():
        unchanged = not small and _size(path) == sealed.size and path.stat().st_mtime_ns == sealed.time
        if not unchanged and not _is_as_sealed(path, sealed):
            raise _damaged(path)


def _damaged(path: Path) -> KnowledgeBaseError:
    return KnowledgeBaseError(f"The file {path} is missing or damaged. Build again to mend it: aigc-kg build.")


def _is_as_sealed(path: Path, sealed: _Sealed) -> bool:
    try:
        return _size(path) == sealed.size and digest_file(path) == sealed.sha256
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _files(generation: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(generation.rglob("*")):
        name = path.relative_to(generation).as_posix()
        if path.is_file() and not name.startswith(_UNSEALED):
            yield name, path


def _sealed(generation: Path) -> dict[str, _Sealed]:
    path = generation / SEAL
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path) from error
    return _read(data, path)


@lru_cache(maxsize=8)
def _read(data: bytes, path: Path) -> dict[str, _Sealed]:
    digest, _, text = data.decode("utf-8", "replace").partition("\n")
    if not text.endswith("\n") or _digest(text[:-1]) != digest:
        raise _damaged(path)
    return {name: _Sealed(*values) for name, values in json.loads(text).items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
