"""How much of what the broad notes state is read, property by property; run as a program, with all that was missed or made up."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aigc_kg.kb import KnowledgeBase
from tests.suites.cases import BROAD, BROAD_NOTES, BROAD_PROPERTIES, Fact, facts
from tests.suites.claims import ClaimRow, claim_rows


@dataclass(frozen=True)
class Score:
    """Facts of the notes against claims; optional facts count neither for nor against."""

    stated: tuple[Fact, ...]
    missed: tuple[Fact, ...]
    right: tuple[ClaimRow, ...]
    extra: tuple[ClaimRow, ...]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / len(self.stated)

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.extra))

    def table(self) -> str:
        """A row for each property: facts stated, read of them, recall, claims right and made up."""
        counts = [Counter(one.property for one in group) for group in (self.stated, self.missed, self.right, self.extra)]
        lines = [f"{'property':18}{'stated':>8}{'read':>8}{'recall':>8}{'right':>8}{'extra':>8}"]
        for name in BROAD_PROPERTIES:
            stated, missed, right, extra = (count[name] for count in counts)
            lines.append(f"{name:18}{stated:8}{stated - missed:8}{1 - missed / stated:8.2f}{right:8}{extra:8}")
        stated, missed, right, extra = (count.total() for count in counts)
        return "\n".join([*lines, f"{'all':18}{stated:8}{stated - missed:8}{self.recall:8.3f}{right:8}{extra:8}"])

    def __str__(self) -> str:
        return "\n".join(
            [
                f"recall {self.recall:.3f}, precision {self.precision:.3f}",
                self.table(),
                "missed:",
                *_sorted(self.missed),
                "not in the file of facts:",
                *_sorted(self.extra),
            ]
        )


def _sorted(items: Iterable[object]) -> list[str]:
    return [f"  {item}" for item in sorted(map(str, items))]


def score(known: Sequence[Fact], claims: Sequence[ClaimRow]) -> Score:
    """Facts are read where a claim at their line says them; claims are right where facts of their lines bear them out."""
    stated = tuple(fact for fact in known if not fact.optional)
    missed = tuple(fact for fact in stated if not any(claim.covers(fact.line) and claim.says_fully(fact) for claim in claims))
    right, extra, left_open = [], [], 0
    for claim in claims:
        facts_there = [fact for fact in known if claim.covers(fact.line) and claim.is_borne_out_by(fact)]
        if not facts_there:
            extra.append(claim)
        elif all(fact.optional for fact in facts_there):
            left_open += 1
        else:
            right.append(claim)
    assert left_open + len(right) + len(extra) == len(claims)
    return Score(stated, missed, tuple(right), tuple(extra))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        KnowledgeBase.build(Path(folder) / "kb", [BROAD_NOTES])
        with KnowledgeBase.open(Path(folder) / "kb") as kb:
            claims = claim_rows(kb, BROAD_PROPERTIES)
    traps = [fact for fact in facts("not_facts.jsonl", BROAD) if any(claim.says(fact) for claim in claims)]
    sys.stdout.write("\n".join([str(score(facts("facts.jsonl", BROAD), claims)), "traps claimed:", *_sorted(traps), ""]))


if __name__ == "__main__":
    main()
