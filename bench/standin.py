"""A stand-in encoder for benchmarks of all but the encoder: no model, the same vectors on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from aigc_kg.vectors import Matrix

_DIMENSIONS = 32


class HashEncoder:
    """A pseudo-random direction for each text, seeded by its hash."""

    def __init__(self, name: str = "hash", **_: object) -> None:
        self.name = name

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row a text."""
        return np.stack([_direction(text) for text in texts])

    def query(self, text: str) -> Matrix:
        """Vector of a question, shape (1, dimensions)."""
        return _direction(text).reshape(1, -1)


def _direction(text: str) -> Matrix:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(_DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
