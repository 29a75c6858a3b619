"""Labels that say a task or a field of use of all that the text behind them is about: `语音合成：A …；B …`, `医疗。A …`."""

from __future__ import annotations

import re
from functools import cache

from aigc_kg.extract.layout import NUMBERING, Layout
from aigc_kg.extract.nominals import is_nominal
from aigc_kg.extract.reading import Reading
from aigc_kg.extract.values import BRACKET
from aigc_kg.model import Thing
from aigc_kg.text import key

_LABEL = re.compile(r"[^:：。，,;；]{2,24}?\s*(?:[:：]|。(?=\s*\S)|\s[-–—]{1,2}\s|——)")
_LEAD = re.compile(r"\s*(?:而|此外[，,])?\s*在?\s*([^，。；,;:：的在]{2,10}?)(领域|行业|场景|方面)(?:[中里上内])?\s*[，,]")
_VAGUE = re.compile(r"[该这其各某此]|多个|不同|许多|相关|上述|一些|所有|研究|应用|这些")
_TAIL = re.compile(r"(?:方面|领域|方向|行业|场景|类|应用)\Z")


class LabelReader:
    """Finds the concept that a block is labelled with."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        self._reading = reading
        self._layout = layout
        self._ontology = reading.lexicon.ontology
        self.concept = cache(self._find)
        self.leading = cache(self._leading)

    def _find(self, line: str) -> tuple[str, Thing] | None:
        """The property and the concept that the label in front of a line states."""
        text = NUMBERING.sub("", line).lstrip(" *①②③④⑤⑥⑦⑧⑨⑩（(）)")
        match = _LABEL.match(text)
        if match is None:
            return None
        return self._named(BRACKET.sub("", match[0]).strip(" *:：。—–-"))

    def _leading(self, sentence: str) -> tuple[str, Thing] | None:
        """The same, said by what a sentence begins with: `在医疗领域，A …`, `语音合成方面，A …`."""
        match = _LEAD.match(sentence)
        return self._named(match[1], sure=match[2] != "方面") if match is not None else None

    def _named(self, name: str, *, sure: bool = False) -> tuple[str, Thing] | None:
        """The property and concept that a label states; where `sure`, any short phrase names a field of use."""
        task = self._layout.task_named(name)
        does = self._reading.playing("does")
        if task is not None and does:
            return does, task
        applied = self._reading.playing("applied")
        spec = self._ontology.properties.get(applied)
        for form in (name, _TAIL.sub("", name)):
            listed = self._reading.lexicon.by_key.get(key(form))
            if listed is not None and spec is not None and spec.range in listed.classes:
                return applied, Thing(listed.label, listed.classes)
        if sure and spec is not None and spec.range and is_nominal(name) and not _VAGUE.match(name):
            return applied, Thing(name, (spec.range,))
        return None
