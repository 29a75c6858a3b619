from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from aigc_kg.lexical import LexicalIndex, write_index
from aigc_kg.model import Passage, Quote
from aigc_kg.search import Searcher
from aigc_kg.vectors import VectorIndex, write_vectors
from tests.encoders import HashEncoder, Matrix

TEXTS = [
    "Quellwerk devised Lumora in the spring.",
    "The river rises in spring.",
    "Nimbus forecasts the weather.",
    "泉工发布了生成气味的模型。",
    "Lumora was sold in the autumn.",
]


class _Placed(HashEncoder):
    """Puts every question where one passage is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def query(self, text: str) -> Matrix:
        return super().query(self._text if text else text)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    rows = [(Passage("a.md", Quote(text, 0, len(text), n, n), (), (), "", text), f"d{n}") for n, text in enumerate(TEXTS, 1)]
    write_index(folder / "index.sqlite", rows, [])
    write_vectors(folder, [digest for _, digest in rows], HashEncoder().passages(TEXTS))
    return folder


@pytest.fixture
def index(folder: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex(folder / "index.sqlite")
    yield opened
    opened.close()


def _searcher(index: LexicalIndex, folder: Path, encoder: HashEncoder | None = None) -> Searcher:
    return Searcher(index, lambda: VectorIndex(folder), lambda: encoder or HashEncoder())


def _lexical(index: LexicalIndex) -> Searcher:
    def refuse() -> HashEncoder:
        raise AssertionError("The encoder was loaded without vectors.")

    return Searcher(index, lambda: None, refuse)


def test_passage_that_both_sides_find_comes_first(index: LexicalIndex, folder: Path) -> None:
    assert _searcher(index, folder).search("who devised Lumora", 3)[0].passage.text == TEXTS[0]


def test_passage_that_shares_no_word_is_found_by_meaning(index: LexicalIndex, folder: Path) -> None:
    found = _searcher(index, folder, _Placed(TEXTS[3])).search("perfume", 1)
    assert [f.passage.text for f in found] == [TEXTS[3]]


def test_words_alone_do_without_vectors(index: LexicalIndex) -> None:
    assert [f.passage.id for f in _lexical(index).search("nimbus", 5)] == [3]


def test_without_vectors_there_is_no_similarity(index: LexicalIndex) -> None:
    assert [f.similarity for f in _lexical(index).search("nimbus", 5)] == [None]


def test_similarity_is_the_cosine(index: LexicalIndex, folder: Path) -> None:
    encoder = HashEncoder()
    found = _searcher(index, folder, encoder).search("Lumora in autumn", 5)
    expected = [float(np.dot(encoder.passages([f.passage.text])[0], encoder.query("Lumora in autumn")[0])) for f in found]
    assert [f.similarity for f in found] == pytest.approx(expected, abs=1e-5)


def test_no_more_than_asked_for_are_found(index: LexicalIndex, folder: Path) -> None:
    assert len(_searcher(index, folder).search("Lumora in spring", 2)) == 2


def test_scores_fall(index: LexicalIndex, folder: Path) -> None:
    scores = [f.score for f in _searcher(index, folder).search("Lumora in spring", 5)]
    assert scores == sorted(scores, reverse=True)


def test_no_passage_is_found_twice(index: LexicalIndex, folder: Path) -> None:
    ids = [f.passage.id for f in _searcher(index, folder).search("Lumora in spring", 5)]
    assert len(ids) == len(set(ids))


def test_named_thing_lifts_its_passages(index: LexicalIndex) -> None:
    ids = [[f.passage.id for f in _lexical(index).search("in spring", 5, named=named)] for named in ([], [["Quell-Werk", "泉工"]])]
    assert (ids[0].index(1) > ids[0].index(2), ids[1].index(1) < ids[1].index(2)) == (True, True)


def test_more_words_widen_the_search(index: LexicalIndex) -> None:
    assert {f.passage.id for f in _lexical(index).search("nimbus", 5, also="river")} == {2, 3}


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_finds_nothing(index: LexicalIndex, folder: Path, text: str) -> None:
    assert _searcher(index, folder).search(text, 5) == []


def test_search_is_the_same_each_time(index: LexicalIndex, folder: Path) -> None:
    assert _searcher(index, folder).search("Lumora in spring", 5) == _searcher(index, folder).search("Lumora in spring", 5)
