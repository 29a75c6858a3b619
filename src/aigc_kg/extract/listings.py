"""What layout says of the members of lists: those below an item that is a task, an organization or a year, and those behind labels."""

from __future__ import annotations

import re

from aigc_kg.extract.layout import FIELD, Layout
from aigc_kg.extract.mentions import within
from aigc_kg.extract.reading import Reading, Topic, date_literal
from aigc_kg.extract.values import BRACKET, Values
from aigc_kg.model import Block, Quote, Thing
from aigc_kg.quantities import dates

_LEAST_PARTS = 2


class ListingReader:
    """States what lists say of what they list."""

    def __init__(self, reading: Reading, values: Values, layout: Layout) -> None:
        self._reading = reading
        self._values = values
        self._layout = layout

    def release_dates(self) -> list[str]:
        """Properties that a bare date beside a thing means."""
        specs = self._reading.lexicon.ontology.properties
        return [p for p in self._reading.lexicon.genitives if p in specs and specs[p].kind == "date"]

    def below(self, block: Block, things: Topic, quote: Quote, *, headed: bool) -> None:
        """The task that an item above names is that of what it lists; so are an organization and a year, of what heads an item."""
        does = self._reading.playing("does")
        for task, context in self._layout.task_listing(block) if things else ():
            self._reading.state(does, things, [task], f"list:{does}", quote, contexts=[context])
        made = Topic(tuple(t for t in things.things if headed and self._layout.is_made(t)))
        names = sum(len(t.name) + 2 for t in made.things)
        alone = made and len(BRACKET.sub("", block.view.text).strip(" *`。.")) <= names and not dates(block.view.text)
        date = self._layout.date_listing(block) if alone else None
        for prop in self.release_dates() if date is not None else ():
            self._reading.state(prop, made, [date_literal(date[0])], f"list:{prop}", quote, contexts=[date[1]])  # type: ignore[index]
        owner = self._layout.owner_listing(block.parent) if made and block.parent is not None else None
        others = any(m.acts for m in self._reading.mentions.find(block.view)) and self._layout.names_maker(block.view.text)
        if owner is not None and block.parent is not None and not others:
            maker = self._reading.maker
            self._reading.state(maker, made, [owner], f"list:{maker}", quote, contexts=[block.parent])

    def several(self, index: int, block: Block) -> bool:
        """`A：X、Y；B：Z`: several organizations or tasks in one block, each with what is listed behind it. Is the block nothing else?"""
        text = block.view.text
        parts = [(m.start(), m.end()) for m in re.finditer(r"[^；;。\n]+", text)] if ("：" in text or ":" in text) else []
        read = [self._listed_behind(index, start, end) for start, end in parts]
        if len(read) < _LEAST_PARTS or not all(read):
            return False
        for (prop, label, names), (start, end) in zip(filter(None, read), parts, strict=True):
            self._reading.state(prop, names, [label], f"list:{prop}", self._reading.quote(block.view, start, end))
        return True

    def _listed_behind(self, index: int, start: int, end: int) -> tuple[str, Thing, Topic] | None:
        """The organization or task that a part of a block begins with, and the names behind its colon."""
        text = self._reading.block(index).view.text[start:end]
        label = FIELD.match(text)
        if label is None:
            return None
        found = [m.moved(-start) for m in within(self._reading.mentions_in(index), start, end)]
        first = next((m for m in found if m.acts and m.name == label[1].strip()), None)
        task = self._layout.task_named(label[1]) if first is None else None
        behind = [m.moved(-label.end()) for m in found if m.start >= label.end()]
        names = Topic(tuple(self._values.enumerated(text[label.end() :], behind)))
        if not names or (first is None and task is None):
            return None
        return (self._reading.maker, first.thing, names) if first is not None else (self._reading.playing("does"), task, names)  # type: ignore[return-value]
