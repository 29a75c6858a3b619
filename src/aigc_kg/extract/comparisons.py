"""Comparisons of which one clause names the other side: `与 A 相比，B 的画质更好`, `compared with A, B is more accurate`."""

from __future__ import annotations

import re

from aigc_kg.extract.affairs import AffairReader
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention
from aigc_kg.extract.phrases import RESUMING_PRONOUN
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.model import Quote
from aigc_kg.text import HAN

_OPENS = re.compile(
    r"\s*(?:而|但|并且|另外|此外)?\s*(?:与|和|跟|同|(?:相比|相较|较)(?:之下)?(?:于|起)?|比起|对比|"
    r"(?:compared|in comparison) (?:with|to)|relative to|unlike)\s*"
    rf"(?:(?:[{HAN}]{{2,6}}的|其他的?|之前的?|以往的?|前代的?|传统的?|早期的?|(?:the )?(?:earlier |previous |older )?)\s*)?",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    rf"\s*(?:[{HAN}]{{0,4}}(?:模型|方法|架构|版本|产品|models?|methods?))?\s*(?:等)?\s*(?:相比|相较|比较|比起来|之下|相比之下)?\s*"
)
_SAYS_SO = re.compile(r"比|较|compar|relative|unlike", re.IGNORECASE)
_WORSE = re.compile(r"不|没|未|劣|弱|逊|差距|更差|更低|更慢|\b(?:not|less|worse|lower|slower|no)\b|n't", re.IGNORECASE)
_LONGEST_GAP = 24
"""Characters between what is compared and the word that says how: `B 在长文本上的表现更好`."""


class ComparisonReader(AffairReader):
    """Carries the other side of a comparison to the clause that tells the outcome."""

    def _compared(self, clause: Clause) -> Topic:
        """What the clause, which says nothing else, compares with."""
        for group in clause.groups[:1]:
            before, behind = clause.text[: group[0].start], clause.text[group[-1].end :]
            if _OPENS.fullmatch(before) and _CLOSES.fullmatch(behind) and _SAYS_SO.search(before + behind):
                return Topic(tuple(m.thing for m in group if self._comparable(m)))
        return Topic()

    def _comparable(self, mention: Mention) -> bool:
        return self._may_be_artifact(mention)

    def _comparative(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`B 的画质更好` behind a clause that compares: B does better than what was named there."""
        subject = self._subject_of_outcome(clause, cue)
        others = [t for t in self.compared.things if t not in subject.things]
        if not others or _WORSE.search(clause.text[: cue.end]):
            return
        for prop in cue.denotes("comparative"):
            self.reading.state(prop, subject, others, f"comparative:{prop}", quote, contexts=subject.contexts)

    def _subject_of_outcome(self, clause: Clause, cue: Cue) -> Topic:
        """What the clause begins with, or what the text is about where it names nothing."""
        first = clause.groups[0] if clause.groups else []
        if not first or first[0].start >= cue.start:
            return self.topic or (self.previous if RESUMING_PRONOUN.match(clause.text) else Topic())
        led = not clause.text[: first[0].start].strip(" ，,") and cue.start - first[-1].end <= _LONGEST_GAP
        return Topic(tuple(m.thing for m in first)) if led and all(self._may_be_subject(m) for m in first) else Topic()
