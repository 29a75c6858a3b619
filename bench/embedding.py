"""Embedding throughput of a build against calling the engine once with all texts, in the same run, and what is embedded twice.

.venv/bin/python bench/embedding.py [--texts N] [--pairs N]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from aigc_kg import vectors
from aigc_kg.corpus import parse_document
from aigc_kg.passages import passages
from aigc_kg.resources import corpus_dir
from timing import median_ratio, paired, print_machine


def corpus_texts(limit: int) -> list[str]:
    """Passages of the shipped notes as they are embedded, each once, taken from all over them."""
    texts: dict[str, None] = {}
    for path in sorted(corpus_dir().glob("*.md")):
        for passage in passages(parse_document(path.name, path.read_text(encoding="utf-8"))):
            texts[f"{passage.context}: {passage.text}" if passage.context else passage.text] = None
    return list(texts)[:: max(1, len(texts) // limit)][:limit]


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--pairs", type=int, default=3)
    options = parser.parse_args()
    texts = corpus_texts(options.texts)
    rows = [(number, f"d{number}", text) for number, text in enumerate(texts)]
    engine = vectors.BundledEncoder()

    def build() -> None:
        vectors.embed(rows, lambda: engine, {}, lambda _done, _total: None)

    print_machine()
    pairs = paired(lambda: seconds(lambda: engine.passages(texts)), lambda: seconds(build), options.pairs)
    print(f"{len(texts)} texts: one call {min(a for a, _ in pairs):.2f} s, as a build does it {min(b for _, b in pairs):.2f} s")
    print(f"throughput of a build over one call, median of {len(pairs)} pairs: {median_ratio(pairs):.3f}")
    with TemporaryDirectory() as folder:
        matrix = vectors.embed(rows, lambda: engine, {}, lambda _done, _total: None)
        vectors.write_vectors(Path(folder), [digest for _, digest, _ in rows], matrix)
        known = vectors.read_vectors(Path(folder))
        again = seconds(lambda: vectors.embed(rows, lambda: engine, known, lambda _done, _total: None))
    print(f"all of them again, kept by their hashes: {again:.3f} s")


if __name__ == "__main__":
    main()
