"""The shipped names: concept schemes without circles, names of both languages, no name with two meanings."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from aigc_kg.lexicon import Lexicon, Name, load_lexicon
from aigc_kg.namespaces import ID, thing_iri
from aigc_kg.resources import ontology_dir
from aigc_kg.text import key

SCHEMES = {"Task": ("tasks", 100), "Modality": ("modalities", 15), "Technique": ("techniques", 120), "ApplicationDomain": ("domains", 60)}
OTHERS = {"Language": 50, "Place": 80, "Dataset": 50, "Hardware": 10}
NARROWER = [
    ("imagegeneration", "texttoimage"),
    ("contentgeneration", "texttoimage"),
    ("diffusionmodel", "latentdiffusion"),
    ("reinforcementlearning", "rlhf"),
    ("finetuning", "lora"),
    ("transportation", "autonomousdriving"),
    ("audio", "speech"),
]
READ_AS_WORDS_TOO = {
    *("微调", "蒸馏", "注意力机制", "文本编码器", "声码器"),
    *("text encoder", "image encoder", "vision encoder", "visual encoder", "vocoder"),
}
"""Techniques whose names are verbs, field names or nouns of parts as well."""


@pytest.fixture(scope="module")
def shipped() -> Lexicon:
    return load_lexicon(ontology_dir())


def _of(lexicon: Lexicon, cls: str) -> list[Name]:
    return [name for name in lexicon.names if cls in name.classes]


@pytest.mark.parametrize("cls", SCHEMES)
def test_scheme_holds_all_concepts_of_its_class(shipped: Lexicon, cls: str) -> None:
    scheme, least = SCHEMES[cls]
    concepts = _of(shipped, cls)
    assert len(concepts) >= least
    assert {name.schemes for name in concepts} == {(f"{ID}scheme/{scheme}",)}


def test_schemes_are_named_in_both_languages(shipped: Lexicon) -> None:
    assert {scheme.iri for scheme in shipped.schemes} == {f"{ID}scheme/{scheme}" for scheme, _ in SCHEMES.values()}
    assert {frozenset(lang for _, lang in scheme.labels) for scheme in shipped.schemes} == {frozenset(("en", "zh"))}


@pytest.mark.parametrize("cls", OTHERS)
def test_other_names_are_enough_for_usual_notes(shipped: Lexicon, cls: str) -> None:
    assert len(_of(shipped, cls)) >= OTHERS[cls]


@pytest.mark.parametrize("cls", ["Task", "Modality", "ApplicationDomain", "Language", "Place"])
def test_listed_concepts_have_a_name_in_each_language(shipped: Lexicon, cls: str) -> None:
    assert [name.iri for name in _of(shipped, cls) if {lang for _, lang in name.labels} != {"en", "zh"}] == []


def test_broader_concepts_are_listed_and_of_the_same_class(shipped: Lexicon) -> None:
    pairs = [(name, shipped.names_by_iri.get(above)) for name in shipped.names for above in name.broader]
    assert len(pairs) >= 150
    assert [name.iri for name, above in pairs if above is None or above.classes != name.classes] == []


def test_no_concept_is_above_itself(shipped: Lexicon) -> None:
    assert [name.iri for name in shipped.names if name.iri in shipped.narrower.get(name.iri, ())] == []


@pytest.mark.parametrize(("above", "below"), NARROWER)
def test_concept_stands_below_the_general_one(shipped: Lexicon, above: str, below: str) -> None:
    assert ID + below in shipped.narrower[ID + above]


def test_a_name_means_one_thing(shipped: Lexicon) -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for name in shipped.names:
        for label, _ in name.labels:
            meant[key(label)].add(name.iri)
    assert {label: iris for label, iris in meant.items() if len(iris) > 1} == {}


def test_iri_is_minted_from_a_name(shipped: Lexicon) -> None:
    assert [name.iri for name in shipped.names if name.iri not in {thing_iri(key(label)) for label, _ in name.labels}] == []


def test_names_are_not_words_that_facts_are_read_from(shipped: Lexicon) -> None:
    frames = ("agentVerb", "lightVerb", "verb", "noun", "inverseNoun", "field", "classNoun")
    words = {w.form for frame in frames for w in shipped.by_frame[frame] if not w.questions_only}
    labels = {label.casefold() for name in shipped.names for label, _ in name.labels}
    assert labels & words <= READ_AS_WORDS_TOO


def test_vocabulary_says_nothing_of_models_and_companies(shipped: Lexicon) -> None:
    named = [name for name in shipped.names if not shipped.ontology.plays(name.classes, "concept")]
    assert Counter(bool(n.broader or n.schemes or n.input_modality or n.output_modality) for n in named) == {False: len(named)}
