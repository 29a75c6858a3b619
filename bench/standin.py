"""A stand-in encoder for benchmarks of all but the encoder: no model, the same vectors on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np

from aigc_kg.vocabulary import Vocabulary

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


@contextmanager
def standing_in() -> Iterator[None]:
    """Put the stand-in in the place of every encoder, and load the shipped vocabulary once: again and again, it takes most of the time."""
    lexicon = Vocabulary().load()
    with ExitStack() as stack:
        stack.enter_context(mock.patch("aigc_kg.vectors.load_encoder", HashEncoder))
        stack.enter_context(mock.patch("aigc_kg.kb.kept_lexicon", return_value=lexicon))
        stack.enter_context(mock.patch.object(Vocabulary, "load", return_value=lexicon))
        yield


def _direction(text: str) -> Matrix:
    seed = int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(_DIMENSIONS)
    return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)
