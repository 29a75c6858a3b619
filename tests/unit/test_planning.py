"""Parts of planning: limits, steps, slips of the finger, and forms as queries."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.plan.spelling import nearest, similar
from aigc_kg.render import answer_json, unit_text
from aigc_kg.text import stems
from tests.encoders import HashEncoder

NOTE = """\
# 虚构模型

| 模型 | 开发者 | 任务 | 参数量 | 发布时间 |
| --- | --- | --- | --- | --- |
| Ostrelune | Quorvane Labs | 文本生成图像 | 20 亿 | 2021-03 |
| Brillweave | Quorvane Labs | 语音识别 | 90 亿 | 2022-07 |
| Kestrovane | Hollin Research | 文本生成图像 | 90 亿 | 2022 |
| Tarnveil | Hollin Research | 机器翻译 | 400 亿 | 2023-01-05 |

Quorvane Labs 位于杭州。
"""
GENERATED = 500


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder: Path = tmp_path_factory.mktemp("planning")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "note.md"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            yield opened


def results(kb: KnowledgeBase, question: str) -> set[object]:
    return {result.label if result.value is None else result.value for result in kb.ask(question).results}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which models were released after 2021?", {"Brillweave", "Kestrovane", "Tarnveil"}),
        # 2022 is neither before nor after July 2022.
        ("Which models were released before July 2022?", {"Ostrelune"}),
        ("2022 年 7 月以来发布的模型", {"Brillweave", "Tarnveil"}),
        ("2021 年到 2022 年发布的模型有哪些？", {"Ostrelune", "Brillweave", "Kestrovane"}),
        ("参数不少于 90 亿的模型有哪些？", {"Brillweave", "Kestrovane", "Tarnveil"}),
        ("参数超过 90 亿的模型有哪些？", {"Tarnveil"}),
        ("Which models have at most 9B parameters?", {"Ostrelune", "Brillweave", "Kestrovane"}),
        # the scale of the upper bound is that of the lower one too
        ("Which models have between 30 and 125 billion parameters?", {"Tarnveil"}),
        ("参数在 1 到 30 亿之间的模型有哪些？", {"Ostrelune"}),
        ("Which models have between 5 million and 3 billion parameters?", {"Ostrelune"}),
        ("Which models are smaller than Tarnveil?", {"Ostrelune", "Brillweave", "Kestrovane"}),
        ("Quorvane Labs 有哪些模型不是做语音识别的？", {"Ostrelune"}),
        ("Apart from Ostrelune and Tarnveil, which models have over 1B parameters?", {"Brillweave", "Kestrovane"}),
        ("Which text-to-image models did companies in Hangzhou make?", {"Ostrelune"}),
        ("Who released a model in March 2021?", {"Quorvane Labs"}),
        ("Was Tarnveil released before Ostrelune?", {False}),
        ("Tarnveil 比 Ostrelune 晚发布吗？", {True}),
        ("Does Quorvane Labs have a speech recognition model?", {True}),
        ("In which year was Ostrelune first released?", {"2021-03"}),
        ("Was Ostrelune made by Hollin Research or Quorvane Labs?", {"Quorvane Labs"}),
        ("How many parameters does the text-to-image model of Hollin Research have?", {9_000_000_000}),
        ("Which models were released in the second half of 2022?", {"Brillweave"}),
        ("2022 年下半年发布的模型有哪些？", {"Brillweave"}),
        ("2023 年第一季度发布的模型有哪些？", {"Tarnveil"}),
        ("Which models came out in the 2020s?", {"Ostrelune", "Brillweave", "Kestrovane", "Tarnveil"}),
        ("二〇二一年三月发布的模型", {"Ostrelune"}),
        ("Which models have more than ten billion parameters?", {"Tarnveil"}),
        ("Which companies have at least two models?", {"Quorvane Labs", "Hollin Research"}),
        ("哪些公司的模型超过两个？", set()),
        ("每家公司各有几个模型？", {2}),
        ("Which task has the most models?", {"text-to-image"}),
        ("Which notes mention Tarnveil?", {"note.md"}),
        ("有几篇笔记提到了 Quorvane Labs？", {1}),
        ("who develped Ostrelune", {"Quorvane Labs"}),
        ("塔恩（Tarnveil）是谁开发的？", {"Hollin Research"}),
        ("Tarnveil 是谁在什么时候发布的？", {"Hollin Research", "2023-01-05"}),
        ("Which company made Ostrelune? Where is that company?", {"Quorvane Labs", "Hangzhou"}),
        ("Which note says that Tarnveil has 40 billion parameters?", {"note.md"}),
        ("Tarnveil was developed by?", {"Hollin Research"}),
        ("Which image models did Quorvane Labs make?", {"Ostrelune"}),
        ("How many audio or speech models are there?", {1}),
        ("Which models by Hollin Research are not about images?", {"Tarnveil"}),
        ("Quorvane Labs 的图像类模型有几个？", {1}),
    ],
)
def test_what_narrows_a_question_narrows_the_results(kb: KnowledgeBase, question: str, expected: set[object]) -> None:
    assert results(kb, question) == expected


def test_things_tied_for_the_last_place_are_shown_together(kb: KnowledgeBase) -> None:
    assert results(kb, "What are the two largest models?") == {"Tarnveil", "Brillweave", "Kestrovane"}
    assert results(kb, "最大的模型") == {"Tarnveil"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("推出 Tarnveil 的公司叫什么？", {"Hollin Research"}),
        ("推出 Tarnveil 的公司", {"Hollin Research"}),
        ("the company that released Tarnveil", {"Hollin Research"}),
        ("推出 Tarnveil 的公司还有什么产品？", {"Kestrovane"}),
        ("Tarnveil 是哪些机构一起做出来的？", {"Hollin Research"}),
        ("tell me pls how many params tarnveil has, thx", {40000000000}),
        ("推出 Tarnveil 的公司还发布了什么？", {"Kestrovane"}),
        ("开发 Ostrelune 的那家公司在哪里？", {"杭州"}),
        ("除了 Hollin Research 还有谁做了文本生成图像模型？", {"Quorvane Labs"}),
        ("Ostrelune、Brillweave、Tarnveil 三个里哪个最大？", {"Tarnveil"}),
        ("哪些模型的参数在 10 亿和 30 亿之间？", {"Ostrelune"}),
        ("有多少模型是做文本生成图像的？", {2}),
        ("2023 年 1 月 5 日那天发布了什么？", {"Tarnveil"}),
        ("Tarnveil is from which year?", {"2023-01-05"}),
        ("text-to-image but not by Hollin Research", {"Ostrelune"}),
        ("Whom does Tarnveil compete with?", set()),
        ("Tarnveil 支持哪种语言？", set()),
    ],
)
def test_words_around_a_name_say_what_is_asked(kb: KnowledgeBase, question: str, expected: set[object]) -> None:
    assert results(kb, question) == expected


def test_what_is_stated_of_several_things_asked_is_quoted_beside_what_nobody_states(kb: KnowledgeBase) -> None:
    answer = kb.ask("Who made Ostrelune and what is it based on?")
    assert (answer.status, answer.results, answer.sparql) == ("passages", (), None)
    assert "Quorvane Labs" in answer.answer
    assert "No document states this of Ostrelune" in answer.answer
    assert all("Ostrelune" in piece.quote for piece in answer.evidence[:1])
    assert kb.ask("What is Ostrelune based on and who leads it?").status == "unanswered"


def test_an_everyday_word_in_lower_case_is_no_slip_for_a_short_name(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("# 模型\n\nGLIDE 由 OpenAI 开发。Flamingo 由 DeepMind 开发。\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(tmp_path / "kb", [tmp_path / "note.md"], encoder="hash")
    with KnowledgeBase(tmp_path / "kb") as made:
        assert results(made, "who made guide") == set()
        assert results(made, "who made Glied") == {"OpenAI"}
        assert results(made, "who made flamigo") == {"DeepMind"}


MADE_IN_STEPS = """\
# 虚构作品

