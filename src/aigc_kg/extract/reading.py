"""What the readers of sentences and structures share: the document, topics, and claims with their quotes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from aigc_kg.extract.cues import CueFinder
from aigc_kg.extract.mentions import Mention, MentionFinder
from aigc_kg.frozen import light
from aigc_kg.inline import with_markup
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Block, Claim, Document, Literal, Quote, Thing, View
from aigc_kg.quantities import Date, Number
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import HAN, fold, has_han

_CERTAIN = ("field", "card", "amount", "agent-verb", "dated-verb")
"""Rules that make a thing of a heading that may as well be an ordinary word."""
MAX_QUOTE = 300
MAX_QUOTE_LINES = 3
MAX_NOUN = 12
LEAST_SCALED = 1000
LEAST_TASK, LONGEST_TASK = 2, (40, 14)
"""Characters before the noun of a task, and of its whole name without and with Chinese characters."""


_SO_CALLED_TASK = re.compile(
    rf"(?!.*(?:各种|各类|多种|多项|多个|不同|下游|相关|复杂|其[他它]|上述|任意|特定|一般|的|[该此本多子主]任务|多模态))"
    rf"([{HAN}A-Za-z0-9\- ]{{3,12}}?)(?:[两三四五六几多]\s*[类种项个大])?任务"
)
"""A phrase that calls itself a task."""
_COUNTED = re.compile(r"[两三四五六几多]\s*[类种项个大]\Z")
"""Ends what only says how many tasks there are: `问答和摘要两类任务`."""
_NO_TASK = re.compile(r"(?:in|of|for|the|to|on|with|and|its|their|this)\b|[强高好新快]的|更")
"""What begins so goes on from something else, and names no task."""


@light(frozen=True, slots=True)
class Topic:
    """What a stretch of text is about, and the blocks that say so."""

    things: tuple[Thing, ...] = ()
    contexts: tuple[int, ...] = ()
    tentative: bool = False
    """A heading of one plain word: only an explicit wording makes it a thing."""

    def __bool__(self) -> bool:
        return bool(self.things)


@dataclass
class Reading:
    """A document being read: everything a rule needs to look at, and the claims so far."""

    document: Document
    lexicon: Lexicon
    mentions: MentionFinder
    cues: CueFinder
    tasks: TaskFinder
    _claims: dict[int, list[Claim]] = field(default_factory=lambda: defaultdict(list))
    """Claims by the block that states them."""
    _mentions: dict[int, tuple[Mention, ...]] = field(default_factory=dict)
    _quotes: dict[int, Quote] = field(default_factory=dict)
    """Of whole blocks: claims share that of their heading."""
    _open: list[Claim] = field(default_factory=list)
    """Those of the block being read."""

    @property
    def claims(self) -> list[Claim]:
        """The claims so far, in order of the blocks."""
        return [claim for index in sorted(self._claims) for claim in self._claims[index]]

    @property
    def stated(self) -> int:
        """How many claims the block being read has so far."""
        return len(self._open)

    @property
    def told_of(self) -> list[Thing]:
        """What the block being read has told something of so far, the last at the end."""
        return [claim.subject for claim in self._open]

    def open_block(self, index: int) -> None:
        """Read a block anew: what it said before is forgotten."""
        self._open = []
        self._claims[index] = self._open

    def relearn(self, mentions: MentionFinder) -> frozenset[int]:
        """Know more names from here on; returns the blocks that name one of them."""
        self.mentions = mentions
        touched = frozenset(index for index, block in enumerate(self.document.blocks) if mentions.knows_more_in(block.view))
        for index in touched:
            self._mentions.pop(index, None)
        return touched

    def mentions_in(self, index: int) -> tuple[Mention, ...]:
        """Mentions of a block, found once."""
        if index not in self._mentions:
            self._mentions[index] = self.mentions.find(self.document.blocks[index].view)
        return self._mentions[index]

    def block(self, index: int) -> Block:
        """A block by its position."""
        return self.document.blocks[index]

    def quote(self, view: View, start: int, end: int) -> Quote:
        """The verbatim text that `view.text[start:end]` was read from, cut to what may be quoted."""
        text = self.document.text
        a, b = with_markup(text, *view.source_span(start, end))
        line = self.document.line_of(a)
        b = min(b, a + MAX_QUOTE)
        while self.document.line_of(b - 1) - line >= MAX_QUOTE_LINES:
            b = max(text.rfind("\n", a, b), text.rfind("\r", a, b))
        while b > a + 1 and text[b - 1] in "\r\n":
            b -= 1
        return Quote(text[a:b], a, b, line, self.document.line_of(b - 1))

    def block_quote(self, index: int) -> Quote:
        """The text of a whole block, such as a heading that a claim rests on."""
        if index not in self._quotes:
            view = self.block(index).view
            self._quotes[index] = self.quote(view, 0, len(view.text))
        return self._quotes[index]

    def fits(self, thing: Thing, wanted: str | None) -> bool:
        """May the thing stand where this class is asked for?"""
        return self.lexicon.ontology.fits(thing.classes, wanted)

    def plays(self, named: Thing | Mention, role: str) -> bool:
        """Is the kind of the thing known, and one with this role in the ontology?"""
        return self.lexicon.ontology.plays(named.classes, role)

    def playing(self, role: str) -> str:
        """The class or property with this role; empty, which is the name of none, where the ontology has none."""
        return self.lexicon.ontology.playing(role) or ""

    @property
    def maker(self) -> str:
        """The property that says who made a thing."""
        return self.playing("maker")

    def unlisted_artifact(self) -> tuple[str, ...]:
        """The kind of an unlisted name that facts are about."""
        kind = self.lexicon.ontology.unlisted()
        return (kind,) if kind is not None else ()

    def unlisted_agent(self) -> tuple[str, ...]:
        """The kind of an unlisted name that acts."""
        kind = self.lexicon.ontology.unlisted(self.lexicon.ontology.playing("agent"))
        return (kind,) if kind is not None else ()

    def typed(self, thing: Thing, wanted: str | None) -> Thing:
        """The thing, with the class of the slot where its own is not known."""
        default = self.lexicon.ontology.unlisted(wanted)
        return thing if thing.classes or default is None else Thing(thing.name, (default,), thing.aliases)

    def is_listed_concept(self, thing: Thing) -> bool:
        """Is the thing of a kind that only the vocabulary lists?"""
        return self.lexicon.ontology.plays(thing.classes, "listed")

    def is_phrased(self, wanted: str | None) -> bool:
        """May a plain noun phrase name what stands in a slot of this class?"""
        return wanted is not None and self.lexicon.ontology.plays((wanted,), "phrased")

    def unlisted_task(self, phrase: str) -> Thing | None:
        """The task that a noun phrase names by the noun it ends with: `蛋白质结构预测`; None where it is no such phrase."""
        form, kind = fold(phrase), self.playing("task")
        if _NO_TASK.match(form):
            return None
        told = _SO_CALLED_TASK.fullmatch(phrase)
        if told and kind and not _COUNTED.search(told[1]) and not self.mentions.classes_of(told[1].strip()):
            return Thing(told[1].strip(), (kind,))
        nouns = self.lexicon.endings.get("taskNoun", ())
        ends = form.endswith(nouns) and any(form.endswith(noun) and len(form) - len(noun) >= LEAST_TASK for noun in nouns)
        return Thing(phrase, (kind,)) if ends and kind and len(phrase) <= LONGEST_TASK[has_han(phrase)] else None

    def elliptic_task(self, before: str, phrase: str) -> Thing | None:
        """The listed task that `合成` stands for behind `语音识别`: the noun of the one before with the verb of this one."""
        verbs = (w.form for w in self.lexicon.by_frame["taskNoun"])
        if not has_han(phrase) or len(before) <= len(phrase) or fold(phrase) not in verbs:
            return None
        name = self.tasks.whole(before[: -len(phrase)] + phrase)
        return Thing(name.label, name.classes) if name is not None else None

    def may_name(self, phrase: str, wanted: str | None) -> bool:
        """May a plain noun phrase name a thing of this class? Not where its last noun names another such class."""
        nouns = self.lexicon.class_nouns
        form = fold(phrase)
        kind = next((nouns[form[at:]] for at in range(max(0, len(form) - MAX_NOUN), len(form) - 1) if form[at:] in nouns), None)
        return kind is None or kind == wanted or not self.lexicon.ontology.plays((kind,), "phrased")

    def state(
        self,
        prop: str,
        topic: Topic,
        objects: Sequence[Thing | Literal],
        rule: str,
        quote: Quote,
        *,
        contexts: Sequence[int] = (),
        qualifier: str | None = None,
        value: Literal | None = None,
    ) -> bool:
        """Record a claim for each subject and object that the ontology allows; say whether there was any."""
        spec = self.lexicon.ontology.properties.get(prop)
        if spec is None or (topic.tentative and rule.split(":", maxsplit=1)[0] not in _CERTAIN):
            return False
        if spec.kind != "thing":
            # `面对的问题是 X 威胁到了…`: a name in the place of a text is no value of its own.
            objects = [obj for obj in objects if isinstance(obj, Literal)]
        if spec.range is not None and self.lexicon.ontology.plays((spec.range,), "listed"):
            objects = [obj for obj in objects if isinstance(obj, Literal) or obj.classes]
        rests_on = tuple(self.block_quote(i) for i in dict.fromkeys((*topic.contexts, *contexts)))
        claims = self._open
        before = len(claims)
        for subject in topic.things:
            for obj in objects:
                target = obj if isinstance(obj, Literal) else self.typed(obj, spec.unlisted or spec.range)
                if not self.fits(subject, spec.domain) or (isinstance(obj, Thing) and not self.fits(obj, spec.range)):
                    continue
                if isinstance(obj, Thing) and obj.name == subject.name:
                    continue
                outside = tuple(c for c in rests_on if not (quote.start <= c.start and c.end <= quote.end))
                claims.append(Claim(self.typed(subject, spec.domain), prop, target, rule, quote, outside, qualifier, value))
        return len(claims) > before


def is_amount(number: Number) -> bool:
    """Is it a number of things or of a measure, not a share, a multiple, money, parameters, or the days that something took?"""
    return number.unit is not None and number.unit not in ("times", "%", "parameter", "USD", "CNY", "user", "day")


def is_scaled(number: Number) -> bool:
    """Is it a large number without a unit, such as 1.5T: where a text speaks of data, so much of it?"""
    return number.unit is None and not number.bare and number.value >= LEAST_SCALED


def quantity_literal(number: Number) -> Literal:
    """A number with its unit as a literal."""
    datatype = "integer" if isinstance(number.value, int) else "decimal"
    return Literal(str(number.value), datatype, number.unit)


def date_literal(date: Date) -> Literal:
    """A date as a literal."""
    return Literal(date.iso, date.datatype)
