from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corrections import Correction, Corrections, Merge, Naming, Rejection, Split, read_corrections
from aigc_kg.errors import CorrectionsError

WHOLE = '''\
# what was put right by hand
[[merge]]
names = ["Lumora 2", "灵墨"]
prefer = "灵墨"
reason = """two lines,
[[merge]]
in one reason"""

[[split]]
names = [
  "Quellwerk",   # [[split]]
  "Quellwerk Labs",
]

[[reject]]
document = "a.md"
line = 12
property = "releaseDate"
subject = "Lumora 2"
object = 2021-03-15

[[reject]]
quote = "Quellwerk  devised\\tLumora."
object = 7_000_000_000
[[ "name" ]]
of = 'Nimbus'
en = "Nimbus One"
zh = "云一"
'''
ENTRIES = (
    Merge("notes/corrections.toml:2", "two lines,\n[[merge]]\nin one reason", ("Lumora 2", "灵墨"), "灵墨"),
    Split("notes/corrections.toml:9", None, ("Quellwerk", "Quellwerk Labs")),
    Rejection("notes/corrections.toml:15", None, "a.md", 12, None, "releaseDate", "Lumora 2", "2021-03-15"),
    Rejection("notes/corrections.toml:22", None, quote="Quellwerk devised Lumora.", object="7000000000"),
    Naming("notes/corrections.toml:25", None, "Nimbus", (("en", "Nimbus One"), ("zh", "云一"))),
)
MERGE = '[[merge]]\nnames = ["A", "B"]\n'
BROKEN = {
    "no TOML": ("[[merge]]\nnames = \n", r"corrections\.toml is not valid TOML: .*line 2"),
    "open list": ('[[merge]]\nnames = ["A",\n', r"not valid TOML: .*line 2"),
    "impossible date": ("[[reject]]\nobject = 2021-13-45\n", r"not valid TOML: .*line 2"),
    "endless number": (f"[[reject]]\nobject = {'1' * 5000}\n", r"not valid TOML"),
    "deep nesting": ("[[merge]]\nnames = " + "[" * 20000 + "]" * 20000 + "\n", r"nested too deeply"),
    "unknown kind": (MERGE + "\n[[mrege]]\n", r"corrections\.toml:4: .*'mrege'.*\[\[merge\]\], \[\[split\]\], \[\[reject\]\]"),
    "bare key": ("version = 1\n" + MERGE, r"corrections\.toml:1: .*'version'"),
    "single brackets": ("\n[merge]\nnames = []\n", r"corrections\.toml:2: .*'merge'"),
    "inline table": ('merge = [{names = ["A", "B"]}]\n', r"corrections\.toml:1: .*\[\[merge\]\]"),
    "list of numbers": ("merge = [1]\n", r"corrections\.toml:1: .*\[\[merge\]\]"),
    "unknown key": ('\n[[merge]]\nnames = ["A", "B"]\nbecause = "x"\n', r":2: merge: unknown key 'because'.*names, prefer, reason"),
    "no names": ("[[merge]]\n", r"corrections\.toml:1: merge: names must be a list"),
    "names of numbers": ("[[split]]\nnames = [1, 2]\n", r":1: split: names must be a list"),
    "empty name": ('[[merge]]\nnames = ["A", " "]\n', r":1: merge: names must be a list"),
    "one name twice": ('[[merge]]\nnames = ["A", "A "]\n', r":1: merge: .*two different"),
    "stranger preferred": ('[[merge]]\nnames = ["A", "B"]\nprefer = "C"\n', r":1: merge: .*'C'"),
    "reason that is no text": (MERGE + "reason = 1\n", r":1: merge: reason"),
    "all claims": ('[[reject]]\nreason = "x"\n', r":1: reject: say which claims"),
    "line of no document": ('[[reject]]\nline = 3\nsubject = "A"\n', r":1: reject: a line needs the document"),
    "line 0": ('[[reject]]\ndocument = "a.md"\nline = 0\n', r":1: reject: line must be"),
    "line in words": ('[[reject]]\ndocument = "a.md"\nline = "3"\n', r":1: reject: line must be"),
    "object that is a list": ('[[reject]]\nobject = ["A"]\n', r":1: reject: object"),
    "name of nothing": ('[[name]]\nen = "A"\n', r":1: name: give the thing"),
    "no name": ('[[name]]\nof = "A"\n', r":1: name: give the thing"),
    "other language": ('[[name]]\nof = "A"\nfr = "B"\n', r":1: name: unknown key 'fr'"),
    "merged and split": (MERGE + '[[split]]\nnames = ["b", "A"]\n', r"corrections\.toml:1 makes 'b' and 'A' one, .*toml:3 keeps"),
    "merged by way of a third and split": (
        MERGE + '[[split]]\nnames = ["A", "C"]\n[[merge]]\nnames = ["B", "C"]\n',
        r"corrections\.toml:5 makes 'A' and 'C' one, .*corrections\.toml:3 keeps",
    ),
    "two preferred names": (
        MERGE + 'prefer = "A"\n[[name]]\nof = "b"\nen = "C"\n',
        r"corrections\.toml:1 and .*corrections\.toml:4 prefer different names in en .*'A' and 'C'",
    ),
}  # fmt: skip


