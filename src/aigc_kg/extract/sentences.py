"""Claims read from sentences: each cue of the lexicon with its frame, in Chinese and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from aigc_kg.extract.clauses import clauses, is_denied, is_planned, is_question
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention, groups, looks_like_organization
from aigc_kg.extract.reading import Reading, Topic, date_literal
from aigc_kg.model import Literal, Quote, Thing, View
from aigc_kg.quantities import Date, DateSpan, dates, numbers
from aigc_kg.text import HAN, has_han

_DATE_WORDS = (
    r"(?:于|在|早在|自|从)?\s*(?:(?:19|20)\d\d\s*年?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号])?"
    r"\s*(?:年?初|年?底|夏天|春天|秋天|冬天|上半年|下半年)?"
    r"|\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?|去年\S{0,3}|今年\S{0,3}|近日|日前|最近|近年)"
)
_TEAM_WORD = (
    r"(?:的?研究者|的?一组研究人员和工程师|的[^，。的]{1,12}(?:团队|小组|部门|实验室|人员|工程师)|"
    r"团队|公司|研究院|研究团队|实验室|小组|等|AI研究团队|研究人员)"
)
_ADVERB = (
    rf"(?:{_DATE_WORDS}|很快|共同|联合|合作|首次|最新|刚刚?|已经?|也|又|还|正式|率先|自主|自行|独立|相应|先后|最早|一起|所|来|才|便|就|则|曾|自己|专门|专|成功|"
    r"has|have|had|recently|also|first|jointly|then|later|officially|team|researchers|in|on|\d{4}|\s|、|宣布|将(?=自己|其)|其)"
)
_AGENT_GAP = re.compile(rf"(?:{_ADVERB}|{_TEAM_WORD})*\Z")
_TRAILING_ADVERBS = re.compile(rf"{_ADVERB}+\Z")
_LEADING = re.compile(
    rf"\A(?:{_DATE_WORDS}|[\s,，、“\"「『《（(【\[]|后续|随后|其中|而|并且|并|但|此外|同时|比如|例如|如|像|类似的|还有|包括|国内的?|国外的?|"
    r"In\b|in\b|\d{{4}}|and\b|while\b|the\b|The\b)+"
)
_NO_SUBJECT = re.compile(
    rf"\A\s*(?:它们?|其|该|此|这[个一款种]?|整个|模型|系统|方法|框架|架构方面|作者|论文|本身|{_ADVERB}|是|则|也|还|并|都|且|而|就|正|已|均|会|来|了|的|一[个种款]|主要|最初|"
    r"同样|同时|可以?|能够?|首先|随后|然后|进一步|完全|全部|需要|通过|因为|由于|从而|所以|后来|目前|现在|另外|此外|[在从]\S{0,8}?[中上里]|"
    r"It|it|The model|the model|This model|this model|and|which|that|is|was|are|also|\s|[“”\"'`]|[，,])*\Z"
)
_LOCATIVE = re.compile(r"(?:在|于|从|向|对|给|为|到|用|使用|借助|利用|通过|凭|以)\s*[“\"`]?\Z")
_ELSEWHERE = re.compile(r"(?:已经?|也|又|还|就|正式|率先)?\s*(?:在|于|从|向|对|通过|面向)(?!\s*(?:\d|去年|今年|此))")
_ENUMERATION = re.compile(r"\s*(?:、|和|与|及|联合|,|，)\s*")
_ENUMERATED_BEFORE = re.compile(
    rf"((?:[{HAN}A-Za-z0-9. ]{{2,20}}\s*(?:、|,|，)\s*)*[{HAN}A-Za-z0-9. ]{{2,20}})\s*(?:、|和|与|及|联合)\s*\Z"
)
_NOUN_USE = re.compile(r"(?:平台|工具|师|方案|思路|理念|者|商|人员|成本|流程|框架|环境|语言|效率|时间|日期|年份|周期|门槛|能力|技术|任务)")
_MODIFIED = re.compile(rf"\s*(?!是|由|在|对|用|使用|基于|通过|一|比|相比|与|和)[{HAN}A-Za-z0-9 ]{{0,16}}?的\s*")
_RECEIVED = re.compile(r"(?:获得|得到|获|接受|受到|拿到|取得)了?[^，。]*的\s*\Z")
_NOUN_COPULA = re.compile(r"\s*(?:就|则|仍)?(?:是|为|选了?|用的?是?|\bis\b|\bwas\b)\s*")
_HEAD_NOUN = re.compile(rf"\s*(?:的|类|领域的?)?\s*([{HAN}]{{2,4}}|[A-Za-z]+)(?:\s+([{HAN}]{{2,4}}|[A-Za-z]+))?")
_GOES_ON = re.compile(r"[,，]\s*(?:was|is|were|are|has|which|由|是)(?![A-Za-z])")
_ARTICLE = re.compile(r"\s*(?:an?|the)\b", re.IGNORECASE)
_ENUMERATED_AFTER = re.compile(rf"\s*(?:、|和|与|及|联合)\s*([{HAN}]{{2,10}}?)(?:{_ADVERB})*\Z")
_FROM = re.compile(r"\s*(?:from|by)\s+(?:the\s+)?", re.IGNORECASE)
_DESCRIBED_BY = re.compile(
    r"\b(?:model|system|tool|platform|framework|service|product|network|chatbot|assistant)\s+(?:from|by)\s+(?:the\s+)?", re.IGNORECASE
)
_UNLISTED_ORIGIN = re.compile(rf"\s*([{HAN}]{{2,10}})\s*[。.]?\s*\Z")
_IS = re.compile(r"是|为|作为|\b(?:is|are|was|as)\b")
_FORESTALLED = re.compile(r"\b(?:for|to|from|with|in|at|on|by|using|of)\b|来|以|把|将|至|到(?!端)")
_PLACED = re.compile(r"(?:在|于|从|向|对|通过)[^，。]{0,8}\Z")
_TEAM = re.compile(r"\s*[”\"`]?\s*(?:小组|团队|实验室|部门|研究院|分部|研究所|公司|社区)")
_TECHNICAL = re.compile(r"\s*(?:的)?\s*(?:架构|结构|机制|技术|算法|方法|网络|损失|architecture|mechanism|technique|method)", re.IGNORECASE)
_PLAN = re.compile(r"宣布将|将(?:会|要)?(?:开发|推出|发布)|计划|拟推出|\bwill\b|\bplans? to\b")
_LEAST_PARAMETERS = 1000
_PASSIVE = re.compile(r"(?:是\s*)?(?:由|被|经)(?!此|于|过|常)")
_COPULA = re.compile(rf"(?:则|就|也)?是(?!一)|(?<=[{HAN}\w])则(?=(?:19|20)\d\d)")
_RAW_AGENT = re.compile(rf"[{HAN}A-Za-z0-9·. ]{{2,16}}\Z")
_NOT_AN_AGENT = re.compile(
    r"它|用|厂商|企业|要|想|一般|可能|人类|目前|国内|国外|国产|全球|专家|会|能|由|主|论文|作者|我们|研究人员|人员|他们|本文|业界|学者|人们|大家|用户|学术界|开发者|该|这|其|某|之|可以|能够|通过|利用|基于|使用|进行|为了|方法|模型|系统|技术|算法|"
    r"架构|的|是|了|并|年|首|数据|产品|平台|版本|正式|已|从而|不断|需要|代码|内容|来|与|和|各|多|新"
)
_RESUMING_PRONOUN = re.compile(r"\A\s*(?:它|其|该模型|此模型|这个模型|该系统|这一模型|[Ii]t\b|[Tt]he model\b|[Tt]his model\b|模型\b)")
_MODIFIER_TAIL = re.compile(r"[^，。；,;]{0,14}的|加持|赋能|驱动")
_NAMING = re.compile(r"(?:名为|叫做|叫作|称为|名叫|取名|命名为|called|named|dubbed)\s*[“\"'‘「《]*\Z")
_LATER = re.compile(r"\A\s*(?:后续|随后|之后|此后|后来|此前|之前)")
_COMPARED = re.compile(rf"(?:比|超过|优于|胜过|相比于?|相较于?|不如|than|over|outperforms?)\s*[{HAN}]{{0,6}}\Z", re.IGNORECASE)
_CHANGE = re.compile(r"增加|减少|降低|提升|提高|缩小|扩大|increase|decrease|reduc", re.IGNORECASE)
_BEFORE_NAME = re.compile(rf"[{HAN}\s]{{0,14}}\Z")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a view: its text, offset in the view, and the mentions inside with offsets of the clause."""

    text: str
    offset: int
    mentions: tuple[Mention, ...]

    def groups(self) -> list[list[Mention]]:
        """Enumerations of mentions."""
        return groups(self.text, self.mentions)


