from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.text import fold, folded, has_han, key, language, question_language, sentences, squeezed, tokens

SAME_KEY = [
    ("DALL·E 2", "DALL-E2"),
    ("DALL·E 2", "DALLE 2"),
    ("DALL·E 2", "ＤＡＬＬ‑Ｅ　２"),
    ("Lumora_XL", "lumora xl"),
    ("Lumora (XL)", "Lumora XL"),
    ("泉工實驗室", "泉工实验室"),
    ("GPT-3.5", "gpt 3.5"),
    ("GPT—3", "GPT-3"),
    ("  Nimbus  ", "Nimbus"),
]
OTHER_KEY = [
    ("DALL-E", "DALL-E 2"),
    ("GPT-3", "GPT-3.5"),
    ("GPT-3", "GPT-35"),
    ("GPT-3.5", "GPT-35"),
    ("Lumora 1 2", "Lumora 12"),
    ("Lumora 1-2", "Lumora 12"),
    ("Lumora 1_ 2", "Lumora 12"),
    ("Lumora 1.2", "Lumora 1-2"),
    ("C", "C++"),
    ("C", "C#"),
    ("-", "_"),
    ("泉工", "泉"),
]
SAME_FOLD = [
    ("ＡＢＣ１２３％", "abc123%"),
    ("ﾗﾎﾞ", "ラボ"[0] + "ホ\u3099"),
    ("億萬參數語言", "亿万参数语言"),
    ("臺灣", "台湾"),
    ("Straße", "STRASSE"),
    ("（）：，", "():,"),
    ("a–b—c−d", "a-b-c-d"),
]
SENTENCES = [
    ("泉工发布了新模型。它很大！", ["泉工发布了新模型。", "它很大！"]),
    ("Quellwerk made it. It is big.", ["Quellwerk made it.", "It is big."]),
    ("Lumora 3.5 is out.", ["Lumora 3.5 is out."]),
    ("他说：“好了。”然后走了。", ["他说：“好了。”", "然后走了。"]),
    ("Is it? Yes; it is.", ["Is it?", "Yes;", "it is."]),
    ("  no end  ", ["no end"]),
    (" \n ", []),
    (
        "It was trained on FLD-5B. Hired by OpenAI. Then J. Smith left.",
        ["It was trained on FLD-5B.", "Hired by OpenAI.", "Then J. Smith left."],
    ),
]


@pytest.mark.parametrize(("one", "other"), SAME_KEY)
def test_spellings_of_a_name_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), OTHER_KEY)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(("one", "other"), SAME_FOLD)
def test_width_case_and_script_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_they_do(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_tables_are_whole() -> None:
    assert (len(SAME_KEY), len(OTHER_KEY), len(SAME_FOLD), len(SENTENCES)) == (9, 12, 7, 8)


@given(st.text(min_size=1))
def test_key_of_a_name_is_not_empty(name: str) -> None:
    assert key(name)


@given(st.text(min_size=1))
def test_key_of_a_key_is_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@given(st.text(alphabet="-_·. /—", min_size=1, max_size=6))
def test_key_of_a_key_of_punctuation_is_itself(name: str) -> None:
    assert key(key(name)) == key(name)


@given(st.integers(0, 999), st.text(alphabet="-_ ·/—,", min_size=1, max_size=3), st.integers(0, 999))
def test_divided_numbers_stay_divided(left: int, separator: str, right: int) -> None:
    assert key(f"Lumora {left}{separator}{right}") != key(f"Lumora {left}{right}")


@given(st.text())
def test_folded_text_is_the_fold_of_each_character(text: str) -> None:
    assert fold(text) == "".join(fold(char) for char in text)


@given(st.text())
def test_folded_offsets_lead_to_the_character_folded(text: str) -> None:
    view = folded(text)
    assert all(char in fold(text[offset]) for char, offset in zip(view.text, view.offsets, strict=False))


@given(st.text())
def test_folded_offsets_end_with_the_length(text: str) -> None:
    view = folded(text)
    assert (len(view.offsets), view.offsets[-1]) == (len(view.text) + 1, len(text))


@given(st.text())
def test_squeezed_offsets_never_go_back(text: str) -> None:
    offsets = list(squeezed(text).offsets)
    assert offsets == sorted(offsets)


@given(
    st.text(alphabet="ab "), st.sampled_from(["Lumora 2.5", "泉工實驗室", "ﬁne-tuner", "DALL·E 2", "ＮＩＭＢＵＳ"]), st.text(alphabet="ab ")
)
def test_squeezed_text_finds_a_name_where_it_stands(before: str, name: str, after: str) -> None:
    text = f"{before}。{name}。{after}"
    view = squeezed(text)
    start = view.text.index(key(name))
    a, b = view.original_span(start, start + len(key(name)))
    assert text[a:b] == name


def test_empty_span_stays_empty() -> None:
    assert folded("ＡＢ").original_span(1, 1) == (1, 1)


@given(st.text())
def test_tokens_stand_at_their_spans(text: str) -> None:
    assert all(text[a:b] == token for token, a, b in tokens(text))


def test_tokens_are_words_numbers_and_single_chinese_characters() -> None:
    assert [token for token, _, _ in tokens("Lumora-2 由泉工 (Lab) 造")] == ["Lumora", "2", "由", "泉", "工", "Lab", "造"]


@given(st.text())
def test_sentences_hold_all_but_white_space(text: str) -> None:
    assert re.sub(r"\s", "", "".join(text[a:b] for a, b in sentences(text))) == re.sub(r"\s", "", text)


@pytest.mark.parametrize(("text", "expected"), [("who made it", "en"), ("谁 made it", "zh"), ("", "en"), ("𠮷", "zh"), ("ラボ", "en")])
def test_language_is_chinese_where_a_chinese_character_stands(text: str, expected: str) -> None:
    assert (language(text), has_han(text)) == (expected, expected == "zh")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who developed 烛影-Pro?", "en"),
        ("Which models does 松间实验室 release?", "en"),
        ("what is 扩散模型", "en"),
        ("DALL-E 2 Stable Diffusion 谁更早", "zh"),
        ("LaMDA 参数量", "zh"),
        ("墨鲸-2 采用了哪些技术？", "zh"),
        ("OpenAI ChatGPT", "en"),
    ],
)
def test_names_in_chinese_do_not_make_a_question_chinese(question: str, expected: str) -> None:
    assert question_language(question) == expected
