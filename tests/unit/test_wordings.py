"""The shipped lexicon: every property is worded and answered in both languages."""

from __future__ import annotations

from collections import defaultdict

import pytest
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef

from aigc_kg.lexicon import Lexicon, load_lexicon
from aigc_kg.resources import ontology_dir

AIGC = Namespace("https://w3id.org/aigc-kg/ontology#")
FRAME = Namespace("https://w3id.org/aigc-kg/frame#")
LEX = Namespace("https://w3id.org/aigc-kg/lexicon#")
ONTOLEX = Namespace("http://www.w3.org/ns/lemon/ontolex#")
SYNSEM = Namespace("http://www.w3.org/ns/lemon/synsem#")

OF_CLAIMS = {"quote", "line", "endLine", "start", "end", "context", "rule", "qualifier"}
PROPERTIES = (
    "developedBy", "hasTask", "inputModality", "outputModality", "usesTechnique", "basedOn", "successorOf", "memberOf", "parameterCount",
    "trainedOn", "trainingDataSize", "releaseDate", "appliedIn", "ownedBy", "investedIn", "foundedBy", "ledBy", "locatedIn", "partnerOf",
    "competitorOf", "outperforms", "fasterThan", "supportsLanguage", "limitation", "definition",
)  # fmt: skip
LITERAL = {"limitation", "definition"}
"""Properties of texts: nobody asks which thing has just this one."""
NUMERIC = ("parameterCount", "releaseDate", "trainingDataSize")
OBJECT_SIDE = {"agentVerb", "verb", "noun", "question"}
CLASSES = (
    "Model", "ModelFamily", "Product", "Organization", "Person", "Technique", "Task", "Modality", "ApplicationDomain", "Dataset",
    "Hardware", "Framework", "Language", "Place",
)  # fmt: skip


@pytest.fixture(scope="module")
def turtle() -> Graph:
    return Graph().parse(ontology_dir() / "aigc.ttl").parse(ontology_dir() / "lexicon.ttl")


@pytest.fixture(scope="module")
def worded(turtle: Graph) -> dict[tuple[str, str], set[str]]:
    """Frames by what is denoted and by language."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for entry, frame in turtle.subject_objects(SYNSEM.synBehavior):
        for meaning in turtle.objects(entry, ONTOLEX.denotes):
            for form in turtle.objects(entry, ONTOLEX.lexicalForm / ONTOLEX.writtenRep):
                assert isinstance(form, Literal)
                found[str(meaning).removeprefix(AIGC), str(form.language)].add(str(frame).removeprefix(FRAME))
    return found


def _sentences(turtle: Graph, prop: str, kind: URIRef) -> dict[str | None, str]:
    return {getattr(text, "language", None): str(text) for text in turtle.objects(AIGC[prop], kind)}


def test_the_properties_are_all(turtle: Graph) -> None:
    declared = {s for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in turtle.subjects(RDF.type, kind)}
    assert len(PROPERTIES) == 25
    assert {str(s).removeprefix(AIGC) for s in declared} == set(PROPERTIES) | OF_CLAIMS


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("prop", PROPERTIES)
def test_property_is_worded(worded: dict[tuple[str, str], set[str]], prop: str, language: str) -> None:
    assert worded[prop, language] & OBJECT_SIDE


@pytest.mark.parametrize("prop", PROPERTIES)
def test_property_is_answered_in_both_languages(turtle: Graph, prop: str) -> None:
    found = _sentences(turtle, prop, LEX.sentence)
    assert set(found) == {"en", "zh"}
    assert [text for text in found.values() if "{subject}" not in text or "{object}" not in text] == []


@pytest.mark.parametrize("prop", [prop for prop in PROPERTIES if prop not in LITERAL])
def test_property_is_answered_from_its_other_end(turtle: Graph, prop: str) -> None:
    found = _sentences(turtle, prop, LEX.inverseSentence)
    assert set(found) == {"en", "zh"}
    assert [text for text in found.values() if "{subject}" not in text] == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("prop", NUMERIC)
def test_amounts_and_dates_are_compared(worded: dict[tuple[str, str], set[str]], prop: str, language: str) -> None:
    assert worded[prop, language] >= {"ascending", "descending"}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("cls", CLASSES)
def test_class_has_a_noun(worded: dict[tuple[str, str], set[str]], cls: str, language: str) -> None:
    assert "classNoun" in worded[cls, language]


def test_every_frame_in_use_is_described(turtle: Graph) -> None:
    used = set(turtle.objects(None, SYNSEM.synBehavior))
    assert used <= set(turtle.subjects(RDF.type, SYNSEM.SyntacticFrame))


def test_every_role_in_use_is_described(turtle: Graph) -> None:
    used = set(turtle.objects(None, LEX.role))
    assert used == set(turtle.subjects(RDF.type, LEX.Role))


def test_entries_denote_what_the_ontology_has() -> None:
    shipped: Lexicon = load_lexicon(ontology_dir())
    known = set(shipped.ontology.iris) | {"Thing", "date", "decimal"}
    assert {name for wording in shipped.wordings for name in wording.denotes} - known == set()


def test_words_of_questions_are_no_names_of_kinds_in_documents() -> None:
    shipped = load_lexicon(ontology_dir())
    asked = {w.form for w in shipped.by_frame["classNoun"] if w.questions_only}
    assert "行业" in asked
    assert asked & set(shipped.class_nouns) == set()


def test_what_questions_alone_call_a_possessive_is_none_in_documents() -> None:
    shipped = load_lexicon(ontology_dir())
    assert "trainedOn" in shipped.asked_genitives
    assert "trainedOn" not in shipped.genitives
