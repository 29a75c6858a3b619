"""Chains of names with arrows between them: `A → B → C`, each of which follows the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from aigc_kg.extract.layout import Layout
from aigc_kg.extract.mentions import Mention
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import BRACKET, MAX_NAME
from aigc_kg.model import Block, Quote, Thing
from aigc_kg.text import sentences

_ARROW = re.compile(r"(?:(?<!\s)\s+)?(?:→|⟶|➜|➔|-+>|=+>)\s*")
_ARROW_HEAD = re.compile(r"[→⟶➜➔>]")
_PROCESS = re.compile(r"(?:流程|步骤|工序|过程|阶段|管线|pipeline|workflow|process|steps?)\s*[:：]", re.IGNORECASE)
"""What goes on in turn, not one thing after another."""
_AND_MORE = re.compile(r"\s*(?:及其|及|和它|和其|等(?=以|基于|[^级])).*\Z")
_LEAST_CHAIN = 3
"""Links that make a chain; a single arrow may mean anything."""


class ChainReader:
    """Reads chains, be they lines of their own or part of one."""

    def __init__(self, reading: Reading, layout: Layout) -> None:
        self._reading = reading
        self._layout = layout
        self._follows = reading.playing("follows")

    def may_hold(self, block: Block) -> bool:
        """Is there an arrow at all?"""
        return _ARROW_HEAD.search(block.view.text) is not None

    def line(self, block: Block, start: int, end: int) -> tuple[Thing, ...]:
        """The links of a line that is nothing but a chain, which is stated; else none."""
        parts = _ARROW.split(block.view.text[start:end])
        if len(parts) < _LEAST_CHAIN or _PROCESS.search(parts[0]):
            return ()
        things = [thing for part in parts if (thing := self._link(part)) is not None]
        if len(things) < len(parts):
            return ()
        self._state(things, self._reading.quote(block.view, start, end))
        return tuple(things)

    def within(self, index: int, block: Block) -> None:
        """`产品线 A → B → C，…`: names with nothing but arrows between them, in a line that says more."""
        if not self.may_hold(block):
            return
        text = block.view.text
        linked: list[Mention] = []
        for mention in (*self._reading.mentions_in(index), None):
            if not (linked and mention and _ARROW.fullmatch(BRACKET.sub("", text[linked[-1].end : mention.start]))):
                self._state_part(block, linked)
                linked = []
            if mention is not None and self._layout.is_artifact(mention.thing):
                linked.append(mention)

    def _state_part(self, block: Block, linked: Sequence[Mention]) -> None:
        if len(linked) < _LEAST_CHAIN or _PROCESS.search(block.view.text[: linked[0].start]):
            return
        start, end = next((a, b) for a, b in sentences(block.view.text) if a <= linked[0].start < b)
        self._state([m.thing for m in linked], self._reading.quote(block.view, start, max(end, linked[-1].end)))

    def _state(self, things: Sequence[Thing], quote: Quote) -> None:
        for earlier, later in pairwise(things):
            self._reading.state(self._follows, Topic((later,)), [earlier], f"chain:{self._follows}", quote)

    def _link(self, part: str) -> Thing | None:
        bare = BRACKET.sub("", part).strip(' 。.？?“”"`*')
        name = _AND_MORE.sub("", bare.rsplit("：", 1)[-1]).strip()
        if not 1 < len(name) <= MAX_NAME or re.search(r"[，。；,;]", name):
            return None
        known = self._reading.mentions.classes_of(name)
        technique = self._reading.playing("technique")
        return Thing(name, known or (() if re.search("[A-Z]", name) or not technique else (technique,)))
