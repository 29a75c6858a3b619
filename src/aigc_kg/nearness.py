"""FAISS indexes of normalized vectors: exact up to a size, then inverted lists, of which as many are looked through as recall asks for."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Matrix = npt.NDArray[np.float32]

EXACT_LIMIT = 20_000
"""Vectors up to which every one is compared; with 384 numbers each that takes some milliseconds (`bench/vectors.py`)."""
RECALL = 0.98
"""Share of the true ten nearest that has to be found among its own vectors; questions, which lie further off, then find 0.95."""
_NEAREST = 10
_SAMPLE = 200
_ROUNDS = 10
_PER_LIST = 64
"""Vectors a list that the lists are learnt from."""


def made(matrix: Matrix, *, exact_limit: int = EXACT_LIMIT) -> Any:
    """The index of the rows of a matrix, by inner product. It holds the vectors themselves, whichever it is.

    Above `exact_limit` it is an IndexIVFFlat (Sivic and Zisserman 2003, as FAISS has it), with `nprobe` set by measuring.
    """
    import faiss

    rows, dimensions = matrix.shape
    if rows <= exact_limit:
        exact = faiss.IndexFlatIP(dimensions)
        exact.add(matrix)
        return exact
    lists = min(4 * isqrt(rows), max(rows // 40, 1))
    index: Any = faiss.IndexIVFFlat(faiss.IndexFlatIP(dimensions), dimensions, lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.niter, index.cp.max_points_per_centroid = _ROUNDS, _PER_LIST
    index.train(matrix)
    index.add(matrix)
    index.nprobe = _probes(index, matrix)
    return index


def rows_of(index: Any) -> Matrix:
    """The vectors of an index, in the order in which they were added."""
    if hasattr(index, "make_direct_map"):
        index.make_direct_map()
    found: Matrix = index.reconstruct_n(0, index.ntotal)
    return found


def rows_at(index: Any, numbers: Sequence[int]) -> Matrix:
    """Some vectors of an index, by their numbers in the order in which they were added."""
    if hasattr(index, "make_direct_map"):
        index.make_direct_map()
    found: Matrix = index.reconstruct_batch(list(numbers))
    return found


def recall(index: Any, matrix: Matrix, queries: Matrix, nearest: int = _NEAREST) -> float:
    """The share of the true nearest rows of each query that the index finds."""
    import faiss

    _, true = faiss.knn(queries, matrix, nearest, metric=faiss.METRIC_INNER_PRODUCT)
    _, found = index.search(queries, nearest)
    return sum(len(set(a) & set(b)) for a, b in zip(true.tolist(), found.tolist(), strict=True)) / true.size


def _probes(index: Any, matrix: Matrix) -> int:
    """The least power of two of lists that finds enough of the nearest of some of its own vectors."""
    queries = matrix[:: max(1, len(matrix) // _SAMPLE)][:_SAMPLE]
    index.nprobe = 1
    while index.nprobe < index.nlist and recall(index, matrix, queries) < RECALL:
        index.nprobe = min(2 * index.nprobe, index.nlist)
    return int(index.nprobe)
