"""Build time of a folder: reading, graph and lexical index apart from embedding, and a second build of what has not changed.

.venv/bin/python bench/build_time.py [FOLDER] [--repeats N] [--no-embedding]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np

from aigc_kg import KnowledgeBase
from aigc_kg.resources import corpus_dir
from timing import COMMAND, print_machine, print_table, process_seconds, verdict

if TYPE_CHECKING:
    from aigc_kg.builder import BuildReport
    from aigc_kg.vectors import Matrix

MOST_WHOLE = 60.0
MOST_GRAPH = 3.0


class InstantEncoder:
    """Stands in for the encoder, so that all but embedding can be timed again and again."""

    name = "instant"

    def passages(self, texts: Sequence[str]) -> Matrix:
        """The same vector for each text."""
        return np.ones((len(texts), 1), dtype=np.float32)

    def query(self, text: str) -> Matrix:
        """The same vector for each question."""
        return self.passages([text])


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the phases of one build.

    The switch to the new generation, when graph and lexical index stand, is seen in the time of the file `current`.
    """

    reading: float
    indexing: float
    embedding: float
    report: BuildReport

    @property
    def whole(self) -> float:
        """Seconds of the build."""
        return self.reading + self.indexing + self.embedding

    @property
    def graph(self) -> float:
        """Seconds of all but embedding."""
        return self.reading + self.indexing


def timed_build(folder: Path) -> Times:
    """Build into a new temporary knowledge base."""
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
        last_read = start = time.time()

        def progress(phase: str, done: int, total: int) -> None:
            nonlocal last_read
            if phase == "reading" and done == total:
                last_read = time.time()

        report = KnowledgeBase.build(made, [folder], progress=progress)
        end = time.time()
        switched = (Path(made) / "current").stat().st_mtime
        return Times(last_read - start, switched - last_read, end - switched, report)


def unchanged_seconds(folder: Path, repeats: int) -> list[float]:
    """Seconds of whole second builds of a folder in which nothing changed."""
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
        KnowledgeBase.build(made, [folder])
        return [process_seconds([COMMAND, "build", folder, "--kb", made]) for _ in range(repeats)]


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=corpus_dir())
    parser.add_argument("--repeats", type=int, default=5, help="builds without embedding, of which the median is shown")
    parser.add_argument("--no-embedding", action="store_true", help="leave the build with embedding out")
    options = parser.parse_args()
    with mock.patch("aigc_kg.vectors.load_encoder", return_value=InstantEncoder()):
        timed_build(options.folder)
        without = [timed_build(options.folder) for _ in range(options.repeats)]
        again = median(unchanged_seconds(options.folder, options.repeats))
    graph = median(t.graph for t in without)
    report = without[0].report
    rows = [
        ["reading and extraction", f"{median(t.reading for t in without):.2f} s", "", ""],
        ["graph and lexical index written", f"{median(t.indexing for t in without):.2f} s", "", ""],
        ["all but embedding", f"{graph:.2f} s", f"<= {MOST_GRAPH:.0f} s", verdict(graph, MOST_GRAPH)],
        ["unchanged second build, whole process", f"{again:.2f} s", "", ""],
    ]
    if not options.no_embedding:
        full = timed_build(options.folder)
        rate = full.report.embedded / full.embedding
        rows += [
            ["embedding, with loading the encoder", f"{full.embedding:.1f} s", "", ""],
            ["passages embedded", f"{full.report.embedded}", "", ""],
            ["passages a second", f"{rate:.1f}", "", ""],
            ["whole build", f"{full.whole:.1f} s", f"<= {MOST_WHOLE:.0f} s", verdict(full.whole, MOST_WHOLE)],
            ["embedding over all else", f"{full.embedding / full.graph:.1f}", "", ""],
        ]
    print_machine()
    print(f"{options.folder}: {report.documents} documents, {report.passages} passages, {report.claims} claims")
    print_table([f"build, medians of {options.repeats}; with embedding once", "measured", "target", ""], rows)


if __name__ == "__main__":
    main()
