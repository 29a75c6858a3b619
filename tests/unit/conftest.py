"""A small vocabulary of invented names, and the settings of the property tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from aigc_kg.lexicon import Lexicon, load_lexicon

settings.register_profile(
    "unit", deadline=None, max_examples=60, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("unit")

_PREFIXES = """\
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> .
@prefix frame: <https://w3id.org/aigc-kg/frame#> .
@prefix lex: <https://w3id.org/aigc-kg/lexicon#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/aigc-kg/id/> .
"""

ONTOLOGY = (
    _PREFIXES
    + """
aigc:Agent a owl:Class ; lex:role lex:agent ; rdfs:label "agent"@en, "主体"@zh .
aigc:Organization a owl:Class ; lex:role lex:unlisted ; rdfs:subClassOf aigc:Agent ; rdfs:label "organization"@en .
aigc:Laboratory a owl:Class ; rdfs:subClassOf aigc:Organization ; rdfs:label "laboratory"@en .
aigc:Model a owl:Class ; lex:role lex:artifact, lex:unlisted ; rdfs:label "model"@en, "模型"@zh .
aigc:Task a owl:Class ; lex:role lex:task, lex:concept, lex:listed ; rdfs:label "task"@en .
aigc:Modality a owl:Class ; lex:role lex:modality, lex:concept, lex:listed ; rdfs:label "modality"@en .
aigc:developedBy a owl:ObjectProperty ; rdfs:label "developed by"@en, "开发者"@zh ;
    rdfs:domain aigc:Model ; rdfs:range aigc:Agent .
aigc:partnerOf a owl:ObjectProperty, owl:SymmetricProperty ; rdfs:range aigc:Agent .
aigc:parameterCount a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:label "参数量"@zh ; rdfs:range xsd:integer .
aigc:releaseDate a owl:DatatypeProperty, owl:FunctionalProperty ; rdfs:label "release date"@en ; rdfs:range xsd:date .
aigc:trainingDataSize a owl:ObjectProperty ; rdfs:label "training data size"@en ; rdfs:range schema:QuantitativeValue .
aigc:hasTask a owl:ObjectProperty ; lex:role lex:does ; rdfs:label "task"@en ; rdfs:domain aigc:Model ; rdfs:range aigc:Task .
aigc:inputModality a owl:ObjectProperty ; lex:role lex:takes ; rdfs:label "input"@en ; rdfs:range aigc:Modality .
aigc:outputModality a owl:ObjectProperty ; lex:role lex:gives ; rdfs:label "output"@en ; rdfs:range aigc:Modality .
aigc:definition a owl:DatatypeProperty ; rdfs:label "definition"@en ; rdfs:range xsd:string .
"""
)

LEXICON = (
    _PREFIXES
    + """
lex:make a ontolex:LexicalEntry ; synsem:synBehavior frame:agentVerb ; ontolex:denotes aigc:developedBy, aigc:releaseDate ;
    ontolex:lexicalForm [ ontolex:writtenRep "Devised"@en, "set out to devise"@en, "研製"@zh ] .
lex:asked a ontolex:LexicalEntry ; synsem:synBehavior frame:question ; ontolex:denotes aigc:releaseDate ; lex:questions true ;
    ontolex:lexicalForm [ ontolex:writtenRep "come out"@en ] .
lex:of a ontolex:LexicalEntry ; synsem:synBehavior frame:genitive ; ontolex:denotes aigc:developedBy .
lex:model a ontolex:LexicalEntry ; synsem:synBehavior frame:classNoun ; ontolex:denotes aigc:Model ;
    ontolex:canonicalForm [ ontolex:writtenRep "Model"@en ] .
aigc:developedBy lex:sentence "{subject} was made by {object}."@en ; lex:inverseSentence "{object}开发了{subject}。"@zh .
"""
)

NAMES = (
    _PREFIXES
    + """
<quellwerk> a aigc:Organization ; skos:prefLabel "Quellwerk"@en, "泉工"@zh ; skos:altLabel "Quellwerk Labs"@en .
<text> a aigc:Modality ; skos:prefLabel "text"@en, "文本"@zh .
<scent> a aigc:Modality ; skos:prefLabel "scent"@en, "气味"@zh ; skos:hiddenLabel "香"@zh .
<texttoscent> a aigc:Task ; skos:prefLabel "text-to-scent"@en, "文本生成气味"@zh ; aigc:inputModality <text> ; aigc:outputModality <scent> .
<scenttotext> a aigc:Task ; skos:prefLabel "scent-to-text"@en, "气味生成文本"@zh ; aigc:inputModality <scent> ; aigc:outputModality <text> .
<making> a aigc:Task ; skos:prefLabel "making"@en, "制造"@zh ; skos:inScheme <scheme/tasks> .
<scentmaking> a aigc:Task ; skos:prefLabel "scent making"@en, "制香"@zh ; aigc:outputModality <scent> ; skos:broader <making> .
<texttoscent> skos:broader <scentmaking> ; skos:inScheme <scheme/tasks> .
<scheme/tasks> a skos:ConceptScheme ; skos:prefLabel "tasks"@en, "任务"@zh .
"""
)


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small ontology, lexicon and names file."""
    folder = tmp_path_factory.mktemp("vocabulary")
    for name, text in (("aigc.ttl", ONTOLOGY), ("lexicon.ttl", LEXICON), ("names.ttl", NAMES)):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def lexicon(vocabulary: Path) -> Lexicon:
    """The small vocabulary, loaded."""
    return load_lexicon(vocabulary)
