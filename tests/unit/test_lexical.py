from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corrections import Merge, Outcome, Split
from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.identity import Join
from aigc_kg.lexical import LexicalIndex, StoredCorrection, index_words, write_index
from aigc_kg.model import Passage, Quote
from aigc_kg.names import NamedThing

TEXTS = [
    ("a.md", 3, "", "Quellwerk devised Lumora in 2021."),
    ("a.md", 5, "Scents", "Nimbus runs on C++ and is small."),
    ("a.md", 9, "气味", "泉工发布了文本生成气味的模型。"),
    ("b.md", 2, "Lumora", "It was sold to Orbweir."),
    ("b.md", 4, "", "Lumora Lumora Lumora."),
]
THINGS = [
    NamedThing(
        "https://x.org/quellwerk", ("Organization", "Agent"), (("Quellwerk", "en", True), ("泉工", "zh", True), ("QW", "en", False))
    ),
    NamedThing("https://x.org/lumora", ("Model",), (("Lumora", "en", True), ("lumora", "en", False))),
]


def _rows() -> list[tuple[Passage, str]]:
    return [
        (Passage(document, Quote(text, 0, len(text), line, line), ("Part", document), (1, 2), context, text), f"digest{line}")
        for document, line, context, text in TEXTS
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lexical") / "index.sqlite"
    write_index(path, _rows(), THINGS)
    return path


@pytest.fixture
def index(path: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex(path)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Lumora", {1, 4, 5}),
        ("ＬＵＭＯＲＡ", {1, 4, 5}),
        ("nimbus", {2}),
        ("气味", {3}),
        ("氣味", {3}),
        ("orbweir OR nimbus", {2, 4}),
        ("absent", set()),
        ("", set()),
        ('"*^():', set()),
    ],
)
def test_passages_that_hold_a_word_are_found(index: LexicalIndex, text: str, numbers: set[int]) -> None:
    assert {number for number, _ in index.search(text, 10)} == numbers


def test_best_passage_comes_first(index: LexicalIndex) -> None:
    assert index.search("Lumora", 10)[0][0] == 5


def test_text_counts_for_more_than_context(index: LexicalIndex) -> None:
    assert [number for number, _ in index.search("Lumora", 10)].index(1) < [number for number, _ in index.search("Lumora", 10)].index(4)


def test_scores_fall(index: LexicalIndex) -> None:
    scores = [score for _, score in index.search("Lumora 2021 Quellwerk", 10)]
    assert scores == sorted(scores, reverse=True)


def test_no_more_than_asked_for_are_found(index: LexicalIndex) -> None:
    assert len(index.search("Lumora", 2)) == 2


@given(st.text(max_size=20))
def test_no_text_breaks_the_search(path: Path, text: str) -> None:
    index = LexicalIndex(path)
    try:
        assert {number for number, _ in index.search(text, 10)} <= {1, 2, 3, 4, 5}
    finally:
        index.close()


@given(st.text(max_size=20))
def test_no_text_breaks_contains(path: Path, text: str) -> None:
    index = LexicalIndex(path)
    try:
        assert index.contains(text) in (True, False)
    finally:
        index.close()


@pytest.mark.parametrize(
    ("text", "expected"), [("quellwerk DEVISED", True), ("devised quellwerk", False), ("生成氣味", True), ("味气", False), ("…", False)]
)
def test_contains_a_phrase_width_and_case_aside(index: LexicalIndex, text: str, expected: bool) -> None:
    assert index.contains(text) is expected


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_passage_is_stored_as_it_was(index: LexicalIndex, number: int) -> None:
    stored = index.passages([number])[number]
    document, line, context, text = TEXTS[number - 1]
    assert (stored.document, stored.line, stored.end_line, stored.section, stored.context, stored.quote, stored.text) == (
        document, line, line, ("Part", document), context, text, text,
    )  # fmt: skip


