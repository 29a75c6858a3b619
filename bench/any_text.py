"""Whatever is typed gets an answer at once: generated texts on the shipped corpus, their times by status.

.venv/bin/python bench/any_text.py [--kb DIR] [--texts N]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from aigc_kg import KnowledgeBase
from aigc_kg.lexicon import load_lexicon
from aigc_kg.render import answer_json
from aigc_kg.resources import ontology_dir
from timing import knowledge_base, percentile, print_machine, print_table

LIMIT_SECONDS = 1.0
SCRAPS = ("", "?", "，", "\x00", "\u202e", "} UNION { ?s ?p ?o", "DROP ALL", "SERVICE <http://localhost/>", "2022", "300 亿", "three")


def texts(number: int) -> Iterator[str]:
    """Names and question words in any order, scraps of queries, any characters, some of them very long."""
    rng = random.Random(11)
    lexicon = load_lexicon(ontology_dir())
    words = [w.form for w in lexicon.wordings if w.form] + [name.label for name in lexicon.names] + list(SCRAPS)
    for at in range(number):
        if at % 4:
            text = " ".join(rng.choice(words) for _ in range(rng.randint(1, 14)))
        else:
            text = "".join(
                chr(rng.choice((rng.randrange(0x3000), rng.randrange(0x4E00, 0x9FFF), rng.randrange(0x1F300, 0x1F6FF)))) for _ in range(40)
            )
        yield text * (200 if at % 50 == 0 else 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--texts", type=int, default=10_000)
    options = parser.parse_args()
    print_machine()
    times: dict[str, list[float]] = defaultdict(list)
    with knowledge_base(options.kb) as folder, KnowledgeBase.open(folder) as kb:
        kb.ask("why")
        for text in texts(options.texts):
            start = time.perf_counter()
            answer = kb.ask(text)
            times[answer_json(answer)["status"]].append(time.perf_counter() - start)
    rows = [
        [status, str(len(values)), *(f"{1000 * value:.1f}" for value in (median(values), percentile(values, 99), max(values)))]
        for status, values in sorted(times.items())
    ]
    print_table(["status", "texts", "median ms", "99 % ms", "most ms"], rows)
    late = sum(value > LIMIT_SECONDS for values in times.values() for value in values)
    print(f"{late} of {options.texts} took more than {LIMIT_SECONDS:g} s")


if __name__ == "__main__":
    main()
