"""Passages over the shipped notes: what each way of searching finds, and what the threshold of trust lets through.

.venv/bin/python bench/passages.py [--kb DIR] [--questions calibration.jsonl]

The numbers that decide whether a passage is good enough are set on calibration.jsonl; held.jsonl is what the tests ask.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.suites.passage_cases import Case, read_cases

from aigc_kg import KnowledgeBase
from aigc_kg.quoting import LEAST_COVERED, LEAST_TRUST, trust
from aigc_kg.search import LONGEST_QUERY, Wanted
from timing import knowledge_base, print_machine, print_table

FIRST = 3
THRESHOLDS = (-0.06, -0.04, -0.02, -0.01, 0.0, 0.01, 0.02, 0.04, 0.06)
Places = set[tuple[str, int]]


def ways(kb: KnowledgeBase) -> dict[str, Callable[[str], Places]]:
    """The lines of the first passages, by how they are searched for."""
    index, retriever = kb._index, kb._retriever
    searcher, vectors, encoder = retriever._searcher, kb._vectors, kb._encoder

    def lines(numbers: Sequence[int]) -> Places:
        found = index.passages(numbers).values()
        return {(p.document, line) for p in found for line in range(p.line, p.end_line + 1)}

    return {
        "words only (BM25)": lambda q: lines([n for n, _ in index.search(q, FIRST)]),
        "vectors only": lambda q: lines([n for n, _ in vectors.search(encoder.query(q), FIRST)] if vectors else []),
        "both, fused by rank": lambda q: lines([f.passage.id for f in searcher.search(q, FIRST, Wanted())]),
        "fused and lifted": lambda q: lines([f.passage.id for f in retriever.search(q[:LONGEST_QUERY], FIRST)]),
    }


def trust_in(kb: KnowledgeBase, case: Case) -> float:
    """The trust in the best of the first passages; none where it lacks too much of what a question for a fact names."""
    retriever = kb._retriever
    question = retriever.analyzer.analyze(case.question)
    hits, wanted = retriever.retrieve(question, FIRST)
    covered = LEAST_COVERED if retriever.asks_for_fact(question) else 0.0
    return max((trust(hit, wanted, case.language) for hit in hits if wanted.covered(hit.passage) >= covered), default=-1.0)


def latency(kb: KnowledgeBase, question: str) -> tuple[float, float]:
    """CPU milliseconds of the encoder for a question, and of the whole answer."""
    start = time.process_time()
    kb._encoder.query(question)
    own = time.process_time()
    kb.ask(question)
    return (own - start) * 1000, (time.process_time() - own) * 1000


def share(flags: Sequence[bool]) -> str:
    """How many of them, as a share."""
    return f"{sum(flags) / len(flags):.3f}" if flags else "-"


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, help="a knowledge base of the shipped corpus; else one is built")
    parser.add_argument("--questions", default="calibration.jsonl")
    options = parser.parse_args()
    cases = read_cases(options.questions)
    asked, unasked = [c for c in cases if c.answerable], [c for c in cases if not c.answerable]
    with knowledge_base(options.kb) as folder, KnowledgeBase(folder) as kb:
        print_machine()
        languages = ("zh", "en")
        rows = [
            [name, *(share([not find(c.question).isdisjoint(c.lines) for c in asked if c.language == one]) for one in languages)]
            for name, find in ways(kb).items()
        ]
        print_table([f"line among the first {FIRST}", *languages], rows)
        print(f"\ntrust of a passage; the threshold in use is {LEAST_TRUST}")
        groups = [[trust_in(kb, case) for case in group] for group in (asked, unasked)]
        curve = [[f"{least:+.2f}", *(share([one >= least for one in group]) for group in groups)] for least in THRESHOLDS]
        print_table(["threshold", "answerable quoted", "unanswerable quoted"], curve)
        statuses = [kb.ask(c.question).status for c in unasked]
        quoted, answered = statuses.count("passages"), statuses.count("answered")
        print(f"\nunanswerable, with all rules: {quoted} quoted, {answered} answered of {len(unasked)}")
        own, whole = (median(times) for times in zip(*(latency(kb, c.question) for c in asked[:1] + asked), strict=True))
        print(f"CPU ms of a passage question, median: {whole:.1f}, of it the encoder {own:.1f}, all else {whole - own:.1f}")


if __name__ == "__main__":
    main()
