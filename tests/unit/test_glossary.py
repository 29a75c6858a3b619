from __future__ import annotations

from pathlib import Path

import pytest

from aigc_kg.errors import VocabularyError
from aigc_kg.glossary import FILE, Glossary, load_glossary
from aigc_kg.resources import ontology_dir
from aigc_kg.text import fold


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return load_glossary(ontology_dir())


@pytest.mark.parametrize(
    ("word", "other"),
    [("noise", "噪声"), ("Noises", "噪声"), ("噪声", "noise"), ("long", "长度"), ("end-to-end", "端到端"), ("search engines", "搜索")],
)
def test_words_have_those_of_the_other_language_beside_them(shipped: Glossary, word: str, other: str) -> None:
    assert other in shipped.others(word)


def test_unknown_word_has_none(shipped: Glossary) -> None:
    assert shipped.others("lumora") == ()


def test_words_of_a_text_come_in_order_and_entries_whole() -> None:
    assert list(Glossary([("social media", "社交媒体")]).words("Old social media posts")) == ["old", "social media", "posts"]


def test_several_words_that_mean_something_together_are_known(shipped: Glossary) -> None:
    assert list(shipped.phrases("Why did Google's Lumora take off and what are the flaws of it?")) == ["take off"]
    assert "下架" in shipped.others("taken down")


def test_chinese_text_is_cut_into_words(shipped: Glossary) -> None:
    assert list(shipped.words("模型的能力")) == ["模型", "的", "能力"]


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("What is Lumora?", {"definition"}),
        ("为什么 Lumora 快？", {"reason"}),
        ("What drawbacks does Lumora have?", {"limitation"}),
        ("Lumora 的优点", {"advantage"}),
        ("Lumora 和 Nimbus 有什么区别", {"difference"}),
        ("Somehow", set()),
    ],
)
def test_kinds_of_questions_are_known_by_their_words(shipped: Glossary, question: str, kinds: set[str]) -> None:
    assert {kind.name for kind in shipped.kinds.values() if kind.is_asked(fold(question))} == kinds


@pytest.mark.parametrize(
    ("sentence", "opened"),
    [
        ("Lumora 是一种模型。", True),
        ("**Lumora**（露墨）：生成气味。", True),
        ("所谓 Lumora，就是气味。", True),
        ("Lumora is a model.", True),
        ("Nimbus 用了 Lumora，是一种模型。", False),
        ("Lumora 快。", False),
    ],
)
def test_definition_opens_with_the_thing(shipped: Glossary, sentence: str, opened: bool) -> None:
    assert shipped.kinds["definition"].is_opened(fold(sentence), ["Lumora"]) is opened


def test_folder_without_a_glossary_has_an_empty_one(tmp_path: Path) -> None:
    assert (load_glossary(tmp_path).others("noise"), load_glossary(tmp_path).kinds) == ((), {})


def test_broken_glossary_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("<a> <b>\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=FILE):
        load_glossary(tmp_path)
