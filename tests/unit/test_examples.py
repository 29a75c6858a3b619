"""Questions that a knowledge base offers: every one has an answer, and they are of every kind that its facts allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.examples import Example
from tests.encoders import HashEncoder
from tests.suites.cases import ASKED


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("examples") / "kb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder, [ASKED / "notes"], encoder="hash")
        with KnowledgeBase(folder) as kb:
            yield kb


@pytest.fixture(scope="module")
def examples(kb: KnowledgeBase) -> list[Example]:
    return list(kb.examples())


def test_every_example_has_an_answer(kb: KnowledgeBase, examples: list[Example]) -> None:
    assert [one.question for one in examples if kb.ask(one.question).status != "answered"] == []
    assert all(kb.ask(one.question).language == one.language for one in examples)


def test_examples_are_of_every_kind_in_both_languages(kb: KnowledgeBase, examples: list[Example]) -> None:
    languages = Counter(one.language for one in examples)
    shown = [kb.ask(one.question).interpretation or "" for one in examples]
    stated = [name for name, spec in kb.lexicon.ontology.properties.items() if kb.lexicon.template(name, "example", "en") and spec.iri]
    asked = [name for name in stated if any(f"{name}(" in said for said in shown)]
    assert min(languages.values()) >= 30
    assert len({one.question for one in examples}) == len(examples)
    # All that the notes state; they say nothing of domains of input and output, definitions or members.
    assert {"developedBy", "hasTask", "parameterCount", "releaseDate", "basedOn", "locatedIn", "foundedBy", "investedIn"} <= set(asked)
    assert {"What do the documents disagree about?", "Where do the documents disagree?"} & {one.question for one in examples}
    assert any(said.startswith("greatest by") for said in shown)
    assert any(said.startswith("documents that mention") for said in shown)


@pytest.mark.parametrize(
    ("question", "status", "named"),
    [
        ("who made Heronwing?", "answered", "Heronwing"),
        ("Heronwing 有多少种语言？", "unanswered", "Heronwing"),
        ("Who made Heronvings 9?", "unanswered", "Heronwing"),
    ],
)
def test_answers_and_refusals_lead_on(kb: KnowledgeBase, question: str, status: str, named: str) -> None:
    answer = kb.ask(question)
    following = kb.follow_ups(answer)
    assert (answer.status == "answered") == (status == "answered")
    assert 0 < len(following) <= 3
    assert all(one.language == answer.language for one in following)
    assert all(kb.ask(one.question).status == "answered" for one in following)
    assert question not in {one.question for one in following}
    assert any(named in one.question for one in following)


def test_nothing_known_leads_nowhere(kb: KnowledgeBase) -> None:
    assert kb.follow_ups(kb.ask("Who made Quillvarnish?")) == []
