"""Claims that layout states: list heads, headings, lists by organization or task, field lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aigc_kg.extract.applications import ApplicationReader
from aigc_kg.extract.brackets import BracketReader
from aigc_kg.extract.chains import ChainReader
from aigc_kg.extract.fields import FieldReader
from aigc_kg.extract.labels import LabelReader
from aigc_kg.extract.layout import Head, Layout
from aigc_kg.extract.listings import ListingReader
from aigc_kg.extract.membership import MembershipReader
from aigc_kg.extract.mentions import first_group, is_name, within
from aigc_kg.extract.phrases import NO_KIND, may_be_raw_name
from aigc_kg.extract.reading import Reading, Topic, date_literal
from aigc_kg.extract.sentences import SentenceReader
from aigc_kg.extract.tables import TableReader
from aigc_kg.extract.values import BRACKET, Values
from aigc_kg.model import Block, Quote, Thing
from aigc_kg.quantities import Date
from aigc_kg.text import HAN, fold, has_han, key, sentences

_LEAD_TAIL = re.compile(r"(?:主要|分别)?(?:有|包括|如下|为|是|include|are)?\s*[:：]?\s*\Z")
_PLUS = re.compile(r"\s*(?:[（(][^（()）\n]*[)）])?\s*[+＋]\s*")
_LONGEST_OPENING = 32
_LEAST_ENUMERATED = 2


class StructureReader:
    """Reads the blocks of a document in order."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.values = Values(reading)
        self.layout = Layout(reading, self.values)
        self.fields = FieldReader(reading, self.values, self.layout)
        self.tables = TableReader(reading, self.values)
        self.listings = ListingReader(reading, self.values, self.layout)
        self.applications = ApplicationReader(reading, self.layout)
        self.membership = MembershipReader(reading, self.values, self.layout)
        self.labels = LabelReader(reading, self.layout)
        self.brackets = BracketReader(reading, self.values)
        self.chains = ChainReader(reading, self.layout)
        self.topics: dict[int, Topic] = {}
        self._named: dict[tuple[int, ...], tuple[Thing, int]] = {}
        """By the headings above: the last paragraph that is a bare name."""
        self._told: dict[int, Topic] = {}
        """By paragraph: what its last sentence was about."""
        self._dated: dict[tuple[int, ...], Date] = {}
        """By the headings above: the last paragraph that is a bare date."""
        self._inherited: list[Topic] = []
        """By block: the topic that it was read with."""

    def read(self) -> None:
        """Read all blocks."""
        for index, block in enumerate(self.reading.document.blocks):
            self._inherited.append(self._topic_for(block))
            self._read_block(index, block)

    def read_again(self, before: StructureReader, changed: frozenset[int]) -> None:
        """Read the blocks that these changed ones can make say something else; `before` has read all of them.

        What a block says rests on its own words, on those of the blocks above it (headings, items, lead-in and header), and on
        the topic that it inherits from what was read before it. A block for which all these are as they were is not read again.
        """
        self.topics, self._told = dict(before.topics), dict(before._told)
        for index, block in enumerate(self.reading.document.blocks):
            self._inherited.append(self._topic_for(block))
            if self._inherited[index] != before._inherited[index] or not changed.isdisjoint((index, *self._above(block))):
                self.topics.pop(index, None)
                self._told.pop(index, None)
                self._read_block(index, block)
            elif block.kind == "paragraph":
                self._is_title(index, block)

    def _above(self, block: Block) -> Iterator[int]:
        """The blocks that say what this one is to be read under."""
        yield from block.section
        yield from (index for index in (block.lead, block.header) if index is not None)
        while block.parent is not None:
            yield block.parent
            block = self.reading.block(block.parent)

    def _read_block(self, index: int, block: Block) -> None:
        self.reading.open_block(index)
        self.applications.read(index, block)
        if block.kind == "heading":
            self._read_heading(index, block)
        elif block.kind == "row":
            if block.header is not None:
                topic = self.tables.read(
                    index, block, next(self.layout.task_above(block), None), self._year_for(block), self._inherited[index]
                )
                self.topics[index] = topic
                self.membership.state(block, self.membership.listed(topic.things), index)
        elif block.kind != "code":
            self._read_text(index, block)

    # headings

    def _read_heading(self, index: int, block: Block) -> None:
        thing = self.layout.whole_thing(index)
        if thing is None or not self.layout.is_artifact(thing) or self.reading.plays(thing, "technique") or "系列" in block.view.text:
            return
        if self.layout.is_plain(thing):
            return
        self.membership.state(block, self.membership.members(index), index)
        self._read_bracketed_maker(index, thing)
        for task, context in self.layout.task_above(block):
            quote = self.reading.block_quote(index)
            self.reading.state(self.reading.playing("does"), Topic((thing,)), [task], "heading:task", quote, contexts=[context])

    def _read_bracketed_maker(self, index: int, thing: Thing) -> None:
        """`### X (A)`: an organization alone in brackets behind the name that a heading is."""
        match = BRACKET.search(self.reading.block(index).view.text)
        found = [m for m in self.reading.mentions_in(index) if match and match.start(1) <= m.start and m.end <= match.end(1)]
        if match and len(found) == 1 and found[0].name == match[1].strip() and self.reading.plays(found[0], "agent"):
            quote = self.reading.block_quote(index)
            self.reading.state(self.reading.maker, Topic((thing,)), [found[0].thing], f"heading:{self.reading.maker}", quote)

    # topics

    def _topic_for(self, block: Block) -> Topic:
        """The topic inherited from the list item above, else from the innermost heading."""
        parent = block.parent
        while parent is not None:
            if self.topics.get(parent):
                return Topic(self.topics[parent].things, (parent,))
            parent = self.reading.block(parent).parent
        named = self._named.get(block.section)
        if named is not None and block.kind in ("quote", "item", "paragraph"):
            plain = self.layout.is_plain(named[0]) and not self.layout.is_set_apart(self.reading.block(named[1]))
            return Topic(named[:1], named[1:], tentative=plain)
        if block.section:
            heading = block.section[-1]
            thing = self.layout.whole_thing(heading)
            if thing is not None and self.layout.is_plain(thing) and block.kind != "item":
                return Topic()
            if thing is not None and (self.layout.is_artifact(thing) or self.reading.plays(thing, "agent")):
                return Topic((thing,), (heading,), tentative=self.layout.is_plain(thing))
        return self._told_before(block)

    def _told_before(self, block: Block) -> Topic:
        """What the paragraph right before a list is about, where it is one thing."""
        told = self._told.get(block.lead, Topic()) if block.lead is not None and block.kind in ("item", "row") else Topic()
        single = len(told.things) == 1 and told.things[0].classes and not self.reading.plays(told.things[0], "concept")
        single = single and self.layout.is_named(told.things[0])
        return Topic(told.things, (block.lead,)) if single and block.lead is not None else Topic()

    def _year_for(self, block: Block) -> Date | None:
        return self.layout.year_for(block) or self._dated.get(block.section)

    # items, paragraphs and quotes

    def _read_text(self, index: int, block: Block) -> None:
        if self._is_title(index, block):
            return
        self.brackets.read(index, block)
        inherited = self._inherited[index]
        if self._read_chain(index, block) or self.fields.read(index, block, inherited) or self._read_members(index, block):
            return
        self.chains.within(index, block)
        if self.listings.several(index, block):
            return
        head = self.layout.head_of(index)
        self._read_groups(index, block, head)
        topic, body = inherited, 0
        if head is not None:
            body = self._read_head(index, block, head)
            if head.things and all(self.layout.is_artifact(thing) for thing in head.things):
                topic = Topic(head.things)
                self._read_date(block, head)
                if head.owner is not None:
                    self.membership.subjects(block, head.things, index, self.layout.item_quote(block.view))
                if block.kind == "paragraph" and not head.strong and all(self.layout.is_made(thing) for thing in head.things):
                    # `X, released in May, …`: what the prose of a section goes on about.
                    self._state_headings(block, topic, self.layout.item_quote(block.view))
                self.topics[index] = inherited if self._read_feature(index, block, head, inherited) else topic
            elif head.strong and self._names_others(index, head):
                topic = Topic()
        elif block.kind == "item" and block.parent is None:
            self._state_headings(block, Topic(self.membership.members(index)), self.layout.item_quote(block.view))
            kind = self.membership.group_at(index) if self.layout.label_of(index) and not inherited else None
            # `自回归语言模型：常用于…`: the label names what the item goes on about.
            topic = Topic((kind,)) if kind is not None and not NO_KIND.match(kind.name) else topic
        elif block.kind == "item":
            self.listings.below(block, Topic(self.membership.members(index)), self.layout.item_quote(block.view), headed=False)
        if body >= 0:
            self._read_sentences(index, block, head, topic)

    def _is_title(self, index: int, block: Block) -> bool:
        """A paragraph that is nothing but a date or a name, which what follows is about."""
        dated = self.layout.dated_paragraph(index)
        named = self.layout.named_paragraph(index) if dated is None else None
        if dated is not None:
            self._dated[block.section] = dated
        elif named is not None:
            self._named[block.section] = named, index
        return dated is not None or named is not None

    def _read_groups(self, index: int, block: Block, head: Head | None) -> None:
        """Who belongs to the group that the block stands in."""
        if block.kind == "item":
            self.membership.state(block, self.membership.members(index), index)
            for things, quote in self.membership.told(index, block):
                if head is None:
                    self._state_headings(block, Topic(things), quote)
        self.membership.more(index, block)
        self.membership.bracketed(index)

    def _read_sentences(self, index: int, block: Block, head: Head | None, topic: Topic) -> None:
        reader = SentenceReader(self.reading, block.view, self.reading.mentions_in(index), topic, self._year_for(block))
        owner = self.layout.owner_of(index)
        if head is not None and head.strong and all(self.layout.is_organization(thing) for thing in head.things):
            reader.acting(Topic(head.things))
        elif owner is not None:
            reader.acting(Topic(owner[:1], owner[1:]))
        if block.parent is not None:
            reader.dated_by(self.reading.block(block.parent).view.text)
        title = block.view.text.find("\n") + 1 if owner is not None and owner[1] == index else 0
        for start, end in sentences(block.view.text):
            # A title in a line of its own is no part of the sentence below.
            reader.read(max(start, title) if start < title < end else start, end)
            self._surrounded(index, block, head, reader, (start, end))
        if block.kind == "paragraph":
            self._told[index] = reader.topic

    def _surrounded(self, index: int, block: Block, head: Head | None, reader: SentenceReader, span: tuple[int, int]) -> None:
        """What the heading above or the label in front says of the thing that a sentence is about."""
        told = [t for t in reader.topic.things if t not in reader.base.things]
        if not told:
            return
        start, end = span
        quote = self.reading.quote(block.view, start, end)
        leading = [m for m in within(self.reading.mentions_in(index), start, end) if self._leads(block.view.text[start : m.start])]
        self._labelled(index, (start, end), Topic(tuple(t for t in told if t.name in {m.name for m in leading})), quote)
        named = {m.name for m in leading if self.layout.is_made(m.thing)}
        things = tuple(t for t in told if t.name in named)
        if not things:
            return
        owner = self.layout.owner_of(index)
        if owner is not None and not self.layout.names_maker(block.view.text[start:end]):
            maker, context = owner
            if context == index:
                # What a text on an organization names besides may as well be of a rival.
                things = tuple(t for t in things if t.classes or any(map(str.isdecimal, t.name)))
            self.reading.state(self.reading.maker, Topic(things), [maker], f"heading:{self.reading.maker}", quote, contexts=[context])
        if head is None and self._label_of(index, span) is None and not any(self.layout.is_made(t) for t in reader.base.things):
            self._state_headings(block, Topic(things), quote)
            self.membership.subjects(block, things, index, quote)

    def _labelled(self, index: int, span: tuple[int, int], told: Topic, quote: Quote) -> None:
        """What the label in front says of what a sentence is about, be it a thing or a way to make such."""
        label = self._label_of(index, span)
        plays = self.reading.plays
        things = tuple(t for t in told.things if self.layout.is_made(t) or (plays(t, "technique") and not has_han(t.name)))
        if label is not None and things:
            self.reading.state(label[0], Topic(things), [label[1]], f"label:{label[0]}", quote)

    def _label_of(self, index: int, span: tuple[int, int]) -> tuple[str, Thing] | None:
        text = self.reading.block(index).view.text
        line = text[text.rfind("\n", 0, span[0]) + 1 :]
        return self.labels.leading(text[slice(*span)]) or self.labels.concept(line.partition("\n")[0])

    def _leads(self, before: str) -> bool:
        """May what stands before a name in its sentence only lead up to it: `三维方面，`, `OpenAI 的`?"""
        nouns = self.reading.lexicon.artifact_nouns
        return len(before) <= _LONGEST_OPENING and not any(noun in before for noun in nouns)

    def _read_date(self, block: Block, head: Head) -> None:
        """`2018/06：X，…`: the date in front of what an item of a timeline is about."""
        plays = self.reading.plays
        things = tuple(
            t for t in head.things if self.layout.is_made(t) or (t.classes and not any(plays(t, r) for r in ("agent", "task", "modality")))
        )
        if head.dated is None or not things:
            return
        for prop in self.listings.release_dates():
            self.reading.state(prop, Topic(things), [date_literal(head.dated)], f"item:{prop}", self.layout.item_quote(block.view))
        if head.owner is not None:
            maker = self.reading.maker
            self.reading.state(maker, Topic(things), [head.owner], f"item:{maker}", self.layout.item_quote(block.view))

    def _read_feature(self, index: int, block: Block, head: Head, inherited: Topic) -> bool:
        """`对比学习：…` or `扩散模型（Transformer 架构）` below a thing: the techniques that an item starts with are those of the thing."""
        technique = self.reading.playing("technique")
        plays = self.reading.plays
        made = [t for t in inherited.things if self.layout.is_artifact(t) and t.classes and not plays(t, "concept")]
        if not made or len(made) < len(inherited.things) or not all(plays(t, "technique") for t in head.things):
            return False
        specs = self.reading.lexicon.ontology.properties
        used = next((p for p in self.reading.lexicon.genitives if p in specs and specs[p].range == technique), "")
        bracket = BRACKET.search(block.view.text, head.end)
        inside = [m.thing for m in self.reading.mentions_in(index) if bracket and bracket.start() < m.start and m.end < bracket.end()]
        added = self._added(index, block, head.end)
        things = [*head.things, *(t for t in (*inside, *added) if plays(t, "technique"))]
        quote = self.layout.item_quote(block.view)
        builds = self.reading.playing("builds")
        self.reading.state(builds, inherited, [t for t in added if not plays(t, "technique")], f"item:{builds}", quote)
        return self.reading.state(used, inherited, things, f"item:{used}", quote)

    def _added(self, index: int, block: Block, at: int) -> list[Thing]:
        """`A（…）+ B`: what is added to what an item starts with."""
        added: list[Thing] = []
        while match := _PLUS.match(block.view.text, at):
            mention = next((m for m in self.reading.mentions_in(index) if m.start == match.end()), None)
            if mention is None or not mention.classes or not self.layout.is_artifact(mention.thing):
                break
            added.append(mention.thing)
            at = mention.end
        return added

    def _names_others(self, index: int, head: Head) -> bool:
        """Does the text behind a head that is no artifact name artifacts, so that it is not about the thing above?"""
        return any(
            m.start >= head.end and (m.classes or is_name(m)) and self.layout.is_artifact(m.thing) for m in self.reading.mentions_in(index)
        )

    def _read_members(self, index: int, block: Block) -> bool:
        """`墨鲸家族：墨鲸-1、墨鲸-2`: those enumerated behind the name of a family or category."""
        label = self.layout.label_of(index)
        of_topic = label is not None and bool(self._inherited[index]) and bool(self.reading.cues.label(label[1]))
        # `文本编码器：BERT` below a thing is a field of it, whatever else the label may name.
        group = self.membership.group_at(index) if label and not of_topic else None if label else self.membership.opening(index)
        start = label.end() if label else len(group.name) + 1 if group else 0
        if group is not None and (again := self.membership.named_again(block.view.text, start)):
            group, start = replace(group, aliases=(*group.aliases, again[1])), again.end()
        names = self.layout.enumerated(index, block, start) if group else []
        if label is None and len(names) < _LEAST_ENUMERATED:
            return False
        prop = self.reading.lexicon.ontology.playing("family")
        if not names or group is None or prop is None:
            return False
        quote = self.reading.block_quote(index)
        task = self.layout.task_of_kind(group.name)
        if task is not None:
            does = self.reading.playing("does")
            self.reading.state(does, Topic(tuple(names)), [task], f"list:{does}", quote)
        maker = self.layout.organization_above(block)
        if maker is not None:
            self.reading.state(
                self.reading.maker, Topic(tuple(names)), [maker[0]], f"list:{self.reading.maker}", quote, contexts=[maker[1]]
            )
        return self.reading.state(prop, Topic(tuple(names)), [group], f"list:{prop}", quote)

    def _read_chain(self, index: int, block: Block) -> bool:
        """`A → B → C`: each follows the one before. Says whether the block is nothing else."""
        if not self.chains.may_hold(block):
            return False
        lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]+", block.view.text)]
        chains = [self.chains.line(block, start, end) for start, end in lines]
        for linked, (start, end) in zip(chains, lines, strict=True):
            if linked:
                quote = self.reading.quote(block.view, start, end)
                self.membership.state(block, linked, index, quote)
                self._state_headings(block, Topic(linked), quote)
        return all(chains)

    def _read_head(self, index: int, block: Block, head: Head) -> int:
        """State what the head's place says; -1 where the block is an enumeration that has been read whole."""
        things = head.things
        if all(self.layout.is_organization(thing) for thing in things):
            return self._read_enumeration(index, block, head, self.reading.maker)
        if len(things) == 1 and self.reading.plays(things[0], "task"):
            return self._read_enumeration(index, block, head, self.reading.playing("does"))
        if block.parent is not None and head.strong and (maker := self.layout.organization_above(block)):
            names = self.layout.enumerated(index, block, head.end)
            for name in names:
                quote = self.layout.item_quote(block.view)
                self.reading.state(self.reading.maker, Topic((name,)), [maker[0]], f"list:{self.reading.maker}", quote, contexts=[maker[1]])
            if names:
                return -1
        if block.parent is None and head.strong and self._read_portfolio(index, block, head):
            return 0
        self._read_place(block, head)
        return 0

    def _read_portfolio(self, index: int, block: Block, head: Head) -> bool:
        """`Video: X, Y` in the section of an organization: the label says what kind of thing the names are that it made."""
        labels = [t for t in head.things if self.reading.plays(t, "modality") or self.layout.is_plain(t)]
        maker = self.layout.organization_above(block) if len(labels) == len(head.things) else None
        end = next((b for a, b in sentences(block.view.text) if a <= head.end < b), len(block.view.text))
        first = [m for m in self.reading.mentions_in(index) if head.end <= m.start < end]
        group = first_group(block.view.text, first) if first and first[0].start <= head.end + 1 else []
        made = tuple(m.thing for m in group if self.layout.is_made(m.thing))
        if maker is None or not made or len(made) < len(group):
            return False
        quote = self.layout.item_quote(block.view)
        return self.reading.state(self.reading.maker, Topic(made), [maker[0]], f"list:{self.reading.maker}", quote, contexts=[maker[1]])

    def _read_place(self, block: Block, head: Head) -> None:
        """An artifact that heads an item under an organization's or task's heading."""
        listed = block.parent is not None and self.layout.lists_members(block.parent)
        artifacts = Topic(tuple(t for t in head.things if self.layout.is_artifact(t) and (listed or self.layout.is_named(t))))
        bold = block.kind == "paragraph" and bool(block.view.emphasised) and block.view.emphasised[0][0] <= 1
        if len(artifacts.things) < len(head.things) or not (bold or block.kind in ("item", "quote")):
            return
        quote = self.layout.item_quote(block.view)
        maker = self.layout.maker_above(block)
        if listed and maker is not None and block.parent is not None:
            self.reading.state(
                self.reading.maker, artifacts, [maker[0]], f"list:{self.reading.maker}", quote, contexts=[maker[1], block.parent]
            )
        self.listings.below(block, artifacts, quote, headed=True)
        if block.parent is None:
            self._state_headings(block, artifacts, quote)
            self._read_group(block, artifacts, quote)
            maker = self.layout.organization_above(block)
            if (
                maker
                and (head.strong or block.lead is not None)
                and self.layout.lists_products(block)
                and not self.layout.names_maker(block.view.text)
            ):
                self.reading.state(self.reading.maker, artifacts, [maker[0]], f"heading:{self.reading.maker}", quote, contexts=[maker[1]])

    def _state_headings(self, block: Block, things: Topic, quote: Quote) -> None:
        """What the headings above say of the things that a block starts with: a task, or the field that they are used in."""
        if not things:
            return
        for task, context in self.layout.task_above(block):
            self.reading.state(self.reading.playing("does"), things, [task], "heading:task", quote, contexts=[context])
            return
        for heading in block.section[-1:]:
            concept = self.layout.whole_thing(heading)
            for prop in self._concept_properties(concept) if concept else ():
                self.reading.state(prop, things, [concept], f"heading:{prop}", quote, contexts=[heading])  # type: ignore[list-item]

    def _concept_properties(self, concept: Thing) -> list[str]:
        """Properties that a heading may state whose objects are concepts of this kind."""
        specs = [self.reading.lexicon.ontology.properties.get(name) for name in self.reading.lexicon.genitives]
        ontology = self.reading.lexicon.ontology
        return [
            spec.name
            for spec in specs
            if spec is not None
            and spec.range in concept.classes
            and ontology.plays((spec.range,), "concept")
            and spec.range != ontology.playing("technique")
        ]

    def _read_group(self, block: Block, members: Topic, quote: Quote) -> None:
        """`典型方法有:` under the heading of a family or technique lists its members."""
        if block.lead is None or not block.section:
            return
        lead = _LEAD_TAIL.sub("", self.reading.block(block.lead).view.text.strip())
        nouns = [w.form for w in self.reading.lexicon.by_frame["inverseNoun"] if self.reading.playing("family") in w.denotes]
        family = self.layout.whole_thing(block.section[-1])
        if family is not None and self.layout.is_artifact(family) and any(fold(lead).endswith(noun) for noun in nouns):
            self.reading.state(
                self.reading.playing("family"), members, [family], "list:memberOf", quote, contexts=[block.section[-1], block.lead]
            )

    def _read_enumeration(self, index: int, block: Block, head: Head, prop: str) -> int:
        """`OpenAI: DALL-E 2、ChatGPT`: the names listed behind an organization or task."""
        if not head.strong:
            return 0
        text = block.view.text
        names = self.layout.enumerated(index, block, head.end) or (self._han_names(text[head.end :]) if prop == self.reading.maker else [])
        if not names:
            return 0
        quote = self.layout.item_quote(block.view)
        for subject in names:
            self.reading.state(prop, Topic((subject,)), list(head.things), f"list:{prop}", quote)
        self.membership.state(block, tuple(names), index)
        rest = text[head.end :]
        if prop == self.reading.maker:
            task = next(iter(self.layout.task_above(block)), None)
            for subject in names if task else ():
                self.reading.state(self.reading.playing("does"), Topic((subject,)), [task[0]], "heading:task", quote, contexts=[task[1]])  # type: ignore[index]
        return -1 if not re.search(r"[。；]", rest) else 0

    def _han_names(self, text: str) -> list[Thing]:
        """`青岚科技 - 岚语 / 长卷`: Chinese names that no vocabulary lists, two or more, and nothing else."""
        parts = [part.strip(" “”《》`*。") for part in re.split(r"\s*[、/]\s*", text)]
        plain = all(re.fullmatch(rf"[{HAN}]{{2,6}}(?:-?\d[\w.]*)?", part) for part in parts)
        known = [
            part for part in parts if self.layout.is_label(part) or self.reading.mentions.classes_of(part) or self.reading.cues.find(part)
        ]
        return [Thing(part) for part in parts] if plain and not known and len(parts) > 1 else []

    # field lists


def learned_classes(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Kinds of unlisted names that the document's own claims show: who makes is an organization, what is made a model."""
    ontology = reading.lexicon.ontology
    makers, made = set(), set()
    others: dict[str, tuple[str, ...]] = {}
    for claim in reading.claims:
        if not isinstance(claim.object, Thing):
            continue
        if claim.predicate == ontology.playing("maker"):
            makers.add(key(claim.object.name))
            if not claim.rule.startswith("verb:") or may_be_raw_name(claim.subject.name, guarded=True):
                made.add(key(claim.subject.name))
        elif ontology.plays(claim.object.classes, "agent"):
            others.setdefault(key(claim.object.name), claim.object.classes)
    agent, artifact = ontology.unlisted(ontology.playing("agent")), ontology.unlisted()
    found = {**dict.fromkeys(makers - made, agent), **dict.fromkeys(made - makers, artifact)}
    return {**others, **{name: (kind,) for name, kind in found.items() if kind is not None}}
