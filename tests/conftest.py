"""What many tests need and takes long: the vectors of the shipped notes, made once by the encoder itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase, vectors
from aigc_kg.generations import PARTIAL_VECTORS
from aigc_kg.manifest import current_generation
from aigc_kg.resources import corpus_dir
from tests.encoders import Matrix


@pytest.fixture(scope="session")
def shipped_vectors(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Matrix]:
    """Vectors of all passages of the shipped notes, by what they are kept under."""
    folder = tmp_path_factory.mktemp("shipped") / "kb"
    KnowledgeBase.build(folder, [corpus_dir()])
    return vectors.read_vectors(current_generation(folder))


def leave_vectors(known: Mapping[str, Matrix], folder: Path) -> None:
    """Leave vectors in the folder of a knowledge base as an embedding does that was interrupted: a build goes on from there."""
    partial = folder / PARTIAL_VECTORS
    partial.mkdir(parents=True)
    vectors.write_vectors(partial, list(known), vectors.stacked(known.values()))
