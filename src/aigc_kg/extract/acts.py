"""Verbs whose object acts on the subject: A develops X, X is developed by A; with them the date of the act."""

from __future__ import annotations

import re

from aigc_kg.extract.clauses import is_planned
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention, first_group, groups, looks_like_organization
from aigc_kg.extract.phrases import (
    AGENT_GAP,
    AND_THEN,
    APPEARS_AT,
    AT_DATE,
    BY_WHOM,
    COPULA,
    ELSEWHERE,
    ENUMERATED_AFTER,
    ENUMERATED_BEFORE,
    ENUMERATION,
    FORMER_MEMBERS,
    FORMERLY,
    HELD,
    JOINED_BY,
    LEADING,
    LOCATIVE,
    NO_SUBJECT,
    NOT_AN_AGENT,
    NOUN_USE,
    PASSIVE,
    PERSON_OF,
    PRONOUN_OBJECT,
    RAW_AGENT,
    RAW_NAME,
    RAW_SCHOOL,
    TEAM,
    TEAM_ALONE,
    TITLED,
    TRAILING_ADVERBS,
    WITH_OTHERS,
    english_passive,
    last,
    may_be_raw_name,
    written_as_name,
)
from aigc_kg.extract.reading import Topic, date_literal
from aigc_kg.extract.state import REACH, Clause, SentenceState
from aigc_kg.extract.values import person
from aigc_kg.model import Quote, Thing
from aigc_kg.ontology import Property
from aigc_kg.quantities import Date, DateSpan
from aigc_kg.text import HAN, has_han

_NAME_AND_AGENT = 2


