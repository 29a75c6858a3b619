from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from aigc_kg.glossary import Kind
from aigc_kg.lexical import LexicalIndex, StoredPassage, write_index
from aigc_kg.model import Passage, Quote
from aigc_kg.search import Found, Searcher, Term, Wanted, view
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


def test_passage_found_by_its_words_alone_has_a_similarity_too(index: LexicalIndex, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.search._POOL", 1)
    found = _searcher(index, folder, _Placed(TEXTS[2])).search("rises", 1)
    expected = HashEncoder().passages([TEXTS[2]]) @ HashEncoder().passages([f.passage.text for f in found]).T
    assert TEXTS[1] in [f.passage.text for f in found]
    assert [f.similarity for f in found] == pytest.approx(expected[0].tolist())


def test_no_more_than_asked_for_are_found(index: LexicalIndex, folder: Path) -> None:
    assert len(_searcher(index, folder).search("Lumora in spring", 2)) == 2


def test_scores_fall(index: LexicalIndex, folder: Path) -> None:
    scores = [f.score for f in _searcher(index, folder).search("Lumora in spring", 5)]
    assert scores == sorted(scores, reverse=True)


def test_no_passage_is_found_twice(index: LexicalIndex, folder: Path) -> None:
    ids = [f.passage.id for f in _searcher(index, folder).search("Lumora in spring", 5)]
    assert len(ids) == len(set(ids))


def _ids(found: list[Found]) -> list[int]:
    return [f.passage.id for f in found]


def test_named_thing_lifts_its_passages(index: LexicalIndex) -> None:
    named = Wanted((Term("Quell-Werk", ("Quell-Werk", "泉工"), names=True),))
    plain, lifted = (_ids(_lexical(index).search("in spring", 5, wanted)) for wanted in (Wanted(), named))
    assert (plain.index(1) > plain.index(2), lifted.index(1) < lifted.index(2)) == (True, True)


def test_forms_of_a_term_widen_the_search(index: LexicalIndex) -> None:
    assert set(_ids(_lexical(index).search("nimbus", 5, Wanted((Term("stream", ("stream", "river")),))))) == {2, 3}


def test_form_of_several_characters_is_found_whole(index: LexicalIndex) -> None:
    found = [_ids(_lexical(index).search("x", 5, Wanted((Term("w", (form,)),)))) for form in ("气味", "味气")]
    assert found == [[4], []]


def test_passage_in_the_other_language_is_found_by_a_translated_word(index: LexicalIndex) -> None:
    assert _ids(_lexical(index).search("smell", 5, Wanted((Term("smell", ("smell", "气味")),)))) == [4]


def test_thing_that_a_fact_links_to_a_named_one_lifts(index: LexicalIndex) -> None:
    plain, lifted = (_ids(_lexical(index).search("in the spring", 5, wanted)) for wanted in (Wanted(), Wanted(near=("Quellwerk",))))
    assert (plain.index(1) > plain.index(2), lifted.index(1) < lifted.index(2)) == (True, True)


def test_sentence_that_says_what_the_question_asks_for_is_lifted(index: LexicalIndex) -> None:
    kind = Kind("change", ("what became of",), ("sold",), ())
    plain, lifted = (_ids(_lexical(index).search("lumora in the spring", 5, Wanted(kinds=kinds))) for kinds in ((), (kind,)))
    assert (plain.index(5) > 0, lifted[0]) == (True, 5)


@pytest.mark.parametrize(
    ("form", "text", "there"),
    [("GAN", "an organ", False), ("GAN", "two GANs", True), ("DALLE", "DALL-E 2", True), ("noise", "noisy", True), ("art", "start", False)],
)
def test_forms_are_found_as_words_and_names_inside_names(form: str, text: str, there: bool) -> None:
    assert view(text).has(form) is there


def test_what_stands_in_the_heading_counts_less() -> None:
    passage = StoredPassage(1, "a.md", 1, 1, ("Scents",), "", "", "Lumora is new.")
    covered = [Wanted((Term(word, (word,)),)).covered(passage) for word in ("Lumora", "scents", "river")]
    assert covered == [1.0, 0.6, 0.0]


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_finds_nothing(index: LexicalIndex, folder: Path, text: str) -> None:
    assert _searcher(index, folder).search(text, 5) == []


def test_search_is_the_same_each_time(index: LexicalIndex, folder: Path) -> None:
    assert _searcher(index, folder).search("Lumora in spring", 5) == _searcher(index, folder).search("Lumora in spring", 5)