- Fennwick 平台由 Hollin Research 推出。
- 一站式 AI 音乐创作平台 Fennwick 打造出《Dawnsong》《Eveling》等多首歌曲。
- Tarnveil 基于 Ostrelune 框架。
"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Tarnveil 是在哪个框架的基础上做的？", {"Ostrelune"}),
        ("Tarnveil 基于什么开发的？", {"Ostrelune"}),
        ("开发 Dawnsong 的平台是哪家公司推出的？", {"Hollin Research"}),
    ],
)
def test_a_thing_told_by_what_it_made_is_a_step(tmp_path: Path, question: str, expected: set[object]) -> None:
    (tmp_path / "note.md").write_text(MADE_IN_STEPS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(tmp_path / "kb", [tmp_path / "note.md"], encoder="hash")
    with KnowledgeBase(tmp_path / "kb") as made:
        assert results(made, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Which is larger, Brillweave or Kestrovane?",
        "Which came out first, Brillweave or Kestrovane?",  # July 2022 and 2022
        "Which is larger, Ostrelune or Quorvane Labs?",
        "What is the second largest model?",
        "Which products are not in Hangzhou?",  # products of any kind: nothing says what to leave out of
        "Which company developed the oldest speech recognition model?",
        "Was Tarnveil released before or after Ostrelune?",
        "Which models did Quorvane Labs not release in 2021?",
        "Except for Quorvane Labs, which text-to-image models are there?",
        "Which company has the most models?",  # two have two
        "Put Brillweave and Kestrovane in order of size.",  # both have 9 billion
        "What do the documents disagree about?",
        "Tarnveil 呢？那个模型 那个公司 是谁 那个模型？那一个 2022 模型",
        "Which has more, Ostrelune or Tarnveil?",  # more of what?
    ],
)
def test_what_is_open_to_doubt_is_not_answered(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("按参数量从小到大排列 Tarnveil、Ostrelune、Brillweave", ["Ostrelune", "Brillweave", "Tarnveil"]),
        ("Put Tarnveil, Ostrelune and Brillweave in order of release.", ["Ostrelune", "Brillweave", "Tarnveil"]),
        ("Rank Ostrelune and Tarnveil from newest to oldest", ["Tarnveil", "Ostrelune"]),
    ],
)
def test_named_things_are_put_in_order(kb: KnowledgeBase, question: str, expected: list[str]) -> None:
    assert [result.label for result in kb.ask(question).results] == expected


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Did Hollin Research make Ostrelune?", "What is said: Ostrelune was made by Quorvane Labs."),
        ("Hollin Research 什么时候发布了 Brillweave？", "文档里说的是：Brillweave 由 Quorvane Labs 开发。"),
        ("Who made Kestrovane-5?", "Similar names: Kestrovane."),
        ("Kestrovane 5 是谁做的？", "知识库里没有“Kestrovane 5”。"),
    ],
)
def test_a_refusal_says_what_is_known_instead(kb: KnowledgeBase, question: str, said: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, answer.results, answer.evidence) == ("unanswered", (), ())
    assert said in answer.answer


