"""Corrections through a whole build."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import Graph

from aigc_kg import KnowledgeBase, vectors
from aigc_kg.builder import BuildReport
from aigc_kg.errors import CorrectionsError
from aigc_kg.manifest import current_generation, read_manifest
from aigc_kg.namespaces import AIGC, CORRECTIONS_GRAPH, ID, PROV, RDF, RDFS
from aigc_kg.resources import ontology_dir
from tests.encoders import HashEncoder

NOTE = """\
# 虚构笔记

Lumora 由 Quellwerk 开发，参数量为 70 亿。

Nimbus 发布于 2031 年。

Muse 由谷歌开发。

MUSE 由 Facebook 开发。

Meta 开发了 Ostrelune。
"""
ENTRIES = (
    '[[merge]]\nnames = ["Lumora", "Nimbus"]\nreason = "one model"\n',
    '[[split]]\nnames = ["Muse", "MUSE"]\n',
    '[[split]]\nnames = ["Meta", "Facebook"]\n',
    '[[reject]]\nproperty = "releaseDate"\nsubject = "Lumora"\nreason = "only announced"\n',
    '[[name]]\nof = "Lumora"\nen = "Lumora One"\nzh = "灵墨"\n',
)
IDLE = """\
[[split]]
names = ["Lumora", "Nimbus"]
[[reject]]
subject = "Lumora"
object = "Meta"
[[name]]
of = "Quorvane"
en = "Quorvane One"
"""


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> HashEncoder:
    encoder = HashEncoder()
    monkeypatch.setattr(vectors, "load_encoder", lambda _name: encoder)
    return encoder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "a.md").write_text(NOTE, encoding="utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path, notes: Path, encoder: HashEncoder) -> Path:
    """A knowledge base of the notes without corrections."""
    _build(tmp_path / "kb", notes)
    encoder.encoded.clear()
    return tmp_path / "kb"


def _build(folder: Path, *paths: Path) -> BuildReport:
    return KnowledgeBase.build(folder, paths, encoder="hash")


def _correct(notes: Path, text: str) -> None:
    (notes / "corrections.toml").write_text(text, encoding="utf-8")


def _export(kb: Path) -> str:
    with KnowledgeBase(kb) as base:
        return base.export("nquads")


def _facts(kb: Path, name: str) -> dict[str, set[tuple[str, str]]]:
    with KnowledgeBase(kb) as base:
        entries = base.show(name)
    return {entry.iri.removeprefix(ID): {(fact.property, fact.value) for fact in entry.facts if not fact.inverse} for entry in entries}


def test_corrections_make_the_graph_anew_and_embed_nothing(kb: Path, notes: Path, encoder: HashEncoder) -> None:
    _correct(notes, "".join(ENTRIES))
    report = _build(kb, notes)
    assert (report.changed, report.embedded, report.notes, encoder.encoded) == (True, 0, (), [])


@pytest.mark.parametrize("name", ["Lumora", "Nimbus"])
def test_merged_names_have_the_facts_of_both(kb: Path, notes: Path, name: str) -> None:
    _correct(notes, ENTRIES[0])
    _build(kb, notes)
    assert _facts(kb, name) == {"lumora": {("developedBy", "Quellwerk"), ("parameterCount", "7000000000"), ("releaseDate", "2031")}}


@pytest.mark.parametrize("question", ["when was Lumora released", "Nimbus 是什么时候发布的？"])
def test_merged_names_are_asked_for_by_either(kb: Path, notes: Path, question: str) -> None:
    _correct(notes, ENTRIES[0])
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        answer = base.ask(question)
    assert [result.value for result in answer.results] == ["2031"]


@pytest.mark.parametrize(("name", "maker"), [("Muse", "谷歌"), ("MUSE", "Facebook")])
def test_split_spellings_are_asked_for_to_the_letter(kb: Path, notes: Path, name: str, maker: str) -> None:
    _correct(notes, ENTRIES[1])
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        answer = base.ask(f"who made {name}")
    assert [maker in result.labels for result in answer.results] == [True]


def test_names_that_the_vocabulary_joins_are_split(kb: Path, notes: Path) -> None:
    assert _facts(kb, "Facebook").keys() == {"meta"}
    _correct(notes, "".join(ENTRIES[1:3]))
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        found = [{fact.value for fact in base.show(name)[0].facts} for name in ("Facebook", "Meta")]
    assert (set(_facts(kb, "Facebook")), found) == ({"facebook"}, [{"MUSE"}, {"Ostrelune"}])


def test_rejected_claim_is_gone_and_its_sentence_is_found(kb: Path, notes: Path) -> None:
    _correct(notes, '[[reject]]\ndocument = "a.md"\nline = 5\n')
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        assert ("2031" in {fact.value for entry in base.show("Nimbus") for fact in entry.facts}) is False
        assert base.search("Nimbus 发布于 2031 年")[0].line == 5


def test_thing_is_called_by_its_preferred_names(kb: Path, notes: Path) -> None:
    _correct(notes, ENTRIES[4])
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        answers = [base.ask(question).answer for question in ("how many parameters does Lumora have", "灵墨是谁开发的？")]
    assert [answers[0].split(" has ")[0], answers[1].split("由")[0]] == ["Lumora One", "灵墨"]


def test_order_of_entries_changes_no_byte_of_the_export(kb: Path, notes: Path) -> None:
    exports = set()
    for entries in list(permutations(ENTRIES))[::17]:
        _correct(notes, "\n".join(entries))
        _build(kb, notes)
        exports.add(_export(kb))
    assert len(exports) == 1


def test_file_given_by_itself_corrects_as_one_in_the_folder(tmp_path: Path, kb: Path, notes: Path) -> None:
    _correct(tmp_path, "".join(ENTRIES))
    _build(kb, notes, tmp_path / "corrections.toml")
    given = _export(kb)
    (tmp_path / "corrections.toml").rename(notes / "corrections.toml")
    _build(tmp_path / "kb2", notes)
    assert given == _export(tmp_path / "kb2")


def test_corrections_of_several_folders_go_together(tmp_path: Path, kb: Path, notes: Path) -> None:
    (tmp_path / "more").mkdir()
    _correct(notes, "".join(ENTRIES[:2]))
    _correct(tmp_path / "more", "".join(ENTRIES[2:]))
    _build(kb, notes, tmp_path / "more")
    apart = _export(kb)
    _correct(notes, "".join(ENTRIES))
    _build(tmp_path / "kb2", notes)
    assert apart == _export(tmp_path / "kb2")


def test_corrections_taken_out_leave_nothing_behind(kb: Path, notes: Path) -> None:
    before = _export(kb)
    _correct(notes, "".join(ENTRIES))
    _build(kb, notes)
    assert _export(kb) != before
    (notes / "corrections.toml").unlink()
    _build(kb, notes)
    assert _export(kb) == before


def test_corrections_that_do_not_apply_change_no_byte_of_the_export(kb: Path, notes: Path) -> None:
    before = _export(kb)
    _correct(notes, IDLE)
    _build(kb, notes)
    assert _export(kb) == before


@pytest.mark.parametrize("builds", [1, 2], ids=["changed", "unchanged"])
def test_corrections_that_do_not_apply_are_reported_by_every_build(kb: Path, notes: Path, builds: int) -> None:
    _correct(notes, IDLE)
    reports = [_build(kb, notes) for _ in range(builds)]
    assert (reports[-1].changed, reports[-1].notes) == (
        builds == 1,
        (
            "notes/corrections.toml:1: split: 'Lumora', 'Nimbus' are different things without it",
            "notes/corrections.toml:3: reject: no claim matches",
            "notes/corrections.toml:6: name: no document names 'Quorvane'",
        ),
    )


@pytest.mark.parametrize("text", ['[[merge]]\nnames = ["A"', '[[merge]]\nnames = ["A", "B"]\n[[split]]\nnames = ["A", "B"]\n'])
def test_broken_corrections_leave_the_knowledge_base_as_it_was(kb: Path, notes: Path, text: str) -> None:
    before = {path: path.read_bytes() for path in kb.rglob("*") if path.is_file()}
    _correct(notes, text)
    with pytest.raises(CorrectionsError, match=r"notes/corrections\.toml"):
        _build(kb, notes)
    assert {path: path.read_bytes() for path in kb.rglob("*") if path.is_file()} == before


def test_manifest_records_the_file(kb: Path, notes: Path) -> None:
    _correct(notes, ENTRIES[0])
    _build(kb, notes)
    assert list(read_manifest(current_generation(kb) / "manifest.json").corrections) == [str(notes / "corrections.toml")]


def test_build_without_paths_takes_the_recorded_corrections(kb: Path, notes: Path) -> None:
    _correct(notes, ENTRIES[0])
    _build(kb, notes)
    assert not KnowledgeBase.build(kb, encoder="hash").changed


def test_show_tells_of_corrections_and_joins(kb: Path, notes: Path) -> None:
    _correct(notes, "".join(ENTRIES))
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        lumora, google = (base.show(name)[0] for name in ("灵墨", "谷歌"))
    assert [(c.kind, c.place, c.reason) for c in lumora.corrections] == [
        ("merge", "notes/corrections.toml:1", "one model"),
        ("reject", "notes/corrections.toml:8", "only announced"),
        ("name", "notes/corrections.toml:12", None),
    ]
    assert [(join.rule, join.names) for join in lumora.joins] == [("correction", ("Lumora", "Nimbus"))]
    assert ([join.rule for join in google.joins], google.corrections) == (["vocabulary"], ())


def test_corrections_stand_in_a_graph_of_their_own(kb: Path, notes: Path) -> None:
    _correct(notes, "".join(ENTRIES))
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        graph = list(base.store.quads_for_pattern(None, None, None, ox.NamedNode(CORRECTIONS_GRAPH)))
    assert sum(quad.object == ox.NamedNode(AIGC + "Correction") for quad in graph) == len(ENTRIES)
    assert {quad.predicate.value for quad in graph} == {RDF + "type", RDFS + "label", RDFS + "comment", PROV + "wasInfluencedBy"}


def test_corrected_graph_conforms_to_the_shapes(kb: Path, notes: Path) -> None:
    _correct(notes, "".join(ENTRIES))
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        data = Graph().parse(data=base.export("ntriples"), format="nt")
    conforms, _, text = pyshacl.validate(data, shacl_graph=Graph().parse(ontology_dir() / "shapes.ttl"))
    assert conforms, text


@pytest.mark.parametrize("question", ["Lumora 是文生视频模型吗？", "which models turn text into video"])
def test_task_that_corrections_merge_is_asked_for_by_its_modalities(kb: Path, notes: Path, question: str) -> None:
    (notes / "a.md").write_text("Lumora 是一个文本生成视频模型。\n", encoding="utf-8")
    _correct(notes, '[[merge]]\nnames = ["text-to-video", "text-to-3D"]\n')
    _build(kb, notes)
    with KnowledgeBase(kb) as base:
        assert base.ask(question).status == "answered"
