"""What possessives, appositions and descriptions say: A's X, X (A), X is A's model, X is a text-to-image model."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.designs import DesignReader
from aigc_kg.extract.mentions import Mention, first_group, is_ordinary
from aigc_kg.extract.nominals import phrases
from aigc_kg.extract.phrases import (
    ARTICLE,
    BY_ALONE,
    DESCRIBED_BY,
    ET_AL,
    EXEMPLIFIES,
    FROM,
    HEAD_NOUN,
    IS,
    JOINED_TASK,
    KIND_BY_TASK,
    KINDS_BY_TASK,
    LEADING,
    LEAST_EXAMPLES,
    LONGEST_DATE,
    LONGEST_LABEL,
    MOST_TEAM_WORDS,
    NAMING,
    ORGANIZATIONS_MODEL,
    ORGANIZATIONS_OWN,
    ORIGIN_GAP,
    OWN,
    PLAIN_KIND,
    RAW_NAME,
    SIZES,
    SUMMARY_NOUN,
    TASK_NOUN,
    TEAM,
    TOGETHER,
    VERSION_OF,
    WITHIN,
    last,
    may_be_raw_name,
    written_as_name,
)
from aigc_kg.extract.reading import Topic, date_literal
from aigc_kg.extract.state import Clause, Predicate, covers, outside
from aigc_kg.model import Literal, Quote, Thing
from aigc_kg.quantities import dates, numbers
from aigc_kg.text import HAN


class DescriptionReader(DesignReader):
    """Reads possessives, appositions and descriptions."""

    def _possessives(self, clause: Clause, quote: Quote) -> None:
        """`谷歌的 Imagen`, `微软 ChatGPT`, `OpenAI's Codex`, `Codex (from OpenAI)`."""
        for head, tail in pairwise(m for m in clause.mentions if not self._is_said_of_work(m)):
            at = clause.mentions.index(tail) - 1
            gap = clause.text[head.end : tail.start]
            owning = self.reading.plays(head, "agent") or gap in ("'s ", "’s ") or FROM.fullmatch(gap) is not None
            if not owning or self._relates(gap) or ET_AL.match(clause.text, tail.end):
                continue
            if self.reading.plays(head, "agent") and self._names_own(clause, head, tail):
                owned = self._enumerated_from(clause, at + 1)
                if not TEAM.match(clause.text, owned[-1].end):
                    owners = self._owners(clause, head, gap)
                    more = self._beyond_brackets(clause, owned[-1])
                    self._possessed(clause, [*owned, *more], owners, [*owners, *owned], quote)
                    lead = LEADING.match(clause.text)
                    first = next((g for g in clause.groups if head in g), [head])[0]
                    if first.start <= (lead.end() if lead else 0):
                        self.topic = Topic(tuple(m.thing for m in owned))
            elif gap in ("'s ", "’s ") and not head.classes and self._names_owner(clause, head, tail):
                owner = Thing(head.name, self.reading.unlisted_agent())
                self.reading.state(self.reading.maker, Topic((tail.thing,)), [owner], f"possessive:{self.reading.maker}", quote)
                self.topic = Topic((tail.thing,))
            elif self._owned(head) and self._named_maker(tail) and FROM.fullmatch(gap) and not self._is_object(clause, head):
                makers = first_group(clause.text, clause.mentions[at + 1 :])
                self._possessed(clause, [head], [m for m in makers if self.reading.plays(m, "agent")], [head, *makers], quote)

    def _owners(self, clause: Clause, head: Mention, gap: str) -> list[Mention]:
        """The organization before what is its own, or all that made it together: `A 与 B 合作的 X`."""
        together = next((g for g in clause.groups if head in g), [head]) if TOGETHER.match(gap) else [head]
        return [m for m in together if self.reading.plays(m, "agent")]

    def _is_said_of_work(self, mention: Mention) -> bool:
        """Is it a task or modality, which may stand in what is said of a thing between its owner and its name?"""
        return any(self.reading.plays(mention, role) for role in ("task", "modality"))

    def _names_owner(self, clause: Clause, head: Mention, tail: Mention) -> bool:
        """`Brightloom's Vexil is …`: a plain name owns another that begins a sentence with it."""
        opens = not LEADING.sub("", clause.text[: head.start]).strip()
        plain = head.name.isalpha() and head.name[0].isupper() and not is_ordinary(head.name)
        return opens and plain and self._owned(tail) and written_as_name(tail) and not self.reading.plays(tail, "concept")

    def _relates(self, gap: str) -> bool:
        """Does a noun between two names tell another relation than making: `A 的竞争对手是 B`?"""
        nouns = [p for c in self.reading.cues.find(gap) for p in (*c.denotes("noun"), *c.denotes("inverseNoun"))]
        return bool(nouns) and self.reading.maker not in nouns

    def _is_object(self, clause: Clause, mention: Mention) -> bool:
        """Does a verb of the clause stand before the name, so that `by A` behind it belongs to the verb?"""
        cues = self.reading.cues.find(clause.text[: mention.start])
        return any(cue.denotes("verb") or cue.denotes("agentVerb") for cue in cues)

    def _exemplified(self, clause: Clause, before: Predicate | None, quote: Quote) -> None:
        """`…多项任务，包括摘要生成、机器翻译`: what a clause only enumerates is the object of the verb `before`, or tasks of the topic."""
        opening = EXEMPLIFIES.match(clause.text)
        found = clause.groups if opening is not None else []
        prop = self.reading.lexicon.ontology.playing("does")
        if opening is not None and before is not None:
            self._continued(clause, opening.end(), before, quote)
        if opening is None or not found or prop is None or not self.topic or found[0][0].start > opening.end():
            return
        listed = [m.thing for group in found for m in group if self.reading.lexicon.ontology.plays(m.classes, "task")]
        if len(listed) >= LEAST_EXAMPLES:
            spans = phrases(clause.text, opening.end(), len(clause.text))
            named = (self.reading.unlisted_task(clause.text[a:b]) for a, b in spans)
            others = [t for t in named if t is not None and not any(t.name.endswith(known.name) for known in listed)]
            self.reading.state(prop, self.topic, [*listed, *others], f"examples:{prop}", quote)

    def _continued(self, clause: Clause, start: int, verb: Predicate, quote: Quote) -> None:
        """`超过了扩散模型，包括 A 和 B`: what is enumerated is the object of the verb before."""
        behind = Cue(start, start, verb.cue.wordings)
        if self._named_objects(clause, behind, verb.subject, quote) is None and SUMMARY_NOUN.search(verb.behind):
            specs = self.reading.lexicon.ontology.properties
            self._phrased_objects(clause, behind, verb.subject, [specs[p] for p in verb.cue.denotes("verb") if p in specs], quote)

    def _located(self, clause: Clause, quote: Quote) -> None:
        """`英国的 A 公司`: a listed concept right before an organization, where a bare genitive may mean that."""
        ontology = self.reading.lexicon.ontology
        for head, tail in pairwise(clause.mentions):
            if not ORIGIN_GAP.fullmatch(clause.text, head.end, tail.start) or not self.reading.plays(tail, "agent"):
                continue
            for prop in self.reading.lexicon.genitives:
                spec = ontology.properties.get(prop)
                if spec is not None and spec.range in head.classes and spec.domain and ontology.plays((spec.domain,), "agent"):
                    self.reading.state(prop, Topic((tail.thing,)), [head.thing], f"possessive:{prop}", quote)

    def _placed(self, clause: Clause, quote: Quote) -> None:
        """`A, Paris.`, `A (Paris)`, `A in Paris:`: a place alone behind an organization is where that is."""
        place = clause.mentions[-1]
        opening = clause.text[: place.start]
        inside = next((m for m in clause.mentions[:-1] if m.acts and not clause.text[: m.start].strip()), None)
        if clause.text[place.end :].strip(" .。)）"):
            return
        if inside is not None and WITHIN.fullmatch(clause.text, inside.end, place.start):
            holder: Mention | None = inside
        elif not opening.strip():
            before = self._before(clause)
            holder = self._ending_at(clause.offset - len(before) + len(before.rstrip(" ,，(（")))
        else:
            return
        ontology = self.reading.lexicon.ontology
        for prop in self.reading.lexicon.genitives if holder is not None and holder.acts else ():
            spec = ontology.properties.get(prop)
            if (
                holder is not None
                and spec is not None
                and spec.range in place.classes
                and spec.domain
                and ontology.plays((spec.domain,), "agent")
            ):
                self.reading.state(prop, Topic((holder.thing,)), [place.thing], f"apposition:{prop}", quote)

    def _in_short(self, clause: Clause, quote: Quote) -> None:
        """`…，中英双语，…`: languages in short, and nothing else."""
        ontology = self.reading.lexicon.ontology
        specs = [p for p in ontology.properties.values() if p.kind == "thing" and p.range and ontology.plays((p.range,), "listed")]
        short = self._named_in_short(clause, None, specs)
        if short is not None:
            self.reading.state(short[0], self.topic, short[1], f"apposition:{short[0]}", quote)

    def _made_by(self, clause: Clause, quote: Quote) -> None:
        """`a text-to-video model by A`, `a language model from A`: said of the topic where the clause describes it."""
        match = DESCRIBED_BY.search(clause.text)
        if match is None:
            self._by_alone(clause, quote)
            return
        makers = [m for m in clause.mentions if m.start >= match.end() and self._named_maker(m)]
        if not makers or clause.text[match.end() : makers[0].start].strip(" the"):
            return
        before = clause.text[: match.start()]
        copula = last(IS, before)
        subject = self._subject_before(clause, copula.start()) if copula else self.topic if ARTICLE.match(before) else Topic()
        group = [m for m in first_group(clause.text, makers) if self._named_maker(m)]
        if subject and all(self._may_be_agent(m, marked=False) for m in group):
            self.reading.state(self.reading.maker, subject, [m.thing for m in group], f"made-by:{self.reading.maker}", quote)

    def _by_alone(self, clause: Clause, quote: Quote) -> None:
        """`X, from A's B Lab, …`, `X — by the speech team at A`: a clause of its own right behind the name."""
        match = BY_ALONE.match(clause.text) if self.topic else None
        before = self._before(clause).rstrip(" ,—–-*(`")
        if match is None or not any(before.endswith(thing.name) for thing in self.topic.things):
            return
        behind = [m for m in clause.mentions if m.start >= match.end()]
        # What no vocabulary lists is a maker where it is all that stands there.
        alone = behind[:1] if behind and self._named_maker(behind[0]) and not clause.text[behind[0].end :].strip() else []
        makers = [m for m in behind if self.reading.plays(m, "agent")] or alone
        if makers and len(clause.text[match.end() : makers[0].start].split()) <= MOST_TEAM_WORDS:
            self.reading.state(self.reading.maker, self.topic, [makers[0].thing], f"made-by:{self.reading.maker}", quote)

    def _possessed(self, clause: Clause, owned: list[Mention], makers: list[Mention], said: list[Mention], quote: Quote) -> None:
        topic = Topic(tuple(m.thing for m in owned))
        self._genitive(topic, makers, "possessive", quote)
        if self.dated and not outside(clause, said):
            for prop in self._genitive_dates():
                self.reading.state(prop, topic, [date_literal(self.dated)], "dated-name", quote)

    def _attributes(self, clause: Clause, quote: Quote) -> None:
        """A clause that is nothing but a maker, task or date says it of the topic; so does `是…文本生成图像模型`."""
        if self.topic:
            self._in_short(clause, quote)
        if clause.mentions:
            self._placed(clause, quote)
            found = clause.groups if self.topic else []
            if len(found) == 1 and self._covered(clause, found[0]) and self._apposed(clause):
                self._genitive(self._in_brackets_of(clause) or self.topic, found[0], "apposition", quote)
            self._described_by_maker(clause, quote)
            self._made_by(clause, quote)
            self._versions(clause, quote)
            self._attributives(clause, quote)
        else:
            self._sized(clause, quote)
        self._designed(clause, quote)
        self._kind_by_task(clause, quote)
        if self.topic:
            self._dated_topic(clause, quote)

    def _versions(self, clause: Clause, quote: Quote) -> None:
        """`X 的中文版 Y` builds on X; `名为 X 的中文版 Y`, and behind the name of X `Y 的微调版`, says so of X."""
        based = self.reading.playing("builds")
        for head in clause.mentions:
            match = VERSION_OF.match(clause.text, head.end)
            tail = next((m for m in clause.mentions if match and m.start >= match.end()), None)
            named = NAMING.search(clause.text[: head.start]) is not None
            if match is None or not (self._owned(head) or (named and head.marked)):
                continue
            closes = tail is None and not clause.text[match.end() :].strip(" 。.") and not clause.text[: head.start].strip(" “")
            if tail is not None and match.end() == tail.start and self._owned(tail):
                upper, lower = (tail, head) if named else (head, tail)
                self.reading.state(based, Topic((lower.thing,)), [upper.thing], f"version:{based}", quote)
            elif closes and self.topic and head.thing not in self.topic.things:
                self.reading.state(based, self.topic, [head.thing], f"version:{based}", quote)

    def _dated_topic(self, clause: Clause, quote: Quote) -> None:
        """`（2022 年 5 月）`: a date alone."""
        text = clause.text.strip(' 。.”“"')
        spans = [self._resolved(span) for span in dates(text)] if len(text) <= LONGEST_DATE else []
        if len(spans) == 1 and spans[0] and spans[0].end - spans[0].start >= len(text) - 1 and self._heads_block(clause):
            topic = self._in_brackets_of(clause) or self.topic
            for prop in self._genitive_dates():
                self.reading.state(prop, topic, [date_literal(spans[0].date)], "apposition:date", quote)

    def _sized(self, clause: Clause, quote: Quote) -> None:
        """`…，17B，…`, `有 2B、7B 和 72B`: a clause that is nothing but sizes in billions gives those of the topic."""
        topic = self.base or self.topic
        sizes = SIZES.fullmatch(clause.text) if topic else None
        if sizes is None:
            return
        counted = next((p for w in self.reading.lexicon.by_frame["unit"] for p in w.denotes if w.form == "parameter"), None)
        made = all(self.reading.plays(t, "unlisted") or not t.classes for t in topic.things)
        if counted is None or not made or self._before(clause).rstrip().endswith((":", "：", "(", "（")):
            # `Tokens: 900B`: a label says what is so many.
            return
        values = [Literal(str(int(n.value)), "integer") for n in numbers(clause.text)]
        self.reading.state(counted, topic, values, f"amount:{counted}", quote)

    def _labelled(self, clause: Clause) -> bool:
        """Does a label right before the clause say what its names are: `投资者：A`?"""
        before = self.view.text[max(0, clause.offset - LONGEST_LABEL) : clause.offset].rstrip()
        label = before[:-1].rstrip()
        found = self.reading.cues.find(label) if before.endswith((":", "：")) else ()
        return bool(found) and found[-1].end == len(label) and bool(found[-1].denotes("noun") or found[-1].denotes("inverseNoun"))

    def _covered(self, clause: Clause, group: list[Mention]) -> bool:
        """Is the clause nothing but these names, and perhaps a date behind: `DeepMind 2022.4`?"""
        if covers(clause, group):
            return True
        span = next((s for s in dates(clause.text) if s.start >= group[-1].end), None)
        return (
            span is not None
            and self._heads_block(clause)
            and covers(replace(clause, text=clause.text[: span.start]), group)
            and not (clause.text[span.end :].strip(" 。.年"))
        )

    def _apposed(self, clause: Clause) -> bool:
        """Does the clause tell of the topic: not of an organization or another name that it is the bracket of, nor as a label?"""
        before = self._before(clause)
        opened = before.rstrip()
        if opened.endswith(("（", "(")):
            named = self._ending_at(clause.offset - len(before) + len(opened[:-1].rstrip(' ”"』」》`*')))
            if named is not None and named.thing not in self.topic.things:
                return False
        return not self._glosses_agent(clause) and not self._labelled(clause)

    def _glosses_agent(self, clause: Clause) -> bool:
        """Is the clause a bracket behind an organization, so that it only names it again?"""
        before = self._before(clause)
        opened = before.rstrip()
        named = self._ending_at(clause.offset - len(before) + len(opened[:-1].rstrip())) if opened.endswith(("（", "(")) else None
        return named is not None and self.reading.plays(named, "agent")

    def _described_by_maker(self, clause: Clause, quote: Quote) -> None:
        """`X 是 A 的视觉语言模型`, or behind the head of an item just `A 的音乐模型`: A made it."""
        for mention in clause.mentions:
            if not self.reading.plays(mention, "agent"):
                continue
            before, behind = clause.text[: mention.start], clause.text[mention.end :]
            if not before.strip() and self.topic and self._heads_block(clause) and ORGANIZATIONS_OWN.fullmatch(behind):
                self._genitive(self.topic, [mention], "described", quote)
                return
            if not before.strip() and self.topic and self._heads_block(clause) and ORGANIZATIONS_MODEL.match(behind):
                self._genitive(self.topic, [mention], "described", quote)
                return
            date = next((s for s in map(self._resolved, dates(behind)[:1]) if s is not None and not behind[: s.start].strip(" 在于")), None)
            behind = behind[date.end :] if date is not None else behind
            if not re.match(OWN + "的", behind) or any(m.start > mention.end and (m.acts or self._owned(m)) for m in clause.mentions):
                return
            copula = last(IS, before)
            said_of = self._subject_before(clause, copula.start()) if copula and not before[copula.end() :].strip() else Topic()
            if not before.strip(" 也还同样是则又"):
                said_of = self.topic
            raw = RAW_NAME.fullmatch(before[: copula.start()]) if copula and not said_of and not before[copula.end() :].strip() else None
            if raw and may_be_raw_name(raw[1], guarded=False):
                said_of = Topic((Thing(raw[1]),))
            noun = re.match(rf"{OWN}的[{HAN}A-Za-z\- ]{{0,20}}?(?:模型|系统|工作|作品|产品|成果|平台|工具|框架|服务|项目)?\s*\Z", behind)
            if said_of and noun:
                self._genitive(said_of, [mention], "described", quote)
                # `X 是 A 2020 年的成果`
                told = [date_literal(date.date)] if date is not None else []
                for prop in self._genitive_dates():
                    self.reading.state(prop, said_of, told, f"described:{prop}", quote)
            return

    def _attributives(self, clause: Clause, quote: Quote) -> None:
        """`是…文本生成图像模型`: a task right before a noun of models says it of the subject."""
        for mention in clause.mentions:
            if mention.modifier and self._is_predicate(clause, mention.start):
                self._built_as(clause, mention, quote)
            props = [p for p, wanted in self.reading.lexicon.attributive if wanted in mention.classes]
            if not props:
                continue
            tail = HEAD_NOUN.match(clause.text, mention.end)
            words = [word.lower() for word in tail.groups() if word] if tail else []
            heads = any(word.startswith(noun) for word in words for noun in self.reading.lexicon.artifact_nouns)
            joined = JOINED_TASK.match(clause.text, mention.end)
            also = self.reading.elliptic_task(mention.name, joined[1]) if joined else None
            self._named_by_task(clause, mention, props, quote)
            if (heads or also) and self._is_predicate(clause, mention.start):
                copula = last(IS, clause.text[: mention.start])
                alone = copula is None and self._heads_block(clause)
                subject = self.topic if alone else self._subject_before(clause, copula.start() if copula else mention.start)
                for prop in props:
                    self.reading.state(prop, subject, [mention.thing, *filter(None, [also])], f"attributive:{prop}", quote)

    def _kind_by_task(self, clause: Clause, quote: Quote) -> None:
        """`一款数字人生成工具`: a task that no vocabulary lists, right before the noun that says what the subject is."""
        match = KIND_BY_TASK.fullmatch(clause.text) if clause.text.rstrip().rstrip("。.").rstrip().endswith(KINDS_BY_TASK) else None
        task = self.reading.unlisted_task(match[1]) if match is not None else None
        if match is None or task is None or any(m.start < match.end(1) < m.end or m.end == match.end(1) for m in clause.mentions):
            return
        copula = last(IS, clause.text[: match.start(1)])
        subject = self._subject_before(clause, copula.start()) if copula else self.topic if self._heads_block(clause) else Topic()
        does = self.reading.playing("does")
        if subject and does and not self.reading.lexicon.ontology.plays(self.reading.mentions.classes_of(match[1]), "technique"):
            self.reading.state(does, subject, [task], f"attributive:{does}", quote)

    def _named_by_task(self, clause: Clause, task: Mention, props: list[str], quote: Quote) -> None:
        """`语音识别模型 X`, `X 文生图模型`: a task and a noun of things right before or behind a name."""
        noun = TASK_NOUN.match(clause.text, task.end)
        word = noun[1].lower() if noun else ""
        if noun is None or not any(word.startswith(n) for n in self.reading.lexicon.artifact_nouns):
            return
        beside = [
            m
            for m in clause.mentions
            if (m.start >= noun.end() and not clause.text[noun.end() : m.start].strip(" “`《"))
            or (m.end <= task.start and not clause.text[m.end : task.start].strip(" ”`"))
        ]
        named = [m.thing for m in beside if self._owned(m) and not self.reading.plays(m, "concept") and written_as_name(m)]
        for prop in props if named else ():
            self.reading.state(prop, Topic(tuple(named[:1])), [task.thing], f"attributive:{prop}", quote)

    def _built_as(self, clause: Clause, mention: Mention, quote: Quote) -> None:
        """`is a transformer-based model`, `是自回归语言模型`: how the subject works, said by what its kind is called."""
        copula = last(IS, clause.text[: mention.start])
        if copula is None or "的" in clause.text[copula.end() : mention.start]:
            return
        subject = self._subject_before(clause, copula.start())
        for prop in self._of_designs():
            self.reading.state(prop, subject, [mention.thing], f"attributive:{prop}", quote)

    def _is_predicate(self, clause: Clause, at: int) -> bool:
        """Is the noun phrase at `at` said of the subject: after a copula, after an agent's verb, or alone?"""
        before = clause.text[:at]
        cues = self.reading.cues.find(before)
        if any(c.denotes("verb") for c in cues) or re.search(r"使用|利用|采用|基于|通过|比|不像|与|像", before):
            return False
        return (
            bool(re.search(r"是|为|作为|\b(?:is|are|was|as)\b", before))
            or any(c.denotes("agentVerb") for c in cues)
            or not PLAIN_KIND.sub("", before).strip()
            or (
                any(self.reading.plays(m, "agent") and covers(replace(clause, text=before), [m]) for m in clause.mentions)
                and self._heads_block(clause)
            )
            or bool(re.match(r"\s*(?:一个|一种|一款|首个|第一个|a|an|the)\s*\S{0,8}\Z", before))
        )
