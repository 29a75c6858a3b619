"""What brackets right behind a name say of it: `X（A，2023 年 1 月，34B）`, and behind an organization what it made: `A（X、Y）`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache

from aigc_kg.extract.mentions import Mention, looks_like_organization, within
from aigc_kg.extract.reading import Reading, Topic, date_literal
from aigc_kg.extract.values import Values
from aigc_kg.model import Block, Literal, Quote, Thing
from aigc_kg.quantities import dates, numbers
from aigc_kg.text import has_han, sentences

_OPEN = re.compile(r"[\s”\"』」》`*]{0,3}[（(]([^（()）\n]{1,80})[)）]")
_PART = re.compile(r"\s*(?:(?<!\d),|,(?!\d)|[，;；])\s*")
_SIZE = re.compile(r"\s*(?:约|近|~|about )?\s*\d[\d,.]*\s*[BbMm]\s*(?:参数|左右|params?|parameters?)?\s*")
_VERSIONED = re.compile(r"\d|[-_]")
_PLAIN_NAME = re.compile(r"[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
_ORGANIZATION = re.compile(r"[A-Z][\w.&'’-]*(?: (?:of|for|the|and|[A-Z&][\w.&'’-]*))*")
"""The whole name of an organization in Latin letters: each of its words has a capital."""
_LONGEST_TASK = 24
_LEAST_PAIRS = 2


class BracketReader:
    """Reads brackets that stand right behind names."""

    def __init__(self, reading: Reading, values: Values) -> None:
        self._reading = reading
        self._values = values
        self._siblings: dict[tuple[object, ...], list[int]] = {}
        self._first_in_brackets = cache(self._find_first_in_brackets)
        ontology = reading.lexicon.ontology
        self._dated = next((p for p in reading.lexicon.genitives if (s := ontology.properties.get(p)) and s.kind == "date"), "")
        self._counted = next((p for w in reading.lexicon.by_frame["unit"] for p in w.denotes if w.form == "parameter"), "")

    def read(self, index: int, block: Block) -> None:
        """Read the brackets of a block, each with the sentence that it stands in."""
        text = block.view.text
        if "(" not in text and "（" not in text:
            return
        found = self._reading.mentions_in(index)
        pairs = [(m, match) for m in found if (match := _OPEN.match(text, m.end))]
        spans = list(sentences(text))
        custom = self._names_makers(index, block)
        for mention, match in pairs:
            around = spans[max(0, bisect_right(spans, (mention.start, len(text))) - 1)]
            start, end = around if around[0] <= mention.start < around[1] else (0, len(text))
            quote = self._reading.quote(block.view, start, end)
            inside = [m.moved(-match.start(1)) for m in within(found, *match.span(1))]
            if self._reading.plays(mention, "agent"):
                self._made(mention, match[1], inside, quote, alone=len(pairs) < _LEAST_PAIRS)
            elif self._may_be_made(mention):
                self._said(mention, match[1], inside, quote, custom=custom)

    def _may_be_made(self, mention: Mention) -> bool:
        kinds = ("concept", "task", "modality")
        return self._reading.fits(mention.thing, self._reading.playing("artifact")) and not any(
            self._reading.plays(mention, k) for k in kinds
        )

    def _made(self, maker: Mention, text: str, inside: list[Mention], quote: Quote, *, alone: bool) -> None:
        """`A（X）`: what an organization is followed by is its own where it cannot be another name of it."""
        names = self._values.enumerated(text, inside)
        own = [t for t in names if not self._reading.plays(t, "agent") and (t.classes or (not alone and _VERSIONED.search(t.name)))]
        if own and len(own) == len(names):
            self._reading.state(self._reading.maker, Topic(tuple(own)), [maker.thing], f"bracket:{self._reading.maker}", quote)

    def _names_makers(self, index: int, block: Block) -> bool:
        """Do the brackets behind names here, or in the list around, mostly begin with a listed organization?"""
        below = self._siblings.setdefault((block.section, block.kind, block.lead), [])
        if not below:
            blocks = enumerate(self._reading.document.blocks)
            below += [i for i, b in blocks if (b.section, b.kind, b.lead) == (block.section, block.kind, block.lead)]
        around = below if block.kind == "item" else [index]
        first = [kind for i in around for kind in self._first_in_brackets(i)]
        return first.count(True) >= _LEAST_PAIRS and 2 * first.count(True) >= len(first)

    def _find_first_in_brackets(self, index: int) -> tuple[bool, ...]:
        """For each bracket behind a name: does it begin with a listed organization?"""
        text, found = self._reading.block(index).view.text, self._reading.mentions_in(index)
        if "(" not in text and "（" not in text:
            return ()
        opened = [match for m in found if self._may_be_made(m) and (match := _OPEN.match(text, m.end))]
        return tuple(any(m.start == match.start(1) and self._reading.plays(m, "agent") for m in found) for match in opened)

    def _said(self, mention: Mention, text: str, inside: list[Mention], quote: Quote, *, custom: bool) -> None:
        topic = Topic((mention.thing,))
        for at, (start, end) in enumerate(_parts(text)):
            part = text[start:end]
            within = [m.moved(-start) for m in inside if start <= m.start and m.end <= end]
            makers = self._makers(part, within)
            if not makers and custom and at == 0 and len(within) == 1 and self._may_make(within[0], part):
                makers = [Thing(within[0].name, self._reading.unlisted_agent())]
            if makers:
                self._reading.state(self._reading.maker, topic, makers, f"bracket:{self._reading.maker}", quote)
            task = self._values.task(part) if len(part) <= _LONGEST_TASK else None
            if task is not None and not makers:
                self._reading.state(self._reading.playing("does"), topic, [task], f"bracket:{self._reading.playing('does')}", quote)
            span = next(iter(dates(part)), None)
            if span is not None and span.date.year and not (part[: span.start] + part[span.end :]).strip(" 年发布"):
                self._reading.state(self._dated, topic, [date_literal(span.date)], f"bracket:{self._dated}", quote)
            amount = next(iter(numbers(part)), None) if _SIZE.fullmatch(part) else None
            if amount is not None and isinstance(amount.value, int):
                size = Literal(str(amount.value), "integer")
                self._reading.state(self._counted, topic, [size], f"bracket:{self._counted}", quote, qualifier=amount.hedge)

    def _may_make(self, mention: Mention, part: str) -> bool:
        """Is a part of a bracket nothing but one name of unknown kind and without a version?"""
        return not mention.classes and mention.name == part.strip() and _PLAIN_NAME.fullmatch(mention.name) is not None

    def _makers(self, part: str, inside: list[Mention]) -> list[Thing]:
        """Organizations that a part of a bracket is nothing but an enumeration of."""
        makers = [m for m in inside if self._reading.plays(m, "agent")]
        rest = part
        for mention in makers:
            rest = rest.replace(mention.name, "", 1)
        rest = re.sub(r"[\s、/&+和与及]|\band\b|团队|公司", "", rest)
        if makers and not rest:
            return [m.thing for m in makers]
        name = part.strip()
        whole = not makers if has_han(name) else _ORGANIZATION.fullmatch(name) is not None
        return [Thing(name, self._reading.unlisted_agent())] if whole and (looks_like_organization(name) or name.endswith(" AI")) else []


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _PART.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)
