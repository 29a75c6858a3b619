"""Builds that read only what changed, against builds from nothing: random edits, deletions of documents and of pairs of them.

Equal means: the same graph, passages, vectors and answers. Vectors come from a stand-in encoder.

.venv/bin/python bench/incremental.py [FOLDER] [--sequences N] [--steps N] [--seed S] [--no-deletions]
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Iterable
from itertools import combinations
from pathlib import Path

from aigc_kg import KnowledgeBase
from edits import NOTES, content, edit
from standin import standing_in
from timing import print_table


def is_equal(kb: Path, notes: Path, made: Path) -> bool:
    """Is it what a build from nothing makes of the same documents?"""
    shutil.rmtree(made, ignore_errors=True)
    KnowledgeBase.build(made, [notes])
    return content(kb) == content(made)


def sequences(folder: Path, number: int, steps: int, seed: int) -> tuple[int, int]:
    """How many sequences of edits were tried, and how many came out equal."""
    equal = 0
    for sequence in range(number):
        chance = random.Random(seed + sequence)
        with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
            kb, notes = Path(made) / "kb", Path(shutil.copytree(folder, Path(made) / "notes"))
            KnowledgeBase.build(kb, [notes])
            done = []
            for _ in range(chance.randint(1, steps)):
                done.append(edit(notes, chance))
                KnowledgeBase.build(kb, [notes])
            if is_equal(kb, notes, Path(made) / "fresh"):
                equal += 1
            else:
                print(f"not equal: sequence {seed + sequence}: {', '.join(done)}", file=sys.stderr)
    return number, equal


def deletions(folder: Path, groups: Iterable[tuple[Path, ...]]) -> tuple[int, int]:
    """How many groups of documents were deleted, and how many times nothing of them was left."""
    tried = equal = 0
    for group in groups:
        with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
            kb, notes = Path(made) / "kb", Path(shutil.copytree(folder, Path(made) / "notes"))
            KnowledgeBase.build(kb, [notes])
            for path in group:
                (notes / path.relative_to(folder)).unlink()
            KnowledgeBase.build(kb, [notes])
            tried += 1
            equal += is_equal(kb, notes, Path(made) / "fresh")
    return tried, equal


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=None, help="documents; else a few short notes")
    parser.add_argument("--sequences", type=int, default=500)
    parser.add_argument("--steps", type=int, default=4, help="edits of a sequence, at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-deletions", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made, standing_in():
        folder = options.folder or Path(made)
        if options.folder is None:
            for name, text in NOTES.items():
                (folder / name).write_text(text, encoding="utf-8")
        rows = [["sequences of edits", *sequences(folder, options.sequences, options.steps, options.seed)]]
        if not options.no_deletions:
            documents = sorted(path for path in folder.rglob("*.md"))
            rows.append(["one document deleted", *deletions(folder, ((path,) for path in documents))])
            pairs = combinations(documents, 2) if len(documents) > 2 else ()
            rows.append(["two documents deleted", *deletions(folder, pairs)])
    print_table(["compared with a build from nothing", "tried", "equal"], [[str(cell) for cell in row] for row in rows])


if __name__ == "__main__":
    main()
