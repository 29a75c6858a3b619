"""Which generations are in use: readers hold a shared lock on the folder of theirs, and a build removes none that is held.

The lock goes with the process that holds it, however that ends. Systems without such locks go on as if nobody read; a generation
is then kept until the one after next.
"""

from __future__ import annotations

import os
import shutil
import weakref
from pathlib import Path

from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.manifest import CURRENT, current_generation

try:
    import fcntl
except ImportError:  # not every system has it
    fcntl = None  # type: ignore[assignment]

_TRIES = 100
"""How often a reader looks again, while builds go by faster than it can take hold."""


class InUse:
    """A generation that is held for reading until it is closed, or nobody refers to it any more."""

    def __init__(self, folder: Path) -> None:
        """Take hold of the generation in force. Raises KnowledgeBaseError where there is none."""
        self.generation, held = _hold(folder)
        self._release = weakref.finalize(self, os.close, held) if held is not None else None

    def close(self) -> None:
        """Let it go."""
        if self._release is not None:
            self._release()


def _hold(folder: Path) -> tuple[Path, int | None]:
    for _ in range(_TRIES):
        before = _pointer(folder)
        try:
            generation = current_generation(folder)
        except KnowledgeBaseError:
            if _pointer(folder) == before:
                raise
            continue
        if fcntl is None:
            return generation, None
        held = _locked(generation, fcntl.LOCK_SH)
        if held is not None and _is_still(generation, held):
            return generation, held
        if held is not None:
            os.close(held)
    raise KnowledgeBaseError(f"Builds of {folder} follow each other too fast to read it. Try again.")


def _pointer(folder: Path) -> bytes | None:
    try:
        return (folder / CURRENT).read_bytes()
    except OSError:
        return None


def _locked(generation: Path, kind: int) -> int | None:
    """An open folder with the lock; None where it has gone, or somebody else's lock is in the way."""
    try:
        opened = os.open(generation, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(opened, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    except OSError:
        # A file system without locks.
        return opened
    return opened


def _is_still(generation: Path, opened: int) -> bool:
    """Is the open folder the one of this name, and not one that was removed meanwhile?"""
    try:
        return os.path.samestat(generation.stat(), os.fstat(opened))
    except OSError:
        return False


def remove(generation: Path) -> None:
    """Remove a generation, unless it is in use."""
    held = _locked(generation, fcntl.LOCK_EX) if fcntl is not None else None
    if fcntl is None or held is not None:
        shutil.rmtree(generation, ignore_errors=True)
    if held is not None:
        os.close(held)
