"""Reading speed on one core: MB of text a second for parsing and for extraction apart, and the peak of memory, at several sizes.

The text is varied: the lines of the shipped notes in another order in each note, with other names and other figures, so that
no sentence comes twice and what a cache holds helps as little as with new notes. Each size is read in a process of its own,
note by note. Speed and memory that stay as they are from size to size show that work and memory grow with a note, not with all.
100 MB take long; `--megabytes 1 10` leaves them out.

.venv/bin/python bench/reading_speed.py [--megabytes N ...] [--one-note] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import random
import re
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from aigc_kg.corpus import decode, find_sources, parse_document, read_bytes
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.resources import corpus_dir, ontology_dir
from timing import print_machine, print_table

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEGABYTE = 1_000_000
SIZES = (1.0, 10.0, 100.0)
LEAST = 1.0
"""MB a second that parsing and extraction together are to reach."""
SLOWEST = 12
OTHER_NAMES = 0.7
"""The share of names that are replaced; the others are known ones, as in any note."""
SEED = 7
_NAME = re.compile(r"\b[A-Z][A-Za-z]{3,}\b")
_FIGURE = re.compile(r"\d+")
_SYLLABLES = tuple(first + last for first in ("bra", "ce", "do", "fi", "ha", "ju", "ke", "mi", "pe", "ta") for last in "lnrsxv")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one size: what was read and the seconds and memory that it took."""

    bytes: int
    notes: int
    claims: int
    parsing: float
    extraction: float
    peak: int


def notes(size: int) -> Iterator[str]:
    """Notes of varied text, until there are `size` bytes: the same ones each time."""
    chance = random.Random(SEED)
    sources = [decode(read_bytes(source), source).split("\n\n") for source in find_sources([corpus_dir()])]
    total = 0
    while total < size:
        parts = list(chance.choice(sources))
        chance.shuffle(parts)
        text = _FIGURE.sub(lambda match: _figure(chance, match[0]), _NAME.sub(lambda match: _name(chance, match[0]), "\n\n".join(parts)))
        total += len(text.encode("utf-8"))
        yield text


def _name(chance: random.Random, name: str) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize() if chance.random() < OTHER_NAMES else name


def _figure(chance: random.Random, figure: str) -> str:
    """Another figure with as many digits; years stay years."""
    if len(figure) == 4:
        return str(chance.randint(1990, 2030))
    return figure[0] + "".join(chance.choices("0123456789", k=len(figure) - 1))


def read(texts: Iterable[str]) -> Figures:
    """Read notes one after the other, and measure."""
    extractor = Extractor(load_lexicon(ontology_dir()))
    size = number = claims = 0
    parsing = extraction = 0.0
    for number, text in enumerate(texts, 1):  # noqa: B007
        start = time.perf_counter()
        document = parse_document("note.md", text)
        parsed = time.perf_counter()
        claims += len(extractor.extract(document).claims)
        extraction += time.perf_counter() - parsed
        parsing += parsed - start
        size += len(text.encode("utf-8"))
    return Figures(size, number, claims, parsing, extraction, peak())


def peak() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not tell."""
    return 0 if resource is None else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def measure(size: int, one_note: bool) -> Figures:
    """Read text of a size, on one core."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return read(["\n\n".join(notes(size))] if one_note else notes(size))


def row(found: Figures) -> list[str]:
    """A line of the table."""
    megabytes = found.bytes / MEGABYTE
    both = megabytes / (found.parsing + found.extraction)
    speeds = (megabytes / found.parsing, megabytes / found.extraction, both)
    return [
        f"{megabytes:.1f} MB", str(found.notes), str(found.claims), *(f"{speed:.3f} MB/s" for speed in speeds),
        "met" if both >= LEAST else "MISSED", f"{found.peak / MEGABYTE:.0f} MB",
    ]  # fmt: skip


def print_slowest() -> None:
    """Print the functions that took most time of their own on a megabyte."""
    with cProfile.Profile() as profile:
        read(notes(MEGABYTE))
    stats = pstats.Stats(profile).get_stats_profile()
    slowest = sorted(stats.func_profiles.items(), key=lambda item: -item[1].tottime)[:SLOWEST]
    rows = [
        [name, f"{Path(p.file_name).name}:{p.line_number}", p.ncalls, f"{p.tottime:.2f} s", f"{p.tottime / stats.total_tt:.0%}"]
        for name, p in slowest
    ]
    print("\nprofiled, time of a function's own:")
    print_table(["function", "place", "calls", "time", "share"], rows)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="+", default=SIZES)
    parser.add_argument("--one-note", action="store_true", help="all of it in one long note")
    parser.add_argument("--profile", action="store_true", help=f"show the {SLOWEST} slowest functions")
    options = parser.parse_args()
    print_machine()
    rows = []
    for megabytes in options.megabytes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            rows.append(row(process.submit(measure, int(megabytes * MEGABYTE), options.one_note).result()))
    print_table(["text", "notes", "claims", "parsing", "extraction", "both", f">= {LEAST:g} MB/s", "peak memory"], rows)
    if options.profile:
        print_slowest()


if __name__ == "__main__":
    main()
