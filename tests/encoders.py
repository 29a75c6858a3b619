"""Stand-in encoders for tests: no model, the same vectors on every machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.float32]

_WORD = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]")


def hash_vector(word: str, dimensions: int) -> npt.NDArray[np.float64]:
    """A pseudo-random direction for a word, seeded by its hash."""
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8")).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(dimensions)


class HashEncoder:
    """Sums a pseudo-random vector for each word or Chinese character, so texts that share words are near.

    `encoded` holds every passage that it was asked to encode.
    """

    def __init__(self, name: str = "hash", dimensions: int = 32) -> None:
        self.name = name
        self.dimensions = dimensions
        self.encoded: list[str] = []

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row a text."""
        self.encoded += texts
        return np.stack([self._vector(text) for text in texts])

    def query(self, text: str) -> Matrix:
        """Vector of a question, shape (1, dimensions)."""
        return self._vector(text).reshape(1, -1)

    def _vector(self, text: str) -> Matrix:
        words = _WORD.findall(text.lower()) or [""]
        total = np.sum([hash_vector(word, self.dimensions) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)
