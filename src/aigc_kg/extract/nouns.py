"""Nouns between subject and object: the base of X is Y, A is the developer of X, with a Y backbone."""

from __future__ import annotations

import re

from aigc_kg.extract.amounts import AmountReader
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention
from aigc_kg.extract.phrases import (
    AMOUNT_FIRST,
    AND_OF,
    END_OF_LISTING,
    END_OF_VALUE,
    INCLUDES,
    IS,
    IS_ONE,
    IS_THE,
    ITS,
    LABEL_COLON,
    NEAR_NOUN,
    NOUN_COPULA,
    NOUN_OF,
    OF,
    OTHERS_WORK,
    SAME_AGENT,
    last,
)
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.model import Quote


class NounReader(AmountReader):
    """Reads what nouns relate."""

    def _noun(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`底座为 X`, `X 的开发者是 A`, `总部 Oslo`, `竞争对手：A、B`."""
        if self._compound(clause, cue, quote) or (
            self.reading.playing("family") in cue.denotes("noun") and INCLUDES.match(clause.text, cue.end)
        ):
            return
        if cue.form.isascii() and self._of_owner(clause, cue, quote):
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

    def _of_owner(self, clause: Clause, cue: Cue, quote: Quote) -> bool:
        """`the developer of X is A`, `A is a partner of X and of Y`, `A, the maker of X`: whose noun it is stands behind it."""
        owners: list[Mention] = []
        at = cue.end
        while match := (AND_OF if owners else OF).match(clause.text, at):
            group = next((g for g in clause.groups if g[0].start == match.end()), [])
            if not group:
                break
            owners += group
            at = group[-1].end
        if not owners:
            return False
        subject = Topic(tuple(m.thing for m in owners))
        copula = IS_THE.match(clause.text, at)
        before = self.reading.stated
        if copula is not None:
            found = [m.moved(-copula.end()) for m in clause.mentions if m.start >= copula.end()]
            for prop, objects in self.values.typed(clause.text[copula.end() :], found, cue.denotes("noun")):
                self.reading.state(prop, subject, objects, f"noun:{prop}", quote)
            return self.reading.stated > before
        named = [m for m in clause.mentions if m.end <= cue.start]
        held = (
            named[-1]
            if named and IS_ONE.fullmatch(clause.text, named[-1].end, cue.start)
            else None
            if named
            else self._apposed_name(clause)
        )
        if held is None:
            return False
        for prop in cue.denotes("noun"):
            self.reading.state(prop, subject, [held.thing], f"noun:{prop}", quote)
        for prop in cue.denotes("inverseNoun"):
            self.reading.state(prop, Topic((held.thing,)), subject.things, f"inverse-noun:{prop}", quote)
        return self.reading.stated > before

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
