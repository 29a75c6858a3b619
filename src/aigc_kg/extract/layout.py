"""What the layout of a document says of a block: what it starts with, what heads it, which year it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from aigc_kg.extract.mentions import DATE_LIKE, Mention, first_group, looks_like_organization
from aigc_kg.extract.reading import Reading
from aigc_kg.extract.values import BRACKET, MAX_NAME, Values
from aigc_kg.model import Block, Quote, Thing, View
from aigc_kg.quantities import Date, dates, numbers
from aigc_kg.text import HAN, fold, has_han, key, sentences

NUMBERING = re.compile(r"\A[\s\d.、()（）第章节部一二三四五六七八九十]{0,12}(?<![A-Za-z])[\s.、)）]|\A\s+")
"""In front of a heading or label: which of several it is."""
_OPENING = re.compile(r"\A[\s“\"「『《`\[【(（]*(?:\d{1,2}\s*[.、)）]\s*)?")
_GENERIC_TAIL = re.compile(
    r"[”\"」』》`]*\s*(?:系列|大模型|模型|平台|系统|生态|GPU|数据集|框架|工具|架构|[三四五六七八]?(?:剑客|巨头|强|杰)|双雄)?"
)
_KIND_BY_TASK = re.compile(
    r"\s*(?:的|类)?(?:大?模型|工具|平台|产品|系统|软件|应用|服务|models?|tools?|products?|systems?|apps?)\s*\Z", re.IGNORECASE
)
_HAN_NAME = re.compile(rf"[{HAN}]{{3,10}}")
_SHORT_HEADING = 20
_LEAST_HEADED = 2
_LONGEST_OPENING = 40
_NEAR_START = 12
_HAN_DASHED = re.compile(rf"\A\s*(?:\d{{1,2}}[.、)）]\s*)?[“《「]?([{HAN}]{{2,6}})[”》」]?(\s+[-–—]{{1,2}}\s+|\s*[（(])")
FIELD = re.compile(r"[\s*]*([^:：\n]{1,48}?)[\s*]*[:：][\s*]*(?=\S)")
_STRONG = re.compile(r"\s*(?:[:：]|[-–—]{1,2}(?=\s)|——|\Z)")
_WEAK = re.compile(r"\s*[，,]")
_DATED_ENDS = re.compile(r"\s*[，,。]")
_DATE_LABEL = re.compile(r"\s*[)）\]】*]*\s*(?:[:：]|——|[-–—](?=\s)|\s)\s*")
"""Behind the date of an item of a timeline."""
_HAN_HEAD = re.compile(rf"\A\s*[“《「`]?([{HAN}A-Za-z0-9·.\- ]{{2,16}}?)[”》」`]?\s*(?:[（(][^）)]*[）)]\s*)?[:：]\s*(?=\S)")
_ORGANIZATION_NOUN = re.compile(r"(?:所属|研发|开发|发布)?(?:公司|机构|研究院|研究所|实验室|团队|单位|高校|大学|企业|厂商|作者)")
_ITS_WORKS = re.compile(
    r"[\s*]*(?:的|旗下的?|家的?|['’]s)?\s*(?:主要|代表性?|核心|相关|自研|AI|大|main|key)*\s*(?:模型|产品|作品|系列|成果|工具|models?|products?|works?)?"
    r"\s*(?:有|包括|如下)?[\s*]*[:：]?[\s*]*",
    re.IGNORECASE,
)
_STATED_MAKER = re.compile(r"\s*(?:由|来自|是由|出自|[^，。]{1,16}(?:推出|开发|发布|提出|研发|打造))")
_LEADS_IN = re.compile(r"(?:有|包括|包含|如下|例如|比如|是|为|分为|梯队|大厂)\Z")
"""Ends a text with a colon that only introduces what is listed behind it."""
_JOINED, _JOINS = re.compile(r"(?:与|和|及|、|/|&)\s*\Z"), re.compile(r"\s*(?:与|和|及|、|/|&)")
_TITLES = re.compile(r"[\s*]*(?:[,，:：]|[。.](?=\s*\S)|[ \t]*\n|\([^()]{2,30}\)|（[^（）]{2,30}）)")
_LISTING_TAIL = re.compile(r"\s*(?:一览|列表|清单|汇总|如下|包括|主要有|有)+\Z")
_TITLE_TAIL = re.compile(r"\s*(?:旗下|系列|的)?\s*(?:产品|模型|大模型|系列|公司|研究院|团队)?\s*\Z")

_COINED = re.compile(r"[A-Za-z][-.· ]?\d|[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Z]-[A-Z]")
_TWO_WORDS = re.compile(r"[A-Z][a-z]+ [A-Z][A-Za-z]+\Z")
"""As people are named, or as a sentence begins."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a block starts with and is about; `end` is where the rest of the block begins."""

    things: tuple[Thing, ...]
    end: int
    strong: bool
    dated: Date | None = None
    """The date that stands in front of it, as in a timeline."""
    owner: Thing | None = None
    """Whose it is, where that stands between the date and the name: `3 月 8 日 A 的 X：…`."""


