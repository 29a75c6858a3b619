"""Families and categories that a layout puts things in: by the heading, list item or chain title that they stand under."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from aigc_kg.extract.layout import NUMBERING, Layout
from aigc_kg.extract.mentions import Mention, first_group, is_name
from aigc_kg.extract.phrases import GROUP_SUBJECT
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import BRACKET, MAX_NAME, Values
from aigc_kg.model import Block, Quote, Thing
from aigc_kg.text import HAN, fold, has_han, key, sentences

_LABEL = re.compile(r"\s*(?:[:：]|——|\s[-–]\s)")
_QUESTION = re.compile(r"谁|什么|如何|怎[么样]|为什么|为何|哪|(?:who|what|which|how|why|where|when)\b", re.IGNORECASE)
"""Begins a heading that asks, and names no group."""
_EMPTY_WORDS = re.compile(
    r"(?:技术|训练|开发|产品|主要|代表性?|典型|相关|有关|其[他它]|常见|常用|各种|各类|以下|这些|部分|更多|具体|核心|关键|重要|知名|著名|热门|主流|最新|一些|几种|国内外?|国外|旗下|"
    r"全球|业界|现有|发展|大规模|当前|目前|名称|的|等|大|AI|main|major|typical|related|other|common|various|popular|important|notable|key|recent|existing|current|"
    r"list|of|the|some|all|our|their|and|\s|\d)*\Z",
    re.IGNORECASE,
)
_GROUP_TAIL = re.compile(
    r"(?:的?(?:介绍|概述|简介|概览|汇总|总结|一览|对比|比较|发展|列表|结构)|(?:目前|现|共|一共|主要|分别)*(?:有|包括|包含|如下)(?:[两二三四五六七八九十几\d]+(?:个|款|位|名|种|大)(?:成员|模型|产品|版本)?)?|overview|list|zoo|includes?|are)\s*\Z",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\A(?:(?:目前|当前|现有)的?\s*)?SOTA\s*的?\s*"
    r"|\A(?:(?:目前|当前|现有|常[见用]|典型|主流|主要|代表性?|著名|知名|热门|流行|最新|最先进|先进|其他|其它|国内|国外)的?)+的\s*"
    r"|\A(?:the|some|popular|state-of-the-art|SOTA)\s+",
    re.IGNORECASE,
)
"""Says of a group how well known it is, and is no part of its name."""
_LONGEST_LEAD = 60
_STORY = re.compile(r"(?:a )?(?:timeline|history|overview|comparison|survey|list|evolution) of\b|(?:其|它们?)", re.IGNORECASE)
"""Begins a title that tells of a group, and is not its name."""
_KINDS_FOLLOW = re.compile(
    r"(?:分为|分成|有|包括|包含|如下)(?:以下|如下|了)?(?:[两二三四五六七八九几多\d]+\s*(?:个|大|种)?)?(?:类别|类型|类|种|模型|方法|方向)?\s*[:：]\s*\Z"
    r"|\b(?:include|includes|are|kinds|types|groups|families|categories)\s*:\s*\Z"
)
"""Ends the lead-in of a list that divides what it names."""
_DIVIDED_BY = re.compile(
    r"\A(?:\d[\d.]*\s*)?(?:按照?|根据|依据?)[^，。:：]{1,16}(?:划分|分类|区分|分)\s*[:：]?\s*\Z"
    r"|\A(?:by|grouped by|classified by) [\w -]{3,30}:?\Z",
    re.IGNORECASE,
)
"""What stands below is a division: each label there names a group."""
_MORE_OF_THEM = re.compile(
    r"(?:此外|另外)?[，,]?\s*(?:还有|还包括|其[他它](?:的)?(?:还有|有|如|包括)|代表(?:性)?(?:模型|工作|方法)?(?:有|包括|如)|典型(?:的)?(?:模型|工作|方法)?(?:有|包括|如)|常见(?:的)?(?:有|包括)|"
    r"例如|比如|主要有)\s*(?:例如|比如|如)?\s*[:：]?\s*(?=\S)"
)
"""Begins a sentence that only enumerates more of what a section is about."""
_MAY_TELL_MORE = re.compile(r"还[有包]|其[他它]|代表|典型|常见|例如|比如|主要有")
_NAMED_AGAIN = re.compile(rf"\s*([{HAN}]{{3,16}})\s*[,，:：]\s*(?=\S)")
_SENTENCE_LIKE = re.compile(r"[。！？!?；;，]|[,，].*[,，]|\b(?:is|are|was|were)\b")
_BRACKETED = re.compile(r"(?:(?<!\s)\s+)?[（(]([^（()）]{3,120})[)）]")
_CLAUSE_START = re.compile(r"[，。；：、,;:！!？?\n]|和|与|以及|主要|的(?=[^的]*\Z)|是|为|包括")
_LEAST_ENUMERATED = 2
_LIKENED = re.compile(r"[^，。；]{0,8}(?:相同|一样|类似|不同|相似)")
"""Behind `A 与 B`: the sentence is about A."""
_GOES_ON = re.compile(rf"\s*[{HAN}]")
_CLAUSE_END = re.compile(r"[，,。；;：:]")
_OPENS_GROUP = re.compile(rf"(?!.*[的了是有在些])[{HAN}A-Za-z0-9\-]{{3,}}(?: [A-Za-z0-9\-]+)*")
_MEMBER_START = re.compile(rf"\A[\s“\"「『《`\[【（(*]*(?:\d{{1,2}}\s*[.、)）]\s*)?(?=[{HAN}A-Za-z])")


class MembershipReader:
    """Finds the group that a block stands in, and states who belongs to it."""

    def __init__(self, reading: Reading, values: Values, layout: Layout) -> None:
        self._reading = reading
        self._values = values
        self._layout = layout
        self._ontology = reading.lexicon.ontology
        self._property = self._ontology.playing("family")
        self._nouns = reading.lexicon.endings.get("groupNoun", ())
        self.members = cache(self._find_members)
        self._groups: dict[int, Thing | None] = {}

    def state(self, block: Block, members: tuple[Thing, ...], at: int, quote: Quote | None = None) -> None:
        """State that things named at the start of a block, or in what is quoted of it, belong to the group above it."""
        above = self._group_above(block)
        if self._property is None or above is None or not members:
            return
        group, context = above
        self._reading.state(
            self._property, Topic(members), [group], f"group:{self._property}", quote or self._reading.block_quote(at), contexts=[context]
        )

    def subjects(self, block: Block, things: tuple[Thing, ...], at: int, quote: Quote) -> None:
        """State that what a sentence is about belongs to the kind of models that the heading right above names."""
        heading = block.section[-1] if block.section and block.parent is None else None
        group = self.group_at(heading) if heading is not None else None
        if group is not None and (self._ends_group(group.name) or self._ontology.plays(group.classes, "technique")):
            self.state(block, things, at, quote)

    def _group_above(self, block: Block) -> tuple[Thing, int] | None:
        """The group named by the item above, else by what leads the list in, else by the nearest heading: the search ends there."""
        if block.parent is not None:
            group = self.group_at(block.parent)
            return (group, block.parent) if group else None
        for above in (block.lead, *block.section[-1:]):
            group = self._led_by(above) if above is not None else None
            if group is not None and above is not None:
                return group, above
        return None

    def _led_by(self, index: int) -> Thing | None:
        """The group that a heading or the lead-in of a list names: `扩散模型：`, `生成模型可以分为：`."""
        text = self._reading.block(index).view.text
        if self._reading.block(index).kind == "heading":
            return self.group_at(index)
        if not text.rstrip().endswith((":", "：")):
            return None
        if len(text) > _LONGEST_LEAD:
            return self._described(text)
        return self._divided(text) or self.group_at(index) or self._described(text)

    def _described(self, text: str) -> Thing | None:
        """`视觉语言解码器，能够…，主要包括：`: the group that a longer lead-in begins with and then divides."""
        name = _CLAUSE_END.split(text, maxsplit=1)[0]
        return self.named(name) if _KINDS_FOLLOW.search(text) and len(name) <= MAX_NAME and len(name) < len(text) else None

    def _divided(self, text: str) -> Thing | None:
        """What a lead-in says to fall into the parts that the list names."""
        cue = next((c for c in self._reading.cues.find(text) if self._property in c.denotes("divides")), None)
        match = GROUP_SUBJECT.match(text[: cue.start]) if cue is not None else None
        return self.named(match[1]) if match else None

    def _ends_group(self, name: str) -> bool:
        return fold(name).endswith(self._nouns)

    def named(self, text: str) -> Thing | None:
        """The group that a noun phrase names, by a noun of groups that it ends with."""
        if not self._ends_group(text.strip()):
            return None
        name = _PRAISE.sub("", text).strip()
        if _STORY.match(name) or _QUESTION.match(name):
            return None
        noun = next((noun for noun in self._nouns if fold(name).endswith(noun)), None)
        kind = self._ontology.playing("group")
        if noun is None or kind is None or _EMPTY_WORDS.match(name[: len(name) - len(noun)]):
            return None
        return Thing(name, self._reading.mentions.classes_of(name) or (kind,))

    def group_at(self, index: int) -> Thing | None:
        """The group that a heading or list item names, found once."""
        if index not in self._groups:
            self._groups[index] = self._find_group(index)
        return self._groups[index]

    def opening(self, index: int) -> Thing | None:
        """The group that a block begins with, before a comma: `自回归语言模型，A、B、C`."""
        text = self._reading.block(index).view.text
        comma = _CLAUSE_END.search(text)
        name = text[: comma.start()] if comma else ""
        return self.named(name) if len(name) <= MAX_NAME and _OPENS_GROUP.fullmatch(name) else None

    def _find_group(self, index: int) -> Thing | None:
        text = self._reading.block(index).view.text
        label = _LABEL.search(text)
        name = text[: label.start()] if label else text
        name = _GROUP_TAIL.sub("", BRACKET.sub("", NUMBERING.sub("", name))).strip(" 。.*`“”\"'")
        if not 2 <= len(name) <= 2 * MAX_NAME or _SENTENCE_LIKE.search(name) or self._layout.owner_listing(index) is not None:
            return None
        name = _PRAISE.sub("", name)
        listed = self._reading.lexicon.by_key.get(key(name))
        whole = Thing(name, listed.classes) if listed is not None else None if label else self._layout.whole_thing(index)
        certain = whole is not None and whole.classes and (listed is not None or not has_han(whole.name))
        if whole is not None and certain and self._ontology.plays(whole.classes, "group"):
            return whole
        if whole is not None and certain and (listed is not None or not self._ends_group(whole.name)):
            return None
        if label is not None and whole is None and self._in_division(index) and not _EMPTY_WORDS.match(name):
            kind = self._ontology.playing("group")
            return Thing(name, (kind,)) if kind else None
        return None if "/" in name else self.named(name)

    def _in_division(self, index: int) -> bool:
        """Does the item or heading right above divide what stands below it (`按技术划分`)?"""
        block = self._reading.block(index)
        above = block.parent if block.parent is not None else block.lead if block.lead is not None else next(iter(block.section[-1:]), None)
        return above is not None and _DIVIDED_BY.match(self._reading.block(above).view.text.strip(" *")) is not None

    def _find_members(self, index: int) -> tuple[Thing, ...]:
        """The names that a block starts with."""
        text = self._reading.block(index).view.text
        opening = _MEMBER_START.match(text)
        start = opening.end() if opening else 0
        found = [m for m in self._reading.mentions_in(index) if m.start >= start]
        if not found or found[0].start > start + 1:
            return self._kinds(index)
        first = first_group(text, found)
        certain = [self._may_be_member(mention) for mention in first]
        bare = len(text.strip(" …。.")) <= sum(len(m.name) + 3 for m in first)
        if all(certain) or (bare and all(self._could_be(m) for m in first)):
            return tuple(m.thing for m in first)
        return self._subjects(index, start, len(text)) if _GOES_ON.match(text, first[-1].end) else ()

    def _kinds(self, index: int) -> tuple[Thing, ...]:
        """A group that an item names, where the list divides another into such."""
        block = self._reading.block(index)
        lead = self._reading.block(block.lead).view.text if block.lead is not None and block.kind == "item" else ""
        kind = (
            self.named(_CLAUSE_END.split(BRACKET.sub("", block.view.text).strip(), maxsplit=1)[0]) if _KINDS_FOLLOW.search(lead) else None
        )
        return (kind,) if kind is not None and len(kind.name) <= MAX_NAME else ()

    def listed(self, things: tuple[Thing, ...]) -> tuple[Thing, ...]:
        """Of the things that a row of a table is about, those that may be members of a group."""
        return tuple(t for t in things if self._reading.fits(t, self._ontology.playing("artifact")))

    def told(self, index: int, block: Block) -> Iterator[tuple[tuple[Thing, ...], Quote]]:
        """Names that the later sentences of an item begin with, and the sentences: `A 采用…；B 沿用…` under the heading of both."""
        view = block.view
        first = self.members(index)
        for start, end in list(sentences(view.text))[1:] if first else ():
            things = self._subjects(index, start, end)
            if things and self._reading.plays(things[0], "technique") == self._reading.plays(first[0], "technique"):
                self.state(block, things, index)
                yield things, self._reading.quote(view, start, end)

    def _subjects(self, index: int, start: int, end: int) -> tuple[Thing, ...]:
        text = self._reading.block(index).view.text
        found = [m for m in self._reading.mentions_in(index) if start <= m.start and m.end <= end]
        first = first_group(text, found) if found and found[0].start == start else []
        first = first[:1] if first and _LIKENED.match(text, first[-1].end) else first
        return tuple(m.thing for m in first) if all(self._is_told_of(m) for m in first) else ()

    def _is_told_of(self, mention: Mention) -> bool:
        """Is it one that a sentence of Chinese prose may be about: of a known kind, or in Latin letters?"""
        named = mention.name[:1].isupper() and not has_han(mention.name) and not self._ends_group(mention.name)
        return self._reading.fits(mention.thing, self._ontology.playing("artifact")) and (bool(mention.classes) or named)

    def more(self, index: int, block: Block) -> None:
        """`还有 A、B、C 等。`: a sentence that only enumerates more of what the section is about."""
        for start, end in sentences(block.view.text) if _MAY_TELL_MORE.search(block.view.text) else ():
            opening = _MORE_OF_THEM.match(block.view.text, start, end)
            if opening is not None:
                found = [m.moved(-opening.end()) for m in self._reading.mentions_in(index) if m.start >= opening.end() and m.end <= end]
                self.state(block, tuple(self._values.enumerated(block.view.text[opening.end() : end], found)), index)

    def named_again(self, text: str, start: int) -> re.Match[str] | None:
        """The name of a group in Chinese right behind its English name: `Masked language model：掩码语言模型，…`."""
        match = _NAMED_AGAIN.match(text, start)
        return match if match and any(match[1].endswith(noun) for noun in self._nouns) else None

    def bracketed(self, index: int) -> None:
        """`生成算法（VAE/GAN）`: names in brackets right behind the name of a family or category, two or more."""
        text = self._reading.block(index).view.text
        for match in _BRACKETED.finditer(text) if "(" in text or "（" in text else ():
            name = _CLAUSE_START.split(text[: match.start()])[-1].strip(" *`“”")
            found = [
                m.moved(-match.start(1)) for m in self._reading.mentions_in(index) if match.start(1) <= m.start and m.end <= match.end(1)
            ]
            names = self._values.enumerated(match[1], found)
            noun = next((noun for noun in self._nouns if fold(name).endswith(noun)), None)
            kind = self._ontology.playing("group")
            if noun is None or kind is None or len(names) < _LEAST_ENUMERATED or not 2 < len(name) <= MAX_NAME or _glosses(names):
                continue
            if self._property is not None and not _EMPTY_WORDS.match(name[: len(name) - len(noun)]):
                group = Thing(name, self._reading.mentions.classes_of(name) or (kind,))
                self._reading.state(
                    self._property, Topic(tuple(names)), [group], f"bracket:{self._property}", self._reading.block_quote(index)
                )

    def _could_be(self, mention: Mention) -> bool:
        """In an enumeration of names, a word with a capital is one too."""
        return self._may_be_member(mention) or (not mention.classes and mention.name[:1].isupper())

    def _may_be_member(self, mention: Mention) -> bool:
        if not self._reading.fits(mention.thing, self._ontology.playing("artifact")):
            return False
        if not mention.classes and (has_han(mention.name) or re.fullmatch(r"[A-Z]?[a-z]+", mention.name)):
            return mention.glossed
        return bool(mention.classes) or is_name(mention)


def _glosses(names: list[Thing]) -> bool:
    """Is one name the initials of another, so that both only say in other letters what stands before the brackets?"""
    initials = {"".join(word[0] for word in re.findall(r"[A-Za-z]+", thing.name)).casefold() for thing in names if " " in thing.name}
    return any(thing.name.casefold().removesuffix("s") in initials for thing in names) or bool(initials and len(names) == len(initials) + 1)