def test_slips_are_mended_where_one_name_is_near() -> None:
    known = ["flamingo", "gpt3.5", "palimpsest7b", "palimpsest9b", "muse"]
    assert nearest("Flamigo", known) == "flamingo"
    assert nearest("Flmaingo", known) == "flamingo"
    assert nearest("Palimpsets-7B", known) == "palimpsest7b"
    assert nearest("GPT3.6", known) is None
    assert nearest("Palimpsest-8B", known) is None
    assert nearest("mose", known) is None
    assert nearest("flamenco", ["flamengo", "flamencu"]) is None
    assert similar("Flamingoes", known) == ["flamingo"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("controlling robots", "robot control", True),
        ("recognition of speech", "speech recognition", True),
        ("image editing", "edit images", True),
        ("text-to-image", "image-to-text", True),  # told apart by their names, which come first
        ("robot control", "robot planning", False),
    ],
)
def test_words_are_compared_without_their_endings(one: str, other: str, same: bool) -> None:
    assert (stems(one) == stems(other)) is same


def test_units_are_read_in_the_language() -> None:
    assert [unit_text("hour", 3, "en"), unit_text("hour", 1, "en"), unit_text("byte", 5, "zh")] == ["hours", "hour", "字节"]
    assert [unit_text("token", 2, "en"), unit_text("zorkmid", 2, "en"), unit_text("hour", 3, "zh")] == ["tokens", "zorkmid", "小时"]


def generated(number: int) -> Iterator[str]:
    """Texts of any kind: names and question words in any order, scraps of queries, any characters, very long."""
    rng = random.Random(7)  # noqa: S311
    words = [
        "Ostrelune",
        "Tarnveil",
        "Quorvane Labs",
        "杭州",
        "who made",
        "哪些",
        "模型",
        "不是",
        "after",
        "2022",
        "超过",
        "90 亿",
        "three",
    ]
    words += [
        "largest",
        "比",
        "和",
        "or",
        "除了",
        "有什么共同点",
        "哪篇文档",
        "?",
        "，",
        "\x00",
        "\u202e",
        "} UNION { ?s ?p ?o",
        "DROP ALL",
    ]
    for at in range(number):
        if at % 5:
            yield " ".join(rng.choice(words) for _ in range(rng.randint(1, 14)))
        else:
            text = "".join(chr(rng.choice((rng.randrange(0x20, 0x3000), rng.randrange(0x4E00, 0x9FFF)))) for _ in range(rng.randint(0, 60)))
            yield text * (50 if at % 25 == 0 else 1)


def test_any_text_gets_an_answer_at_once_and_its_query_says_the_same(kb: KnowledgeBase) -> None:
    asked = answered = 0
    for text in generated(GENERATED):
        start = time.perf_counter()
        answer = kb.ask(text)
        assert time.perf_counter() - start < 1, text
        assert answer_json(answer)["status"] == answer.status
        asked += 1
        if answer.sparql is not None:
            answered += 1
            rows = kb.query(answer.sparql)
            if isinstance(rows, ox.QuerySolutions):
                name = rows.variables[0].value if len(rows.variables) == 1 else "result"
                assert {row[name].value for row in rows} == {str(one.iri or one.value) for one in answer.results}, text
    assert asked == GENERATED
    assert answered > 10


def test_one_character_inside_a_word_is_no_wording(kb: KnowledgeBase) -> None:
    left = set(kb.ask("Ostrelune 为什么受用户欢迎？").not_understood)
    assert "受用户欢迎" in left
    assert not any("用" in run and len(run) == 1 for run in left)


def test_documents_that_something_appears_in_are_listed(kb: KnowledgeBase) -> None:
    answer = kb.ask("Tarnveil 在哪份笔记里出现过？")
    assert (answer.status, [r.value for r in answer.results]) == ("answered", ["note.md"])
