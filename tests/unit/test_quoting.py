"""What is quoted where no fact answers, over a note without vectors; and how far a passage is trusted with them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.lexical import StoredPassage
from aigc_kg.manifest import current_generation
from aigc_kg.quoting import _joined, trust
from aigc_kg.saying import Sayings
from aigc_kg.search import Found, Term, Wanted
from tests.encoders import HashEncoder

NOTE = """\
# 气味模型

- Ostrelune 由谷歌开发，于 2021 年发布。
- Kestrovane 由 Hollin Research 开发。它先往气味里加噪声，再一步步去掉。缺点是耗电。天气很好。
- Tarnveil 因为只看局部，所以很快。Tarnveil 的名字来自一座山。

## 词语

Ostrelune 是一种生成气味的模型。

## 见闻

- Brindlewick 在 2019 年的一场聚会上露过面，手边有 700 小时的气味样本。
- Brindlewick 有三位听众。
- Brindlewick：外形和 Tarnveil 一样，新意在多任务训练的设计。
- 气味模型共分成了六大类，做得起的公司只有三家。
- Wendlestag：多轮对话，训练语料是社交媒体对话。
- 谷歌与 Wendlestag 同在一栋楼里。

**Quernhollow**

- 尺寸很大
- 优点
  - 白天黑夜都醒着
  - 一个人就搬得动

## 其他

- 如谷歌的 Pellgrove
- 画作《未干·二》在一场拍卖上以 90 万元成交。
- 香气的浓度是臭气的 6 倍。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder: Path = tmp_path_factory.mktemp("quoting")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "note.md"], encoder="hash")
        (current_generation(folder / "kb") / "vectors.txt").unlink()
        with KnowledgeBase(folder / "kb") as opened:
            yield opened


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Tarnveil 为什么快？", "笔记中写道：Tarnveil 因为只看局部，所以很快。"),
        ("Why is Tarnveil fast?", "The notes say: Tarnveil 因为只看局部，所以很快。"),
        ("Ostrelune 是什么？", "笔记中写道：Ostrelune 是一种生成气味的模型。"),
        ("How does Kestrovane treat noise?", "The notes say: 它先往气味里加噪声，再一步步去掉。"),
        ("What drawbacks does Kestrovane have?", "The notes say: 缺点是耗电。"),
    ],
)
def test_the_sentence_that_says_it_comes_first(kb: KnowledgeBase, question: str, sentence: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, answer.answer[: len(sentence)], answer.results) == ("passages", sentence, ())


@pytest.mark.parametrize(
    "question", ["When was Brindlewick released?", "Brindlewick 是什么时候发布的？", "Brindlewick 用了多少小时的数据训练？"]
)
def test_sentence_with_the_thing_and_a_value_of_the_kind_asked_for_is_quoted(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, [piece.line for piece in answer.evidence]) == ("passages", [13])


@pytest.mark.parametrize(("thing", "said"), [("Wendlestag", True), ("Tarnveil", False)])
def test_value_of_no_listed_kind_is_said_where_the_property_is_named_with_it(kb: KnowledgeBase, thing: str, said: bool) -> None:
    hits = [hit for hit in kb._retriever.search(f"{thing} 训练语料", 12) if thing in hit.passage.text]
    entity = kb._retriever.analyzer.analyze(thing).items[0].entities[0]
    sayings = Sayings(kb._index, kb.lexicon, kb._retriever)
    assert hits
    assert any(sayings.says(hit, entity, kb.lexicon.ontology.properties["trainedOn"]) for hit in hits) is said


