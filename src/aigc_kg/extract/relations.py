"""Verbs between subject and object: X is based on Y, X was trained on Y."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention, groups, is_han_word, looks_like_organization
from aigc_kg.extract.nominals import phrases
from aigc_kg.extract.nouns import NounReader
from aigc_kg.extract.phrases import (
    AMOUNT_FIRST,
    COUNT_OF_PARTS,
    EXCLUDES,
    HARDWARE,
    IN_SHORT,
    INCLUDES,
    LEAST_EXAMPLES,
    LEAST_TEXT,
    LOOSE,
    MACHINES,
    MADE_NOUN,
    NAMED_BY_KIND,
    NO_KIND,
    NO_OBJECT,
    NO_SUBJECT,
    NOT_AN_AGENT,
    OF_DATA,
    OF_FAMILY,
    PLAN,
    RAW_NAME,
    RECEIVED,
    SAME_AGENT,
    SIZED_NAME,
    STEPS,
    SUMS,
    TECHNICAL,
    TECHNICAL_HEAD,
    UNLISTED_ORIGIN,
    VERSIONED_NAME,
    may_be_raw_name,
    written_as_name,
)
from aigc_kg.extract.reading import Topic, is_amount, is_scaled, quantity_literal
from aigc_kg.extract.state import Clause, Predicate
from aigc_kg.model import Literal, Quote, Thing
from aigc_kg.ontology import Property
from aigc_kg.quantities import EXCLUSIVE, Number, numbers
from aigc_kg.text import has_han, key

_BESIDE = 6
"""Characters beside a wording and its object."""


class RelationReader(NounReader):
    """Reads what verbs relate."""

    def _verb(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        if PLAN.search(clause.text[: cue.start]) or self._received(clause, cue, quote):
            return
        subject = self._done_by(clause, cue) or self._subject_before(clause, cue.start) or self._group_subject(clause, cue)
        made = self.reading.maker in cue.denotes("verb")
        # Who acts is not what came from somewhere.
        subject = subject or (Topic() if made else self.agent) or self._raw_subject(clause, cue)
        if not subject:
            return
        props = [p for name in cue.denotes("verb") if (p := self.reading.lexicon.ontology.properties.get(name))]
        if self._says_how(clause, cue, props):
            return
        self.verb = Predicate(cue, subject, clause.text[cue.end :])
        if self._has_members(clause, cue, quote):
            return
        texts = [self.state_text(p.name, subject, clause, cue.end, quote) for p in props if p.kind == "text" and cue.inner is None]
        counted = self._quantities(clause, cue, subject, props, quote)
        short = self._named_in_short(clause, cue, props)
        in_short = short is not None and self.reading.state(short[0], subject, short[1], f"verb:{short[0]}", quote)
        named = None if in_short else self._named_objects(clause, cue, subject, quote)
        phrased = self._phrased_objects(clause, cue, subject, [p for p in props if not named or p.name == named], quote)
        phrased = self._unlisted_tasks(clause, cue, subject, props, quote) or phrased
        phrased = self._languages(clause, cue, subject, props, quote) or in_short or phrased
        if not (counted or named or phrased or any(texts)) and any(p.name == self.reading.playing("family") for p in props):
            phrased = self._belongs(clause, cue, subject, quote)
        if not (counted or named or phrased or any(texts)):
            self._unlisted_origin(clause, cue, subject, quote)
            self._done_to_party(clause, cue, subject, props, quote)

    def _has_members(self, clause: Clause, cue: Cue, quote: Quote) -> bool:
        """`The X family consists of Y and Z`: what a family is made up of are its members."""
        family = next((m for m in reversed(clause.mentions) if m.end <= cue.start), None)
        if family is None or not INCLUDES.match(clause.text, cue.start) or not OF_FAMILY.fullmatch(clause.text, family.end, cue.start):
            return False
        members = [m.thing for group in self._objects_after(clause, cue)[:1] for m in group if written_as_name(m) or m.classes]
        prop = self.reading.playing("family")
        return bool(members) and self.reading.state(prop, Topic(tuple(members)), [family.thing], f"verb:{prop}", quote)

    def _done_by(self, clause: Clause, cue: Cue) -> Topic:
        """`X：A 在 D 上训练`: what only a thing can be said to be done with is said of the topic, not of who does it."""
        before = [m for m in clause.mentions if m.end <= cue.start]
        if not before or not all(m.acts for m in before) or clause.text[: before[0].start].strip() or not self.topic:
            return Topic()
        ontology = self.reading.lexicon.ontology
        domains = [ontology.properties[p].domain for p in cue.denotes("verb") if p in ontology.properties]
        of_things = domains and all(d is not None and not ontology.plays((d,), "agent") for d in domains)
        return self.topic if of_things and NO_SUBJECT.match(clause.text[before[-1].end : cue.start]) else Topic()

    def _done_to_party(self, clause: Clause, cue: Cue, subject: Topic, props: Sequence[Property], quote: Quote) -> None:
        """`A 宣布投资 40 亿美元`, in what is told of another organization: A does it to that one."""
        plays = self.reading.lexicon.ontology.plays
        behind = clause.text[cue.end :].strip(" 。.了")
        named = any(m.thing in subject.things for m in clause.mentions if m.end <= cue.start)
        if not named or self.base_agent.things == subject.things or any(t in self.base_agent.things for t in subject.things):
            return
        for spec in props if not behind or AMOUNT_FIRST.match(behind) else ():
            if spec.kind == "thing" and all(kind and plays((kind,), "agent") for kind in (spec.domain, spec.range)):
                objects = list(self.base_agent.things)
                self.reading.state(spec.name, subject, objects, f"verb:{spec.name}", quote, contexts=self.base_agent.contexts)

    def _raw_subject(self, clause: Clause, cue: Cue) -> Topic:
        """`鹿鸣来自松间实验室`: a short Chinese name alone before a verb of origin."""
        match = RAW_NAME.fullmatch(clause.text[: cue.start]) if self.reading.maker in cue.denotes("verb") else None
        made = match is not None and any(self.reading.plays(m, "agent") for m in clause.mentions if m.start >= cue.end)
        return Topic((Thing(match[1]),)) if match and made and may_be_raw_name(match[1], guarded=False) else Topic()

    def _group_subject(self, clause: Clause, cue: Cue) -> Topic:
        """`编码器模型主要应用于分类`: a kind of model of which a clause says something, named by a noun phrase alone."""
        group = self._group_before(clause, cue)
        if group is None or NO_KIND.match(group.name) or LOOSE.search(group.name):
            return Topic()
        told = any(c.denotes("verb") or c.denotes("agentVerb") for c in self.reading.cues.find(group.name))
        return Topic() if told else Topic((group,))

    def _says_how(self, clause: Clause, cue: Cue, props: Sequence[Property]) -> bool:
        """`与 A 合作开发`: working with someone is how the act right behind it is done; no partner of the subject is told."""
        acts = any(c.start == cue.end and c.denotes("agentVerb") for c in self.reading.cues.find(clause.text))
        between_agents = any(p.domain is not None and self.reading.lexicon.ontology.plays((p.domain,), "agent") for p in props)
        return acts and cue.inner is not None and between_agents

    def _named_objects(self, clause: Clause, cue: Cue, subject: Topic, quote: Quote) -> str | None:
        """Names in the place of the object; returns the property that they are objects of."""
        for group in self._objects_after(clause, cue):
            if HARDWARE.search(clause.text, cue.end, group[0].start):
                return None
            for prop in self._in_order_of_kind(cue, clause, group):
                value, only = self._stated_amount(clause, cue, group), self._only(clause, cue, prop, group)
                if self.reading.state(prop, subject, [m.thing for m in group], f"verb:{prop}", quote, value=value, qualifier=only):
                    self._also_a_field(cue, prop, subject, group, quote)
                    return prop
            if not all(self.reading.is_listed_concept(m.thing) for m in group):
                return None
        return None

    def _only(self, clause: Clause, cue: Cue, prop: str, group: list[Mention]) -> str | None:
        """`只支持英文`, `supports English only`: nothing else of its kind, which a vocabulary lists."""
        spec = self.reading.lexicon.ontology.properties.get(prop)
        listed = spec is not None and spec.range is not None and self.reading.lexicon.ontology.plays((spec.range,), "listed")
        around = clause.text[max(0, cue.start - _BESIDE) : group[0].start] + clause.text[group[-1].end : group[-1].end + _BESIDE]
        if not listed or not EXCLUDES.search(around):
            return None
        return EXCLUSIVE[0] if has_han(clause.text) else EXCLUSIVE[1]

    def _also_a_field(self, cue: Cue, prop: str, subject: Topic, group: list[Mention], quote: Quote) -> None:
        """`用于机器翻译` tells a task, and a use at once: where the word means both, the task names a field of use too."""
        applied = self.reading.playing("applied")
        spec = self.reading.lexicon.ontology.properties.get(applied) if applied in cue.denotes("verb") and applied != prop else None
        if spec is not None and spec.range is not None and all(self.reading.plays(m, "task") for m in group):
            self.reading.state(applied, subject, [Thing(m.name, (spec.range,)) for m in group], f"verb:{applied}", quote)

    def _stated_amount(self, clause: Clause, cue: Cue, group: list[Mention]) -> Literal | None:
        """By how much, where the words compare: `比 X 快三倍`, `3x faster than X`, `outperforms X by 12%`."""
        near = [n for n in numbers(clause.text) if n.unit in ("times", "%") and not group[0].start <= n.start < group[-1].end]
        after = [n for n in near if n.start >= group[-1].end] or [n for n in near if n.end <= cue.start + 1 and cue.start - n.end <= 2]
        return quantity_literal(after[0]) if after else None

    def _phrased_objects(self, clause: Clause, cue: Cue, subject: Topic, props: Sequence[Property], quote: Quote) -> bool:
        """Noun phrases in the place of the object, for the first property whose range is named by such."""
        spec = next((p for p in props if self.reading.is_phrased(p.range)), None)
        start, end = (cue.end, len(clause.text)) if self._counts_parts(clause, cue) else cue.inner or (cue.end, len(clause.text))
        if spec is None or NO_OBJECT.match(clause.text, start, end):
            return False
        things = [t for t in self._phrase_things(clause, start, end, spec.range) if t.classes or not HARDWARE.search(t.name)]
        return bool(things) and self.reading.state(spec.name, subject, things, f"phrase:{spec.name}", quote)

    def _languages(self, clause: Clause, cue: Cue, subject: Topic, props: Sequence[Property], quote: Quote) -> bool:
        """`支持 A、B、C 等语言`: what is enumerated before the noun of its kind, listed or not."""
        match = NAMED_BY_KIND.search(clause.text, cue.end)
        named = {p for w in self.reading.cues.exactly(match[1]) if w.frame == "noun" for p in w.denotes} if match is not None else set()
        spec = next((p for p in props if p.name in named and p.range and self.reading.lexicon.ontology.plays((p.range,), "listed")), None)
        if spec is None or spec.range is None or match is None:
            return False
        things = [Thing(clause.text[a:b], (spec.range,)) for a, b in phrases(clause.text, cue.end, match.start())]
        return len(things) >= LEAST_EXAMPLES and self.reading.state(spec.name, subject, things, f"verb:{spec.name}", quote)

    def _named_in_short(self, clause: Clause, cue: Cue | None, props: Sequence[Property]) -> tuple[str, list[Thing]] | None:
        """`中英双语`: each character stands for the listed name that begins with it and ends with the noun."""
        match = IN_SHORT.search(clause.text, cue.end) if cue is not None else IN_SHORT.fullmatch(clause.text.strip(" 。."))
        listed = self.reading.lexicon.by_key
        found = (
            [next((n for end in ("文", "语") if (n := listed.get(key(c + end)))), None) for c in match[1].replace("、", "")]
            if match
            else []
        )
        things = [Thing(name.label, name.classes) for name in found if name is not None]
        spec = next((p for p in props if things and p.range and all(p.range in t.classes for t in things)), None)
        return (spec.name, things) if spec is not None and len(things) == len(found) else None

    def _unlisted_tasks(self, clause: Clause, cue: Cue, subject: Topic, props: Sequence[Property], quote: Quote) -> bool:
        """Tasks enumerated behind the verb that no vocabulary lists: `支持代码补全、会议纪要写作`."""
        spec = next((p for p in props if p.name == self.reading.playing("does")), None)
        if spec is None:
            return False
        start, end = cue.inner or (cue.end, len(clause.text))
        tasks: list[Thing] = []
        before = ""
        for a, b in phrases(clause.text, start, end):
            listed = next((m for m in clause.mentions if m.classes and m.end == b), None)
            phrase = clause.text[a:b]
            task = listed.thing if listed is not None else self.reading.unlisted_task(phrase) or self.reading.elliptic_task(before, phrase)
            if task is not None and (listed is None or self.reading.plays(task, "task")):
                tasks.append(task)
                before = phrase
        return bool(tasks) and self.reading.state(spec.name, subject, tasks, f"phrase:{spec.name}", quote)

    def _quantities(self, clause: Clause, cue: Cue, subject: Topic, props: Sequence[Property], quote: Quote) -> bool:
        """Amounts with a unit in the place of the object: `trained on 680,000 hours of audio`."""
        spec = next((p for p in props if p.kind == "quantity"), None)
        if spec is None:
            return False
        start, end = cue.inner or (cue.end, len(clause.text))
        amounts = [
            n
            for n in numbers(clause.text)
            if start <= n.start and n.end <= end and not any(m.start <= n.start < m.end for m in clause.mentions)
        ]
        amounts = [n for n in amounts if is_amount(n)] or [n for n in amounts if is_scaled(n) and OF_DATA.match(clause.text, n.end)][:1]
        amounts = [n for n in amounts if not HARDWARE.match(clause.text[n.end :].lstrip())]
        self.sized = (spec.name, subject)
        return self._state_amounts(spec.name, subject, amounts, quote)

    def _summed(self, clause: Clause, quote: Quote) -> None:
        """`…，合计约 1.2 亿对`: an amount that opens a clause behind one that said of what it is."""
        opening = SUMS.match(clause.text) if self.sized is not None else None
        amount = next((n for n in numbers(clause.text) if n.start <= opening.end() + 4 and is_amount(n)), None) if opening else None
        if amount is not None and self.sized is not None:
            self._state_amounts(*self.sized, [amount], quote)

    def _state_amounts(self, prop: str, subject: Topic, amounts: Sequence[Number], quote: Quote) -> bool:
        stated = [self.reading.state(prop, subject, [quantity_literal(n)], f"quantity:{prop}", quote, qualifier=n.hedge) for n in amounts]
        return any(stated)

    def _unlisted_origin(self, clause: Clause, cue: Cue, subject: Topic, quote: Quote) -> None:
        """`来自赤霞智能`: what closes the clause behind a verb of origin, written in Chinese characters alone, is a maker."""
        props = [self.reading.lexicon.ontology.properties.get(p) for p in cue.denotes("verb")]
        raw = UNLISTED_ORIGIN.match(clause.text[cue.end :])
        listed = any(m.classes for m in clause.mentions if m.start >= cue.end)
        if raw is None or listed or (NOT_AN_AGENT.search(raw[1]) and not looks_like_organization(raw[1])):
            return
        who = list((self.agent or self.base_agent).things) if SAME_AGENT.fullmatch(raw[1]) else [Thing(raw[1])]
        for spec in props:
            if spec is not None and spec.kind == "thing" and spec.range and self.reading.lexicon.ontology.plays((spec.range,), "agent"):
                self.reading.state(spec.name, subject, who, f"verb:{spec.name}", quote)

    def _predicate(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`X 不能…`: text that begins with the word is the object."""
        subject = self._subject_before(clause, cue.start)
        for prop in cue.denotes("predicate") if subject else ():
            self.state_text(prop, subject, clause, cue.start, quote)

    def state_text(self, prop: str, subject: Topic, clause: Clause, start: int, quote: Quote) -> bool:
        """State the rest of the clause as the text that is the object."""
        said = clause.text[start:].strip(" 。.：:，,*`")
        spec = self.reading.lexicon.ontology.properties.get(prop)
        if spec is None or spec.kind != "text" or len(said) < LEAST_TEXT:
            return False
        return self.reading.state(prop, subject, [Literal(said, "string")], f"text:{prop}", quote)

    def _received(self, clause: Clause, cue: Cue, quote: Quote) -> bool:
        """`获得 A 和 B 的投资`: who is named does it to the topic."""
        match = RECEIVED.search(clause.text[: cue.start])
        if match is None:
            return False
        givers = [m.thing for m in clause.mentions if match.start() <= m.start and m.end <= cue.start]
        takers = [m.thing for m in clause.mentions if m.end <= match.start()] or list(self.topic.things)
        for prop in cue.denotes("verb") if givers and takers else ():
            self.reading.state(prop, Topic(tuple(givers), self.topic.contexts), takers, f"received:{prop}", quote)
        return True

    def _means(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`通过对比学习…`, `with a diffusion decoder`: read where names or phrases are of a kind that things are done by."""
        if self._has_members(clause, cue, quote):
            return
        tasks = sum(self.reading.plays(m, "task") for m in clause.mentions if m.start >= cue.end)
        subject = self._subject_before(clause, cue.start) if tasks < LEAST_EXAMPLES else Topic()
        for prop in cue.denotes("means") if subject else ():
            spec = self.reading.lexicon.ontology.properties.get(prop)
            if spec is None or NO_OBJECT.match(clause.text, cue.end):
                continue
            things = [
                t
                for t in self._phrase_things(clause, cue.end, len(clause.text), spec.range)
                if t.classes or (TECHNICAL_HEAD.search(t.name) and not LOOSE.search(t.name))
            ]
            self.reading.state(prop, subject, things, f"means:{prop}", quote)

    def _counts_parts(self, clause: Clause, cue: Cue) -> bool:
        """`由三部分组成：`: what stands inside the word only counts what stands behind it."""
        return cue.inner is not None and COUNT_OF_PARTS.fullmatch(clause.text, *cue.inner) is not None

    def _objects_after(self, clause: Clause, cue: Cue) -> list[list[Mention]]:
        if cue.inner is not None and not self._counts_parts(clause, cue):
            return groups(clause.text, _named([m for m in clause.mentions if cue.inner[0] <= m.start < cue.inner[1]]))
        if AMOUNT_FIRST.match(clause.text, cue.end) and not SIZED_NAME.match(clause.text, cue.end):
            return []
        later = _named([m for m in clause.mentions if m.start >= cue.end])
        later = [m for m, n in zip(later, [*later[1:], None], strict=False) if not (n and self._names_own(clause, m, n))]
        result = []
        for group in groups(clause.text, later):
            gap = clause.text[cue.end : group[0].start]
            # A verb inside a relative clause before the object (`团队提出的框架 X`) is no verb of this clause.
            crossed = [
                c
                for c in self.reading.cues.find(gap)
                if (c.denotes("verb") or c.denotes("agentVerb")) and "的" not in gap[c.end :] and gap[: c.end].strip(" 了") != "来自"
            ]
            if len(gap) > 32 or crossed or re.search(r"(?<!自)来(?!自)|以(?=[便实])|从而|类似|是|\b(?:to|for|that|which|with|on)\b", gap):
                break
            result.append(group)
        return result

    def _in_order_of_kind(self, cue: Cue, clause: Clause, group: list[Mention]) -> list[str]:
        """Which of the properties that a word denotes: the kind of the object decides."""
        props = cue.denotes("verb")
        if any(m.classes for m in group):
            return list(props)
        technical = (cue.inner is None and TECHNICAL.match(clause.text, group[-1].end) is not None) or STEPS.search(
            clause.text[: group[0].start]
        ) is not None
        if not written_as_name(group[0]) or (is_han_word(group[0].name) and not technical):
            return []
        if MADE_NOUN.match(clause.text, group[-1].end):
            specs = self.reading.lexicon.ontology.properties
            return [p for p in props if p in specs and specs[p].range != self.reading.playing("technique")]
        technique_first = self.reading.lexicon.ontology.properties[props[0]].range == self.reading.playing("technique")
        if technique_first and not technical:
            # `接入 X-3`: what has a version was made, and is built on.
            versioned = VERSIONED_NAME.search(group[0].name) and not MACHINES.match(clause.text, group[0].end)
            return self._built_upon(props) if versioned else []
        ranges = {p: self.reading.lexicon.ontology.properties[p].range for p in props if p in self.reading.lexicon.ontology.properties}
        return [p for p, wanted in ranges.items() if (wanted == self.reading.playing("technique")) == technical]

    def _built_upon(self, props: Sequence[str]) -> list[str]:
        """Of properties those between things of the same kind, which are made."""
        specs = [self.reading.lexicon.ontology.properties.get(p) for p in props]
        return [s.name for s in specs if s is not None and s.kind == "thing" and s.range != self.reading.playing("technique")]


def _named(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions but those that only describe the next one: `“棋类 AI”X`."""
    behind = [*mentions[1:], None]
    return [m for m, n in zip(mentions, behind, strict=False) if not (n and m.marked and n.start - m.end <= 1 and has_han(m.name))]
