"""Reading speed on one core: MB of text a second for reading blocks and for extracting claims.

The shipped corpus is repeated to 1 MB, once as notes of their own size, once as one long note: a ratio well over 1
between the two would show work that grows faster than the text. Repeated text is kinder to caches than new text is.

.venv/bin/python bench/reading_speed.py [--megabytes N] [--repeats N] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path
from statistics import median

from aigc_kg.corpus import decode, find_sources, parse_document, read_bytes
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.model import Document
from aigc_kg.resources import corpus_dir, ontology_dir
from timing import print_machine, print_table

MEGABYTE = 1_000_000
SLOWEST = 5


def notes(size: int) -> Iterator[tuple[str, str]]:
    """Identifiers and texts of the shipped notes, over and over, until there are `size` bytes."""
    sources = [(source.identifier, decode(read_bytes(source), source)) for source in find_sources([corpus_dir()])]
    total = 0
    for number, (identifier, text) in enumerate(cycle(sources)):
        if total >= size:
            return
        total += len(text.encode("utf-8"))
        yield f"{number}/{identifier}", text


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of some work."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_slowest(profile: cProfile.Profile) -> None:
    """Print the functions that took most time of their own."""
    stats = pstats.Stats(profile).get_stats_profile()
    slowest = sorted(stats.func_profiles.items(), key=lambda item: -item[1].tottime)[:SLOWEST]
    rows = [
        [name, f"{Path(p.file_name).name}:{p.line_number}", p.ncalls, f"{p.tottime:.2f} s", f"{p.tottime / stats.total_tt:.0%}"]
        for name, p in slowest
    ]
    print("\nprofiled, time of a function's own:")
    print_table(["function", "place", "calls", "time", "share"], rows)


def measure(texts: list[tuple[str, str]], repeats: int) -> tuple[float, float, list[Document]]:
    """MB a second of reading and of extraction, medians, and the documents read."""
    extractor = Extractor(load_lexicon(ontology_dir()))
    documents = [parse_document(identifier, text) for identifier, text in texts]
    reading = [seconds(lambda: [parse_document(identifier, text) for identifier, text in texts]) for _ in range(repeats)]
    extraction = [seconds(lambda: [extractor.extract(document) for document in documents]) for _ in range(repeats)]
    megabytes = sum(len(text.encode("utf-8")) for _, text in texts) / MEGABYTE
    return megabytes / median(reading), megabytes / median(extraction), documents


def profiled(texts: list[tuple[str, str]]) -> cProfile.Profile:
    """A profile of reading and extraction."""
    extractor = Extractor(load_lexicon(ontology_dir()))
    with cProfile.Profile() as profile:
        for identifier, text in texts:
            extractor.extract(parse_document(identifier, text))
    return profile


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--profile", action="store_true", help=f"show the {SLOWEST} slowest functions")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = list(notes(int(options.megabytes * MEGABYTE)))
    many = measure(texts, options.repeats)
    one = measure([("one.md", "\n\n".join(text for _, text in texts))], options.repeats)
    print_machine()
    rows = [
        ["reading blocks", f"{many[0]:.2f} MB/s", f"{one[0]:.2f} MB/s", f"{many[0] / one[0]:.2f}"],
        ["extracting claims", f"{many[1]:.3f} MB/s", f"{one[1]:.3f} MB/s", f"{many[1] / one[1]:.2f}"],
    ]
    print_table([f"{options.megabytes:g} MB of text, medians of {options.repeats}", f"{len(texts)} notes", "one note", "ratio"], rows)
    if options.profile:
        print_slowest(profiled(texts))


if __name__ == "__main__":
    main()
