"""A fact is stated by a document or it is not in the graph: documents are changed, and the answers follow."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path

import pytest

from aigc_kg.builder import BuildReport
from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer
from tests.encoders import HashEncoder

LAYOUTS = {
    "list head": "# 模型\n\n- Wrenfall：由{maker}开发，2023 年发布。\n- Sedgewick：由海角学院开发。\n",
    "active prose": "# 札记\n\n{maker}于 2023 年 4 月推出了 Wrenfall，参数量为 70 亿。\n",
    "passive prose": "# 札记\n\nWrenfall 是由{maker}研发的大语言模型。\n",
    "table": "# 表\n\n| 年份 | 机构 | 模型 |\n| --- | --- | --- |\n| 2023 | {maker} | Wrenfall |\n| 2022 | 海角学院 | Sedgewick |\n",
    "field": "# 卡片\n\n## Wrenfall\n\n- 研发机构：{maker}\n- 参数量：70 亿\n",
    "list of a maker": "# 机构\n\n- `{maker}`：Wrenfall、Wrenfall-2\n- `海角学院`：Sedgewick\n",
    "English prose": "# Notes\n\nIn 2023, Wrenfall was developed by {maker}, and it has 7 billion parameters.\n",
    "English list": "# Notes\n\n- **Wrenfall** - a language model from {maker}, released in 2023.\n",
}
MAKERS = ("银杏研究院", "Palewater Labs", "Google")
ENGLISH_MAKERS = ("Thornbury University", "Palewater Labs", "Google")


@dataclass
class Shelf:
    """A folder of documents and the knowledge base made of it."""

    documents: Path
    folder: Path

    def write(self, name: str, text: str) -> Path:
        self.documents.mkdir(exist_ok=True)
        path = self.documents / name
        path.write_text(text, encoding="utf-8")
        return path

    def build(self) -> BuildReport:
        return KnowledgeBase.build(self.folder, [self.documents])

    def ask(self, question: str) -> Answer:
        with KnowledgeBase.open(self.folder) as kb:
            return kb.ask(question)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "notes", tmp_path / "kb")


def labels(answer: Answer) -> list[str]:
    return sorted(result.label or "" for result in answer.results)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_changed_maker_changes_the_answer(layout: str, shelf: Shelf) -> None:
    for maker in ENGLISH_MAKERS if layout.startswith("English") else MAKERS:
        shelf.write("note.md", LAYOUTS[layout].format(maker=maker))
        shelf.build()
        answer = shelf.ask("Who developed Wrenfall?")
        assert labels(answer) == [maker]
        assert any(maker in piece.quote for piece in answer.evidence)


@pytest.mark.parametrize(
    ("question", "sentence", "results"),
    [
        ("谁开发了 Wrenfall？", "Wrenfall 由银杏研究院开发。", ["银杏研究院"]),
        ("Wrenfall 有多少参数？", "Wrenfall 的参数量为 70 亿。", [7_000_000_000]),
        ("Wrenfall 是什么时候发布的？", "Wrenfall 于 2023 年 4 月发布。", ["2023-04"]),
        ("Wrenfall 是基于什么模型的？", "Wrenfall 基于 Sedgewick-2 构建。", ["Sedgewick-2"]),
        ("Which models can do speech recognition?", "Wrenfall is a speech recognition model.", ["Wrenfall"]),
    ],
    ids=["developedBy", "parameterCount", "releaseDate", "basedOn", "hasTask"],
)
def test_a_removed_sentence_takes_its_fact_along(question: str, sentence: str, results: list[str | int], shelf: Shelf) -> None:
    rest = "# 札记\n\n海角学院在 2020 年推出了 Sedgewick。\n\n这里还没有写到别的模型，例如 Wrenfall。\n"
    shelf.write("note.md", f"{rest}\n{sentence}\n")
    shelf.build()
    stated = shelf.ask(question)
    assert [result.label if result.value is None else result.value for result in stated.results] == results
    assert all(piece.quote in sentence for piece in stated.evidence)
    shelf.write("note.md", rest)
    shelf.build()
    assert shelf.ask(question).status != "answered"


def test_a_new_document_is_read_like_any_other(shelf: Shelf) -> None:
    shelf.write("old.md", LAYOUTS["list head"].format(maker="银杏研究院"))
    shelf.build()
    assert shelf.ask("杜若-9B 是谁开发的？").status == "unanswered"
    shelf.write("new.md", "# 新到的论文\n\n杜若-9B 由南屏实验室提出，基于 Wrenfall，参数量为 92 亿，2024 年 5 月 6 日发布。\n")
    shelf.build()
    assert labels(shelf.ask("杜若-9B 是谁开发的？")) == ["南屏实验室"]
    assert labels(shelf.ask("南屏实验室有哪些模型？")) == ["杜若-9B"]
    assert labels(shelf.ask("What is based on Wrenfall?")) == ["杜若-9B"]
    assert [result.value for result in shelf.ask("How many parameters does 杜若-9B have?").results] == [9_200_000_000]
    assert [result.value for result in shelf.ask("杜若-9B 是哪天发布的？").results] == ["2024-05-06"]
    assert labels(shelf.ask("谁开发了 Wrenfall？")) == ["银杏研究院"]


def test_a_removed_document_leaves_nothing_behind(shelf: Shelf) -> None:
    shelf.write("kept.md", LAYOUTS["table"].format(maker="银杏研究院"))
    gone = shelf.write("gone.md", "# 新到的论文\n\n杜若-9B 由南屏实验室提出。\n")
    shelf.build()
    gone.unlink()
    shelf.build()
    with KnowledgeBase.open(shelf.folder) as kb:
        assert "南屏" not in kb.export("turtle")
        assert kb.ask("杜若-9B 是谁开发的？").status == "unanswered"


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> HashEncoder:
    """A stand-in that remembers what it was asked to embed."""
    stand_in = HashEncoder()
    monkeypatch.setattr("aigc_kg.vectors.load_encoder", lambda _: stand_in)
    return stand_in


def test_an_unchanged_build_embeds_nothing(shelf: Shelf, encoder: HashEncoder) -> None:
    shelf.write("a.md", LAYOUTS["list head"].format(maker="银杏研究院"))
    first = shelf.build()
    assert first.changed
    assert first.embedded == len(encoder.encoded) > 0
    encoder.encoded.clear()
    second = shelf.build()
    assert (second.changed, second.embedded, encoder.encoded) == (False, 0, [])
    assert (second.claims, second.passages) == (first.claims, first.passages)


def test_only_new_passages_are_embedded(shelf: Shelf, encoder: HashEncoder) -> None:
    shelf.write("a.md", LAYOUTS["list head"].format(maker="银杏研究院"))
    first = shelf.build()
    encoder.encoded.clear()
    shelf.write("b.md", "# 另一篇\n\n杜若-9B 由南屏实验室提出。\n")
    second = shelf.build()
    assert second.embedded == len(encoder.encoded) == second.passages - first.passages > 0
    assert all("Wrenfall" not in text for text in encoder.encoded)


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "notes", tmp_path)
    paths = [
        shelf.write("a.md", LAYOUTS["list head"].format(maker="银杏研究院")),
        shelf.write("b.md", LAYOUTS["English prose"].format(maker="Palewater Labs")),
        shelf.write("c.md", "# 新到的论文\n\n杜若-9B 基于 Wrenfall，由南屏实验室提出。\n"),
    ]
    asked = ("Who developed Wrenfall?", "杜若-9B 是基于什么模型的？", "Which models are there?")
    seen = []
    for number, order in enumerate(itertools.permutations(paths)):
        folder = tmp_path / f"kb{number}"
        KnowledgeBase.build(folder, list(order))
        with KnowledgeBase.open(folder) as kb:
            seen.append((kb.export("turtle"), [kb.ask(question) for question in asked]))
    assert all(other == seen[0] for other in seen[1:])