class SentenceReader:
    """Reads one sentence after the other of a block, carrying the topic along."""

    def __init__(self, reading: Reading, view: View, mentions: list[Mention], topic: Topic, year: Date | None) -> None:
        self.reading = reading
        self.view = view
        self.mentions = mentions
        self.base = topic
        self.topic = topic
        self.agent = Topic()
        self.year = year
        self.dated: Date | None = None
        self.base_agent = Topic()
        self.base_date: Date | None = None

    def acting(self, agent: Topic) -> None:
        """Say who acts where a sentence does not: the organization that heads the block."""
        self.base_agent = agent

    def dated_by(self, text: str) -> None:
        """Take the date that an item above, or the first cell of a row, starts with."""
        leading = next(iter(dates(text.strip("（( ") + "：")), None)
        resolved = self._resolved(leading) if leading and leading.start <= 1 else None
        self.base_date = resolved.date if resolved else None

    def read(self, start: int, end: int) -> None:
        """Read the sentence at [start, end) of the view."""
        text = self.view.text[start:end]
        if is_question(text):
            return
        quote = self.reading.quote(self.view, start, end)
        self.agent = self.base_agent
        if self.base or not _RESUMING_PRONOUN.match(text):
            self.topic = self.base
        leading = next(iter(dates(text)), None)
        resolved = self._resolved(leading) if leading and leading.start <= 2 else None
        self.dated = resolved.date if resolved else self.base_date
        for a, b in clauses(text):
            clause = self._clause(start + a, start + b)
            self._read_clause(clause, quote)

    def _clause(self, start: int, end: int) -> Clause:
        inside = tuple(m.moved(-start) for m in self.mentions if start <= m.start and m.end <= end)
        return Clause(self.view.text[start:end], start, inside)

    def _read_clause(self, clause: Clause, quote: Quote) -> None:
        if is_denied(clause.text):
            return
        named = [(m.start, m.end) for m in clause.mentions]
        spans = [s for s in dates(clause.text) if not any(a <= s.start and s.end <= b for a, b in named)]
        found_dates = [self._resolved(span) for span in spans]
        known_dates = [span for span in found_dates if span is not None]
        if known_dates and not clause.mentions and len(clause.text.strip()) <= 16:
            self.dated = known_dates[0].date
        elif _LATER.match(clause.text):
            self.dated = None
        self._move_topic(clause)
        for cue in self.reading.cues.find(clause.text):
            if any(m.start <= cue.start and cue.end <= m.end for m in clause.mentions):
                continue
            if cue.denotes("agentVerb"):
                self._agent_verb(clause, cue, known_dates, quote)
            elif cue.denotes("verb"):
                self._verb(clause, cue, quote)
            elif cue.denotes("lightVerb"):
                self._light_verb(clause, cue, quote)
            elif cue.denotes("noun"):
                self._noun(clause, cue, quote)
        self._amounts(clause, quote)
        self._possessives(clause, quote)
        self._attributes(clause, quote)

    # topic

    def _move_topic(self, clause: Clause) -> None:
        """An artifact named at the start of a clause, before a predicate, is what the text goes on about."""
        lead = _LEADING.match(clause.text)
        at = lead.end() if lead else 0
        modified = _MODIFIED.match(clause.text, at)
        if modified and not any(m.start == at for m in clause.mentions):
            at = modified.end()
        for group in clause.groups():
            if group[-1].end <= at:
                continue
            if group[0].start > at:
                return
            things = tuple(m.thing for m in group)
            if all("Organization" in thing.classes or "Person" in thing.classes for thing in things):
                self.agent = Topic(things)
                return
            follows = self.view.text[clause.offset + len(clause.text) :][:1]
            if self._acts(clause, group):
                self.agent = Topic(things)
                return
            if all(self._may_be_subject(m) for m in group) and (
                clause.text[group[-1].end :].strip(' ”"」》')
                or follows in ("（", "(")
                or _GOES_ON.match(self.view.text, clause.offset + len(clause.text))
            ):
                self.topic = Topic(things)
            return

    def _may_be_artifact(self, mention: Mention) -> bool:
        return self.reading.fits(mention.thing, "Artifact") and (bool(mention.classes) or _is_name(mention))

    def _acts(self, clause: Clause, group: list[Mention]) -> bool:
        """Does a name of unknown kind make something here: before an active verb with an object, or under a head?"""
        if any(m.classes for m in group):
            return False
        cue = next((c for c in self.reading.cues.find(clause.text) if c.start >= group[-1].end and c.denotes("agentVerb")), None)
        if cue is None or _PASSIVE.search(clause.text[group[-1].end : cue.start]) or _english_passive(clause.text[cue.end :]):
            return False
        return bool(self.base) or self._object_follows(clause, cue)

    def _may_be_subject(self, mention: Mention) -> bool:
        """A Chinese word that is only set in bold is a subject where a layout makes it one, not in prose."""
        return self._may_be_artifact(mention) and (bool(mention.classes) or not has_han(mention.name))

    # verbs whose object acts on the subject

    def _agent_verb(self, clause: Clause, cue: Cue, known_dates: list[DateSpan], quote: Quote) -> None:
        left, right = clause.text[: cue.start], clause.text[cue.end :]
        if _NOUN_USE.match(right):
            return
        if is_planned(_TRAILING_ADVERBS.sub("", left)) or is_planned(left):
            return
        passive = _last(_PASSIVE, left) or _english_passive(right)
        agents, before_end = self._agents(clause, cue, left, right)
        patient = self._patient(clause, cue, before_end, has_agent=bool(agents), passive=bool(passive))
        if not patient:
            return
        if not agents and self.agent and self._object_follows(clause, cue) and _NO_SUBJECT.match(left):
            agents = self.agent.things
        if not agents:
            patient = Topic(tuple(t for t in patient.things if "Technique" not in t.classes or passive or known_dates), patient.contexts)
        props = [
            self.reading.lexicon.ontology.properties[p] for p in cue.denotes("agentVerb") if p in self.reading.lexicon.ontology.properties
        ]
        relative = clause.text[cue.end :].lstrip().startswith("的")
        date = self._date_for(cue, [d for d in known_dates if d.end <= cue.start] if relative else known_dates, carried=not relative)
        for spec in props:
            if spec.kind == "thing" and agents:
                self.reading.state(spec.name, patient, agents, f"agent-verb:{spec.name}", quote)
            elif spec.kind == "date" and date:
                self.reading.state(spec.name, patient, [date_literal(date)], f"dated-verb:{spec.name}", quote)
        if patient.things and not patient.contexts and self._object_follows(clause, cue):
            self.topic = patient
        if agents:
            self.agent = Topic(tuple(agents))
            if self.topic and {t.name for t in self.topic.things} <= {t.name for t in agents}:
                self.topic = patient

    def _agents(self, clause: Clause, cue: Cue, left: str, right: str) -> tuple[tuple[Thing, ...], int]:
        """The agents of a verb and where, before them, the clause's subject ends."""
        english = _english_passive(right)
        if english:
            return self._agents_after(clause, cue.end + english.end()), cue.start
        marker = _last(_PASSIVE, left)
        copula = _last(_COPULA, left)
        start = marker.end() if marker else copula.end() if copula else 0
        before_end = marker.start() if marker else copula.start() if copula else 0
        phrase = left[start:]
        lead = _LEADING.match(phrase)
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
            and m.end <= cue.start
            and self._may_be_agent(m, marked=bool(marker) or bool(_TEAM.match(left, m.end)), wanted=self._acting_classes(cue))
        ]
        inside = [m for m in inside if not _LOCATIVE.search(left[: m.start]) or (marker and not left[marker.end() : m.start].strip())]
        agents = self._agent_group(left, inside)
        if agents:
            return (*self._unlisted_before(left, start, agents[0], inside), *(m.thing for m in agents)), before_end
        more = _ENUMERATED_AFTER.match(left[inside[-1].end :]) if inside else None
        if more is not None:
            return (*(m.thing for m in groups(left, inside)[-1]), Thing(more[1])), before_end
        raw = _TRAILING_ADVERBS.sub("", left[start:]).strip(' “”"`、')
        certain = looks_like_organization(raw) and not re.search(r"[的是了，]|我们|他们|论文", raw)
        short = has_han(raw) and len(raw) <= 4 and not self.topic and self._object_follows(clause, cue)
        plausible = _RAW_AGENT.match(raw) and not inside and (certain or not _NOT_AN_AGENT.search(raw))
        if re.match(r"该|此|这|本|其", raw):
            return self.agent.things, before_end
        if plausible and (certain or marker or short):
            parts = [part.strip() for part in _ENUMERATION.split(raw)]
            return tuple(Thing(part, ("Organization",) if looks_like_organization(part) else ()) for part in parts if part), before_end
        return (), before_end if marker or copula else len(_TRAILING_ADVERBS.sub("", left))

    def _acting_classes(self, cue: Cue) -> tuple[str, ...]:
        """Classes of what may act: the ranges of the properties that the verb denotes."""
        props = (self.reading.lexicon.ontology.properties.get(p) for p in cue.denotes("agentVerb"))
        return tuple(p.range for p in props if p is not None and p.kind == "thing" and p.range) or ("Agent",)

    def _agent_group(self, left: str, inside: list[Mention]) -> list[Mention]:
        """The enumeration that stands right before the verb, with what it belongs to (`A 的 B 团队`)."""
        if not inside:
            return []
        elsewhere = _ELSEWHERE.search(left, inside[0].end)
        if elsewhere:
            # `A 在平台 B 上推出`: only what stands before the place acts.
            inside = [m for m in inside if m.end <= elsewhere.start()]
        found = groups(left, inside)
        last = len(found) - 1
        if last < 0 or not (elsewhere or _AGENT_GAP.match(left[found[last][-1].end :])):
            return []
        chosen = list(found[last])
        while last and left[found[last - 1][-1].end : found[last][0].start].strip() in ("的", ""):
            last -= 1
            chosen = found[last] + chosen
        return chosen

    def _agents_after(self, clause: Clause, start: int) -> tuple[Thing, ...]:
        """English agents after "by": those of the clause, and the enumeration that goes on behind its comma."""
        text, base = self.view.text, clause.offset + start
        following = [m for m in self.mentions if m.start >= base and self._may_be_agent(m, marked=True)]
        for group in groups(text, following):
            gap = text[base : group[0].start]
            if re.fullmatch(r"\s*(?:the\s+)?(?:\w+\s+){0,3}?(?:at\s+|from\s+|of\s+)?", gap):
                return tuple(m.thing for m in group)
            break
        return ()

    def _may_be_agent(self, mention: Mention, *, marked: bool, wanted: tuple[str, ...] = ("Agent",)) -> bool:
        if mention.classes:
            return any(self.reading.fits(mention.thing, name) for name in wanted)
        return _is_name(mention) and (marked or not mention.marked)

    def _unlisted_before(self, left: str, start: int, first: Mention, inside: list[Mention]) -> tuple[Thing, ...]:
        """What is enumerated before a listed agent: other names, and short Chinese ones that no vocabulary has."""
        match = _ENUMERATED_BEFORE.search(left[start : first.start])
        if match is None:
            return ()
        things = []
        for part in _ENUMERATION.split(match[1]):
            listed = next((m for m in inside if m.name == part), None)
            if listed is not None:
                things.append(listed.thing)
            elif re.fullmatch(rf"[{HAN}]{{2,10}}", part) and not _NOT_AN_AGENT.search(part):
                things.append(Thing(part, ()))
            else:
                return ()
        return tuple(things)

    def _object_follows(self, clause: Clause, cue: Cue) -> bool:
        return bool(self._patients_right(clause, cue)) and not clause.text[cue.end :].lstrip().startswith("的")

    def _patient(self, clause: Clause, cue: Cue, before_end: int, *, has_agent: bool, passive: bool) -> Topic:
        """What the verb made: named before it, after it, or the topic of the text."""
        right = clause.text[cue.end :].lstrip()
        before = [m for m in clause.mentions if m.end <= before_end and self._may_be_artifact(m)]
        following = self._patients_right(clause, cue)
        if before and (passive or has_agent or not following or right.startswith("的")):
            first = groups(clause.text, before)[0]
            return Topic(tuple(m.thing for m in first))
        if right.startswith("的"):
            if self.topic and not following:
                return self.topic
            return Topic(tuple(m.thing for m in following)) if following else Topic()
        if following and not passive:
            return Topic(tuple(m.thing for m in following))
        if not has_agent and not passive:
            own = [m for m in clause.mentions if m.end <= cue.start and self._may_be_subject(m)]
            if own and clause.text[own[-1].end :].lstrip().startswith("的"):
                return Topic()
            if own and (own[-1].classes or not right.strip(" 。.，,了")):
                return Topic((own[-1].thing,))
            closes = not right or re.match(r"(?:的|[。.]|in\b|on\b|于|在)", right)
            return self.topic if not own and closes and _NO_SUBJECT.match(clause.text[: cue.start]) else Topic()
        ends = not right.strip(" 。.") or passive or re.match(r"(?:的|，|,|in\b|on\b|于|在)", right)
        return self.topic if ends else Topic()

    def _patients_right(self, clause: Clause, cue: Cue) -> list[Mention]:
        """The enumeration of artifacts that heads the noun phrase behind the verb."""
        later = [m for m in clause.mentions if m.start >= cue.end]
        all_groups = groups(clause.text, later)
        cues = [c for c in self.reading.cues.find(clause.text) if c.start >= cue.end and (c.denotes("verb") or c.denotes("agentVerb"))]
        for at, group in enumerate(all_groups):
            if not all(self._may_be_artifact(m) for m in group):
                continue
            gap = clause.text[cue.end : group[0].start]
            if _NAMING.search(clause.text[: group[0].start]):
                return group
            crossed = [c for c in cues if c.end <= group[0].start and not clause.text[c.end : group[0].start].count("的")]
            relative = gap.lstrip().startswith("的")
            if crossed or len(gap) > 40 or _COMPARED.search(gap) or (not relative and _FORESTALLED.search(gap)):
                return []
            more = any(all(self._may_be_artifact(m) for m in g) for g in all_groups[at + 1 :])
            if _MODIFIER_TAIL.match(clause.text, group[-1].end) and (more or re.match(r"\s*的", clause.text[group[-1].end :])):
                continue
            if all(m.known and "Technique" in m.classes for m in group) and cue.form not in ("提出", "proposed", "introduced"):
                return []
            return group
        return []

    def _date_for(self, cue: Cue, known: list[DateSpan], *, carried: bool) -> Date | None:
        """The date of the act: in the clause, or set before it by the sentence."""
        inside = [span for span in known if abs(span.start - cue.start) <= 60]
        if inside:
            return min(inside, key=lambda span: abs(span.start - cue.start)).date
        return self.dated if carried else None

    def _resolved(self, span: DateSpan) -> DateSpan | None:
        if span.date.year:
            return span
        if self.year is None:
            return None
        return replace(span, date=replace(span.date, year=self.year.year))

    # verbs whose subject is the subject

    def _verb(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        if _PLAN.search(clause.text[: cue.start]) or self._received(clause, cue, quote):
            return
        subject = self._subject_before(clause, cue.start) or self.agent
        if not subject:
            return
        objects = self._objects_after(clause, cue)
        for group in objects:
            stated = False
            for prop in self._in_order_of_kind(cue.denotes("verb"), clause, group):
                stated = stated or self.reading.state(prop, subject, [m.thing for m in group], f"verb:{prop}", quote)
            if stated:
                return
            if not all(set(m.classes) & {"Task", "Modality", "Language"} for m in group):
                return
        self._unlisted_origin(clause, cue, subject, quote)

    def _unlisted_origin(self, clause: Clause, cue: Cue, subject: Topic, quote: Quote) -> None:
        """`来自赤霞智能`: what closes the clause behind a verb of origin, written in Chinese characters alone, is a maker."""
        props = [self.reading.lexicon.ontology.properties.get(p) for p in cue.denotes("verb")]
        raw = _UNLISTED_ORIGIN.match(clause.text[cue.end :])
        listed = any(m.classes for m in clause.mentions if m.start >= cue.end)
        if raw is None or listed or (_NOT_AN_AGENT.search(raw[1]) and not looks_like_organization(raw[1])):
            return
        for spec in props:
            if spec is not None and spec.kind == "thing" and spec.range and self.reading.lexicon.ontology.is_a(spec.range, "Agent"):
                self.reading.state(spec.name, subject, [Thing(raw[1])], f"verb:{spec.name}", quote)

    def _light_verb(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`A 有 X`, `A 做 X`: only with a known organization right before and the name right behind."""
        makers = [m for m in clause.mentions if _is_agent(m) and m.end <= cue.start and not clause.text[m.end : cue.start].strip()]
        made = [m for m in clause.mentions if m.start >= cue.end and self._owned(m)]
        if makers and made and not clause.text[cue.end : made[0].start].strip(' 了“"`'):
            topic = Topic(tuple(m.thing for m in self._enumerated_from(clause, clause.mentions.index(made[0]))))
            for prop in cue.denotes("lightVerb"):
                self.reading.state(prop, topic, [m.thing for m in makers], f"light-verb:{prop}", quote)

    def _noun(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`底座为 X`, `X 的开发者是 A`."""
        match = _NOUN_COPULA.match(clause.text, cue.end)
        if match is None:
            return
        values = [m for m in clause.mentions if m.start >= match.end() and len(clause.text[match.end() : m.start]) <= 10]
        subject = self._subject_before(clause, cue.start)
        for prop in cue.denotes("noun") if values and subject else ():
            spec = self.reading.lexicon.ontology.properties.get(prop)
            if spec is not None and spec.kind == "thing" and values[0].classes:
                group = groups(clause.text, values)[0]
                self.reading.state(prop, subject, [m.thing for m in group], f"noun:{prop}", quote)

    def _received(self, clause: Clause, cue: Cue, quote: Quote) -> bool:
        """`获得 A 和 B 的投资`: who is named does it to the topic."""
        match = _RECEIVED.search(clause.text[: cue.start])
        if match is None:
            return False
        givers = [m.thing for m in clause.mentions if match.start() <= m.start and m.end <= cue.start]
        takers = [m.thing for m in clause.mentions if m.end <= match.start()] or list(self.topic.things)
        for prop in cue.denotes("verb") if givers and takers else ():
            self.reading.state(prop, Topic(tuple(givers), self.topic.contexts), takers, f"received:{prop}", quote)
        return True

    def _objects_after(self, clause: Clause, cue: Cue) -> list[list[Mention]]:
        if cue.inner is not None:
            return groups(clause.text, [m for m in clause.mentions if cue.inner[0] <= m.start and m.end <= cue.inner[1]])
        later = [m for m in clause.mentions if m.start >= cue.end]
        later = [
            m for m, n in zip(later, [*later[1:], None], strict=False) if not (n and m.marked and n.start - m.end <= 1 and has_han(m.name))
        ]
        result = []
        for group in groups(clause.text, later):
            gap = clause.text[cue.end : group[0].start]
            crossed = [c for c in self.reading.cues.find(gap) if c.denotes("verb") or c.denotes("agentVerb")]
            if len(gap) > 24 or crossed or re.search(r"来(?!自)|以(?=[便实])|从而|类似|是|\b(?:to|for|that|which)\b", gap):
                break
            result.append(group)
        return result

    def _in_order_of_kind(self, props: tuple[str, ...], clause: Clause, group: list[Mention]) -> list[str]:
        """Which of the properties that a word denotes: the kind of the object decides."""
        if any(m.classes for m in group):
            return list(props)
        technical = _TECHNICAL.match(clause.text, group[-1].end) is not None
        if not _is_name(group[0]) or (has_han(group[0].name) and not technical):
            return []
        technique_first = self.reading.lexicon.ontology.properties[props[0]].range == "Technique"
        if technique_first and not technical:
            return []
        ranges = {p: self.reading.lexicon.ontology.properties[p].range for p in props if p in self.reading.lexicon.ontology.properties}
        return [p for p, wanted in ranges.items() if (wanted == "Technique") == technical]

    def _subject_before(self, clause: Clause, end: int) -> Topic:
        """The subject: what the clause names first before the word, else the topic."""
        first_cue = min(
            (c.start for c in self.reading.cues.find(clause.text[:end]) if c.denotes("verb") or c.denotes("agentVerb")), default=end
        )
        before = [m for m in clause.mentions if m.end <= first_cue]
        for group in groups(clause.text, before):
            if _COMPARED.search(clause.text[: group[0].start]):
                return Topic()
            if all(self._may_be_subject(m) for m in group) and not _PLACED.search(clause.text[: group[0].start]):
                return Topic(tuple(m.thing for m in group))
        return self.topic if first_cue < end or _NO_SUBJECT.match(clause.text[:end]) else Topic()

    # amounts

    def _amounts(self, clause: Clause, quote: Quote) -> None:
        found = list(numbers(clause.text))
        if _PLAN.search(clause.text):
            return
        if not found or (_CHANGE.search(clause.text) and any(n.unit == "times" for n in found)):
            return
        for frame_prop, unit in self._units():
            for number in found:
                if number.unit == unit or (number.unit is None and not number.bare and self._noun_before(clause, number.start, frame_prop)):
                    subject = self._subject_of_amount(clause, number.start, number.end)
                    if subject and isinstance(number.value, int) and (unit != "parameter" or number.value >= _LEAST_PARAMETERS):
                        literal = Literal(str(number.value), "integer")
                        self.reading.state(frame_prop, subject, [literal], f"amount:{frame_prop}", quote, qualifier=number.hedge)

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
        before = [
            m for m in clause.mentions if m.end <= start and self._may_be_artifact(m) and not _COMPARED.search(clause.text[: m.start])
        ]
        if before:
            return (
                Topic((before[-1].thing,))
                if len(before) == 1
                else Topic((before[0].thing,) if self._is_subject(clause, before[0]) else (before[-1].thing,))
            )
        after = [m for m in clause.mentions if m.start >= end and m.classes and "Model" in m.classes]
        if after and _BEFORE_NAME.match(clause.text[end : after[0].start]) and not self.topic:
            return Topic((after[0].thing,))
        if after and re.fullmatch(rf"(?:参数)?的?[{HAN}]{{0,6}}模型\s*", clause.text[end : after[0].start]):
            return Topic((after[0].thing,))
        return self.topic

    def _is_subject(self, clause: Clause, mention: Mention) -> bool:
        return not clause.text[: mention.start].strip(" “`") or bool(_IS.match(clause.text[mention.end :].lstrip()))

    # possessives and appositions

    def _possessives(self, clause: Clause, quote: Quote) -> None:
        """`谷歌的 Imagen`, `微软 ChatGPT`, `OpenAI's Codex`, `Codex (from OpenAI)`."""
        for at, (head, tail) in enumerate(pairwise(clause.mentions)):
            gap = clause.text[head.end : tail.start]
            if _is_agent(head) and self._owned(tail) and _owns(gap, head, tail):
                owned = self._enumerated_from(clause, at + 1)
                if not _TEAM.match(clause.text, owned[-1].end):
                    self._possessed(clause, owned, [head], [head, *owned], quote)
                    lead = _LEADING.match(clause.text)
                    if head.start <= (lead.end() if lead else 0):
                        self.topic = Topic(tuple(m.thing for m in owned))
            elif self._owned(head) and self._named_maker(tail) and _FROM.fullmatch(gap):
                makers = groups(clause.text, clause.mentions[at + 1 :])[0]
                self._possessed(clause, [head], [m for m in makers if _is_agent(m)], [head, *makers], quote)

    def _named_maker(self, mention: Mention) -> bool:
        return _is_agent(mention) or (not mention.classes and _is_name(mention) and not has_han(mention.name))

    def _made_by(self, clause: Clause, quote: Quote) -> None:
        """`a text-to-video model by A`, `a language model from A`: said of the topic where the clause describes it."""
        match = _DESCRIBED_BY.search(clause.text)
        if match is None:
            return
        makers = [m for m in clause.mentions if m.start >= match.end() and self._named_maker(m)]
        if not makers or clause.text[match.end() : makers[0].start].strip(" the"):
            return
        before = clause.text[: match.start()]
        copula = _last(_IS, before)
        subject = self._subject_before(clause, copula.start()) if copula else self.topic if _ARTICLE.match(before) else Topic()
        group = [m for m in groups(clause.text, makers)[0] if self._named_maker(m)]
        if subject and all(self._may_be_agent(m, marked=False) for m in group):
            self.reading.state("developedBy", subject, [m.thing for m in group], "made-by:developedBy", quote)

    def _possessed(self, clause: Clause, owned: list[Mention], makers: list[Mention], said: list[Mention], quote: Quote) -> None:
        topic = Topic(tuple(m.thing for m in owned))
        self._genitive(topic, makers, "possessive", quote)
        if self.dated and not _outside(clause, said):
            for prop in self._genitive_dates():
                self.reading.state(prop, topic, [date_literal(self.dated)], "dated-name", quote)

    def _enumerated_from(self, clause: Clause, at: int) -> list[Mention]:
        """The owned thing and those enumerated with it, up to the next owner."""
        group = groups(clause.text, clause.mentions[at:])[0]
        chosen = []
        for mention in group:
            if not self._owned(mention):
                break
            chosen.append(mention)
        return chosen

    def _owned(self, mention: Mention) -> bool:
        return self._may_be_artifact(mention) and not set(mention.classes) & {"Organization", "Person", "Technique"}

    def _attributes(self, clause: Clause, quote: Quote) -> None:
        """A clause that is nothing but a maker, task or date says it of the topic; so does `是…文本生成图像模型`."""
        text = clause.text.strip(' 。.”“"')
        found = clause.groups()
        if self.topic and len(found) == 1 and _covers(clause, found[0]) and not self._glosses_agent(clause):
            self._genitive(self.topic, found[0], "apposition", quote)
        self._described_by_maker(clause, quote)
        self._made_by(clause, quote)
        self._attributives(clause, quote)
        spans = [self._resolved(span) for span in dates(text)]
        if (
            self.topic
            and len(spans) == 1
            and spans[0]
            and text
            and spans[0].end - spans[0].start >= len(text) - 1
            and self._heads_block(clause)
        ):
            for prop in self._genitive_dates():
                self.reading.state(prop, self.topic, [date_literal(spans[0].date)], "apposition:date", quote)

    def _glosses_agent(self, clause: Clause) -> bool:
        """Is the clause a bracket behind an organization, so that it only names it again?"""
        before = self.view.text[: clause.offset].rstrip()
        if not before.endswith(("（", "(")):
            return False
        end = len(before[:-1].rstrip())
        return any(_is_agent(m) for m in self.mentions if m.end == end)

    def _described_by_maker(self, clause: Clause, quote: Quote) -> None:
        """`X 是 A 的视觉语言模型`, or behind the head of an item just `A 的音乐模型`: A made it."""
        for mention in clause.mentions:
            if not _is_agent(mention):
                continue
            before, behind = clause.text[: mention.start], clause.text[mention.end :]
            if not re.match(r"\s*的", behind) or any(m.start > mention.end and self._owned(m) for m in clause.mentions):
                return
            copula = _last(_IS, before)
            said_of = self._subject_before(clause, copula.start()) if copula and not before[copula.end() :].strip() else Topic()
            if not before.strip(" 也还同样是则又"):
                said_of = self.topic
            noun = re.match(rf"\s*的[{HAN}A-Za-z\- ]{{0,20}}?(?:模型|系统|工作|作品|产品|成果|平台|工具|框架|服务|项目)?\s*\Z", behind)
            if said_of and noun:
                self._genitive(said_of, [mention], "described", quote)
            return

    def _attributives(self, clause: Clause, quote: Quote) -> None:
        """`是…文本生成图像模型`: a task right before a noun of models says it of the subject."""
        for mention in clause.mentions:
            if "Task" not in mention.classes:
                continue
            tail = _HEAD_NOUN.match(clause.text, mention.end)
            words = [word.lower() for word in tail.groups() if word] if tail else []
            heads = any(word.startswith(noun) for word in words for noun in self._model_nouns())
            if heads and self._is_predicate(clause, mention.start):
                copula = _last(_IS, clause.text[: mention.start])
                subject = self._subject_before(clause, copula.start() if copula else mention.start)
                for prop in (p for w in self.reading.lexicon.by_frame["attributive"] for p in w.denotes):
                    self.reading.state(prop, subject, [mention.thing], f"attributive:{prop}", quote)

    def _model_nouns(self) -> list[str]:
        nouns = self.reading.lexicon.class_nouns
        return [noun for noun, name in nouns.items() if name in ("Model", "Product", "Framework")]

    def _heads_block(self, clause: Clause) -> bool:
        """Does the clause come right after the head of the item, as in `GPT4：2023年`?"""
        before = self.view.text[: clause.offset]
        opened = max(before.rfind("（"), before.rfind("("))
        if opened > max(before.rfind("）"), before.rfind(")")):
            return any(before[:opened].rstrip(" *`").endswith(thing.name) for thing in self.topic.things)
        head = before.strip(" ：:,，-–—*`")
        listed = (
            bool(self.base)
            and len(dates(self.view.text)) == 1
            and any(self.view.text.lstrip(" *`").startswith(t.name) for t in self.topic.things)
        )
        return listed or (bool(head) and any(thing.name == head for thing in self.topic.things))

    def _genitive_dates(self) -> list[str]:
        props = self.reading.lexicon.ontology.properties
        return [p for p in self.reading.lexicon.genitives if p in props and props[p].kind == "date"]

    def _is_predicate(self, clause: Clause, at: int) -> bool:
        """Is the noun phrase at `at` said of the subject: after a copula, after an agent's verb, or alone?"""
        before = clause.text[:at]
        cues = self.reading.cues.find(before)
        if any(c.denotes("verb") for c in cues) or re.search(r"使用|利用|采用|基于|通过|比|不像|与|像", before):
            return False
        return (
            bool(re.search(r"是|为|作为|\b(?:is|are|was|as)\b", before))
            or any(c.denotes("agentVerb") for c in cues)
            or not before.strip()
            or bool(re.match(r"\s*(?:一个|一种|一款|首个|第一个|a|an|the)\s*\S{0,8}\Z", before))
        )

    def _genitive(self, topic: Topic, objects: list[Mention], rule: str, quote: Quote) -> None:
        for prop in self.reading.lexicon.genitives:
            spec = self.reading.lexicon.ontology.properties.get(prop)
            if spec is None or spec.kind != "thing" or prop == "usesTechnique":
                continue
            fit = all(m.classes and self.reading.fits(m.thing, spec.range) for m in objects)
            if fit and self.reading.state(prop, topic, [m.thing for m in objects], f"{rule}:{prop}", quote):
                return


def _owns(gap: str, head: Mention, tail: Mention) -> bool:
    if re.fullmatch(
        r"\s*(?:['’]s|的(?:叫|是|为|有)?|旗下的?|自研的?|公司的|团队的)\s*(?:[\u4e00-\u9fff]{0,10}?(?:模型|系统|平台|工具|产品|框架|机器人)?)\s*[“\"`]*",
        gap,
    ):
        return True
    # A Chinese organization right before a Latin name or a known artifact.
    return gap.strip() == "" and has_han(head.name) and (not has_han(tail.name) or tail.known)


def _is_agent(mention: Mention) -> bool:
    return bool(set(mention.classes) & {"Organization", "Person"})


def _is_name(mention: Mention) -> bool:
    """Is an unlisted mention written as a name: Latin with a capital or digit, or set apart by the author?"""
    return mention.marked or bool(re.search(r"[A-Z]|[a-z]\d", mention.name))


def _covers(clause: Clause, group: list[Mention]) -> bool:
    rest = clause.text[: group[0].start] + clause.text[group[-1].end :]
    return not rest.strip(' 。.的等和及”“"')


def _outside(clause: Clause, mentions: list[Mention]) -> str:
    """What the clause says before and behind the mentions."""
    return (clause.text[: mentions[0].start] + clause.text[mentions[-1].end :]).strip(' 。.等”“"')


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(iter(reversed(list(pattern.finditer(text)))), None)


_ENGLISH_PASSIVE = re.compile(r"\s+(?:\w+\s+){0,3}?by\s+|\s+by\s+")


def _english_passive(right: str) -> re.Match[str] | None:
    return _ENGLISH_PASSIVE.match(right)
