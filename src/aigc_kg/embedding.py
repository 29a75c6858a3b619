"""The vectors of a generation: what was embedded before is taken over, the rest is embedded, an interruption loses nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache, cached_property
from pathlib import Path

from aigc_kg import generations, vectors
from aigc_kg.lexical import LexicalIndex


class Embedder:
    """Makes the vectors of generations of one folder with one encoder."""

    def __init__(self, folder: Path, encoder: str, *, given: bool, progress: Callable[[int, int], None]) -> None:
        """`given`: the user has named the encoder now, so that it may be fetched."""
        self._folder = folder
        self._encoder = encoder
        self._progress = progress
        load = vectors.fetch_encoder if given else vectors.recorded_encoder
        self.load: Callable[[], vectors.Encoder] = cache(lambda: load(encoder))

    @cached_property
    def known(self) -> Mapping[str, vectors.Matrix]:
        """Vectors of all generations and of an embedding that was not done, kept by encoder and text."""
        found: dict[str, vectors.Matrix] = {}
        for folder in (*generations.kept(self._folder), self._folder / generations.PARTIAL_VECTORS):
            found.update(vectors.read_vectors(folder))
        return found

    def check(self, generation: Path) -> None:
        """Load an encoder of the user's own, where it is needed, while what was in force still is."""
        if self._encoder != vectors.BUNDLED and any(key not in self.known for _, key, _ in self._rows(generation)):
            self.load()

    def embed(self, generation: Path) -> int:
        """Embed what is not embedded yet; say how many texts that were."""
        rows = self._rows(generation)
        keys = [key for _, key, _ in rows]
        if vectors.are_whole(generation, keys):
            return 0
        matrix = vectors.embed(rows, self.load, self.known, self._progress, self._keep)
        with generations.writing(self._folder):
            vectors.write_vectors(generation, keys, matrix)
            shutil.rmtree(self._folder / generations.PARTIAL_VECTORS, ignore_errors=True)
        return len(set(keys) - self.known.keys())

    def _rows(self, generation: Path) -> list[tuple[int, str, str]]:
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            return [(number, vectors.vector_key(self._encoder, digest), text) for number, digest, text in index.digests()]

    def _keep(self, fresh: Mapping[str, vectors.Matrix]) -> None:
        """Keep vectors of an embedding that is not done, for the next build to go on with."""
        folder = self._folder / generations.PARTIAL_VECTORS
        with generations.writing(self._folder):
            folder.mkdir(exist_ok=True)
            vectors.write_vectors(folder, list(fresh), vectors.stacked(fresh.values()))