def test_passages_are_the_same_when_read_again(index: LexicalIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.lexical._MOST_KEPT", 1)
    first = index.passages([1, 2])
    assert (list(first), index.passages([2]), index.passages([1, 2])) == ([1, 2], {2: first[2]}, first)


def test_passages_of_no_number_are_none(index: LexicalIndex) -> None:
    assert (index.passages([]), index.passages([99])) == ({}, {})


def test_embedding_text_holds_the_context(index: LexicalIndex) -> None:
    assert index.digests()[:2] == [(1, "digest3", TEXTS[0][3]), (2, "digest5", f"Scents: {TEXTS[1][3]}")]


def test_name_is_found_by_its_key(index: LexicalIndex) -> None:
    assert [(name.iri, name.label, name.classes) for name in index.names(["泉工"])] == [
        ("https://x.org/quellwerk", "泉工", ("Organization", "Agent"))
    ]


def test_names_of_many_keys_are_found(index: LexicalIndex) -> None:
    keys = [f"absent{i}" for i in range(1200)]
    assert [name.label for name in index.names([*keys, "qw"])] == ["QW"]


def test_labels_come_preferred_first(index: LexicalIndex) -> None:
    labels = index.labels(["https://x.org/quellwerk", "https://x.org/absent"])
    assert {iri: [name.label for name in names] for iri, names in labels.items()} == {
        "https://x.org/quellwerk": ["Quellwerk", "泉工", "QW"]
    }


def test_counts_are_of_passages_and_things(index: LexicalIndex) -> None:
    assert index.counts() == {"passages": 5, "names": 2}


@pytest.mark.parametrize(("line", "expected"), [(1, ()), (3, ("Part", "a.md")), (100, ("Part", "a.md"))])
def test_section_is_that_of_the_passage_above(index: LexicalIndex, line: int, expected: tuple[str, ...]) -> None:
    assert index.section_at("a.md", line) == expected


@pytest.mark.parametrize("folder", ["with space", "泉", "a#b", "a?b", "50%25"])
def test_index_can_lie_in_any_folder(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    path = tmp_path / folder / "index.sqlite"
    write_index(path, _rows(), THINGS)
    index = LexicalIndex(path)
    try:
        assert index.counts()["passages"] == 5
    finally:
        index.close()


def test_missing_index_is_an_error_of_the_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match=r"index\.sqlite"):
        LexicalIndex(tmp_path / "index.sqlite")


def test_damaged_index_is_an_error_of_the_knowledge_base(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(KnowledgeBaseError, match=r"index\.sqlite"):
        LexicalIndex(path).counts()


def test_two_indexes_of_the_same_content_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_index(tmp_path / name, _rows(), THINGS)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_words_are_indexed_with_each_chinese_character() -> None:
    assert set("气味") <= set(index_words("文本生成气味").split())


@pytest.fixture
def corrected(tmp_path: Path) -> Iterator[LexicalIndex]:
    thing = NamedThing(
        "https://x.org/lumora", ("Model",), (("Lumora", "en", True),), (Join(("Lumora", "灵墨"), "bracket", "why", "a.md:3"),)
    )
    merge = Merge("n/corrections.toml:1", "why", ("Lumora", "Nimbus"))
    applied = [
        Outcome(merge, ("https://x.org/lumora", "https://x.org/orb")),
        Outcome(Split("n/corrections.toml:4", None, ("A", "B")), note="no"),
    ]
    write_index(tmp_path / "corrected.sqlite", _rows(), [thing], applied)
    index = LexicalIndex(tmp_path / "corrected.sqlite")
    yield index
    index.close()


def test_joins_of_a_thing_are_kept(corrected: LexicalIndex) -> None:
    assert corrected.joins("https://x.org/lumora") == [Join(("Lumora", "灵墨"), "bracket", "why", "a.md:3")]
    assert corrected.joins("https://x.org/orb") == []


def test_corrections_are_kept_with_what_they_touch(corrected: LexicalIndex) -> None:
    merge = StoredCorrection("merge", "Lumora = Nimbus", "why", "n/corrections.toml:1", None)
    split = StoredCorrection("split", "A ≠ B", None, "n/corrections.toml:4", "no")
    assert (corrected.corrections("https://x.org/orb"), corrected.corrections()) == ([merge], [merge, split])
