"""What a sentence is read with: the text, its names, the topic and the agent carried along."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from aigc_kg.extract.clauses import titles
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention, first_group, groups, is_han_word
from aigc_kg.extract.phrases import (
    A_KIND,
    AFTER_NAME,
    ALIKE,
    ALIKE_TAIL,
    ARTICLE,
    BECOMES,
    COMPARED,
    DE,
    DESCRIBES,
    DESCRIPTION,
    FORESTALLED,
    GOES_ON,
    GOES_ON_BEHIND,
    INTRODUCES,
    IS,
    ITS_OWN,
    LEADING,
    MODIFIED,
    MODIFIER_TAIL,
    NAMING,
    NO_SUBJECT,
    OF_ALL,
    OTHER_YEAR,
    PASSIVE,
    PLACED,
    RELATIVE_YEAR,
    RESUMING_PRONOUN,
    SORT_OF,
    TEAM,
    TITLE_OF,
    VERSION_OF,
    WHICH,
    YEAR_BESIDE,
    english_passive,
    owns,
    written_as_name,
)
from aigc_kg.extract.reading import Reading, Topic
from aigc_kg.extract.values import Values
from aigc_kg.frozen import light
from aigc_kg.model import Quote, View
from aigc_kg.quantities import Date, DateSpan, dates
from aigc_kg.text import has_han

_end = attrgetter("end")
_LONGEST_KIND = 16
REACH = 2000
"""Characters that are looked at before and behind a clause, of a text that may be a whole file on one line."""
_CLAUSAL = re.compile(r"[是在与和用于把将被比]|采用|使用")
"""In what stands between a relative clause and a name: the name is not what the clause is about."""
_BRINGS_TECHNIQUES = frozenset(("提出", "发表", "发明", "首创", "proposed", "introduced", "presented", "published", "invented"))
"""Verbs of making that techniques are objects of; others act by means of them."""
_LEAST_NAME = 4
"""Characters of a name that ends with a digit; a shorter one is a version: `星火大模型 X1`."""
_VERSION_ALONE = re.compile(r"[Vv]\d+(?:\.\d+)*")
_CAPITAL = re.compile(r"[A-Z][a-z]+\Z")


@light(frozen=True)
class Clause:
    """A clause of a view: its text, offset in the view, and the mentions inside with offsets of the clause."""

    text: str
    offset: int
    mentions: tuple[Mention, ...]

    @cached_property
    def groups(self) -> list[list[Mention]]:
        """Enumerations of mentions."""
        return groups(self.text, self.mentions)


class Predicate(NamedTuple):
    """A verb, its subject, and the text behind it."""

    cue: Cue
    subject: Topic
    behind: str


class SentenceState:
    """The state of reading a block sentence by sentence, and the questions that every rule asks of it."""

    def __init__(self, reading: Reading, view: View, mentions: Sequence[Mention], topic: Topic, year: Date | None) -> None:
        self.reading = reading
        self.values = Values(reading)
        self.view = view
        quoted = titles(view.text)
        self.mentions = [m for m in mentions if not any(a <= m.start and m.end <= b for a, b in quoted)] if quoted else mentions
        self._starts = [m.start for m in self.mentions]
        self.base = topic
        self.topic = topic
        self.agent = Topic()
        self.year = year
        self.dated: Date | None = None
        self.heads = False
        """Does the text describe its topic from the first word on, as a cell of a table does the thing of its row?"""
        self.base_agent = Topic()
        self.base_date: Date | None = None
        self.told: Date | None = None
        """The last date of the text that has a year."""
        self.previous = Topic()
        """What the sentence before was about."""
        self.party = Topic()
        """The organization that the sentence begins with, or whose section it stands in."""
        self.verb: Predicate | None = None
        """The last verb of the sentence."""
        self.compared = Topic()
        """What the sentence has said that it compares with."""
        self.sized: tuple[str, Topic] | None = None
        """The property of amounts that the sentence has spoken of, and of what."""

    def acting(self, agent: Topic) -> None:
        """Say who acts where a sentence does not: the organization that heads the block."""
        self.base_agent = agent

    def dated_by(self, text: str) -> None:
        """Take the date that an item above, or the first cell of a row, starts with."""
        leading = next(iter(dates(text.strip("（( ") + "：")), None)
        resolved = self._resolved(leading) if leading and leading.start <= 1 else None
        self.base_date = resolved.date if resolved else None

    def _named(self, start: int, end: int) -> list[Mention]:
        """The mentions at [start, end) of the view."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.mentions[first:last] if m.end <= end] if first < last else []

    def _before(self, clause: Clause) -> str:
        """The text before a clause, as far back as anything is looked for there."""
        return self.view.text[max(0, clause.offset - REACH) : clause.offset]

    def _ending_at(self, end: int) -> Mention | None:
        """The mention that ends there."""
        at = bisect_left(self.mentions, end, key=_end)
        return self.mentions[at] if at < len(self.mentions) and self.mentions[at].end == end else None

    def _clause(self, start: int, end: int) -> Clause:
        text = self.view.text[start:end]
        inside = tuple(m.moved(-start) for m in self._named(start, end))
        if inside:
            cues = [c for c in self.reading.cues.find(text) if c.inner is None]
            inside = tuple(m for m in inside if not _is_worded(m, cues)) if cues else inside
            owned = [m for m in inside if self._owned(m)]
            sorts = [m for m, n in pairwise(owned) if self._tells_kind(text, m, n)]
            inside = tuple(m for m in inside if m not in sorts) if sorts else inside
        return Clause(text, start, inside)

    def _tells_kind(self, text: str, mention: Mention, following: Mention) -> bool:
        """`混元视频模型 HunyuanVideo`: a name in front of a noun of things that the next name is."""
        behind = SORT_OF.fullmatch(text, mention.end, following.start)
        versioned = len(following.name) < _LEAST_NAME and following.name[-1].isdecimal()
        return behind is not None and has_han(mention.name) and not has_han(following.name) and not versioned

    def _move_topic(self, clause: Clause) -> None:
        """An artifact named at the start of a clause, before a predicate, is what the text goes on about."""
        relative = WHICH.match(clause.text) and next((m for m in reversed(self.mentions) if m.end <= clause.offset), None)
        if relative and self._owned(relative) and AFTER_NAME.fullmatch(self.view.text, relative.end, clause.offset):
            # `X (July 2024), which replaced Y`
            self.topic = Topic((relative.thing,))
        if not clause.mentions:
            return
        made = clause.mentions[-1]
        if BECOMES.search(clause.text[: made.start]) and self.reading.plays(made, "agent") and not clause.text[made.end :].strip(" ”"):
            # `将 A 与 B 合并为 C，由 …`: C is what the text goes on about.
            self.topic = Topic((made.thing,))
            return
        lead = LEADING.match(clause.text)
        at = lead.end() if lead else 0
        modified = MODIFIED.match(clause.text, at)
        if modified and not any(m.start == at for m in clause.mentions):
            at = modified.end()
        introduced = INTRODUCES.match(clause.text, at)
        if introduced and any(m.start == introduced.end() for m in clause.mentions):
            at = introduced.end()
        led = False
        for group in clause.groups:
            if group[-1].end <= at:
                continue
            if (group[0].start > at and not led) or PASSIVE.search(clause.text[: group[0].start]):
                return
            if self._leads_on(clause, group) or self._tells_where(clause, group):
                led = True
                continue
            if (
                self._names_part(clause, group)
                or DESCRIBES.match(clause.text[: group[0].start])
                or TITLE_OF.fullmatch(clause.text, group[-1].end)
            ):
                # `这是一个自回归语言模型` says what the topic is, and names no other.
                return
            things = tuple(m.thing for m in group)
            if all(self.reading.plays(thing, "agent") for thing in things):
                self.agent = Topic(things)
                self.topic = (self._of_relative(clause, len(clause.text)) if not self.base else None) or self.topic
                return
            behind = clause.offset + len(clause.text)
            if self._acts(clause, group):
                self.agent = Topic(things)
                return
            if VERSION_OF.fullmatch(clause.text[group[-1].end :].rstrip(" 。.")):
                # `X，Y 的微调版，…` goes on about X.
                return
            if all(self._may_be_subject(m) for m in group) and (
                clause.text[group[-1].end :].strip(' ”"」》')
                or self.view.text.startswith(("（", "("), behind)
                or GOES_ON.match(self.view.text, behind)
            ):
                self.topic = Topic(things)
            return

    def _tells_where(self, clause: Clause, group: list[Mention]) -> bool:
        """`台湾的 X`: a listed name of what is neither made nor acts, with 的 behind, tells where or what for."""
        listed = all(m.known and not m.acts and not self._may_be_artifact(m) for m in group)
        return listed and DE.match(clause.text, group[-1].end) is not None

    def _names_part(self, clause: Clause, group: list[Mention]) -> bool:
        """`文本编码器是 X`: a listed noun of parts whose value stands behind is what the topic has, and no topic."""
        copula = IS.match(clause.text[group[-1].end :].lstrip())
        return len(group) == 1 and copula is not None and any(w.frame == "noun" for w in self.reading.cues.exactly(group[0].name))

    def _leads_on(self, clause: Clause, group: list[Mention]) -> bool:
        """Do the names only say more of what is named next: `X 驱动的 Y`?"""
        if group[-1] is clause.mentions[-1]:
            return False
        behind = clause.text[group[-1].end :]
        return any(
            c.denotes("inverseVerb") and c.form.endswith("的") and not behind[: c.start].strip() for c in self.reading.cues.find(behind)
        )

    def _apposed_name(self, clause: Clause) -> Mention | None:
        """`X, a lab led by A`: the name that a clause tells more of, which begins with an article."""
        if not ARTICLE.match(clause.text):
            return None
        before = self._before(clause).rstrip(" ,，")
        return self._ending_at(clause.offset - len(self._before(clause)) + len(before))

    def _heads_block(self, clause: Clause) -> bool:
        """Does the clause come right after the head of the item, as in `GPT4：2023年`?"""
        before = self._before(clause)
        if self.heads and not before.strip():
            return True
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            return any(before[:opened].rstrip(" *`").endswith(thing.name) for thing in self.topic.things)
        head = before.strip(" ：:,，-–—*`")
        listed = (
            bool(self.base)
            and clause.offset <= REACH
            and not re.search(r"[。！？]|\.\s", before)
            and len(dates(self.view.text)) == 1
            and any(self.view.text.lstrip(" *`").startswith(t.name) for t in self.topic.things)
        )
        return listed or (bool(head) and any(thing.name == head for thing in self.topic.things))

    def _acts(self, clause: Clause, group: list[Mention]) -> bool:
        """Does a name of unknown kind make something here: before an active verb with an object, or under a head?"""
        if any(m.classes for m in group):
            return False
        cue = next((c for c in self.reading.cues.find(clause.text) if c.start >= group[-1].end and self._makes(c)), None)
        if cue is None or PASSIVE.search(clause.text[group[-1].end : cue.start]) or english_passive(clause.text[cue.end :]):
            return False
        return bool(self.base) or self._object_follows(clause, cue)

    def _makes(self, cue: Cue) -> bool:
        """Is it a verb by which something is made, not only comes out?"""
        properties = self.reading.lexicon.ontology.properties
        return any(name in properties and properties[name].kind == "thing" for name in cue.denotes("agentVerb"))

    def _may_be_artifact(self, mention: Mention) -> bool:
        fits = not mention.modifier and self.reading.fits(mention.thing, self.reading.playing("artifact"))
        return fits and (bool(mention.classes) or written_as_name(mention))

    def _may_be_subject(self, mention: Mention) -> bool:
        """A Chinese word that is only set in bold is a subject where a layout makes it one, not in prose."""
        return (bool(mention.classes) or not is_han_word(mention.name)) and self._may_be_artifact(mention)

    def _may_be_agent(self, mention: Mention, *, marked: bool, wanted: tuple[str, ...] = ()) -> bool:
        if mention.classes:
            return any(self.reading.fits(mention.thing, name) for name in wanted or (self.reading.playing("agent"),))
        return written_as_name(mention) and (marked or not mention.marked) and not _VERSION_ALONE.fullmatch(mention.name)

    def _owned(self, mention: Mention) -> bool:
        return self._may_be_artifact(mention) and not any(self.reading.plays(mention, role) for role in ("agent", "technique"))

    def _subject_before(self, clause: Clause, end: int) -> Topic:
        """The subject: what the clause names first before the word, else the topic."""
        first_cue = min(
            (c.start for c in self.reading.cues.find(clause.text[:end]) if c.denotes("verb") or c.denotes("agentVerb")), default=end
        )
        relative = self._of_relative(clause, end)
        if relative:
            return relative
        before = [m for m in clause.mentions if m.end <= first_cue]
        if OF_ALL.search(clause.text[:end]) and len(several := [m for m in before if self._owned(m) and self._may_be_subject(m)]) > 1:
            # `X from A and Y from B are both trained on Z`
            return Topic(tuple(m.thing for m in several))
        for group in groups(clause.text, before):
            if COMPARED.search(clause.text[: group[0].start]):
                return Topic()
            if self.topic and A_KIND.fullmatch(clause.text, 0, group[0].start) and self.reading.plays(group[0], "technique"):
                # `…; a Transformer trained on X`
                return self.topic
            if ALIKE.search(clause.text[: group[0].start]) and ALIKE_TAIL.match(clause.text, group[-1].end):
                return self.topic
            if all(self._may_be_subject(m) for m in group) and not PLACED.search(clause.text[: group[0].start]):
                return Topic(tuple(m.thing for m in group))
        described = DESCRIPTION.match(clause.text, 0, end)
        described = described if described and (described.end() == end or not any(m.end <= end for m in clause.mentions)) else None
        resumed = RESUMING_PRONOUN.match(clause.text) and not any(m.end <= end for m in clause.mentions)
        said_of_topic = first_cue < end or NO_SUBJECT.match(clause.text[:end]) or described or resumed
        return self.topic if said_of_topic else Topic()

    def _of_relative(self, clause: Clause, end: int) -> Topic:
        """`A 开源的 X 以 Y 为基座`: what a relative clause says the making of is what the rest is said of."""
        acts = [
            c
            for c in self.reading.cues.find(clause.text[:end])
            if c.denotes("agentVerb") and clause.text[c.end :].lstrip().startswith("的")
        ]
        for group in clause.groups if acts else ():
            gap = clause.text[acts[-1].end : group[0].start] if group[0].start >= acts[-1].end and group[-1].end <= end else None
            if gap is not None:
                told = len(gap) <= _LONGEST_KIND and not _CLAUSAL.search(gap) and all(self._owned(m) for m in group)
                return Topic(tuple(m.thing for m in group)) if told else Topic()
        return Topic()

    def _object_follows(self, clause: Clause, cue: Cue) -> bool:
        return bool(self._patients_right(clause, cue)) and not clause.text[cue.end :].lstrip().startswith("的")

    def _patients_right(self, clause: Clause, cue: Cue) -> list[Mention]:
        """The enumeration of artifacts that heads the noun phrase behind the verb."""
        later = [m for m in clause.mentions if m.start >= cue.end]
        all_groups = groups(clause.text, later)
        cues = [c for c in self.reading.cues.find(clause.text) if c.start >= cue.end and (c.denotes("verb") or c.denotes("agentVerb"))]
        for at, group in enumerate(all_groups):
            if not all(self._may_be_artifact(m) for m in group):
                continue
            gap = clause.text[cue.end : group[0].start]
            if NAMING.search(clause.text[: group[0].start]):
                return group
            crossed = [c for c in cues if c.end <= group[0].start and not clause.text[c.end : group[0].start].count("的")]
            relative = gap.lstrip().startswith("的")
            if crossed or len(gap) > 40 or COMPARED.search(gap) or (not relative and FORESTALLED.search(gap)):
                return []
            more = any(all(self._may_be_artifact(m) for m in g) for g in all_groups[at + 1 :])
            tail = MODIFIER_TAIL.match(clause.text, group[-1].end)
            told = tail and any(tail.start() <= c.start < tail.end() and c.denotes("verb") for c in cues)
            if tail and not told and (more or re.match(r"\s*的", clause.text[group[-1].end :])):
                continue
            if all(m.known and self.reading.plays(m, "technique") for m in group) and cue.form not in _BRINGS_TECHNIQUES:
                return []
            return group
        return []

    def _resolved(self, span: DateSpan, before: str = "") -> DateSpan | None:
        """The date with its year: its own, that of the one told last (`2022 年 3 月…，同年 5 月`), else that of the heading."""
        if span.date.year:
            return span
        if RELATIVE_YEAR.search(before):
            return None
        told = self.told
        if beside := YEAR_BESIDE.search(before):
            return replace(span, date=replace(span.date, year=int(beside[1])))
        if told is not None and (points := OTHER_YEAR.search(before)):
            return replace(span, date=replace(span.date, year=told.year + any(points.groups())))
        if self.year is not None:
            return replace(span, date=replace(span.date, year=self.year.year))
        # What comes before the date told last may as well be of the next year.
        follows = told is not None and span.date.month >= told.month
        return replace(span, date=replace(span.date, year=told.year)) if told is not None and follows else None

    def _genitive(self, topic: Topic, objects: list[Mention], rule: str, quote: Quote) -> None:
        for prop in self.reading.lexicon.genitives:
            spec = self.reading.lexicon.ontology.properties.get(prop)
            if spec is None or spec.kind != "thing" or spec.range == self.reading.playing("technique"):
                continue
            fit = all(m.classes and self.reading.fits(m.thing, spec.range) for m in objects)
            if fit and self.reading.state(prop, topic, [m.thing for m in objects], f"{rule}:{prop}", quote):
                return

    def _genitive_dates(self) -> list[str]:
        props = self.reading.lexicon.ontology.properties
        return [p for p in self.reading.lexicon.genitives if p in props and props[p].kind == "date"]

    def _names_own(self, clause: Clause, head: Mention, tail: Mention) -> bool:
        """`OpenAI Codex`, `谷歌的 Imagen`: an organization right in front of what is its own."""
        gap = clause.text[head.end : tail.start]
        if not self.reading.plays(head, "agent") or not self._owned(tail) or TEAM.match(clause.text, tail.end):
            return False
        return owns(gap, head, tail) or (gap == " " and self.reading.plays(tail, "unlisted"))

    def _beyond_brackets(self, clause: Clause, mention: Mention) -> list[Mention]:
        """`X（…）和 Y（…）`: what goes on with the enumeration behind the bracket that closes the clause."""
        text, at = self.view.text, clause.offset + mention.end
        more: list[Mention] = []
        while match := GOES_ON_BEHIND.match(text, at):
            following = next((m for m in self._named(match.end(), match.end() + REACH) if m.start == match.end()), None)
            if following is None or not self._owned(following):
                break
            more.append(following)
            at = following.end
        return more

    def _enumerated_from(self, clause: Clause, at: int) -> list[Mention]:
        """The owned thing and those enumerated with it, up to the next owner."""
        group = first_group(clause.text, clause.mentions[at:])
        chosen = []
        for mention in group:
            if not self._owned(mention):
                break
            chosen.append(mention)
        return chosen

    def _named_maker(self, mention: Mention) -> bool:
        return self.reading.plays(mention, "agent") or (not mention.classes and written_as_name(mention) and not has_han(mention.name))


def covers(clause: Clause, group: list[Mention]) -> bool:
    """Is the clause nothing but these names?"""
    rest = clause.text[: group[0].start] + ITS_OWN.sub("", clause.text[group[-1].end :])
    return not rest.strip(' 。.的等和及”“"')


def outside(clause: Clause, mentions: list[Mention]) -> str:
    """What the clause says before and behind the mentions."""
    return (clause.text[: mentions[0].start] + clause.text[mentions[-1].end :]).strip(' 。.等”“"')


def _is_worded(mention: Mention, cues: Iterable[Cue]) -> bool:
    """Is the name only a part of a wording (微调 in 微调自), or its capital at the start of a sentence (`Outperforms X`)?"""
    for cue in cues:
        if cue.start <= mention.start and mention.end <= cue.end:
            longer = cue.end - cue.start > mention.end - mention.start
            if longer or (not mention.classes and _CAPITAL.match(mention.name) is not None):
                return True
    return False
