"""FAISS over generated vectors: build time, size, latency and recall at 10 of the index that the program chooses, against exact search.

.venv/bin/python bench/vectors.py [--sizes 1000,100000,1000000] [--dimensions 384]
"""

from __future__ import annotations

import argparse
import time
from statistics import median

import faiss
import numpy as np
import numpy.typing as npt

from aigc_kg.nearness import EXACT_LIMIT, made, recall
from timing import print_machine, print_table

Matrix = npt.NDArray[np.float32]

QUERIES = 200
LATENT = 24
TOPICS = 400


def generated(rows: int, dimensions: int, seed: int) -> Matrix:
    """Vectors as encoders give them: of some hundred topics, in few directions, all within a cone."""
    frame = np.random.default_rng(0)
    topics = frame.standard_normal((TOPICS, LATENT)).astype(np.float32)
    spread = frame.standard_normal((LATENT, dimensions)).astype(np.float32)
    cone = 4 * frame.standard_normal(dimensions).astype(np.float32)
    random = np.random.default_rng(seed)
    latent = topics[random.integers(0, TOPICS, rows)] + 0.7 * random.standard_normal((rows, LATENT), dtype=np.float32)
    matrix = latent @ spread
    matrix += cone
    matrix += random.standard_normal((rows, dimensions), dtype=np.float32)
    faiss.normalize_L2(matrix)
    return matrix


def latency(index: object, queries: Matrix) -> float:
    """Median CPU milliseconds of a search for ten."""
    times = []
    for query in queries:
        start = time.process_time()
        index.search(query.reshape(1, -1), 10)  # type: ignore[attr-defined]
        times.append((time.process_time() - start) * 1000)
    return median(times)


def measured(rows: int, dimensions: int) -> list[str]:
    """A row of the table."""
    matrix, queries = generated(rows, dimensions, 1), generated(QUERIES, dimensions, 2)
    start = time.process_time()
    index = made(matrix)
    built = time.process_time() - start
    size = faiss.serialize_index(index).nbytes / 2**20
    found, took = recall(index, matrix, queries), latency(index, queries)
    del index
    exact = faiss.IndexFlatIP(dimensions)
    exact.add(matrix)
    against = latency(exact, queries)
    kind = "exact" if rows <= EXACT_LIMIT else "lists"
    return [f"{rows:,}", kind, f"{built:.1f}", f"{size:.0f}", f"{took:.2f}", f"{against:.2f}", f"{took / against:.3f}", f"{found:.3f}"]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="1000,100000,1000000")
    parser.add_argument("--dimensions", type=int, default=384)
    options = parser.parse_args()
    print_machine()
    rows = [measured(int(size), options.dimensions) for size in options.sizes.split(",")]
    print_table(["vectors", "index", "build s CPU", "MiB", "search ms CPU", "exact ms CPU", "ratio", "recall@10"], rows)


if __name__ == "__main__":
    main()
