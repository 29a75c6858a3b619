"""Damage of a knowledge base: bytes flipped and files cut everywhere in it, and what each command says of it then.

Every command either prints what it printed before, or ends with status 3 and one sentence; anything else is counted as wrong.
`validate` has to find each damage, and a build to mend it, which is tried after every tenth.

.venv/bin/python bench/damage.py [FOLDER] [--flips N] [--cuts N] [--seed S]
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from aigc_kg import KnowledgeBase
from aigc_kg.cli import main as program
from aigc_kg.manifest import current_generation, read_manifest
from aigc_kg.vocabulary import kept_lexicon
from standin import HashEncoder
from timing import print_table

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("ask", "who made Flamingo", "--json"),
    ("ask", "which models did Google make", "--json"),
    ("ask", "为什么扩散模型慢", "--json"),
    ("search", "diffusion models", "--json"),
    ("sparql", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "--format", "csv"),
    ("show", "Google", "--json"),
    ("export", "--format", "nquads"),
    ("conflicts", "--json"),
    ("stats", "--json"),
)
_MENDED_EACH = 10
_UNREAD = ("build.lock", "build.by")

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


def run(*arguments: str) -> Done:
    """Run a command in this process, but for what it runs in processes of its own."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8"), io.StringIO()
    status = 0
    with mock.patch.object(sys, "argv", ["aigc-kg", *arguments]), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            program()
        except SystemExit as ended:
            status = int(ended.code or 0)
    out.flush()
    return Done(status, out.buffer.getvalue().decode("utf-8"), err.getvalue())


def flipped(at: int, bit: int) -> Change:
    """Turn one bit round."""
    return lambda data: data[:at] + bytes([data[at] ^ (1 << bit)]) + data[at + 1 :]


def cut(at: int) -> Change:
    """Leave the first bytes only."""
    return lambda data: data[:at]


def changes(kb: Path, flips: int, cuts: int, seed: int) -> list[tuple[Path, str, Change]]:
    """Damages spread evenly over all files, whatever their sizes; within a file by chance."""
    chance = random.Random(seed)
    files = sorted(path for path in kb.rglob("*") if path.is_file() and path.stat().st_size and path.name not in _UNREAD)
    made: list[tuple[Path, str, Change]] = []
    for number in range(flips):
        path = files[number % len(files)]
        made.append((path, "flip", flipped(chance.randrange(path.stat().st_size), chance.randrange(8))))
    for number in range(cuts):
        path = files[number % len(files)]
        made.append((path, "cut", cut(chance.randrange(path.stat().st_size))))
    return made


def judged(done: Done, before: Done) -> str:
    """Is it what was said before, or a refusal in one sentence?"""
    if done == before or (done.status, done.out) == (before.status, before.out):
        return "right"
    refused = done.status == 3 and not done.out and "Traceback" not in done.err and "uild" in done.err
    return "refused" if refused else "wrong"


def tried(kb: Path, commands: Sequence[tuple[str, ...]], before: Sequence[Done]) -> list[tuple[str, str]]:
    """What became of each command on a damaged knowledge base; of validate whether it found the damage."""
    found = [(command[0], judged(run(*command, "--kb", str(kb)), done)) for command, done in zip(commands, before, strict=True)]
    checked = run("validate", "--kb", str(kb))
    return [*found, ("validate", {0: "sound", 1: "found", 3: "found"}.get(checked.status, "wrong"))]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=None, help="documents; else two short notes")
    parser.add_argument("--flips", type=int, default=500)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made, mock.patch("aigc_kg.vectors.load_encoder", HashEncoder):
        notes = options.folder or standin_notes(Path(made))
        sound = Path(made) / "sound"
        KnowledgeBase.build(sound, [notes])
        # The vocabulary is the package's own, and loading it again and again takes most of the time.
        lexicon = kept_lexicon(current_generation(sound), read_manifest(current_generation(sound) / "manifest.json"))
        with mock.patch("aigc_kg.kb.kept_lexicon", return_value=lexicon):
            report(Path(made), sound, notes, options)


def report(made: Path, sound: Path, notes: Path, options: argparse.Namespace) -> None:
    """Damage copies of a sound knowledge base one by one, and print what came of it."""
    kb = made / "kb"
    before = [run(*command, "--kb", str(sound)) for command in COMMANDS]
    figures: Counter[tuple[str, str]] = Counter()
    damages = changes(sound, options.flips, options.cuts, options.seed)
    shutil.copytree(sound, kb)
    for number, (path, kind, change) in enumerate(damages):
        place, data = kb / path.relative_to(sound), path.read_bytes()
        place.write_bytes(change(data))
        for command, verdict in tried(kb, COMMANDS, before):
            figures[command, verdict] += 1
            if verdict == "wrong":
                print(f"wrong: {command} after a {kind} in {path.relative_to(sound)}", file=sys.stderr)
        place.write_bytes(data)
        if number % _MENDED_EACH == 0:
            place.write_bytes(change(data))
            figures["build", "mended" if mended(kb, notes, before) else "wrong"] += 1
            shutil.rmtree(kb)
            shutil.copytree(sound, kb)
    commands = dict.fromkeys([*(command[0] for command in COMMANDS), "validate", "build"])
    verdicts = ("right", "refused", "found", "mended", "sound", "wrong")
    print(f"{options.flips} flips and {options.cuts} cuts, spread over {len({path for path, _, _ in damages})} files\n")
    print_table(["command", *verdicts], [[name, *(str(figures[name, verdict]) for verdict in verdicts)] for name in commands])


def mended(kb: Path, notes: Path, before: Sequence[Done]) -> bool:
    """Is everything right again after a build?"""
    built = run("build", str(notes), "--kb", str(kb)).status == 0
    verdicts = {verdict for _, verdict in tried(kb, COMMANDS, before)}
    return built and verdicts == {"right", "sound"} and run("validate", "--kb", str(kb)).status == 0


def standin_notes(made: Path) -> Path:
    """Two short notes."""
    folder = made / "notes"
    folder.mkdir()
    (folder / "a.md").write_text("# Models\n\nDeepMind developed Flamingo in 2022.\n\n- Google made Imagen and Muse.\n", encoding="utf-8")
    (folder / "b.md").write_text("# 模型\n\n谷歌发布了 Parti。Imagen 有 20 亿参数。\n\n扩散模型慢，因为步数多。\n", encoding="utf-8")
    return folder


if __name__ == "__main__":
    main()
