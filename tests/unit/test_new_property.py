"""A property that Turtle alone adds to the shipped ontology is read from notes and asked for at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.resources import ontology_dir
from tests.encoders import HashEncoder

PREFIXES = """
@prefix frame: <https://w3id.org/aigc-kg/frame#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix own: <https://example.org/own#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
@base <https://w3id.org/aigc-kg/id/> .
"""
CLASS_AND_PROPERTIES = """
own:Licence a owl:Class ; lex:role lex:concept, lex:listed ; rdfs:label "licence"@en, "许可证"@zh .
own:licensedUnder a owl:ObjectProperty ; rdfs:domain aigc:Artifact ; rdfs:range own:Licence ; rdfs:label "licence"@en, "许可证"@zh .
own:retiredOn a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:domain aigc:Artifact ; rdfs:range xsd:date ;
    rdfs:label "retired on"@en, "下线时间"@zh .
"""
WORDINGS = """
lex:licensed a ontolex:LexicalEntry ; synsem:synBehavior frame:verb ; ontolex:denotes own:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "遵循"@zh, "is licensed under"@en ] .
lex:licence a ontolex:LexicalEntry ; synsem:synBehavior frame:noun ; ontolex:denotes own:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "许可证"@zh, "licence"@en ] .
lex:licensed-asked a ontolex:LexicalEntry ; synsem:synBehavior frame:verb ; ontolex:denotes own:licensedUnder ; lex:questions true ;
    ontolex:lexicalForm [ ontolex:writtenRep "licensed under"@en ] .
lex:retired a ontolex:LexicalEntry ; synsem:synBehavior frame:noun ; ontolex:denotes own:retiredOn ;
    ontolex:lexicalForm [ ontolex:writtenRep "下线时间"@zh, "retirement date"@en ] .
own:licensedUnder lex:sentence "{subject} is licensed under {object}."@en, "{subject} 遵循{object}。"@zh .
"""
NAMES = '<opengrove> a own:Licence ; skos:prefLabel "Open Grove Licence"@en, "开放林地许可"@zh .\n'
NOTE = """\
# 虚构模型笔记

Ostrelune 遵循开放林地许可。

Brillweave is licensed under Open Grove Licence.

| 模型 | 许可证 | 下线时间 |
| --- | --- | --- |
| Kestrovane | 开放林地许可 | 2033 年 4 月 |
"""
QUESTIONS: dict[str, set[str]] = {
    "Ostrelune 的许可证是什么？": {"开放林地许可"},
    "what is Brillweave licensed under": {"Open Grove Licence"},
    "哪些模型遵循开放林地许可？": {"Ostrelune", "Brillweave", "Kestrovane"},
    "which models are licensed under Open Grove Licence": {"Ostrelune", "Brillweave", "Kestrovane"},
    "Kestrovane 的下线时间是什么时候？": {"2033-04"},
    "when is the retirement date of Kestrovane": {"2033-04"},
}


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("new-property")
    ontology = folder / "ontology"
    shutil.copytree(ontology_dir(), ontology)
    for name, more in (("aigc", CLASS_AND_PROPERTIES), ("lexicon", WORDINGS), ("names", NAMES)):
        with (ontology / f"{name}.ttl").open("a", encoding="utf-8") as file:
            file.write(PREFIXES + more)
    (folder / "notes").mkdir()
    (folder / "notes" / "invented.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.resources._shipped", lambda _: ontology)
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            assert "licensedUnder" in opened.lexicon.ontology.properties
            yield opened


@pytest.mark.parametrize("question", QUESTIONS)
def test_new_property_is_asked_for_from_both_ends(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    found = {result.label if result.value is None else result.value for result in answer.results}
    assert (answer.status, found) == ("answered", QUESTIONS[question])
    assert all(result.evidence for result in answer.results)


def test_its_answer_sentence_is_its_own(kb: KnowledgeBase) -> None:
    assert kb.ask("what is Brillweave licensed under").answer == "Brillweave is licensed under Open Grove Licence."
