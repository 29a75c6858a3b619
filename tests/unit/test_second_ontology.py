"""Another field, musical instruments, told to the program in Turtle alone: its notes are read and asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.model import Thing
from tests.encoders import HashEncoder

SECOND = Path(__file__).parents[1] / "data" / "second"
OWN = "https://example.org/instruments#"

FACTS = {
    ("zh.md", 3, "craftedBy", "Lunaire", "岚溪琴坊"),
    ("zh.md", 3, "firstMade", "Lunaire", "1931"),
    ("zh.md", 3, "madeOf", "Lunaire", "梧桐木"),
    ("zh.md", 3, "piecesMade", "Lunaire", "1800000"),
    ("zh.md", 5, "craftedBy", "Corvane", "奥多·布伦费尔德"),
    ("zh.md", 5, "firstMade", "Corvane", "1948-05"),
    ("zh.md", 5, "descendsFrom", "Corvane", "Lunaire"),
    ("zh.md", 13, "craftedBy", "Tamsel", "岚溪琴坊"),
    ("zh.md", 13, "firstMade", "Tamsel", "1962"),
    ("zh.md", 13, "madeOf", "Tamsel", "云杉"),
    ("zh.md", 14, "craftedBy", "Ostrine", "Hollin Workshop"),
    ("zh.md", 14, "firstMade", "Ostrine", "1975"),
    ("zh.md", 14, "madeOf", "Ostrine", "枫木"),
    ("en.md", 3, "firstMade", "Velmira", "1955"),
    ("en.md", 3, "madeOf", "Velmira", "spruce"),
    ("en.md", 5, "descendsFrom", "Quorrel", "Velmira"),
    ("en.md", 5, "craftedBy", "Quorrel", "Hollin Workshop"),
    ("en.md", 5, "firstMade", "Quorrel", "1981"),
    ("en.md", 12, "seatedIn", "Hollin Workshop", "Larnmouth"),
    ("en.md", 3, "craftedBy", "Velmira", "Odo Brunfeld"),
    ("en.md", 9, "craftedBy", "Tamsel", "Lanxi Workshop"),
    ("en.md", 10, "craftedBy", "Brisode", "Lanxi Workshop"),
    ("zh.md", 7, "seatedIn", "岚溪琴坊", "奎尔港"),
}

QUESTIONS: dict[str, set[object]] = {
    "who crafted Quorrel": {"Hollin Workshop"},
    "谁制作了 Tamsel？": {"岚溪琴坊"},
    "who crafted Velmira": {"Odo Brunfeld"},
    "岚溪琴坊在哪里？": {"奎尔港"},
    "Lanxi Workshop crafted which instruments": {"Lunaire", "Tamsel", "Brisode"},
    "Ostrine 的制作者是谁？": {"Hollin Workshop"},
    "what did Hollin Workshop craft": {"Ostrine", "Quorrel"},
    "when was Quorrel crafted": {"1981"},
    "Velmira 是哪一年制成的？": {"1955"},
    "what is Velmira made of": {"spruce"},
    "which instruments are made of spruce": {"Tamsel", "Velmira"},
    "哪些乐器用音板木？": {"Lunaire", "Ostrine", "Tamsel", "Velmira"},
    "what does Quorrel descend from": {"Velmira"},
    "which instruments descend from Velmira": {"Quorrel"},
    "Corvane 脱胎于什么？": {"Lunaire"},
    "Lunaire 的产量是多少？": {1800000},
    "which is the oldest instrument": {"Lunaire"},
    "where is Hollin Workshop": {"Larnmouth"},
    "how many instruments are made of softwood": {2},
    "Tamsel 是岚溪琴坊做的吗？": {True},
}
REFUSED = ("who crafted Brunolette", "Tamsel 的产量是多少？")


def _claims() -> set[tuple[str, int, str, str, str]]:
    extractor = Extractor(load_lexicon(SECOND))
    found = set()
    for path in sorted((SECOND / "notes").glob("*.md")):
        document = parse_document(path.name, path.read_text(encoding="utf-8"))
        for claim in extractor.extract(document).claims:
            value = claim.object.name if isinstance(claim.object, Thing) else claim.object.lexical
            found.add((path.name, claim.quote.line, claim.predicate, claim.subject.name, value))
    return found


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("second")
    ontology = folder / "ontology"
    ontology.mkdir()
    for name, other in (("instruments", "aigc"), ("lexicon", "lexicon"), ("names", "names")):
        shutil.copy(SECOND / f"{name}.ttl", ontology / f"{other}.ttl")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.resources._shipped", lambda _: ontology)
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [SECOND / "notes"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            assert len(opened.lexicon.ontology.properties) == 6
            yield opened


def test_facts_are_read_and_nothing_else() -> None:
    found = _claims()
    assert (FACTS - found, found - FACTS) == (set(), set())


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_is_answered(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    found = {result.label if result.value is None else result.value for result in answer.results}
    assert (answer.status, found) == ("answered", QUESTIONS[question])
    assert answer.evidence


@pytest.mark.parametrize("question", REFUSED)
def test_question_that_no_note_answers_is_not(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status == "unanswered"


def test_thirty_more_questions_of_every_kind(kb: KnowledgeBase) -> None:
    done = kb.evaluate(SECOND / "questions.jsonl")
    missed = [(one.verdict, one.case.question, one.answer.interpretation) for one in done.misses]
    assert (done.total["questions"], done.total["false_answers"], done.total["wrong"]) == (30, 0, 0.0), missed
    assert len(missed) <= 3, missed


def test_things_are_of_the_ontology_s_own_classes(kb: KnowledgeBase) -> None:
    rows = kb.query(f"SELECT DISTINCT ?class WHERE {{ ?x <{OWN}craftedBy> ?y . ?x a ?class }}")
    assert isinstance(rows, ox.QuerySolutions)
    assert {row["class"].value for row in rows} == {f"{OWN}Instrument"}


def test_there_are_enough_cases() -> None:
    assert (len(FACTS), len(QUESTIONS)) == (23, 20)
