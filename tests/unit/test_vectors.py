from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import numpy as np
import pytest

from aigc_kg import nearness
from aigc_kg.errors import KnowledgeBaseError, UsageError
from aigc_kg.vectors import BUNDLED, VectorIndex, are_sound, are_whole, embed, has_vectors, load_encoder, read_vectors, write_vectors
from tests.encoders import HashEncoder, Matrix

ROWS = [(1, "d1", "Lumora by Quellwerk"), (2, "d2", "泉工的气味模型"), (3, "d1", "Lumora by Quellwerk"), (4, "d4", "Nimbus")]


def _random(rows: int, dimensions: int, seed: int) -> Matrix:
    matrix = np.random.default_rng(seed).standard_normal((rows, dimensions))
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def _watch(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def _refuse() -> HashEncoder:
    raise AssertionError("The encoder was loaded for nothing.")


def _lazily(encoder: HashEncoder) -> Callable[[], HashEncoder]:
    return lambda: encoder


@pytest.mark.parametrize("seed", range(5))
def test_search_finds_what_brute_force_finds(tmp_path: Path, seed: int) -> None:
    matrix, query = _random(200, 24, seed), _random(1, 24, seed + 100)
    write_vectors(tmp_path, [f"d{i}" for i in range(200)], matrix)
    expected = np.argsort(-(matrix @ query[0]), kind="stable")[:17] + 1
    assert [number for number, _ in VectorIndex(tmp_path).search(query, 17)] == expected.tolist()


@pytest.mark.parametrize("seed", range(3))
def test_scores_are_cosines(tmp_path: Path, seed: int) -> None:
    matrix, query = _random(50, 24, seed), _random(1, 24, seed + 100)
    write_vectors(tmp_path, [f"d{i}" for i in range(50)], matrix)
    found = VectorIndex(tmp_path).search(query, 50)
    assert [score for _, score in found] == pytest.approx([float(matrix[number - 1] @ query[0]) for number, _ in found], abs=1e-5)


def test_search_for_more_than_there_are_finds_all(tmp_path: Path) -> None:
    write_vectors(tmp_path, ["a", "b", "c"], _random(3, 8, 1))
    assert sorted(number for number, _ in VectorIndex(tmp_path).search(_random(1, 8, 2), 60)) == [1, 2, 3]


def test_search_among_no_vectors_finds_nothing(tmp_path: Path) -> None:
    write_vectors(tmp_path, [], embed([], _refuse, {}, _watch))
    assert VectorIndex(tmp_path).search(_random(1, 8, 2), 10) == []


def test_vectors_are_read_as_they_were_written(tmp_path: Path) -> None:
    matrix = _random(3, 8, 1)
    write_vectors(tmp_path, ["a", "b", "c"], matrix)
    read = read_vectors(tmp_path)
    assert np.array_equal(np.stack([read[name] for name in "abc"]), matrix)


def test_no_vectors_are_read_from_an_empty_folder(tmp_path: Path) -> None:
    assert (has_vectors(tmp_path), read_vectors(tmp_path)) == (False, {})


def test_half_written_vectors_do_not_count(tmp_path: Path) -> None:
    write_vectors(tmp_path, ["a"], _random(1, 8, 1))
    (tmp_path / "vectors.txt").unlink()
    assert not has_vectors(tmp_path)
    assert are_sound(tmp_path)


@pytest.mark.parametrize("name", ["vectors.txt", "vectors.faiss"])
@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data[:20] + bytes([data[20] ^ 1]) + data[21:], lambda _: None])
def test_damaged_vectors_are_told_and_not_taken_over(tmp_path: Path, name: str, damage: Callable[[bytes], bytes | None]) -> None:
    write_vectors(tmp_path, ["a", "b"], _random(2, 8, 1))
    changed = damage((tmp_path / name).read_bytes())
    (tmp_path / name).unlink() if changed is None else (tmp_path / name).write_bytes(changed)
    there = (tmp_path / "vectors.txt").exists()
    assert (are_sound(tmp_path), are_whole(tmp_path, ["a", "b"]), read_vectors(tmp_path)) == (not there, False, {})
    with pytest.raises(KnowledgeBaseError, match="Build again"):
        VectorIndex(tmp_path)


def test_vectors_of_older_formats_are_taken_over(tmp_path: Path) -> None:
    matrix = _random(2, 8, 1)
    write_vectors(tmp_path, ["a", "b"], matrix)
    listing = tmp_path / "vectors.txt"
    listing.write_text(listing.read_text(encoding="ascii").partition("\n")[2], encoding="ascii")
    assert np.array_equal(read_vectors(tmp_path)["b"], matrix[1])


