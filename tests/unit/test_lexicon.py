from __future__ import annotations

from pathlib import Path

import pytest

from aigc_kg.errors import VocabularyError
from aigc_kg.lexicon import Lexicon, Wording, load_lexicon
from aigc_kg.namespaces import ID
from aigc_kg.text import key

_LEMON = "@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> . @prefix synsem: <http://www.w3.org/ns/lemon/synsem#> . "
_OWN = (
    "@prefix aigc: <https://w3id.org/aigc-kg/ontology#> . @prefix frame: <https://w3id.org/aigc-kg/frame#> . "
    "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . "
)


def _file(folder: Path, turtle: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(_LEMON + _OWN + turtle, encoding="utf-8")
    return path


def test_wordings_are_folded_and_denote_local_names(lexicon: Lexicon) -> None:
    assert Wording("devised", "agentVerb", ("developedBy", "releaseDate")) in lexicon.wordings


def test_traditional_wording_is_found_in_simplified_text(lexicon: Lexicon) -> None:
    assert "研制" in {w.form for w in lexicon.by_frame["agentVerb"]}


def test_longest_wording_comes_first(lexicon: Lexicon) -> None:
    lengths = [len(w.form) for w in lexicon.by_frame["agentVerb"]]
    assert (len(lengths), lengths) == (3, sorted(lengths, reverse=True))


def test_wordings_for_questions_are_marked(lexicon: Lexicon) -> None:
    assert [w.form for w in lexicon.wordings if w.questions_only] == ["come out"]


def test_genitives_need_no_wording(lexicon: Lexicon) -> None:
    assert lexicon.genitives == ("developedBy",)


def test_class_nouns_name_classes(lexicon: Lexicon) -> None:
    assert lexicon.class_nouns == {"model": "Model"}


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [
        ("sentence", "en", "{subject} was made by {object}."),
        ("inverseSentence", "zh", "{object}开发了{subject}。"),
        ("sentence", "zh", None),
    ],
)
def test_answer_sentence_is_found_by_kind_and_language(lexicon: Lexicon, kind: str, language: str, expected: str | None) -> None:
    assert lexicon.template("developedBy", kind, language) == expected


@pytest.mark.parametrize("name", ["Quellwerk", "quell-werk", "泉工", "Quellwerk Labs"])
def test_thing_is_found_by_each_of_its_names(lexicon: Lexicon, name: str) -> None:
    assert lexicon.by_key[key(name)].iri == ID + "quellwerk"


def test_preferred_name_comes_first(lexicon: Lexicon) -> None:
    assert lexicon.names_by_iri[ID + "quellwerk"].label == "Quellwerk"


def test_task_knows_what_goes_in_and_out(lexicon: Lexicon) -> None:
    task = lexicon.names_by_iri[ID + "texttoscent"]
    assert (task.input_modality, task.output_modality) == (ID + "text", ID + "scent")


def test_own_names_replace_the_shipped_ones(vocabulary: Path, tmp_path: Path) -> None:
    own = _file(tmp_path, '<https://w3id.org/aigc-kg/id/orbweir> a aigc:Organization ; skos:prefLabel "Orbweir"@en .')
    assert [name.label for name in load_lexicon(vocabulary, names=own).names] == ["Orbweir"]


def test_own_wordings_are_added(vocabulary: Path, tmp_path: Path) -> None:
    own = _file(
        tmp_path,
        "<x:e> synsem:synBehavior frame:verb ; ontolex:denotes aigc:partnerOf ;"
        ' ontolex:lexicalForm [ ontolex:writtenRep "Teams with"@en ] .',
    )
    found = load_lexicon(vocabulary, extra=[own]).by_frame
    assert ([w.form for w in found["verb"]], len(found["agentVerb"])) == (["teams with"], 3)


def test_wrong_own_wordings_are_named(vocabulary: Path, tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"own\.ttl"):
        load_lexicon(vocabulary, extra=[_file(tmp_path, "nonsense")])


def test_missing_ontology_is_named(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"aigc\.ttl"):
        load_lexicon(tmp_path)
