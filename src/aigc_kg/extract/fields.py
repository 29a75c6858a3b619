"""Field lists: `参数量：1750 亿` under a model's heading, `产品：…` under an organization's."""

from __future__ import annotations

import re

from aigc_kg.extract.layout import FIELD, Layout
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import BRACKET, MAX_NAME, Values
from aigc_kg.model import Block, Thing


class FieldReader:
    """Reads a field and its value."""

    def __init__(self, reading: Reading, values: Values, layout: Layout) -> None:
        self._reading = reading
        self._values = values
        self._layout = layout

    def read(self, index: int, block: Block, inherited: Topic) -> bool:
        """Read a block that is a label and its value, or a bare name in a list of products."""
        match = FIELD.match(block.view.text)
        if not match:
            return self._product_item(index, block)
        wordings = self._reading.cues.label(match[1])
        nouns = tuple(p for w in wordings if w.frame == "noun" for p in w.denotes)
        if inherited and nouns and self._state_values(index, block, inherited, nouns, match.end()):
            return True
        return any(w.frame == "inverseNoun" for w in wordings) and self._state_products(index, block, match.end())

    def _state_values(self, index: int, block: Block, topic: Topic, props: tuple[str, ...], start: int) -> bool:
        found = [m.moved(-start) for m in self._reading.mentions_in(index) if m.start >= start]
        values = self._values.typed(block.view.text[start:], found, props)
        quote = self._reading.quote(block.view, 0, len(block.view.text))
        stated = [self._reading.state(prop, topic, objects, f"field:{prop}", quote) for prop, objects in values]
        return any(stated)

    def _state_products(self, index: int, block: Block, start: int) -> bool:
        maker = self._layout.organization_above(block)
        names = self._layout.enumerated(index, block, start)
        if maker is None:
            return False
        quote = self._reading.quote(block.view, 0, len(block.view.text))
        for name in names:
            self._reading.state("developedBy", Topic((name,)), [maker[0]], "field:developedBy", quote, contexts=[maker[1]])
        return bool(names)

    def _product_item(self, index: int, block: Block) -> bool:
        """An item that is a name and nothing else, in a list that `产品：` introduces under an organization."""
        if block.kind != "item" or block.lead is None or block.parent is not None:
            return False
        maker = self._layout.organization_above(block)
        name = BRACKET.sub("", block.view.text).strip(" 。.")
        if maker is None or not self._layout.lists_products(block) or not 2 <= len(name) <= MAX_NAME or re.search(r"[，。；,;]", name):
            return False
        if self._layout.head_of(index) is not None:
            return False
        thing = Thing(name, ("Product",))
        return self._reading.state(
            "developedBy", Topic((thing,)), [maker[0]], "heading:developedBy", self._reading.block_quote(index), contexts=[maker[1]]
        )