@pytest.mark.parametrize("question", ["Brindlewick 是哪家机构设计的？", "Which company designed Brindlewick?"])
def test_sentence_that_names_no_organization_says_of_no_maker(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status == "unanswered"


@pytest.mark.parametrize("question", ["谷歌的 Tarnveil 为什么快？", "Why did Google buy Wendlestag?"])
def test_what_a_question_takes_for_granted_has_to_be_said(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status == "unanswered"


@pytest.mark.parametrize("question", ["Quernhollow 有什么优点？", "What are the advantages of Quernhollow?"])
def test_items_under_a_label_are_quoted_and_not_the_label(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, {piece.line for piece in answer.evidence[:2]}) == ("passages", {24, 25})


@pytest.mark.parametrize("question", ["气味模型分成了几类？", "How many classes are models sorted into?", "做得起气味模型的公司有几家？"])
def test_sentence_that_says_how_many_there_are_is_quoted(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, answer.evidence[0].line) == ("passages", 16)


def test_sentence_without_a_number_says_not_how_many_there_are(kb: KnowledgeBase) -> None:
    assert kb.ask("How many rivers does Tarnveil treat?").status == "unanswered"


def test_sentence_on_drawbacks_has_a_word_for_them(kb: KnowledgeBase) -> None:
    assert kb.ask("Quernhollow 有哪些瓶颈？").status == "unanswered"


def test_line_that_only_names_a_thing_gives_no_reason(kb: KnowledgeBase) -> None:
    assert kb.ask("Why was Pellgrove shut down?").status == "unanswered"


@pytest.mark.parametrize("question", ["How much was 《未干·二》 sold for?", "《未干·二》卖了多少钱？"])
def test_what_is_asked_of_a_title_in_title_marks_is_quoted(kb: KnowledgeBase, question: str) -> None:
    assert "90 万元成交" in kb.ask(question).answer


def test_title_in_title_marks_that_no_document_has_is_unknown(kb: KnowledgeBase) -> None:
    assert kb.ask("How much was 《湿透·三》 sold for?").status == "unanswered"


def test_times_asked_for_in_english_are_found_in_chinese(kb: KnowledgeBase) -> None:
    assert "6 倍" in kb.ask("How many times faster is it?").answer


def test_small_count_is_no_number_of_parameters(kb: KnowledgeBase) -> None:
    assert kb.ask("Brindlewick 有多少参数？").status == "unanswered"


def test_item_without_a_mark_at_its_end_gets_one_before_the_next_sentence() -> None:
    assert _joined(["甲有乙", "丙在。", "丁"], "zh") == "甲有乙；丙在。丁"
    assert _joined(["a has b,", "c is.", "d"], "en") == "a has b; c is. d"


@pytest.mark.parametrize("question", ["Tarnveil 为什么快？", "Kestrovane 怎么处理噪声？", "What is Ostrelune?"])
def test_what_is_quoted_stands_in_the_evidence(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    quoted = answer.answer.removeprefix("笔记中写道：").removeprefix("The notes say: ")
    assert all(any(piece in evidence.quote for evidence in answer.evidence) for piece in quoted.rstrip("。").split("。"))


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Kestrovane 有多少参数？", "参数量"),
        ("When was Tarnveil released?", "release date"),
        ("Kestrovane 支持哪些语言？", "支持的语言"),
        ("谁开发了 Quillpest？", "Quillpest"),
        ("Tarnveil 训练花了多少钱？", "没有"),
    ],
)
def test_what_nobody_says_is_named(kb: KnowledgeBase, question: str, missing: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, missing in answer.answer, answer.evidence) == ("unanswered", True, ())


def test_name_that_the_vocabulary_lists_and_no_document_has_is_unknown(kb: KnowledgeBase) -> None:
    answer = kb.ask("Did OpenAI develop Ostrelune?")
    assert (answer.status, "OpenAI" in answer.answer) == ("unanswered", True)


def _found(similarity: float | None, text: str = "Tarnveil 很快。") -> Found:
    return Found(StoredPassage(1, "a.md", 1, 1, (), "", text, text), 0.1, similarity)


FAST = Wanted((Term("Tarnveil", ("Tarnveil",), 1.5, names=True), Term("快", ("快",))))


def test_passage_found_by_its_words_alone_is_not_trusted() -> None:
    assert trust(_found(None), FAST, "zh") < 0


def test_nearer_passages_are_trusted_more() -> None:
    assert trust(_found(0.9), FAST, "zh") > trust(_found(0.8), FAST, "zh")


def test_less_nearness_is_asked_for_between_two_languages() -> None:
    assert trust(_found(0.84), FAST, "en") > trust(_found(0.84), FAST, "zh")


def test_passage_without_what_is_asked_for_is_trusted_less() -> None:
    assert trust(_found(0.88, "Tarnveil 是一座山。"), FAST, "zh") < trust(_found(0.88), FAST, "zh")


def test_passage_that_names_no_thing_asked_about_is_trusted_less() -> None:
    assert trust(_found(0.88, "山很快。"), FAST, "zh") < trust(_found(0.88, "Tarnveil 是山。"), FAST, "zh")
