"""Field lists: `参数量：1750 亿` under a model's heading, `产品：…` under an organization's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aigc_kg.extract.layout import FIELD, Layout
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import BRACKET, MAX_NAME, Values
from aigc_kg.lexicon import Wording
from aigc_kg.model import Block, Thing
from aigc_kg.text import key, sentences

_INTRODUCING = re.compile(r"(?:主要|分别)?(?:有|包括|如下|为|是|include|are)?\s*[:：]?\s*\Z")
_LEAST_LABELS = 2
_NUMBERED = re.compile(r"\A[\d.、()（）\s]+")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of each line of a text."""
    for line in re.finditer(r"[^\n]+", text):
        yield from ((line.start() + start, line.start() + end) for start, end in sentences(line[0]))


class FieldReader:
    """Reads a field and its value."""

    def __init__(self, reading: Reading, values: Values, layout: Layout) -> None:
        self._reading = reading
        self._values = values
        self._layout = layout
        self._heading = cache(self._find_heading)

    def read(self, index: int, block: Block, inherited: Topic) -> bool:
        """Read a block that is a label and its value, or a bare name in a list of products."""
        if inherited and self._read_each(index, block, inherited):
            return True
        match = self._layout.label_of(index)
        if block.kind == "item" and self._read_labelled(index, block, inherited):
            return True
        if not match:
            return self._product_item(index, block)
        wordings = self._reading.cues.label(match[1])
        nouns = tuple(p for w in wordings if w.frame == "noun" for p in w.denotes)
        if inherited and nouns and self._state_values(index, block, inherited, nouns, (match.end(), len(block.view.text))):
            return True
        inverse = tuple(p for w in wordings if w.frame == "inverseNoun" for p in w.denotes)
        if inverse and self._state_products(index, block, match.end()):
            return True
        stated = [self._state_inverse(index, block, inherited, prop, (match.end(), len(block.view.text))) for prop in inverse if inherited]
        return any(stated)

    def _read_each(self, index: int, block: Block, topic: Topic) -> bool:
        """`HQ: Lyon. CEO: Ada Roe.`: several labels in one block, each with a sentence of its own."""
        labelled = [
            (words, start + match.end(), end)
            for start, end in _pieces(block.view.text)
            if (match := FIELD.match(block.view.text[start:end])) and (words := self._reading.cues.label(match[1]))
        ]
        if len(labelled) < _LEAST_LABELS:
            return False
        for words, start, end in labelled:
            nouns = tuple(p for w in words if w.frame == "noun" for p in w.denotes)
            self._state_values(index, block, topic, nouns, (start, end))
            for prop in (p for w in words if w.frame == "inverseNoun" for p in w.denotes):
                self._state_inverse(index, block, topic, prop, (start, end))
        return True

    def _state_inverse(self, index: int, block: Block, topic: Topic, prop: str, span: tuple[int, int]) -> bool:
        """`投资方：A、B`: those named are the subjects, what the list is about the object."""
        start, end = span
        found = [m.moved(-start) for m in self._reading.mentions_in(index) if m.start >= start and m.end <= end]
        subjects = self._values.inverse(block.view.text[start:end], found, prop)
        quote = self._reading.quote(block.view, 0, end)
        return self._reading.state(prop, Topic(tuple(subjects)), topic.things, f"field:{prop}", quote, contexts=topic.contexts)

    def _read_labelled(self, index: int, block: Block, inherited: Topic) -> bool:
        """An item below a label of its own: `特点：` above it, `X 的应用` as its heading."""
        above = block.parent if block.parent is not None else block.lead if block.lead is not None else next(reversed(block.section), None)
        if above is None:
            return False
        text, wordings = self._heading(above)
        if not wordings or len(text) > MAX_NAME:
            return False
        holder = _NUMBERED.sub("", text[: len(text) - len(wordings[0].form)]).strip(" 的")
        named = next((m.thing for m in self._reading.mentions_in(above) if key(m.name) == key(holder)), None) if holder else None
        topic = Topic((named,), (above,)) if named is not None else Topic(inherited.things, (*inherited.contexts, above))
        if (holder and named is None) or not topic:
            return False
        return self._state_values(index, block, topic, tuple(p for w in wordings for p in w.denotes), (0, len(block.view.text)))

    def _find_heading(self, index: int) -> tuple[str, tuple[Wording, ...]]:
        """What a block says as the label of a list, and the nouns that it means."""
        text = _INTRODUCING.sub("", BRACKET.sub("", self._reading.block(index).view.text)).strip(" *`")
        return text, tuple(w for w in self._reading.cues.label(text) if w.frame == "noun")

    def _state_values(self, index: int, block: Block, topic: Topic, props: tuple[str, ...], span: tuple[int, int]) -> bool:
        start, end = span
        found = [m.moved(-start) for m in self._reading.mentions_in(index) if m.start >= start and m.end <= end]
        values = self._values.typed(block.view.text[start:end], found, props)
        quote = self._reading.quote(block.view, 0, end)
        stated = [self._reading.state(prop, topic, objects, f"field:{prop}", quote) for prop, objects in values]
        return any(stated)

    def _state_products(self, index: int, block: Block, start: int) -> bool:
        maker = self._layout.organization_above(block)
        if maker is None:
            return False
        found = [m.moved(-start) for m in self._reading.mentions_in(index) if m.start >= start]
        names = self._layout.enumerated(index, block, start) or self._values.names(block.view.text[start:], found)
        quote = self._reading.quote(block.view, 0, len(block.view.text))
        for name in names:
            self._reading.state(self._reading.maker, Topic((name,)), [maker[0]], f"field:{self._reading.maker}", quote, contexts=[maker[1]])
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
        thing = Thing(name, self._reading.unlisted_artifact())
        return self._reading.state(
            self._reading.maker,
            Topic((thing,)),
            [maker[0]],
            f"heading:{self._reading.maker}",
            self._reading.block_quote(index),
            contexts=[maker[1]],
        )