class ActReader(SentenceState):
    """Reads acts of making."""

    def _agent_verb(self, clause: Clause, cue: Cue, known_dates: list[DateSpan], quote: Quote) -> None:
        left, right = clause.text[: cue.start], clause.text[cue.end :]
        if NOUN_USE.match(right):
            return
        if is_planned(TRAILING_ADVERBS.sub("", left)) or is_planned(left):
            return
        passive = last(PASSIVE, left) or english_passive(right)
        held = self._held(clause, cue)
        left = left[: held[0].start].rstrip(" “《把将") if held else left
        agents, before_end = self._agents(clause, cue, left, right)
        props = self._specs(cue)
        appears = not any(spec.kind == "thing" for spec in props)
        if agents and not passive and (appears or self._comes_out(agents, right)):
            # `X 亮相`; and `X 发布。`, where nothing is told of that X could have released: X came out.
            agents, before_end = (), cue.start
        if held:
            patient = Topic(tuple(m.thing for m in held))
        elif self._acts_on_agents(cue):
            patient = self._acted_upon(clause, cue, before_end, agents)
        else:
            patient = self._patient(clause, cue, before_end, has_agent=bool(agents), passive=bool(passive))
        if not patient:
            patient = self._raw_patient(clause, cue, before_end, acted=bool(agents))
        if not patient:
            return
        if not agents and self.agent and self._object_follows(clause, cue) and NO_SUBJECT.match(left):
            agents = self.agent.things
        if not agents:
            patient = Topic(
                tuple(t for t in patient.things if not self.reading.plays(t, "technique") or passive or known_dates or self.dated),
                patient.contexts,
            )
        relative = clause.text[cue.end :].lstrip().startswith("的")
        date = self._date_for(cue, [d for d in known_dates if d.end <= cue.start] if relative else known_dates, carried=not relative)
        for spec in props:
            if spec.kind == "thing" and agents:
                self.reading.state(spec.name, patient, agents, f"agent-verb:{spec.name}", quote)
            elif spec.kind == "date" and date:
                self.reading.state(spec.name, patient, [date_literal(date)], f"dated-verb:{spec.name}", quote)
        self._and_later(clause, cue, known_dates, agents, quote)
        self._go_on(clause, cue, patient, agents)

    def _and_later(self, clause: Clause, cue: Cue, known: list[DateSpan], agents: tuple[Thing, ...], quote: Quote) -> None:
        """`shipped X in May 2023 and Y in December`: what is enumerated behind the date of another is made by the same, at its own date."""
        group = self._patients_right(clause, cue)
        while group:
            joined = next((s.end for s in known if AT_DATE.fullmatch(clause.text, group[-1].end, s.start)), None)
            match = AND_THEN.match(clause.text, joined) if joined is not None else None
            group = [m for m in clause.mentions if match and m.start == match.end() and self._may_be_artifact(m)]
            for more in group:
                date = next((s.date for s in known if AT_DATE.fullmatch(clause.text, more.end, s.start)), None)
                for spec in self._specs(cue):
                    if spec.kind == "thing" and agents:
                        self.reading.state(spec.name, Topic((more.thing,)), agents, f"agent-verb:{spec.name}", quote)
                    elif spec.kind == "date" and date:
                        self.reading.state(spec.name, Topic((more.thing,)), [date_literal(date)], f"dated-verb:{spec.name}", quote)

    def _held(self, clause: Clause, cue: Cue) -> list[Mention]:
        """`A 把 X 开放`: what is made, where it stands before the verb."""
        before = [m for m in clause.mentions if m.end <= cue.start]
        group = groups(clause.text, before)[-1] if before else []
        held = group and HELD.search(clause.text[: group[0].start]) and AGENT_GAP.match(clause.text[group[-1].end : cue.start])
        return group if held and all(self._may_be_artifact(m) for m in group) else []

    def _go_on(self, clause: Clause, cue: Cue, patient: Topic, agents: tuple[Thing, ...]) -> None:
        """Say what the text goes on about after an act."""
        if patient.things and not patient.contexts and self._object_follows(clause, cue):
            self.topic = patient
        if self._acts_on_agents(cue):
            # What is founded, led or bought is what the text goes on about, not who did it.
            self.agent = Topic(patient.things)
        elif agents:
            self.agent = Topic(tuple(agents))
            if self.topic and {t.name for t in self.topic.things} <= {t.name for t in agents}:
                self.topic = patient

    def _comes_out(self, agents: tuple[Thing, ...], right: str) -> bool:
        told = self.topic and not self.topic.tentative
        return not told and not right.strip(" 了。.！!") and not any(thing.classes for thing in agents)

    def _acts_on_agents(self, cue: Cue) -> bool:
        """Is what the verb acts on an organization, as with founding, leading and buying?"""
        plays, specs = self.reading.lexicon.ontology.plays, self._specs(cue)
        return bool(specs) and all(spec.domain is not None and plays((spec.domain,), "agent") for spec in specs)

    def _specs(self, cue: Cue) -> list[Property]:
        """The properties that a verb of making denotes."""
        properties = self.reading.lexicon.ontology.properties
        return [properties[name] for name in cue.denotes("agentVerb") if name in properties]

    def _acted_upon(self, clause: Clause, cue: Cue, before_end: int, agents: tuple[Thing, ...]) -> Topic:
        """The organization that is founded, led or bought: named before or behind, else the one that the text is about."""
        acting = {thing.name for thing in agents}
        passive = english_passive(clause.text[cue.end :]) is not None
        beside = [m for m in clause.mentions if m.end <= before_end or (m.start >= cue.end and not passive)]
        named = [m for m in beside if m.name not in acting and not BY_WHOM.search(clause.text[: m.start])]
        listed = [m for m in named if self.reading.plays(m, "agent")]
        apposed = self._apposed_name(clause)
        if (passive or not listed) and apposed is not None and (not apposed.classes or apposed.acts):
            return Topic((apposed.thing,))
        found = listed or [m for m in named if not m.classes and written_as_name(m) and not has_han(m.name)]
        if found:
            return Topic(tuple(m.thing for m in first_group(clause.text, found)))
        raw = RAW_NAME.fullmatch(clause.text[:before_end]) if before_end and agents else None
        if raw and may_be_raw_name(raw[1], guarded=False):
            return Topic((Thing(raw[1], self.reading.unlisted_agent()),))
        may_act = self.topic and all(not t.classes or self.reading.plays(t, "agent") for t in self.topic.things)
        about = self.topic if may_act else self.base_agent or self.agent
        return about if about and not acting & {t.name for t in about.things} else Topic()

    def _raw_patient(self, clause: Clause, cue: Cue, before_end: int, *, acted: bool) -> Topic:
        """A short Chinese name that no vocabulary has: alone before `由 A 开发`, or alone behind `A 发布了`."""
        if not acted or self.reading.maker not in cue.denotes("agentVerb"):
            return Topic()
        before = RAW_NAME.fullmatch(clause.text[:before_end]) if before_end else None
        behind = None if before else RAW_NAME.fullmatch(clause.text[cue.end :])
        name = (before or behind or [None, ""])[1]
        return Topic((Thing(name),)) if name and may_be_raw_name(name, guarded=before is None) else Topic()

    def _agents(self, clause: Clause, cue: Cue, left: str, right: str) -> tuple[tuple[Thing, ...], int]:
        """The agents of a verb and where, before them, the clause's subject ends."""
        english = english_passive(right)
        if english:
            return self._agents_after(clause, cue.end + english.end()), cue.start
        marker = last(PASSIVE, left)
        copula = last(COPULA, left)
        start = marker.end() if marker else copula.end() if copula else 0
        before_end = marker.start() if marker else copula.start() if copula else 0
        phrase = left[start:]
        lead = LEADING.match(phrase)
        start += lead.end() if lead else 0
        if any(
            c.denotes("verb") and left[start + c.end : start + c.end + 1] not in ("此", "其", "这")
            for c in self.reading.cues.find(left[start:])
        ):
            return (), before_end
        inside = [
            m
            for m in clause.mentions
            if start <= m.start
            and m.end <= len(left)
            and self._may_be_agent(m, marked=self._stands_as_agent(left, m, marked=bool(marker)), wanted=self._acting_classes(cue))
        ]
        inside = [m for m in inside if not LOCATIVE.search(left[: m.start]) or (marker and not left[marker.end() : m.start].strip())]
        if inside and (titled := self._titled_person(left, inside[-1])):
            return titled, before_end
        agents = self._agent_group(left, inside)
        if agents:
            joined = self.base_agent.things if JOINED_BY.fullmatch(left[: agents[0].start]) else ()
            others = (t for t in joined if t.name not in {m.name for m in agents})
            return (*others, *self._unlisted_before(left, start, agents[0], inside), *(m.thing for m in agents)), before_end
        more = ENUMERATED_AFTER.match(left[inside[-1].end :]) if inside else None
        if more is not None:
            return (*(m.thing for m in groups(left, inside)[-1]), Thing(more[1])), before_end
        raw = TITLED.sub("", TRAILING_ADVERBS.sub("", left[start:]).strip(' “”"`、'))
        certain = looks_like_organization(raw) and not re.search(r"[的是了，]|我们|他们|论文", raw)
        acting = self._acts_on_agents(cue) and any(m.start >= cue.end for m in clause.mentions)
        short = (
            has_han(raw) and len(raw) <= 4 and (acting or self._acts_alone(clause, cue) if self.topic else self._makes_named(clause, cue))
        )
        school, of, rest = raw.partition("的")
        people = _people(rest) if of and marker and not inside and RAW_SCHOOL.fullmatch(school) else ()
        if people:
            return (Thing(school, self.reading.unlisted_agent()), *people), before_end
        plausible = RAW_AGENT.match(raw) and not TEAM_ALONE.fullmatch(raw) and not inside and (certain or not NOT_AN_AGENT.search(raw))
        if re.match(r"该|此|这|本|其|他们", raw):
            return self.agent.things, before_end
        if plausible and (certain or marker or short):
            parts = [part.strip() for part in ENUMERATION.split(raw)]
            return tuple(
                Thing(part, self.reading.unlisted_agent() if looks_like_organization(part) else ()) for part in parts if part
            ), before_end
        return (), before_end if marker or copula else len(TRAILING_ADVERBS.sub("", left))

    def _titled_person(self, left: str, owner: Mention) -> tuple[Thing, ...]:
        """`A 大学的张某某等人`: both act; `前 A 公司副总裁李某某`: only who is named."""
        behind = WITH_OTHERS.sub("", TRAILING_ADVERBS.sub("", left[owner.end :]))
        of_theirs = PERSON_OF.match(behind)
        people = _people(behind[of_theirs.end() :]) if of_theirs else ()
        if not people or of_theirs is None:
            return ()
        former = of_theirs[1] or FORMERLY.search(left[: owner.start])
        return people if former else (owner.thing, *people)

    def _stands_as_agent(self, left: str, mention: Mention, *, marked: bool) -> bool:
        """Does its place show that a name set in bold or quotation marks acts: behind 由, first in the clause, before "team"?"""
        return marked or mention.start <= 1 or TEAM.match(left, mention.end) is not None

    def _makes_named(self, clause: Clause, cue: Cue) -> bool:
        """Is what is made named behind the verb: `A 推出 X`, `A 推出的模型 X`?"""
        return bool(self._patients_right(clause, cue))

    def _acts_alone(self, clause: Clause, cue: Cue) -> bool:
        """`名称：A 推出的多模态模型`: the clause tells of what heads the text, and names no other."""
        right = clause.text[cue.end :].lstrip()
        return right.startswith("的") and not clause.mentions and self._heads_block(clause)

    def _acting_classes(self, cue: Cue) -> tuple[str, ...]:
        """Classes of what may act: the ranges of the properties that the verb denotes."""
        return tuple(p.range for p in self._specs(cue) if p.kind == "thing" and p.range) or (self.reading.playing("agent"),)

    def _agent_group(self, left: str, inside: list[Mention]) -> list[Mention]:
        """The enumeration that stands right before the verb, with what it belongs to (`A 的 B 团队`)."""
        if not inside:
            return []
        elsewhere = ELSEWHERE.search(left, inside[0].end)
        if elsewhere:
            # `A 在平台 B 上推出`: only what stands before the place acts.
            inside = [m for m in inside if m.end <= elsewhere.start()]
        found = groups(left, inside)
        last = len(found) - 1
        if last < 0 or not (elsewhere or AGENT_GAP.match(left[found[last][-1].end :])):
            return []
        chosen = list(found[last])
        while last and _is_of(left, found[last - 1][-1], found[last][0]):
            last -= 1
            chosen = found[last] + chosen
        return chosen

    def _agents_after(self, clause: Clause, start: int) -> tuple[Thing, ...]:
        """English agents after "by": those of the clause, and the enumeration that goes on behind its comma."""
        text, base = self.view.text, clause.offset + start
        following = [m for m in self._named(base, base + REACH) if self._may_be_agent(m, marked=True)]
        for group in groups(text, following):
            gap = text[base : group[0].start]
            if FORMER_MEMBERS.search(gap):
                break
            if re.fullmatch(r"\s*(?:the\s+)?(?:\w+\s+){0,3}?(?:at\s+|from\s+|of\s+)?", gap):
                return tuple(m.thing for m in group)
            break
        return ()

    def _unlisted_before(self, left: str, start: int, first: Mention, inside: list[Mention]) -> tuple[Thing, ...]:
        """What is enumerated before a listed agent: other names, and short Chinese ones that no vocabulary has."""
        match = ENUMERATED_BEFORE.search(left[start : first.start])
        if match is None:
            return ()
        things = []
        for part in ENUMERATION.split(match[1]):
            listed = next((m for m in inside if m.name == part), None)
            if listed is not None:
                things.append(listed.thing)
            elif re.fullmatch(rf"[{HAN}]{{2,10}}", part) and not NOT_AN_AGENT.search(part):
                things.append(Thing(part, ()))
            else:
                return ()
        return tuple(things)

    def _patient(self, clause: Clause, cue: Cue, before_end: int, *, has_agent: bool, passive: bool) -> Topic:
        """What the verb made: named before it, after it, or the topic of the text."""
        right = clause.text[cue.end :].lstrip()
        before = [m for m in clause.mentions if m.end <= before_end and self._may_be_artifact(m)]
        following = self._patients_right(clause, cue)
        if before and (passive or has_agent or not following or right.startswith("的")):
            first = first_group(clause.text, before)
            return Topic(tuple(m.thing for m in first))
        if right.startswith("的"):
            if self.topic and not following:
                return self.topic
            return Topic(tuple(m.thing for m in following)) if following else Topic()
        if following and not passive:
            return Topic(tuple(m.thing for m in (*following, *self._beyond_brackets(clause, following[-1]))))
        beside = [m for m in clause.mentions if m.end <= cue.start]
        if (
            has_agent
            and len(beside) == _NAME_AND_AGENT
            and self._owned(beside[0])
            and clause.text[beside[0].end : beside[1].start].isspace()
        ):
            # `X 达摩院做的中文版`
            return Topic((beside[0].thing,))
        if has_agent and PRONOUN_OBJECT.match(right):
            return self.topic or self.previous
        if not has_agent and not passive:
            own = [m for m in clause.mentions if m.end <= cue.start and self._may_be_subject(m)]
            if own and clause.text[own[-1].end :].lstrip().startswith("的"):
                return Topic()
            at_date = all(spec.kind == "date" for spec in self._specs(cue)) and APPEARS_AT.match(right)
            if own and (own[-1].classes or at_date or not right.strip(" 。.，,了")):
                return Topic((own[-1].thing,))
            closes = not right or re.match(r"(?:的|[。.]|in\b|on\b|于|在)", right)
            return self.topic if not own and closes and NO_SUBJECT.match(clause.text[: cue.start]) else Topic()
        ends = not right.strip(" 。.") or passive or re.match(r"(?:的|，|,|in\b|on\b|于|在)", right)
        return self.topic if ends else Topic()

    def _date_for(self, cue: Cue, known: list[DateSpan], *, carried: bool) -> Date | None:
        """The date of the act: in the clause, or set before it by the sentence."""
        inside = [span for span in known if abs(span.start - cue.start) <= 60]
        if inside:
            return min(inside, key=lambda span: abs(span.start - cue.start)).date
        return self.dated if carried else None

    def _light_verb(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`A 有 X`, `A 做 X`: only with a known organization right before, or heading the block, and the name right behind."""
        makers = [
            m.thing
            for m in clause.mentions
            if self.reading.plays(m, "agent") and m.end <= cue.start and not clause.text[m.end : cue.start].strip()
        ]
        if not makers and not clause.text[: cue.start].strip():
            makers = list(self.base_agent.things)
        later = [m for m in clause.mentions if m.start >= cue.end]
        if not makers or not later or clause.text[cue.end : later[0].start].strip(' 了“"`'):
            return
        had = [later[0]]
        for mention in later[1:]:
            if not ENUMERATION.fullmatch(clause.text[had[-1].end : mention.start]):
                break
            had.append(mention)
        for mention in had:
            for prop in cue.denotes("lightVerb"):
                if self.reading.state(prop, Topic((mention.thing,)), makers, f"light-verb:{prop}", quote):
                    break


def _people(text: str) -> tuple[Thing, ...]:
    """People enumerated, where a text is nothing else."""
    parts = [part.strip() for part in ENUMERATION.split(text)]
    return tuple(map(Thing, parts)) if all(part and person(part) == part for part in parts) else ()


def _is_of(left: str, whole: Mention, part: Mention) -> bool:
    """Is nothing between the two but a genitive, or a title that is no office in a company: `A 的 B 团队`, `A 大学教授 B`?"""
    match = PERSON_OF.fullmatch(left, whole.end, part.start)
    return match is not None and not match[1]
