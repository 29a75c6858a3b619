"""Claims that layout states: list heads, headings, lists by organization or task, field lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from aigc_kg.extract.mentions import DATE_LIKE, Mention, groups, looks_like_organization
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.sentences import SentenceReader
from aigc_kg.extract.tables import TableReader
from aigc_kg.extract.values import BRACKET, MAX_NAME, Values
from aigc_kg.model import Block, Quote, Thing, View
from aigc_kg.quantities import Date, dates
from aigc_kg.text import HAN, fold, key, sentences

_OPENING = re.compile(r"\A[\s“\"「『《`\[【(（]*(?:\d{1,2}\s*[.、)）]\s*)?")
_GENERIC_TAIL = re.compile(r"[”\"」』》`]*\s*(?:系列|大模型|模型|平台|系统|生态|GPU|数据集|框架|工具|架构)?")
_STRONG = re.compile(r"\s*(?:[:：]|[-–—]{1,2}(?=\s)|——|\Z)")
_WEAK = re.compile(r"\s*[，,]")
_HAN_HEAD = re.compile(rf"\A\s*[“《「`]?([{HAN}A-Za-z0-9·.\- ]{{2,16}}?)[”》」`]?\s*(?:[（(][^）)]*[）)])?\s*[:：]\s*(?=\S)")
_STATED_MAKER = re.compile(r"\s*(?:由|来自|是由|出自|[^，。]{1,16}(?:推出|开发|发布|提出|研发|打造))")
_TITLE_TAIL = re.compile(r"\s*(?:旗下|系列|的)?\s*(?:产品|模型|大模型|系列|公司|研究院|团队)?\s*\Z")
_LEAD_TAIL = re.compile(r"(?:主要|分别)?(?:有|包括|如下|为|是|include|are)?\s*[:：]?\s*\Z")
_ARROW = re.compile(r"\s*(?:→|⟶|➜|➔|-+>|=+>)\s*")
_LEAST_CHAIN = 3
"""Links that make a chain; a single arrow may mean anything."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a block starts with and is about; `end` is where the rest of the block begins."""

    things: tuple[Thing, ...]
    end: int
    strong: bool