class Layout:
    """Questions that every reader of layout asks of a block and its surroundings."""

    def __init__(self, reading: Reading, values: Values) -> None:
        self._reading = reading
        self._values = values
        self._heads: dict[int, Head | None] = {}
        self._makers: dict[int, bool] = {}
        self._listings: dict[tuple[object, ...], bool] = {}
        # Headings and lead-ins are asked for by every block below them.
        self.whole_thing = cache(self._whole_thing)
        self._task_of = cache(self._find_task)
        self._years_in = cache(self._find_years)
        self.label_of = cache(self._find_label)

    def _whole_thing(self, index: int) -> Thing | None:
        """The thing that a heading or label names as a whole, brackets and generic words aside."""
        text = self._reading.block(index).view.text
        if len(text) > 2 * MAX_NAME + 20:
            return None
        found = self._reading.mentions_in(index)
        if not found:
            bare = BRACKET.sub("", text).strip(" `*")
            plain = _HAN_NAME.fullmatch(bare) and looks_like_organization(bare)
            return (
                Thing(
                    bare, tuple(filter(None, (self._reading.lexicon.ontology.unlisted(self._reading.lexicon.ontology.playing("agent")),)))
                )
                if plain
                else None
            )
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
        listed = self._reading.lexicon.by_key
        return listed.get(key(one.name)) is not None and listed.get(key(one.name)) == listed.get(key(other.name))

    def is_plain(self, thing: Thing) -> bool:
        """One capitalized word of unknown kind, which may as well be an ordinary word such as Overview."""
        return not thing.classes and re.fullmatch(r"[A-Z]?[a-z]+", thing.name) is not None

    def is_artifact(self, thing: Thing) -> bool:
        """May the thing be one that facts are about?"""
        return self._reading.fits(thing, self._reading.playing("artifact"))

    def task_above(self, block: Block) -> Iterator[tuple[Thing, int]]:
        """The nearest heading above that names a task as a whole."""
        for heading in reversed(block.section):
            task = self._task_of(heading)
            if task is not None:
                yield task, heading
                return

    def task_listing(self, block: Block) -> Iterator[tuple[Thing, int]]:
        """The nearest item above that is nothing but a task, which lists those that do it: `- 文本生成图像` over `  - X`."""
        while block.parent is not None:
            task = self._values.task(self._reading.block(block.parent).view.text)
            if task is not None:
                yield task, block.parent
                return
            block = self._reading.block(block.parent)

    def date_listing(self, block: Block) -> tuple[Date, int] | None:
        """The year or day that the item above is nothing but: `- **2022**` over `  - X（A）`."""
        text = self._reading.block(block.parent).view.text.strip(" *:：") if block.parent is not None else ""
        span = next(iter(dates(text)), None)
        whole = span is not None and span.date.year and span.end - span.start >= len(text) - 1
        return (span.date, block.parent) if span is not None and whole and block.parent is not None else None

    def owner_listing(self, index: int) -> Thing | None:
        """The organization of whose works a block says nothing but that they follow: `OpenAI`, `百度（2 个）：`, `OpenAI 的模型：`."""
        text = BRACKET.sub(lambda match: " " * len(match[0]), self._reading.block(index).view.text)
        first = next(iter(self._reading.mentions_in(index)), None)
        opening = _OPENING.match(text)
        leads = first is not None and first.acts and first.start <= (opening.end() if opening else 0) + 1
        return first.thing if first is not None and leads and _ITS_WORKS.fullmatch(text, first.end) else None

    def task_named(self, text: str) -> Thing | None:
        """The task that a label names as a whole."""
        return self._values.task(text)

    def task_of_kind(self, text: str) -> Thing | None:
        """The task in front of a noun of things: `语音合成工具`."""
        kind = _KIND_BY_TASK.search(text)
        return self._values.task(text[: kind.start()]) if kind else None

    def _find_task(self, heading: int) -> Thing | None:
        text = self._reading.block(heading).view.text
        return self._values.task(text) or self._values.task(NUMBERING.sub("", text)) or self._task_in(heading)

    def _task_in(self, heading: int) -> Thing | None:
        """The one task that a short heading names among other words: `视频生成模型排名`."""
        text = BRACKET.sub("", self._reading.block(heading).view.text)
        wanted = self._reading.lexicon.ontology.roles.get("task", ())
        found = {m.name: m.thing for m in self._reading.mentions_in(heading) if not set(wanted).isdisjoint(m.classes)}
        if any(_JOINED.search(text[: m.start]) or _JOINS.match(text, m.end) for m in self._reading.mentions_in(heading) if m.name in found):
            return None
        short = len(text) <= _SHORT_HEADING and not re.search(r"[，。；？?!！]", text)
        return next(iter(found.values())) if short and len(found) == 1 else None

    def organization_above(self, block: Block) -> tuple[Thing, int] | None:
        """The organization that heads the item above, or that the innermost heading names as a whole."""
        if block.parent is not None:
            head = self.head_of(block.parent)
            if head is not None and len(head.things) == 1 and self.is_organization(head.things[0]):
                return head.things[0], block.parent
            return None
        if not block.section:
            return None
        heading = block.section[-1]
        thing = self.whole_thing(heading)
        if thing is not None and (self.is_organization(thing) or (not thing.classes and self._has_products(heading))):
            return Thing(thing.name, thing.classes or self._reading.unlisted_agent()), heading
        return None

    def owner_of(self, index: int) -> tuple[Thing, int] | None:
        """The organization that a block begins with as a title (`A, Paris. …`), else that the heading right above names as a whole."""
        block = self._reading.block(index)
        first = next(iter(self._reading.mentions_in(index)), None)
        number = NUMBERING.match(block.view.text)
        opens = first is not None and first.start <= max(1, number.end() if number else 0)
        title = _TITLES.match(block.view.text, first.end) if first is not None and opens else None
        if first is not None and title is not None:
            if self.is_organization(first.thing):
                return first.thing, index
            if not first.classes and self._tells_of_organization(block.view.text[title.end() :]):
                return Thing(first.name, self._reading.unlisted_agent()), index
        if block.kind not in ("paragraph", "quote") or not block.section:
            return None
        heading = block.section[-1]
        thing = self.whole_thing(heading)
        return (thing, heading) if thing is not None and self.is_organization(thing) else None

    def _tells_of_organization(self, text: str) -> bool:
        """Does a text begin with what only organizations are said to have: a seat, a founder, a head?"""
        ontology = self._reading.lexicon.ontology
        cues = [cue for cue in self._reading.cues.find(text[:_LONGEST_OPENING]) if cue.start <= _NEAR_START]
        props = {p for cue in cues for frame in ("noun", "verb", "agentVerb") for p in cue.denotes(frame)}
        domains = [ontology.properties[p].domain for p in props if p in ontology.properties]
        return bool(domains) and all(domain is not None and ontology.plays((domain,), "agent") for domain in domains)

    def _has_products(self, heading: int) -> bool:
        """Does the section list products under that name, so that its heading names who made them?"""
        if heading not in self._makers:
            self._makers[heading] = any(self._labels_products(index) for index in self._directly_below(heading))
        return self._makers[heading]

    def _directly_below(self, heading: int) -> Iterator[int]:
        for index in range(heading + 1, len(self._reading.document.blocks)):
            section = self._reading.block(index).section
            if heading not in section:
                return
            if section[-1] == heading:
                yield index

    def _labels_products(self, index: int) -> bool:
        label = self.label_of(index)
        text = label[1] if label else self._reading.block(index).view.text.rstrip(" :：")
        nouns = [w.form for w in self._reading.cues.exactly(text) if w.frame == "inverseNoun" and self._reading.maker in w.denotes]
        kinds = self._reading.lexicon.class_nouns
        # A heading over `模型：` may as well name a way to build them.
        return any(form not in kinds or not self._reading.lexicon.ontology.plays((kinds[form],), "unlisted") for form in nouns)

    def maker_above(self, block: Block) -> tuple[Thing, int] | None:
        """The organization that the innermost heading names as a whole, however deep in a list the block stands."""
        return self.organization_above(replace(block, parent=None))

    def year_for(self, block: Block) -> Date | None:
        """The year that items below leave out: from the item, lead-in or heading above."""
        above = [block.parent, block.lead, *reversed(block.section)]
        if block.parent is not None:
            above[1:1] = [self._reading.block(block.parent).parent]
        for context in above:
            if context is None:
                continue
            years = self._years_in(context)
            if len(years) == 1:
                return Date(*years)
        return None

    def _find_years(self, index: int) -> frozenset[int]:
        return frozenset(span.date.year for span in dates(self._reading.block(index).view.text) if span.date.year)

    def dated_paragraph(self, index: int) -> Date | None:
        """The date that a paragraph is nothing but: the list behind it is of that time."""
        block = self._reading.block(index)
        if block.kind != "paragraph" or not DATE_LIKE.fullmatch(block.view.text.strip()):
            return None
        return next((span.date for span in dates(block.view.text) if span.date.year), None)

    def named_paragraph(self, index: int) -> Thing | None:
        """The thing that a paragraph is the bare name of: what follows it is about that thing, as under a heading."""
        block = self._reading.block(index)
        if block.kind != "paragraph" or block.parent is not None or "\n" in block.view.text:
            return None
        thing = self.whole_thing(index)
        if thing is None or not self.is_artifact(thing) or not self.is_named(thing):
            return None
        return thing if not self.is_plain(thing) or self.is_set_apart(block) or self._opens_fields(index + 1) else None

    def is_set_apart(self, block: Block) -> bool:
        """Is the whole text of the block emphasised, as a title in its own line is?"""
        emphasised = block.view.emphasised
        return (
            bool(emphasised) and not block.view.text[: emphasised[0][0]].strip() and not block.view.text[emphasised[0][1] :].strip(" :：")
        )

    def _find_label(self, index: int) -> re.Match[str] | None:
        """The label and colon that a block starts with."""
        text = self._reading.block(index).view.text
        return FIELD.match(text) if ":" in text or "：" in text else None

    def _opens_fields(self, index: int) -> bool:
        blocks = self._reading.document.blocks
        label = self.label_of(index) if index < len(blocks) else None
        return label is not None and bool(self._reading.cues.label(label[1]))

    def head_of(self, index: int) -> Head | None:
        """The head of a block, found once."""
        if index not in self._heads:
            self._heads[index] = self._find_head(index)
        return self._heads[index]

    def _find_head(self, index: int) -> Head | None:
        block = self._reading.block(index)
        text = block.view.text
        opening = _OPENING.match(text)
        date, start = self._dated_start(block)
        start = start or (opening.end() if opening else 0)
        found = [m for m in self._reading.mentions_in(index) if m.start >= start]
        if date is not None:
            first = first_group(text, found) if found and found[0].start <= start + 1 else []
            owner = first[0].thing if len(first) == 1 and first[0].acts and self._is_owner(text, found) else None
            first = first_group(text, found[1:]) if owner is not None else first
            head = self._delimited(text, first, _DATED_ENDS) if first else None
            return replace(head, dated=date, owner=owner) if head is not None else None
        if found and found[0].start <= start + 1:
            first = first_group(text, found)
            if any(self._reading.plays(m, "technique") for m in first[1:]) and not self._reading.plays(first[0], "technique"):
                # `X，扩散模型架构，…` begins with X and goes on with what it is.
                first = first[:1]
            if not first[0].acts and any(m.acts for m in first[1:]):
                # `X，某大学，…`: with who made it.
                first = first[:1]
            head = self._delimited(text, first)
            if head is not None:
                return None if self._labels(index, head) else self._in_list_of_organizations(index, head)
            if len(first) > 1:
                return self._delimited(text, first[:1])
            return None
        match = _HAN_HEAD.match(text)
        if match and _ORGANIZATION_NOUN.fullmatch(match[1].strip()):
            # `研究院：A`: the label says what A is.
            return None
        if match and block.kind == "item" and not self.is_label(match[1]) and self._lists_organizations(index):
            return Head((Thing(match[1].strip(), self._reading.unlisted_agent()),), match.end(), strong=True)
        if (
            match
            and not DATE_LIKE.fullmatch(match[1])
            and block.kind in ("item", "quote", "paragraph")
            and not self.is_label(match[1])
            and not _LEADS_IN.search(match[1])
            and (_STATED_MAKER.match(text, match.end()) or self._described(index, match.end()))
        ):
            return Head((Thing(match[1].strip()),), match.end(), strong=True)
        dashed = _HAN_DASHED.match(text) if block.kind == "item" else None
        if dashed and not self.is_label(dashed[1]) and self._described(index, dashed.end()):
            return Head((Thing(dashed[1]),), dashed.start(2), strong=dashed[2].strip() not in ("（", "("))
        return None

    def _in_list_of_organizations(self, index: int, head: Head) -> Head:
        """A head of unknown kind, which among the heads of the list that are mostly organizations is one too."""
        plain = head.strong and len(head.things) == 1 and not head.things[0].classes and not any(map(str.isdecimal, head.things[0].name))
        if not plain or self._reading.block(index).kind != "item" or not self._lists_organizations(index):
            return head
        return replace(head, things=(Thing(head.things[0].name, self._reading.unlisted_agent()),))

    def _is_owner(self, text: str, found: Sequence[Mention]) -> bool:
        """Is the first of the mentions, an organization, followed by a name of its own: `A（甲）的 X`?"""
        gap = BRACKET.sub("", text[found[0].end : found[1].start]).strip(" *`“") if len(found) > 1 else ""
        return gap == "的" and self.is_artifact(found[1].thing)

    def _lists_organizations(self, index: int) -> bool:
        """Do most other items of the list begin with listed organizations and a colon?"""
        block = self._reading.block(index)
        place = (block.section, block.parent, block.lead)
        if place not in self._listings:
            around = [i for i, b in enumerate(self._reading.document.blocks) if b.kind == "item" and (b.section, b.parent, b.lead) == place]
            headed = sum(self._opens_with_organization(i) for i in around)
            self._listings[place] = headed >= _LEAST_HEADED and 2 * headed >= len(around)
        return self._listings[place]

    def _opens_with_organization(self, index: int) -> bool:
        text, found = self._reading.block(index).view.text, self._reading.mentions_in(index)
        return (
            bool(found) and found[0].start <= 1 and self.is_organization(found[0].thing) and _STRONG.match(text, found[0].end) is not None
        )

    def _dated_start(self, block: Block) -> tuple[Date | None, int]:
        """The date that a block starts with as a label does (`2018/06：X，…`), and where what it dates begins."""
        text = block.view.text
        span = next(iter(dates(text)), None)
        if span is None or span.start > 1:
            return None, 0
        year = None if span.date.year else self.year_for(block)
        date = replace(span.date, year=year.year) if year is not None else span.date
        label = _DATE_LABEL.match(text, span.end) if date.year else None
        return (date, label.end()) if label is not None else (None, 0)

    def _described(self, index: int, start: int) -> bool:
        """Does the text from `start` on begin as the description of a named thing does: with a task, a date, an amount or a maker?"""
        text = self._reading.block(index).view.text
        rest = text[start:].lstrip()
        first = next((m for m in self._reading.mentions_in(index) if m.start >= start), None)
        ontology = self._reading.lexicon.ontology
        telling = (
            first is not None
            and first.start - start <= 1
            and (ontology.plays(first.classes, "task") or ontology.plays(first.classes, "agent"))
        )
        dated = any(span.start <= 1 and span.date.year for span in dates(rest))
        counted = any(n.start <= _NEAR_START and n.unit == "parameter" for n in numbers(rest))
        return telling or dated or counted

    def _delimited(self, text: str, group: list[Mention], weak: re.Pattern[str] = _WEAK) -> Head | None:
        end = _GENERIC_TAIL.match(text, group[-1].end).end()  # type: ignore[union-attr]
        bracket = BRACKET.match(text, end)
        after = bracket.end() if bracket else end
        things = tuple(m.thing for m in group)
        for pattern, strong in ((_STRONG, True), (weak, False)):
            match = pattern.match(text, after)
            if match:
                return Head(things, bracket.start() if bracket else match.end(), strong)
        colon = re.match(r"\s*[:：]\s*[（(][^）)]*[）)]\s*[:：]", text[end:])
        if colon:
            return Head(things, end + colon.end(), strong=True)
        return Head(things, bracket.start(), strong=False) if bracket else None

    def _labels(self, index: int, head: Head) -> bool:
        """A word with a colon that only labels what is said of something else: a known field, or in bold below a thing."""
        block = self._reading.block(index)
        if not head.strong or any(thing.classes or thing.aliases for thing in head.things):
            return False
        if all(self._reading.cues.label(thing.name) for thing in head.things):
            return True
        if block.parent is not None and self.lists_members(block.parent):
            return False
        below = block.parent is not None or (bool(block.section) and self.whole_thing(block.section[-1]) is not None)
        return below and all(has_han(thing.name) and not re.search(r"[A-Za-z0-9]", thing.name) for thing in head.things)

    def lists_members(self, index: int) -> bool:
        """Does a block introduce what stands below it as the things made or held by another (`代表作：`)?"""
        label = BRACKET.sub("", self._reading.block(index).view.text).strip(" *`:：")
        return any(w.frame == "inverseNoun" for w in self._reading.cues.label(label))

    def is_label(self, text: str) -> bool:
        """Is it a field name or class noun rather than a name?"""
        return bool(self._reading.cues.exactly(text)) or fold(text).strip() in self._reading.lexicon.class_nouns

    def is_made(self, thing: Thing) -> bool:
        """Is it of the kind that facts are mostly about, or of none that is known and written as such things are?"""
        kinds = set(self._reading.unlisted_artifact())
        made = bool(kinds & set(thing.classes)) or self._reading.plays(thing, "unlisted")
        written = _COINED.search(thing.name) is not None or self._reading.mentions.is_variant(thing.name)
        coined = not thing.classes and written and not _TWO_WORDS.match(thing.name)
        return self.is_artifact(thing) and (made or coined)

    def names_maker(self, text: str) -> bool:
        """Does the text have a word for making?"""
        return any(self._reading.maker in cue.denotes("agentVerb") for cue in self._reading.cues.find(text))

    def is_organization(self, thing: Thing) -> bool:
        """Is the thing an organization, by its kind or its name?"""
        return self._reading.plays(thing, "agent") or (not thing.classes and looks_like_organization(thing.name))

    def is_named(self, thing: Thing) -> bool:
        """Is the thing of a known kind, or its name written as names are?"""
        return bool(thing.classes) or bool(re.search(rf"[A-Z]|[a-z]\d|[{HAN}][-·]?\d", thing.name))

    def enumerated(self, index: int, block: Block, start: int) -> list[Thing]:
        """Names of a block that from `start` on is nothing but an enumeration of artifacts."""
        found = [m.moved(-start) for m in self._reading.mentions_in(index) if m.start >= start]
        return self._values.enumerated(block.view.text[start:], found)

    def item_quote(self, view: View) -> Quote:
        """The first sentence of a block."""
        start, end = next(iter(sentences(view.text)), (0, len(view.text)))
        return self._reading.quote(view, start, end)

    def lists_products(self, block: Block) -> bool:
        """A list under an organization lists what it made, unless its lead-in says otherwise."""
        if block.lead is None:
            return True
        lead = fold(_LISTING_TAIL.sub("", self._reading.block(block.lead).view.text.strip(" :：")))
        return any(lead.endswith(w.form) for w in self._reading.lexicon.by_frame["inverseNoun"] if w.form)
