"""What things take in and give out, told in prose: `可以根据文字生成高质量的图像`, `generates music from text`."""

from __future__ import annotations

import re

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.relations import RelationReader
from aigc_kg.extract.state import Clause
from aigc_kg.lexicon import Name
from aigc_kg.model import Quote, Thing

_ABLE = re.compile(
    r"(?:能够?|可以?|可|用于|用来|旨在|专门|负责|支持|实现了?|擅长|会|直接|自动|"
    r"\b(?:can|could|able to|capable of|used to|used for|designed to|aims? to|trained to|for|to|that|which))"
    r"[^，。；,;]{0,24}\Z"
)
"""Before a verb of making: it tells what the thing is for, not what somebody once made with it."""
_NOUN_USE = re.compile(r"\s*(?:的|是|为|包括|有|[:：])")
"""Behind the word: it is the noun of what comes out, or says more of what was made."""
_FINITE = re.compile(r"[a-z]+s\Z")


class OutcomeReader(RelationReader):
    """Reads what comes out of a thing, and the task that this makes."""

    def _yields(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        before, behind = clause.text[: cue.start], clause.text[cue.end :]
        opens = not before.strip() and bool(self.topic)
        if _NOUN_USE.match(behind) or not (opens or _ABLE.search(before) or _FINITE.fullmatch(cue.form)):
            return
        made = self.reading.tasks.outcome(before, behind)
        subject = self._subject_before(clause, cue.start) if made is not None else Topic()
        if made is None or not subject:
            return
        output, task = made
        for prop in cue.denotes("yields"):
            self.reading.state(prop, subject, [_thing(output)], f"yields:{prop}", quote)
        does = self.reading.playing("does")
        if task is not None and does:
            self.reading.state(does, subject, [_thing(task)], f"yields:{does}", quote)


def _thing(name: Name) -> Thing:
    return Thing(name.label, name.classes)