class StructureReader:
    """Reads the blocks of a document in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.values = Values(reading)
        self.tables = TableReader(reading, self.values)
        self.heads: dict[int, Head | None] = {}
        self.topics: dict[int, Topic] = {}

    def read(self, sections: Mapping[int, Iterable[int]]) -> None:
        """Read these sections, given by their blocks."""
        for section, blocks in sections.items():
            self.reading.open_section(section)
            for index in blocks:
                self._read_block(index, self.reading.block(index))

    def _read_block(self, index: int, block: Block) -> None:
        if block.kind == "heading":
            self._read_heading(index, block)
        elif block.kind == "row":
            if block.header is not None:
                self.topics[index] = self.tables.read(index, block, next(self._task_above(block), None), self._year_for(block))
        elif block.kind != "code":
            self._read_text(index, block)

    # headings

    def _read_heading(self, index: int, block: Block) -> None:
        thing = self._whole_thing(index)
        if thing is None or not self._is_artifact(thing) or "Technique" in thing.classes or "系列" in block.view.text:
            return
        if self._is_plain(thing):
            return
        for task, context in self._task_above(block):
            quote = self.reading.block_quote(index)
            self.reading.state("hasTask", Topic((thing,)), [task], "heading:task", quote, contexts=[context])

    def _whole_thing(self, index: int) -> Thing | None:
        """The thing that a heading or label names as a whole, brackets and generic words aside."""
        text = self.reading.block(index).view.text
        found = self.reading.mentions_in(index)
        if not found or len(text) > 2 * MAX_NAME + 20:
            return None
        first = found[0]
        if text[: first.start].strip(' `*"“《0123456789.、'):
            return None
        rest = BRACKET.sub("", text[first.end :])
        for name in (m.name for m in found[1:] if self._same_thing(m, first)):
            rest = rest.replace(name, "", 1)
        rest = rest.strip(' ”"》:：,，/')
        if rest and not _TITLE_TAIL.fullmatch(rest):
            return None
        return first.thing

    def _same_thing(self, one: Mention, other: Mention) -> bool:
        listed = self.reading.lexicon.by_key
        return listed.get(key(one.name)) is not None and listed.get(key(one.name)) == listed.get(key(other.name))

    def _is_plain(self, thing: Thing) -> bool:
        """One capitalized word of unknown kind, which may as well be an ordinary word such as Overview."""
        return not thing.classes and re.fullmatch(r"[A-Z]?[a-z]+", thing.name) is not None

    def _is_artifact(self, thing: Thing) -> bool:
        return self.reading.fits(thing, "Artifact")

    def _task_above(self, block: Block) -> Iterator[tuple[Thing, int]]:
        """The nearest heading above that names a task as a whole."""
        for heading in reversed(block.section):
            task = self.values.task(self.reading.block(heading).view.text)
            if task is not None:
                yield task, heading
                return

    def _organization_above(self, block: Block) -> tuple[Thing, int] | None:
        """The organization that heads the item above, or that the innermost heading names as a whole."""
        if block.parent is not None:
            head = self.head_of(block.parent)
            if head is not None and len(head.things) == 1 and self._is_organization(head.things[0]):
                return head.things[0], block.parent
            return None
        if not block.section:
            return None
        heading = block.section[-1]
        thing = self._whole_thing(heading)
        if thing is not None and ("Organization" in thing.classes or (not thing.classes and looks_like_organization(thing.name))):
            return Thing(thing.name, thing.classes or ("Organization",)), heading
        return None

    # topics

    def _topic_for(self, block: Block) -> Topic:
        """The topic inherited from the list item above, else from the innermost heading."""
        parent = block.parent
        while parent is not None:
            if self.topics.get(parent):
                return Topic(self.topics[parent].things, (parent,))
            parent = self.reading.block(parent).parent
        if block.section:
            heading = block.section[-1]
            thing = self._whole_thing(heading)
            if thing is not None and self._is_plain(thing) and block.kind != "item":
                return Topic()
            if thing is not None and (self._is_artifact(thing) or "Organization" in thing.classes):
                return Topic((thing,), (heading,), tentative=self._is_plain(thing))
        return Topic()

    def _year_for(self, block: Block) -> Date | None:
        """The year that items below leave out: from the item, lead-in or heading above."""
        above = [block.parent, block.lead, *reversed(block.section)]
        if block.parent is not None:
            above[1:1] = [self.reading.block(block.parent).parent]
        for context in above:
            if context is None:
                continue
            years = {span.date.year for span in dates(self.reading.block(context).view.text) if span.date.year}
            if len(years) == 1:
                return Date(years.pop())
        return None

    # items, paragraphs and quotes

    def head_of(self, index: int) -> Head | None:
        """The head of a block, found once."""
        if index not in self.heads:
            self.heads[index] = self._find_head(index)
        return self.heads[index]

    def _find_head(self, index: int) -> Head | None:
        block = self.reading.block(index)
        text = block.view.text
        opening = _OPENING.match(text)
        start = opening.end() if opening else 0
        found = [m for m in self.reading.mentions_in(index) if m.start >= start]
        if found and found[0].start <= start + 1:
            first = groups(text, found)[0]
            head = self._delimited(text, first)
            if head is not None:
                return head
            if len(first) > 1:
                return self._delimited(text, first[:1])
            return None
        match = _HAN_HEAD.match(text)
        if (
            match
            and not DATE_LIKE.fullmatch(match[1])
            and block.kind in ("item", "quote", "paragraph")
            and not self._is_label(match[1])
            and _STATED_MAKER.match(text, match.end())
        ):
            return Head((Thing(match[1].strip()),), match.end(), strong=True)
        return None

    def _delimited(self, text: str, group: list[Mention]) -> Head | None:
        end = _GENERIC_TAIL.match(text, group[-1].end).end()  # type: ignore[union-attr]
        bracket = BRACKET.match(text, end)
        after = bracket.end() if bracket else end
        things = tuple(m.thing for m in group)
        for pattern, strong in ((_STRONG, True), (_WEAK, False)):
            match = pattern.match(text, after)
            if match:
                return Head(things, bracket.start() if bracket else match.end(), strong)
        colon = re.match(r"\s*[:：]\s*[（(][^）)]*[）)]\s*[:：]", text[end:])
        if colon:
            return Head(things, end + colon.end(), strong=True)
        return Head(things, bracket.start(), strong=False) if bracket else None

    def _is_label(self, text: str) -> bool:
        """Is it a field name or class noun rather than a name?"""
        return bool(self.reading.cues.exactly(text)) or fold(text).strip() in self.reading.lexicon.class_nouns

    def _read_text(self, index: int, block: Block) -> None:
        view = block.view
        inherited = self._topic_for(block)
        if self._read_chain(index, block):
            return
        if self._read_field(index, block, inherited):
            return
        head = self.head_of(index)
        topic, body = inherited, 0
        if head is not None:
            body = self._read_head(index, block, head)
            if head.things and all(self._is_artifact(thing) for thing in head.things):
                topic = Topic(head.things)
                self.topics[index] = topic
        if body < 0:
            return
        reader = SentenceReader(self.reading, view, self.reading.mentions_in(index), topic, self._year_for(block))
        if head is not None and head.strong and all(self._is_organization(thing) for thing in head.things):
            reader.acting(Topic(head.things))
        if block.parent is not None:
            reader.dated_by(self.reading.block(block.parent).view.text)
        for start, end in sentences(view.text):
            reader.read(start, end)

    def _read_chain(self, index: int, block: Block) -> bool:
        """`A → B → C`: each follows the one before."""
        parts = _ARROW.split(block.view.text)
        if len(parts) < _LEAST_CHAIN:
            return False
        things = [self._chain_link(part) for part in parts]
        if not all(things):
            return False
        quote = self.reading.block_quote(index)
        for earlier, later in pairwise(things):
            if earlier is not None and later is not None:
                self.reading.state("successorOf", Topic((later,)), [earlier], "chain:successorOf", quote)
        return True

    def _chain_link(self, part: str) -> Thing | None:
        bare = BRACKET.sub("", part).strip(' 。.？?“”"`*')
        name = re.sub(r"\s*(?:及其|及|和它|和其|等(?=以|基于|[^级])).*\Z", "", bare.rsplit("：", 1)[-1]).strip()
        if not 1 < len(name) <= MAX_NAME or re.search(r"[，。；,;]", name):
            return None
        return Thing(name, self.reading.mentions.classes_of(name) or (() if re.search("[A-Z]", name) else ("Technique",)))

    def _read_head(self, index: int, block: Block, head: Head) -> int:
        """State what the head's place says; -1 where the block is an enumeration that has been read whole."""
        things = head.things
        if all(self._is_organization(thing) for thing in things):
            return self._read_enumeration(index, block, head, "developedBy")
        if len(things) == 1 and "Task" in things[0].classes:
            return self._read_enumeration(index, block, head, "hasTask")
        if block.parent is not None and head.strong and (maker := self._organization_above(block)):
            names = self._enumerated(index, block, head.end)
            for name in names:
                quote = self._item_quote(block.view)
                self.reading.state("developedBy", Topic((name,)), [maker[0]], "list:developedBy", quote, contexts=[maker[1]])
            if names:
                return -1
        self._read_place(block, head)
        return 0

    def _is_organization(self, thing: Thing) -> bool:
        return "Organization" in thing.classes or (not thing.classes and looks_like_organization(thing.name))

    def _read_place(self, block: Block, head: Head) -> None:
        """An artifact that heads an item under an organization's or task's heading."""
        artifacts = Topic(tuple(thing for thing in head.things if self._is_artifact(thing) and self._is_named(thing)))
        bold = block.kind == "paragraph" and bool(block.view.emphasised) and block.view.emphasised[0][0] <= 1
        if len(artifacts.things) < len(head.things) or not (bold or block.kind in ("item", "quote")):
            return
        quote = self._item_quote(block.view)
        if block.parent is None:
            for task, context in self._task_above(block):
                self.reading.state("hasTask", artifacts, [task], "heading:task", quote, contexts=[context])
            self._read_group(block, artifacts, quote)
            maker = self._organization_above(block)
            if maker and head.strong and self._lists_products(block) and not self._names_maker(block.view.text):
                self.reading.state("developedBy", artifacts, [maker[0]], "heading:developedBy", quote, contexts=[maker[1]])

    def _read_group(self, block: Block, members: Topic, quote: Quote) -> None:
        """`典型方法有:` under the heading of a family or technique lists its members."""
        if block.lead is None or not block.section:
            return
        lead = _LEAD_TAIL.sub("", self.reading.block(block.lead).view.text.strip())
        nouns = [w.form for w in self.reading.lexicon.by_frame["inverseNoun"] if "memberOf" in w.denotes]
        family = self._whole_thing(block.section[-1])
        if family is not None and self._is_artifact(family) and any(fold(lead).endswith(noun) for noun in nouns):
            self.reading.state("memberOf", members, [family], "list:memberOf", quote, contexts=[block.section[-1], block.lead])

    def _names_maker(self, text: str) -> bool:
        return any("developedBy" in cue.denotes("agentVerb") for cue in self.reading.cues.find(text))

    def _lists_products(self, block: Block) -> bool:
        """A list under an organization lists what it made, unless its lead-in says otherwise."""
        if block.lead is None:
            return True
        lead = fold(self.reading.block(block.lead).view.text.strip(" :："))
        return any(lead.endswith(w.form) for w in self.reading.lexicon.by_frame["inverseNoun"] if w.form)

    def _is_named(self, thing: Thing) -> bool:
        return bool(thing.classes) or bool(re.search(r"[A-Z]|[a-z]\d", thing.name))

    def _item_quote(self, view: View) -> Quote:
        start, end = next(iter(sentences(view.text)), (0, len(view.text)))
        return self.reading.quote(view, start, end)

    def _read_enumeration(self, index: int, block: Block, head: Head, prop: str) -> int:
        """`OpenAI: DALL-E 2、ChatGPT`: the names listed behind an organization or task."""
        if not head.strong:
            return 0
        text = block.view.text
        names = self._enumerated(index, block, head.end) or (self._han_names(text[head.end :]) if prop == "developedBy" else [])
        if not names:
            return 0
        quote = self._item_quote(block.view)
        for subject in names:
            self.reading.state(prop, Topic((subject,)), list(head.things), f"list:{prop}", quote)
        rest = text[head.end :]
        if prop == "developedBy":
            task = next(iter(self._task_above(block)), None)
            for subject in names if task else ():
                self.reading.state("hasTask", Topic((subject,)), [task[0]], "heading:task", quote, contexts=[task[1]])  # type: ignore[index]
        return -1 if not re.search(r"[。；]", rest) else 0

    def _enumerated(self, index: int, block: Block, start: int) -> list[Thing]:
        """Names of a block that from `start` on is nothing but an enumeration of artifacts."""
        found = [m.moved(-start) for m in self.reading.mentions_in(index) if m.start >= start]
        return self.values.enumerated(block.view.text[start:], found)

    def _han_names(self, text: str) -> list[Thing]:
        """`青岚科技 - 岚语 / 长卷`: Chinese names that no vocabulary lists, two or more, and nothing else."""
        parts = [part.strip(" “”《》`*。") for part in re.split(r"\s*[、/]\s*", text)]
        plain = all(re.fullmatch(rf"[{HAN}]{{2,6}}(?:-?\d[\w.]*)?", part) for part in parts)
        known = [part for part in parts if self._is_label(part) or self.reading.mentions.classes_of(part) or self.reading.cues.find(part)]
        return [Thing(part) for part in parts] if plain and not known and len(parts) > 1 else []

    # field lists

    def _read_field(self, index: int, block: Block, inherited: Topic) -> bool:
        """`参数量：1750 亿` under a model's heading; `产品：…` under an organization's."""
        text = block.view.text
        match = re.match(r"\s*([^:：\n]{1,24})\s*[:：]\s*(?=\S)", text)
        if not match:
            return self._read_product_item(index, block)
        wordings = self.reading.cues.exactly(match[1])
        for wording in wordings:
            if wording.frame == "noun" and inherited:
                found = [m for m in self.reading.mentions_in(index) if m.start >= match.end()]
                values = self.values.typed(text[match.end() :], found, wording.denotes)
                quote = self.reading.quote(block.view, 0, len(text))
                stated = [self.reading.state(prop, inherited, objects, f"field:{prop}", quote) for prop, objects in values]
                if any(stated):
                    return True
            if wording.frame == "inverseNoun":
                maker = self._organization_above(block)
                names = self._enumerated(index, block, match.end())
                if maker and names:
                    quote = self.reading.quote(block.view, 0, len(text))
                    for name in names:
                        self.reading.state("developedBy", Topic((name,)), [maker[0]], "field:developedBy", quote, contexts=[maker[1]])
                    return True
        return False

    def _read_product_item(self, index: int, block: Block) -> bool:
        """An item that is a name and nothing else, in a list that `产品：` introduces under an organization."""
        if block.kind != "item" or block.lead is None or block.parent is not None:
            return False
        maker = self._organization_above(block)
        name = BRACKET.sub("", block.view.text).strip(" 。.")
        if maker is None or not self._lists_products(block) or not 2 <= len(name) <= MAX_NAME or re.search(r"[，。；,;]", name):
            return False
        if self.head_of(index) is not None:
            return False
        thing = Thing(name, ("Product",))
        return self.reading.state(
            "developedBy", Topic((thing,)), [maker[0]], "heading:developedBy", self.reading.block_quote(index), contexts=[maker[1]]
        )


def learned_classes(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Kinds of unlisted names that the document's own claims show: who makes is an organization, what is made a model."""
    makers, made = set(), set()
    for claim in reading.claims:
        if claim.predicate == "developedBy" and isinstance(claim.object, Thing):
            makers.add(key(claim.object.name))
            if not claim.rule.startswith("verb:"):
                made.add(key(claim.subject.name))
    return {**dict.fromkeys(makers - made, ("Organization",)), **dict.fromkeys(made - makers, ("Model",))}
