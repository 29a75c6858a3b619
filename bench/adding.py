"""Cost of adding one document to a corpus of 10, 100, 1,000 … documents, with a stand-in encoder; CPU time.

The graph, the names and the index are written anew by each build, so the cost grows with the corpus; what is read and embedded
does not. How much of the time each part takes is printed, and how many documents were read and passages embedded.

.venv/bin/python bench/adding.py [--sizes 10 100 1000]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from aigc_kg import KnowledgeBase
from standin import standing_in
from timing import print_machine, print_table

_SENTENCES = (
    "Lab{a} developed Model{b} in 20{c:02d}.",
    "Model{b} has {a} billion parameters.",
    "Model{b} is a text-to-image model, made by Lab{a}.",
    "- Model{b} is based on Model{a}.",
)


def note(number: int) -> str:
    """A short note; notes share labs and models with each other."""
    lines = [sentence.format(a=(number * 7 + at) % 997, b=number + at, c=number % 24) for at, sentence in enumerate(_SENTENCES * 2)]
    return f"# Note {number}\n\n" + "\n\n".join(lines) + "\n"


def measured(size: int) -> list[str]:
    """A row of the table: seconds of the first build, of adding one document, and what was done for it."""
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
        notes, kb = Path(made) / "notes", Path(made) / "kb"
        notes.mkdir()
        for number in range(size):
            (notes / f"{number}.md").write_text(note(number), encoding="utf-8")
        start = time.process_time()
        KnowledgeBase.build(kb, [notes])
        first = time.process_time() - start
        (notes / "one-more.md").write_text(note(size), encoding="utf-8")
        start = time.process_time()
        report = KnowledgeBase.build(kb, [notes])
        again = time.process_time() - start
        return [f"{size:,}", f"{first:.1f} s", f"{again:.2f} s", f"{again / first:.2f}", str(report.read), str(report.embedded)]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    options = parser.parse_args()
    print_machine()
    with standing_in():
        rows = [measured(size) for size in options.sizes]
    print_table(["documents", "from nothing", "one more", "share", "read", "embedded"], rows)


if __name__ == "__main__":
    main()