def _read(folder: Path, text: str | bytes) -> Corrections:
    folder.mkdir(exist_ok=True)
    (folder / "corrections.toml").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_corrections([folder])


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return tmp_path / "notes"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_entries_are_read_with_their_lines(notes: Path, newline: str) -> None:
    assert _read(notes, WHOLE.replace("\n", newline)).entries == ENTRIES


def test_byte_order_mark_is_no_part_of_the_file(notes: Path) -> None:
    assert _read(notes, b"\xef\xbb\xbf" + MERGE.encode()).entries == (Merge("notes/corrections.toml:1", None, ("A", "B")),)


def test_file_is_recorded_with_its_hash(notes: Path) -> None:
    found = _read(notes, MERGE)
    assert found.files == ((str(notes / "corrections.toml"), hashlib.sha256(MERGE.encode()).hexdigest()),)


def test_empty_file_corrects_nothing(notes: Path) -> None:
    assert _read(notes, "").entries == ()


def test_folders_without_a_file_correct_nothing(tmp_path: Path) -> None:
    assert read_corrections([tmp_path, tmp_path / "a.md"]) == Corrections()


def test_file_in_a_folder_below_does_not_count(tmp_path: Path) -> None:
    _read(tmp_path / "below", MERGE)
    assert read_corrections([tmp_path]) == Corrections()


def test_file_may_be_given_itself_and_counts_once(notes: Path) -> None:
    found = _read(notes, MERGE)
    assert read_corrections([notes / "corrections.toml", notes]) == found


def test_files_of_several_folders_go_together_in_order(tmp_path: Path) -> None:
    _read(tmp_path / "one", MERGE)
    _read(tmp_path / "two", '[[split]]\nnames = ["A", "C"]\n')
    places = [entry.place for entry in read_corrections([tmp_path / "two", tmp_path / "one"]).entries]
    assert places == ["two/corrections.toml:1", "one/corrections.toml:1"]


def test_files_that_contradict_each_other_are_both_named(tmp_path: Path) -> None:
    _read(tmp_path / "one", MERGE)
    _read(tmp_path / "two", '\n[[split]]\nnames = ["A", "B"]\n')
    with pytest.raises(CorrectionsError, match=r"one/corrections\.toml:1 makes .* two/corrections\.toml:2 keeps"):
        read_corrections([tmp_path / "one", tmp_path / "two"])


def test_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"corrections\.toml: No such file"):
        read_corrections([tmp_path / "corrections.toml"])


def test_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "corrections.toml").mkdir()
    with pytest.raises(CorrectionsError, match=r"corrections\.toml: Is a directory"):
        read_corrections([tmp_path])


def test_text_that_is_not_utf8_is_named_with_its_line(notes: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"corrections\.toml:3: .*UTF-8"):
        _read(notes, MERGE.encode() + b"# \xff\n")


def test_there_are_28_broken_files() -> None:
    assert len(BROKEN) == 28


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_file_is_refused_with_its_line_and_why(fault: str, notes: Path) -> None:
    text, message = BROKEN[fault]
    with pytest.raises(CorrectionsError) as caught:
        _read(notes, text)
    assert re.search(message, str(caught.value)), caught.value
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (ENTRIES[0], "Lumora 2 = 灵墨, called 灵墨"),
        (ENTRIES[1], "Quellwerk ≠ Quellwerk Labs"),
        (ENTRIES[2], "releaseDate(Lumora 2, 2021-03-15) in a.md, line 12"),
        (ENTRIES[3], "?(?, 7000000000), “Quellwerk devised Lumora.”"),
        (ENTRIES[4], "Nimbus is called Nimbus One (en), 云一 (zh)"),
    ],
)
def test_entry_in_words(entry: Correction, text: str) -> None:
    assert entry.text == text


def test_iri_is_what_a_correction_says_and_not_where() -> None:
    same = Merge("elsewhere:9", None, ("B", "A"))
    others = [Merge("x:1", "why", ("A", "B")), Merge("x:1", None, ("A", "B"), "A"), Split("x:1", None, ("A", "B"))]
    made = Merge("x:1", None, ("A", "B"))
    assert (made.iri == same.iri, [made.iri == other.iri for other in others]) == (True, [False, False, False])


@given(
    st.lists(
        st.sampled_from(
            [
                MERGE,
                '[[merge]]\nnames = ["C",\n"D]]"] # [[merge]]\n',
                "[[reject]]\nobject = '''\n[[merge]]\n'''\n",
                '[[split]]\nnames = ["E", "\\"[["]\n',
                '\n\n[[name]] # "\nof = "F"\nen = """a"b""\n"""\n',
                '# """ [\n[[reject]]\nsubject = "x"\n',
            ]
        ),
        max_size=6,
    )
)
def test_every_entry_has_the_line_of_its_header(tmp_path_factory: pytest.TempPathFactory, pieces: list[str]) -> None:
    text = "".join(pieces)
    headers = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\[\[\w+\]\]", line)]
    within = [n for n, line in enumerate(text.splitlines(), 1) if line == "[[merge]]" and text.splitlines()[n - 2] == "object = '''"]
    found = _read(tmp_path_factory.mktemp("notes"), text)
    assert [int(entry.place.rsplit(":", 1)[1]) for entry in found.entries] == [n for n in headers if n not in within]
