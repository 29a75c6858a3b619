"""Fields that layout says things are used in: `NLP 的应用` over a list, `视频领域` over models, `2.3 音乐` under `应用`."""

from __future__ import annotations

import re
from functools import cache

from aigc_kg.extract.layout import NUMBERING, Layout
from aigc_kg.extract.mentions import is_name
from aigc_kg.extract.nominals import is_nominal
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import BRACKET
from aigc_kg.model import Block, Quote, Thing
from aigc_kg.text import HAN, has_han, key, sentences

_FIELD_OF = re.compile(
    rf"\A([{HAN}A-Za-z0-9+/\- ]{{1,12}}?)\s*(?:领域|行业|方向)(?![{HAN}]{{0,2}}(?:应用|介绍|概述|发展))"
    r"|\A([A-Za-z][A-Za-z ]{1,24}?) (?:domain|industry)\b"
)
_NO_FIELD = re.compile(r"(?:人工智能|AI|AIGC|不同|其[他它]|应用|各|该|这|多|新|研究|相关|热门|主要|the|other|all|new)\Z", re.IGNORECASE)
_LABEL = re.compile(r"\s*(?:[:：]|——|\s[-–—]{1,2}\s)\s*")
_LONGEST = (40, 12)
"""Characters of the name of a field without and with Chinese characters."""


class ApplicationReader:
    """States what headings and lists of applications say of things."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        self._reading = reading
        self._layout = layout
        self._property = reading.playing("applied")
        spec = reading.lexicon.ontology.properties.get(self._property)
        self._kind = spec.range if spec is not None else None
        self._fields: dict[int, Thing | None] = {}
        # Headings and lead-ins are asked for by every block below them.
        self._title = cache(self._find_title)

    def read(self, index: int, block: Block) -> None:
        """Read what stands above a block, and for a heading or item the field that it names itself."""
        if self._kind is None or not block.section or block.kind == "code":
            return
        above = self._applications_above(block)
        if above is not None:
            self._read_field(index, block, above)
        self._read_things(index, block)

    def _applications_above(self, block: Block) -> int | None:
        """The heading or lead-in right above that is titled applications."""
        candidates = (block.lead, block.section[-1]) if block.kind == "item" and block.parent is None else (block.section[-1],)
        in_list = block.kind in ("item", "heading")
        return next((i for i in candidates if i is not None and in_list and self._title(i) is not None), None)

    def _find_title(self, index: int) -> re.Match[str] | None:
        """`应用场景`, `X 的应用`: the words before the noun, where a short text ends with a noun of the property."""
        text = NUMBERING.sub("", BRACKET.sub("", self._reading.block(index).view.text)).strip(" :：*")
        if len(text) > _LONGEST[has_han(text)] + 8:
            return None
        found = self._reading.cues.find(text)
        last = found[-1] if found else None
        if last is None or last.end != len(text) or self._property not in last.denotes("noun"):
            return None
        return re.match(r"(.*?)\s*(?:的|['’]s|in)?\s*\Z", text[: last.start])

    def _read_field(self, index: int, block: Block, above: int) -> None:
        """The heading or item names a field: that of the thing whose applications these are, and of what the item lists."""
        text = NUMBERING.sub("", block.view.text)
        label = _LABEL.search(text)
        field = self._named(text[: label.start()] if label else text)
        if field is None:
            return
        quote = self._layout.item_quote(block.view)
        title = self._title(above)
        held = self._reading.mentions_in(above)
        holder = next((m.thing for m in held if title and m.name == title[1] and self._layout.is_artifact(m.thing)), None)
        if holder is not None:
            self._reading.state(self._property, Topic((holder,)), [field], f"heading:{self._property}", quote, contexts=[above])
        start = len(block.view.text) - len(text) + label.end() if label else len(block.view.text)
        named = [m for m in self._reading.mentions_in(index) if m.start >= start and self._layout.is_artifact(m.thing)]
        short = len(block.view.text) - start <= sum(len(m.name) + 3 for m in named)
        if named and short:
            self._reading.state(
                self._property, Topic(tuple(m.thing for m in named if m.classes or is_name(m))), [field], f"list:{self._property}", quote
            )

    def _read_things(self, index: int, block: Block) -> None:
        """Things that a heading names, or that sentences begin with, below a heading that names their field."""
        above = next((i for i in reversed(block.section) if self.field_at(i) is not None), None)
        field = self.field_at(above) if above is not None else None
        if field is None or above is None:
            return
        if block.kind == "heading":
            thing = self._layout.whole_thing(index)
            certain = thing is not None and self._layout.is_named(thing) and not self._layout.is_plain(thing)
            named = [(thing, self._reading.block_quote(index))] if thing is not None and certain else []
        else:
            named = self._subjects(index, block) if above == block.section[-1] else []
        for thing, quote in named:
            if self._layout.is_artifact(thing) and not self._reading.plays(thing, "concept"):
                self._reading.state(self._property, Topic((thing,)), [field], f"heading:{self._property}", quote, contexts=[above])

    def _subjects(self, index: int, block: Block) -> list[tuple[Thing, Quote]]:
        """Names that the sentences of a block begin with, each with its sentence."""
        spans = dict(sentences(block.view.text))
        found = [m for m in self._reading.mentions_in(index) if m.start in spans and m.classes]
        return [(m.thing, self._reading.quote(block.view, m.start, spans[m.start])) for m in found]

    def field_at(self, index: int) -> Thing | None:
        """The field that a heading names: `视频领域的…`, or any heading under one that is titled applications."""
        if index not in self._fields:
            self._fields[index] = self._find_field(index)
        return self._fields[index]

    def _find_field(self, index: int) -> Thing | None:
        block = self._reading.block(index)
        text = NUMBERING.sub("", block.view.text).strip()
        match = _FIELD_OF.match(text)
        if match is not None:
            return self._named(match[1] or match[2])
        return self._named(text) if block.section and self._title(block.section[-1]) is not None else None

    def _named(self, text: str) -> Thing | None:
        """The field that a short noun phrase names."""
        name = BRACKET.sub("", text).strip(" 。.*`“”\"'")
        listed = self._reading.lexicon.by_key.get(key(name))
        if listed is not None and self._kind in listed.classes:
            return Thing(listed.label, listed.classes)
        nominal = is_nominal(name) and len(name) <= _LONGEST[has_han(name)] and not _NO_FIELD.match(name)
        return Thing(name, (self._kind,)) if nominal and self._kind and not self._reading.cues.exactly(name) else None
