"""Verbs and nouns between subject and object, and amounts: X is based on Y, the base of X is Y, X has N parameters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.groupings import GroupingReader
from aigc_kg.extract.mentions import Mention, groups, is_han_word, looks_like_organization
from aigc_kg.extract.nominals import phrases
from aigc_kg.extract.phrases import (
    AMOUNT_FIRST,
    BEFORE_NAME,
    BEHIND_NAME,
    CHANGE,
    COMPARED,
    COUNT_OF_PARTS,
    END_OF_LISTING,
    END_OF_VALUE,
    HARDWARE,
    IN_SHORT,
    INCLUDES,
    IS,
    IS_A,
    ITS,
    KIND_OF_SIZE,
    LABEL_COLON,
    LEAST_EXAMPLES,
    LEAST_PARAMETERS,
    LEAST_TEXT,
    LOOSE,
    MACHINES,
    MADE_NOUN,
    NAMED_BY_KIND,
    NEAR_NOUN,
    NO_KIND,
    NO_OBJECT,
    NO_SUBJECT,
    NOT_AN_AGENT,
    NOUN_COPULA,
    NOUN_OF,
    OF_DATA,
    OF_FAMILY,
    OTHERS_WORK,
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
    last,
    may_be_raw_name,
    written_as_name,
)
from aigc_kg.extract.reading import Topic, is_amount, is_scaled, quantity_literal
from aigc_kg.extract.state import Clause, Predicate
from aigc_kg.model import Literal, Quote, Thing
from aigc_kg.ontology import Property
from aigc_kg.quantities import Number, numbers
from aigc_kg.text import HAN, has_han, key

_JOINS_NUMBERS = re.compile(r"\s*(?:、|,|，|和|与|及|/|或|\band\b|\bor\b)+\s*")


class RelationReader(GroupingReader):
    """Reads relations and amounts."""

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
                value = self._stated_amount(clause, cue, group)
                if self.reading.state(prop, subject, [m.thing for m in group], f"verb:{prop}", quote, value=value):
                    self._also_a_field(cue, prop, subject, group, quote)
                    return prop
            if not all(self.reading.is_listed_concept(m.thing) for m in group):
                return None
        return None

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

    def _noun(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`底座为 X`, `X 的开发者是 A`, `总部 Oslo`, `竞争对手：A、B`."""
        if self._compound(clause, cue, quote) or (
            self.reading.playing("family") in cue.denotes("noun") and INCLUDES.match(clause.text, cue.end)
        ):
            return
        match = NOUN_OF.match(clause.text, cue.end) if cue.form.isascii() else None
        match = match or NOUN_COPULA.match(clause.text, cue.end)
        colon = LABEL_COLON.match(self.view.text, clause.offset + cue.end)
        beside = [m for m in clause.mentions if m.start >= cue.end and not clause.text[cue.end : m.start].strip()]
        counted = AMOUNT_FIRST.match(clause.text, cue.end) is not None
        if colon is not None and not clause.text[cue.end :].strip():
            start, end = colon.end(), END_OF_VALUE.search(self.view.text, colon.end()).start()  # type: ignore[union-attr]
        elif (match is not None and match.end() > cue.end and (match[0].strip() or not cue.form.isascii())) or beside or counted:
            start, end = clause.offset + (match.end() if match else cue.end), clause.offset + len(clause.text)
            if cue.denotes("inverseNoun") and self.view.text[end : end + 1] in ("（", "("):
                # `产品有 A（对话）、B（绘画）`: brackets do not end an enumeration.
                end = END_OF_LISTING.search(self.view.text, end).start()  # type: ignore[union-attr]
        else:
            self._held_by(clause, cue, quote)
            return
        found = [m.moved(-start) for m in self._named(start, end)]
        text = self.view.text[start:end]
        subject = self._subject_of_noun(clause, cue)
        sizes = [p for p in cue.denotes("noun") if (spec := self.reading.lexicon.ontology.properties.get(p)) and spec.kind == "quantity"]
        if subject and sizes:
            self.sized = (sizes[0], subject)
        for prop, objects in self.values.typed(text, found, cue.denotes("noun")) if subject else ():
            self.reading.state(prop, subject, objects, f"noun:{prop}", quote)
        if not subject and self.reading.playing("family") in cue.denotes("inverseNoun"):
            holder = self._group_before(clause, cue)
            subject = Topic((holder,)) if holder is not None else subject
        apposed = colon is None and (match is None or match.end() == cue.end)
        its = clause.text[: cue.start].rstrip().endswith(ITS)
        owned = not apposed or its or all(self.reading.plays(thing, "agent") for thing in subject.things)
        owned = owned and not OTHERS_WORK.search(clause.text[: cue.start])
        for prop in cue.denotes("inverseNoun") if subject and owned else ():
            # `利用了预训练模型 X` says what X is, not whose model it is.
            subjects = Topic(tuple(self.values.inverse(text, found, prop)), tentative=subject.tentative)
            self.reading.state(prop, subjects, subject.things, f"inverse-noun:{prop}", quote, contexts=subject.contexts)

    def _held_by(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`A 是 X 的开发商`, `A：X 的东家`: the noun closes what is said of who it is."""
        whose = [m for m in clause.mentions if m.end <= cue.start]
        of = whose and re.fullmatch(r"[”\"》]?\s*的\s*(?:共同|联合)?\s*", clause.text[whose[-1].end : cue.start])
        copula = last(IS, clause.text[: whose[-1].start]) if of and not clause.text[cue.end :].strip(" 。.之一") else None
        who = [m.thing for m in whose[:-1] if copula and m.end <= copula.start() and self._may_be_agent(m, marked=False)]
        opens = bool(of) and not clause.text[cue.end :].strip(" 。.之一") and not clause.text[: whose[-1].start].strip()
        holders = who or (list(self.base_agent.things) if opens else [])
        agents = self.reading.playing("agent")
        for prop in cue.denotes("noun") if holders and agents else ():
            spec = self.reading.lexicon.ontology.properties.get(prop)
            if spec is not None and spec.range == agents:
                self.reading.state(prop, Topic((whose[-1].thing,)), holders, f"noun:{prop}", quote)

    def _compound(self, clause: Clause, cue: Cue, quote: Quote) -> bool:
        """`with a frozen X backbone`: X in front of an English noun of parts is the part, not what has it."""
        part = next((m for m in clause.mentions if m.end <= cue.start and clause.text[m.end : cue.start] == " "), None)
        ontology = self.reading.lexicon.ontology
        specs = [ontology.properties[p] for p in cue.denotes("noun") if p in ontology.properties]
        made_of = (self.reading.playing("builds"), self.reading.playing("uses"))
        of_parts = any(spec.name in made_of for spec in specs) and cue.form.isascii()
        if part is None or not of_parts or not self._may_be_artifact(part):
            return False
        subject = self._subject_before(clause, part.start)
        return any(self.reading.state(spec.name, subject, [part.thing], f"noun:{spec.name}", quote) for spec in specs) or bool(subject)

    def _subject_of_noun(self, clause: Clause, cue: Cue) -> Topic:
        """Whose noun it is: what stands before it, else what the text is about, or who."""
        before = [m for m in clause.mentions if m.end <= cue.start]
        if before and NEAR_NOUN.fullmatch(clause.text[before[-1].end : cue.start]):
            return Topic((before[-1].thing,))
        if before:
            return Topic()
        of_agents = self._is_of_agents(cue)
        if of_agents and not all(self.reading.plays(thing, "agent") or not thing.classes for thing in self.topic.things):
            # `该公司创始人为…`, behind what is told of a thing that it made.
            return Topic(self.agent.things[:1]) if SAME_AGENT.search(clause.text[: cue.start]) else self.agent
        return self.topic or self.agent

    def _is_of_agents(self, cue: Cue) -> bool:
        """Is it a noun of what only organizations have?"""
        ontology = self.reading.lexicon.ontology
        domains = [ontology.properties[p].domain for p in cue.denotes("noun") if p in ontology.properties]
        return bool(domains) and all(domain is not None and ontology.plays((domain,), "agent") for domain in domains)

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

    def _amounts(self, clause: Clause, quote: Quote) -> None:
        found = list(numbers(clause.text))
        if not found or PLAN.search(clause.text) or (CHANGE.search(clause.text) and any(n.unit == "times" for n in found)):
            return
        found = [replace(n, unit="parameter") if self._sizes_kind(clause, n) else n for n in _with_shared_units(clause.text, found)]
        for frame_prop, unit in self._units():
            for number in found:
                if number.unit == unit or (number.unit is None and not number.bare and self._noun_before(clause, number.start, frame_prop)):
                    subject = self._subject_of_amount(clause, number.start, number.end)
                    if subject and isinstance(number.value, int) and (unit != "parameter" or number.value >= LEAST_PARAMETERS):
                        literal = Literal(str(number.value), "integer")
                        self.reading.state(frame_prop, subject, [literal], f"amount:{frame_prop}", quote, qualifier=number.hedge)

    def _sizes_kind(self, clause: Clause, number: Number) -> bool:
        """`is a 7B model`, `一个 13B 的模型`: billions right before the noun of what the subject is."""
        return (
            number.unit is None
            and clause.text[number.end - 1 : number.end] in ("B", "b")
            and IS_A.search(clause.text, 0, number.start) is not None
            and KIND_OF_SIZE.match(clause.text, number.end) is not None
        )

    def _units(self) -> Iterator[tuple[str, str]]:
        for wording in self.reading.lexicon.by_frame["unit"]:
            for prop in wording.denotes:
                yield prop, wording.form

    def _noun_before(self, clause: Clause, at: int, prop: str) -> bool:
        """Does a noun of the property stand before the number, with nothing but a copula and hedges between?"""
        for cue in self.reading.cues.find(clause.text[:at]):
            if prop in cue.denotes("noun") and re.fullmatch(
                r"\s*(?:仅|也|就|已|则)?\s*(?:为|是|到|达到了?|高达|多达|约为|约|有|只有|扩大到|超过|近|接近|达|共|of|is|was|=|:|：|about|over|around|\s)*\s*",
                clause.text[cue.end : at],
            ):
                return True
        return False

    def _subject_of_amount(self, clause: Clause, start: int, end: int) -> Topic:
        before = [m for m in clause.mentions if m.end <= start and self._may_be_artifact(m) and not COMPARED.search(clause.text[: m.start])]
        if bracketed := self._in_brackets_of(clause):
            return bracketed
        if self.topic:
            # `is an autoregressive model with 11 billion parameters` counts the topic's, not those of its kind.
            concept = self.reading.lexicon.ontology.plays
            before = [m for m in before if not concept(m.classes, "concept") or not clause.text[: m.start].strip()]
        if before:
            return (
                Topic((before[-1].thing,))
                if len(before) == 1
                else Topic((before[0].thing,) if self._is_subject(clause, before[0]) else (before[-1].thing,))
            )
        after = [m for m in clause.mentions if m.start >= end and self.reading.plays(m, "unlisted") and self._may_be_artifact(m)]
        if after and BEFORE_NAME.match(clause.text[end : after[0].start]) and not self.topic:
            return Topic((after[0].thing,))
        if after and re.fullmatch(rf"(?:参数)?的?[{HAN}]{{0,6}}模型\s*", clause.text[end : after[0].start]):
            return Topic((after[0].thing,))
        return self.topic

    def _in_brackets_of(self, clause: Clause) -> Topic:
        """`X language model (15B parameters)`: what brackets say is said of the name before them."""
        before = self._before(clause)
        opened = BEHIND_NAME.search(before)
        named = self._ending_at(clause.offset - len(before) + opened.start()) if opened else None
        return Topic((named.thing,)) if named is not None and self._owned(named) else Topic()

    def _is_subject(self, clause: Clause, mention: Mention) -> bool:
        return not clause.text[: mention.start].strip(" “`") or bool(IS.match(clause.text[mention.end :].lstrip()))


def _named(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions but those that only describe the next one: `“棋类 AI”X`."""
    behind = [*mentions[1:], None]
    return [m for m, n in zip(mentions, behind, strict=False) if not (n and m.marked and n.start - m.end <= 1 and has_han(m.name))]


def _with_shared_units(text: str, found: list[Number]) -> list[Number]:
    """Numbers, those of an enumeration with the unit that only its last has: `70 亿、130 亿和 700 亿参数`."""
    shared: list[Number] = []
    for number in reversed(found):
        behind = shared[-1] if shared else None
        joined = behind is not None and number.unit is None and not number.bare and _JOINS_NUMBERS.fullmatch(text, number.end, behind.start)
        shared.append(replace(number, unit=behind.unit) if joined and behind is not None else number)
    return shared[::-1]
