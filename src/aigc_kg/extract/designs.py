"""How a thing is built, where a clause names nothing but a design: `编码器-解码器 Transformer 结构`, `A 与 B 的结合`."""

from __future__ import annotations

import re

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.outcomes import OutcomeReader
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.model import Quote, Thing
from aigc_kg.text import HAN

_DESIGN = re.compile(
    r"\s*(?:是|为|属于)?\s*(?:(?:标准|经典|典型|传统|纯)的?)?\s*((?![分包有设提在对将把与和])[^，。；,;的]{2,40}?)\s*的?(?:架构|结构|architecture)\s*[。.]?\s*"
    r"|\s*(?:是|为)?\s*([^，。；,;]{2,40}?)\s*的(?:结合|组合|融合)\s*[。.]?\s*",
    re.IGNORECASE,
)
_ENDS_DESIGN = ("架构", "结构", "architecture", "结合", "组合", "融合")
"""Few clauses end so: the others need not be tried."""
_DEVISED = re.compile(
    rf"\s*了?\s*(?:一[个种套类])?\s*(?:全?新|新型|独特)?的?\s*"
    rf"([{HAN}A-Za-z0-9\- ]{{2,24}}?(?:机制|架构|结构|损失|损失函数|模块|策略|目标函数|注意力))\s*[。.]?\s*\Z"
)
"""Behind a verb of making, where a model and no organization stands before it: a part that it brought."""
_BETWEEN = re.compile(r"[\s\-–+/、和与及]|模型|风格|式|型|based|style")


class DesignReader(OutcomeReader):
    """Reads designs that clauses name."""

    def _designed(self, clause: Clause, quote: Quote) -> None:
        """State the design that a clause is nothing but the name of."""
        match = _DESIGN.fullmatch(clause.text) if clause.text.rstrip().rstrip("。.").rstrip().lower().endswith(_ENDS_DESIGN) else None
        if match is None:
            return
        span = match.span(1) if match[1] else match.span(2)
        subject = self._told_of(clause)
        if not self._is_built(subject) or self._says_more_in(clause.text[span[0] : span[1]]):
            return
        inside = [m for m in clause.mentions if span[0] <= m.start < span[1] and self.reading.plays(m, "technique")]
        rest = "".join(clause.text[at] for at in range(*span) if not any(m.start <= at < m.end for m in inside))
        parts = [m.thing for m in inside] if not _BETWEEN.sub("", rest) else self._technique_phrases(clause, *span)
        for prop in self._of_designs():
            self.reading.state(prop, subject, parts, f"design:{prop}", quote)

    def _devised(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`X 设计了一种新的注意力机制`: what a model is said to bring is how it works."""
        match = _DEVISED.match(clause.text, cue.end)
        named = any(m.end <= cue.start for m in clause.mentions)
        subject = self._subject_before(clause, cue.start) if named else self._told_of(clause)
        if match is None or not self._is_built(subject) or clause.text[: cue.start].strip() not in ("", *(m.name for m in clause.mentions)):
            return
        for prop in self._of_designs():
            self.reading.state(prop, subject, self._technique_phrases(clause, *match.span(1)), f"design:{prop}", quote)

    def _told_of(self, clause: Clause) -> Topic:
        """What the text is about besides what the clause itself names."""
        own = {m.name for m in clause.mentions}
        return self.base or (Topic() if any(t.name in own for t in self.topic.things) else self.topic)

    def _is_built(self, topic: Topic) -> bool:
        """Is it something that may have a design?"""
        return bool(topic) and not any(
            self.reading.plays(t, role) for t in topic.things for role in ("agent", "task", "modality", "technique")
        )

    def _says_more_in(self, text: str) -> bool:
        """Is the text more than a name: with a verb of its own?"""
        return any(cue.denotes(frame) for cue in self.reading.cues.find(text) for frame in ("verb", "agentVerb", "means"))

    def _technique_phrases(self, clause: Clause, start: int, end: int) -> list[Thing]:
        return self._phrase_things(clause, start, end, self.reading.playing("technique"))

    def _of_designs(self) -> list[str]:
        """The properties of techniques that a bare genitive may mean."""
        specs = self.reading.lexicon.ontology.properties
        technique = self.reading.playing("technique")
        return [p for p in self.reading.lexicon.genitives if p in specs and specs[p].range == technique]
