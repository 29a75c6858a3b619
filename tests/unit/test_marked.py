"""Documents with their claims marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.cli.tables import print_document
from aigc_kg.errors import NotFoundError
from aigc_kg.marked import MarkedClaim, MarkedDocument, MarkedLine, marked
from aigc_kg.namespaces import AIGC
from tests.encoders import HashEncoder

NOTE = """\
# Notes

Quorvane Labs developed Ostrelune in 2031. Nothing else is known of it.\r
It has over 12 billion parameters.

| model | company |
| --- | --- |
| Brillweave | 曲梨实验室 |
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("marked")
    for name in ("zh/invented.md", "other.md", "zh/other.md"):
        (folder / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "notes" / name).write_bytes(NOTE.encode("utf-8"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes"], encoder="hash")
    with KnowledgeBase(folder / "kb") as opened:
        yield opened


@pytest.fixture(scope="module")
def document(kb: KnowledgeBase) -> MarkedDocument:
    return kb.show_document("zh/invented.md")


def line(document: MarkedDocument, number: int) -> MarkedLine:
    return document.lines[number - 1]


def test_every_line_of_the_document_is_there(document: MarkedDocument) -> None:
    assert document.document == "zh/invented.md"
    assert [(one.number, one.text) for one in document.lines] == list(enumerate(NOTE.splitlines(), 1))


def test_claims_stand_at_the_lines_of_their_quotes(document: MarkedDocument) -> None:
    found = {(c.line, c.subject, c.property, c.value) for one in document.lines for c in one.claims if c.line == one.number}
    assert {(3, "Ostrelune", "developedBy", "Quorvane Labs"), (8, "Brillweave", "developedBy", "曲梨实验室")} <= found
    assert sum(len(one.claims) for one in document.lines) == len({c for one in document.lines for c in one.claims})


def test_what_was_read_of_a_line_is_marked(document: MarkedDocument) -> None:
    sentence = "Quorvane Labs developed Ostrelune in 2031."
    assert [line(document, 3).text[slice(*span)] for span in line(document, 3).read] == [sentence]
    assert (line(document, 1).read, line(document, 5).read, line(document, 7).read) == ((), (), ())


def test_claim_of_a_table_row_names_the_line_of_its_header(document: MarkedDocument) -> None:
    (claim,) = line(document, 8).claims
    assert (claim.context_lines, claim.line, claim.end_line, claim.rule) == ((6,), 8, 8, "table:developedBy")


def test_rule_is_told(document: MarkedDocument) -> None:
    assert all(claim.rule for one in document.lines for claim in one.claims)


def test_claim_that_several_rules_read_is_told_once(kb: KnowledgeBase, document: MarkedDocument) -> None:
    store = ox.Store()
    store.bulk_extend(kb.store)
    for quad in kb.store.quads_for_pattern(None, ox.NamedNode(AIGC + "rule"), None, None):
        store.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("~"), quad.graph_name))
    again = marked(store, kb._index, kb.manifest.sources, "zh/invented.md")
    rules = [[claim.rule for one in found.lines for claim in one.claims] for found in (document, again)]
    assert rules[1] == [f"{rule}, ~" for rule in rules[0]]


@pytest.mark.parametrize("name", ["zh/invented.md", "invented.md"])
def test_document_is_found_by_its_name_or_the_end_of_it(kb: KnowledgeBase, name: str) -> None:
    assert kb.show_document(name).document == "zh/invented.md"


def test_whole_name_goes_before_the_end_of_one(kb: KnowledgeBase) -> None:
    assert kb.show_document("other.md").document == "other.md"


def test_document_is_found_by_the_path_of_its_file(kb: KnowledgeBase) -> None:
    (record,) = [record for record in kb.manifest.sources if record.identifier == "zh/other.md"]
    assert kb.show_document(record.path).document == "zh/other.md"


@pytest.mark.parametrize("name", ["none.md", "vented.md", ""])
def test_unknown_document_is_refused_with_those_that_are_there(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFoundError, match=r"no document .*zh/invented\.md"):
        kb.show_document(name)


@pytest.mark.parametrize(("text", "said"), [(None, "is missing"), ("# Other\n", "has changed since the build")])
def test_document_that_is_not_as_it_was_is_refused(kb: KnowledgeBase, tmp_path: Path, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / "note.md").write_text(text, encoding="utf-8")
    records = [replace(record, path=str(tmp_path / "note.md")) for record in kb.manifest.sources]
    with pytest.raises(NotFoundError, match=said):
        marked(kb.store, kb._index, records, "invented.md")


def test_lines_of_one_page_stand_under_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    claim = MarkedClaim("A", "p", "B", "rule", None, 1, 1, ())
    print_document(MarkedDocument("a.pdf", (MarkedLine(1, "one\n\ntwo", (claim,), ((0, 3),)), MarkedLine(2, "three", (), ()))))
    assert capsys.readouterr().out.splitlines() == ["1 | one", "", "    two", "    -> p(A, B)  [rule]", "2   three"]
