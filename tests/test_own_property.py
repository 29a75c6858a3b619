"""A property that only a user's own Turtle file knows: read from notes, and asked from both ends, in both languages."""

from __future__ import annotations

import pytest

from aigc_kg import KnowledgeBase
from tests.encoders import HashEncoder

WORDS = """\
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> .
@prefix ex: <https://example.org/terms#> .
@prefix frame: <https://w3id.org/aigc-kg/frame#> .
@prefix lex: <https://w3id.org/aigc-kg/lexicon#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .

ex:Licence a owl:Class ; rdfs:label "licence"@en, "许可证"@zh .
ex:licensedUnder a owl:ObjectProperty ; rdfs:label "licensed under"@en, "许可证"@zh ;
    rdfs:domain aigc:Artifact ; rdfs:range ex:Licence ;
    lex:sentence "{subject} is licensed under {object}."@en, "{subject}采用的许可证是{object}。"@zh ;
    lex:inverseSentence "Licensed under {object}: {subject}."@en, "采用{object}的有：{subject}。"@zh .

<#verb-en> a ontolex:LexicalEntry ; synsem:synBehavior frame:verb ; ontolex:denotes ex:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "is licensed under"@en, "are licensed under"@en, "licensed under"@en ] .
<#verb-zh> a ontolex:LexicalEntry ; synsem:synBehavior frame:verb ; ontolex:denotes ex:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "采用的许可证是"@zh, "采用的许可是"@zh, "采用许可"@zh ] .
<#noun-en> a ontolex:LexicalEntry ; synsem:synBehavior frame:noun ; ontolex:denotes ex:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "licence"@en, "license"@en ] .
<#noun-zh> a ontolex:LexicalEntry ; synsem:synBehavior frame:noun ; ontolex:denotes ex:licensedUnder ;
    ontolex:lexicalForm [ ontolex:writtenRep "许可证"@zh ] .
"""
NOTES = """\
# Licences

Quorvane is licensed under Brindle-2.

`Marlowen` 采用的许可证是 `Brindle-2`。

`Sablewright` 采用的许可证是 `Oakmere-1`。
"""
ASKED = {
    "what is the licence of Quorvane": ["Brindle-2"],
    "what is the licence of Marlowen": ["Brindle-2"],
    "what is the licence of Sablewright": ["Oakmere-1"],
    "Quorvane 的许可证是什么？": ["Brindle-2"],
    "Sablewright 采用的许可证是什么？": ["Oakmere-1"],
    "which models are licensed under Brindle-2": ["Marlowen", "Quorvane"],
    "哪些模型采用的许可证是 Brindle-2？": ["Marlowen", "Quorvane"],
}
GRAPH = "SELECT DISTINCT ?s ?o WHERE { ?s <https://example.org/terms#licensedUnder> ?o }"


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    folder = tmp_path_factory.mktemp("licences")
    (folder / "notes.md").write_text(NOTES, encoding="utf-8")
    (folder / "words.ttl").write_text(WORDS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes.md"], lexicons=[folder / "words.ttl"], encoder="hash")
    (folder / "words.ttl").unlink()
    return KnowledgeBase.open(folder / "kb")


def test_every_sentence_is_read(kb: KnowledgeBase) -> None:
    assert len(list(kb.query(GRAPH))) == 3  # type: ignore[arg-type]  # a SELECT


def test_the_property_is_declared_in_the_graph(kb: KnowledgeBase) -> None:
    assert bool(kb.query("ASK { <https://example.org/terms#licensedUnder> a <http://www.w3.org/2002/07/owl#ObjectProperty> }"))


def test_wordings_are_not_in_the_graph(kb: KnowledgeBase) -> None:
    assert not bool(kb.query("ASK { ?s a <http://www.w3.org/ns/lemon/ontolex#LexicalEntry> }"))


@pytest.mark.parametrize("question", ASKED)
def test_it_is_asked_from_both_ends(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, sorted(str(result.label) for result in answer.results)) == ("answered", ASKED[question]), answer