def test_damaged_index_is_an_error_of_the_knowledge_base(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(b"nonsense")
    with pytest.raises(KnowledgeBaseError, match=r"vectors\.faiss"):
        VectorIndex(tmp_path)


def test_damaged_vectors_are_embedded_anew(tmp_path: Path) -> None:
    write_vectors(tmp_path, ["a"], _random(1, 8, 1))
    (tmp_path / "vectors.faiss").write_bytes(b"nonsense")
    assert read_vectors(tmp_path) == {}


def test_embedding_keeps_the_order_of_the_rows() -> None:
    encoder = HashEncoder()
    matrix = embed(ROWS, _lazily(encoder), {}, _watch)
    assert np.allclose(matrix, HashEncoder().passages([text for _, _, text in ROWS]))


def test_one_text_is_embedded_once() -> None:
    encoder = HashEncoder()
    embed(ROWS, _lazily(encoder), {}, _watch)
    assert sorted(encoder.encoded) == sorted({text for _, _, text in ROWS})


def test_known_text_is_not_embedded_again() -> None:
    known = {digest: HashEncoder().passages([text])[0] for _, digest, text in ROWS}
    assert np.allclose(embed(ROWS, _refuse, known, _watch), HashEncoder().passages([text for _, _, text in ROWS]))


def test_progress_ends_with_all_done() -> None:
    seen: list[tuple[int, int]] = []
    rows = [(i, f"d{i}", f"text {i}") for i in range(150)]
    embed(rows, _lazily(HashEncoder()), {}, lambda done, total: seen.append((done, total)))
    assert (seen[-1], seen == sorted(seen)) == ((150, 150), True)


def test_bundled_encoder_puts_a_question_near_its_answer() -> None:
    encoder = load_encoder(BUNDLED)
    matrix = encoder.passages(["The cat sleeps on the sofa.", "这个模型由一家实验室开发。", "Rain is expected tomorrow."])
    assert int(np.argmax(matrix @ encoder.query("which laboratory developed this model")[0])) == 1


class _Model:
    """Stands for a sentence-transformers model: knows one name, and what it was asked to encode."""

    seen: ClassVar[list[str]] = []

    def __init__(self, name: str, device: str, local_files_only: bool) -> None:
        if "nowhere" in name:
            raise OSError(f"no model {name} for {device}, {local_files_only}")

    def encode(self, texts: list[str], **_options: bool) -> Matrix:
        self.seen[:] = texts
        return HashEncoder().passages(texts)


@pytest.fixture
def sentence_transformers(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sentence_transformers")
    vars(module)["SentenceTransformer"] = _Model
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)


@pytest.mark.usefixtures("sentence_transformers")
def test_encoder_that_cannot_be_loaded_is_named() -> None:
    with pytest.raises(UsageError, match="models/nowhere"):
        load_encoder("models/nowhere")


@pytest.mark.usefixtures("sentence_transformers")
@pytest.mark.parametrize(("name", "seen"), [("models/e5-tiny", ["query: Lumora"]), ("models/other", ["Lumora"])])
def test_question_is_marked_as_the_model_wants_it(name: str, seen: list[str]) -> None:
    load_encoder(name).query("Lumora")
    assert _Model.seen == seen


@pytest.mark.usefixtures("sentence_transformers")
def test_vectors_of_another_encoder_have_a_row_a_text() -> None:
    assert load_encoder("models/other").passages(["Lumora", "Nimbus"]).shape == (2, 32)


def _topics(rows: int, seed: int) -> Matrix:
    """Vectors that lie around some topics, as those of sentences do."""
    random = np.random.default_rng(seed)
    centres = np.random.default_rng(0).standard_normal((40, 24))
    matrix = centres[random.integers(0, 40, rows)] + 0.4 * random.standard_normal((rows, 24))
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), dtype=np.float32)


def test_index_is_exact_up_to_its_limit() -> None:
    kinds = [type(nearness.made(_topics(rows, 1), exact_limit=500)).__name__ for rows in (500, 501)]
    assert kinds == ["IndexFlatIP", "IndexIVFFlat"]


def test_large_index_finds_nearly_all_of_the_nearest_in_few_lists() -> None:
    matrix, queries = _topics(5000, 1), _topics(100, 2)
    index = nearness.made(matrix, exact_limit=500)
    assert nearness.recall(index, matrix, queries) >= 0.95
    assert index.nprobe < index.nlist


def test_large_index_is_written_searched_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.nearness.made", partial(nearness.made, exact_limit=500))
    matrix = _topics(2000, 1)
    digests = [f"d{number}" for number in range(2000)]
    write_vectors(tmp_path, digests, matrix)
    assert VectorIndex(tmp_path).search(matrix[7:8], 1)[0][0] == 8
    assert VectorIndex(tmp_path).similarities(matrix[7:8], [8, 3]) == pytest.approx({8: 1.0, 3: float(matrix[7] @ matrix[2])})
    known = read_vectors(tmp_path)
    # What is taken out and put in makes another index of the vectors that were kept.
    left = [*digests[:100], *digests[200:]]
    write_vectors(tmp_path, left, np.stack([known[digest] for digest in left]))
    assert np.array_equal(read_vectors(tmp_path)["d500"], matrix[500])
    assert VectorIndex(tmp_path).search(matrix[500:501], 1)[0][0] == 401
