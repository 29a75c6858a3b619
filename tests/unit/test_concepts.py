"""What is said of a concept is found under those above it, and the query of the answer says so."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.model import Answer
from aigc_kg.namespaces import ID, SKOS, VOCABULARY_GRAPH
from tests.encoders import HashEncoder

NOTE = """\
# 虚构模型笔记

- Ostrelune：文本生成图像模型，由曲梨实验室提出，采用潜在扩散模型。
- Brillweave：语音合成模型，由 Quorvane Labs 提出。
- Kestrovane：图像生成模型，由曲梨实验室提出，采用扩散模型。
"""

QUESTIONS = {
    "哪些模型做图像生成？": {"Ostrelune", "Kestrovane"},
    "which models do image generation": {"Ostrelune", "Kestrovane"},
    "which models do text-to-image": {"Ostrelune"},
    "which models do audio generation": {"Brillweave"},
    "which models do content generation": {"Ostrelune", "Brillweave", "Kestrovane"},
    "which models use diffusion models": {"Ostrelune", "Kestrovane"},
    "哪些模型用了潜在扩散模型？": {"Ostrelune"},
    "哪些模型做图像生成或语音合成？": {"Ostrelune", "Brillweave", "Kestrovane"},
    "曲梨实验室有哪些图像生成模型？": {"Ostrelune", "Kestrovane"},
    "谁做了图像生成模型？": {"曲梨实验室"},
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("concepts")
    (folder / "notes").mkdir()
    (folder / "notes" / "invented.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes"], encoder="hash")
    with KnowledgeBase(folder / "kb") as opened:
        yield opened


def _queried(kb: KnowledgeBase, answer: Answer) -> set[str]:
    """IRIs that the answer's own query gives."""
    assert answer.sparql is not None
    rows = kb.query(answer.sparql)
    assert isinstance(rows, ox.QuerySolutions)
    return {row["result"].value for row in rows}


@pytest.mark.parametrize("question", QUESTIONS)
def test_narrower_concepts_are_asked_for_too(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, {result.label for result in answer.results}) == ("answered", QUESTIONS[question])


@pytest.mark.parametrize("question", QUESTIONS)
def test_query_of_the_answer_gives_the_same_results(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert _queried(kb, answer) == {result.iri for result in answer.results}


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_result_has_the_words_that_state_it(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert [result.label for result in answer.results if not result.evidence] == []


def test_count_takes_in_narrower_concepts(kb: KnowledgeBase) -> None:
    answer = kb.ask("有多少个图像生成模型？")
    assert ([result.value for result in answer.results], len(answer.evidence)) == ([2], 2)


def test_yes_rests_on_what_is_said_of_the_narrower_concept(kb: KnowledgeBase) -> None:
    answer = kb.ask("Ostrelune 能做图像生成吗？")
    assert ([result.value for result in answer.results], [piece.line for piece in answer.evidence]) == ([True], [3])


def test_a_concept_is_not_found_under_its_narrower_ones(kb: KnowledgeBase) -> None:
    assert kb.ask("Kestrovane 能做文本生成图像吗？").status == "unanswered"


def test_query_walks_the_concepts_above(kb: KnowledgeBase) -> None:
    assert "skos:broader*" in (kb.ask("which models do image generation").sparql or "")


def test_query_for_a_concept_with_none_below_is_plain(kb: KnowledgeBase) -> None:
    assert "skos" not in (kb.ask("which models do text-to-image").sparql or "skos")


def test_vocabulary_stands_in_its_own_graph(kb: KnowledgeBase) -> None:
    broader = kb.store.quads_for_pattern(ox.NamedNode(ID + "texttoimage"), ox.NamedNode(SKOS + "broader"), None, None)
    assert {str(quad.graph_name) for quad in broader} == {"DEFAULT", f"<{VOCABULARY_GRAPH}>"}


def test_schemes_are_in_the_graph_with_names(kb: KnowledgeBase) -> None:
    rows = kb.query(f"PREFIX skos: <{SKOS}> SELECT ?label WHERE {{ ?x skos:inScheme/skos:prefLabel ?label }}")
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["label"].value for row in rows} >= {"任务", "tasks", "技术", "techniques"}


def test_graph_holds_nothing_of_concepts_that_no_document_needs(kb: KnowledgeBase) -> None:
    assert not list(kb.store.quads_for_pattern(ox.NamedNode(ID + "machinetranslation"), None, None, None))
