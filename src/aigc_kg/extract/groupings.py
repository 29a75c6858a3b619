"""What is said of groups and their members (`编码器分为 X 和 Y`, `belongs to the GPT family`), and things named by noun phrases."""

from __future__ import annotations

from aigc_kg.extract.acts import ActReader
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.mentions import Mention, first_group
from aigc_kg.extract.nominals import gloss, phrases
from aigc_kg.extract.phrases import (
    COUNT_OF_KINDS,
    COUNTED_OF,
    DATA_NOUN,
    DE,
    FAMILY_OF,
    GROUP_SUBJECT,
    IS,
    KIND_IN_FRONT,
    OF_OTHERS,
    OWNED_BY_PHRASE,
    last,
    written_as_name,
)
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.extract.values import behind_amount
from aigc_kg.model import Quote, Thing


class GroupingReader(ActReader):
    """Reads families, categories and their members."""

    def _belongs(self, clause: Clause, cue: Cue, subject: Topic, quote: Quote) -> bool:
        """`属于视觉语言模型`, `belongs to the family of dual encoders`: a group named by a noun of groups that it ends with."""
        nouns = [w.form for w in self.reading.lexicon.by_frame["groupNoun"]]
        start = cue.end + (match.end() if (match := FAMILY_OF.match(clause.text[cue.end :])) else 0)
        kind, prop = self.reading.playing("group"), self.reading.playing("family")
        for a, b in phrases(clause.text, start, len(clause.text)):
            name = clause.text[a:b]
            if any(name.casefold().endswith(noun) and len(name) > len(noun) + 1 for noun in nouns):
                group = Thing(name, self.reading.mentions.classes_of(name) or (kind,))
                return self.reading.state(prop, subject, [group], f"verb:{prop}", quote)
        return False

    def _inverse_verb(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`A 旗下的 B`, `编码器分为 X 和 Y`: the object stands before the word, the subjects behind it."""
        before = [m for m in clause.mentions if m.end <= cue.start]
        divides = cue.denotes("divides")
        for prop in divides or cue.denotes("inverseVerb"):
            spec = self.reading.lexicon.ontology.properties.get(prop)
            subjects = self._things_behind(clause, cue, phrased=bool(divides))
            if (
                not subjects
                and before
                and not clause.text[cue.end :].strip(" 。.")
                and self._owned_by(clause, cue, prop, before[-1], quote)
            ):
                return
            absent = not before and not clause.text[: cue.start].strip(" 公司其") and len(self.agent.things) == 1
            holder = (
                self.agent.things[0]
                if absent
                else before[-1].thing
                if before and not clause.text[before[-1].end : cue.start].strip(" “”`*可以能大致主要又")
                else None
            )
            if spec is None or not subjects:
                continue
            if holder is None and spec.range is None:
                holder = self._group_before(clause, cue)
            elif holder is not None and spec.range is None and not self.reading.lexicon.ontology.plays(holder.classes, "group"):
                continue
            if holder is not None and self.reading.state(prop, Topic(tuple(subjects)), [holder], f"inverse-verb:{prop}", quote):
                return

    def _owned_by(self, clause: Clause, cue: Cue, prop: str, holder: Mention, quote: Quote) -> bool:
        """`B 是 A 的子公司`: the word closes what is said of a subject."""
        copula = last(IS, clause.text[: holder.start])
        if copula is None or clause.text[copula.end() : holder.start].strip(" “一家") or clause.text[holder.end : cue.start].strip(" 的”"):
            return False
        subject = self._subject_before(clause, copula.start()) or self._agent_before(clause, copula.start())
        return bool(subject) and self.reading.state(prop, subject, [holder.thing], f"inverse-verb:{prop}", quote)

    def _agent_before(self, clause: Clause, end: int) -> Topic:
        """The organization that a clause starts with."""
        agents = [m for m in clause.mentions if m.end <= end and self.reading.plays(m, "agent")]
        return Topic((agents[0].thing,)) if agents and not clause.text[: agents[0].start].strip() else Topic()

    def _things_behind(self, clause: Clause, cue: Cue, *, phrased: bool) -> list[Thing]:
        later = [m for m in clause.mentions if m.start >= cue.end]
        first = first_group(clause.text, later) if later else []
        gap = clause.text[cue.end : first[0].start] if first else ""
        noun = KIND_IN_FRONT.fullmatch(gap)
        near = first and (not gap.strip(" 的“”`*：:了有") or (noun is not None and noun[1].lower() in self.reading.lexicon.artifact_nouns))
        if near and all(self.reading.plays(m, "agent") for m in first) and (owned := self._each_owned(clause, later)):
            return owned
        if near:
            return [m.thing for m in first if m.classes or written_as_name(m)]
        if not phrased:
            return []
        start = cue.end + (match.end() if (match := COUNT_OF_KINDS.match(clause.text[cue.end :])) else 0)
        return self._phrase_things(clause, start, len(clause.text), self.reading.lexicon.ontology.playing("group"))

    def _each_owned(self, clause: Clause, later: list[Mention]) -> list[Thing]:
        """`百川的 A、九州的 B 和 C`: the things of an enumeration in which each stands behind its owner."""
        found = []
        at = later[0].start
        for mention in later:
            gap = clause.text[at : mention.start]
            if gap.strip(" 、,，和与及“”`的") or ("的" in gap and not at):
                break
            if self._owned(mention) and (mention.classes or written_as_name(mention)):
                found.append(mention.thing)
            at = mention.end
        return found

    def _group_before(self, clause: Clause, cue: Cue) -> Thing | None:
        """The family or category that a clause starts with, named by a noun phrase alone."""
        match = GROUP_SUBJECT.match(clause.text[: cue.start])
        name = match[1] if match and not OF_OTHERS.match(match[1]) else ""
        if "的" in name and any(m.end <= cue.start and m.acts for m in clause.mentions):
            # `A 的产品包括…` tells what A made, and names no group.
            return None
        noun = any(name.endswith(w.form) and len(name) > len(w.form) for w in self.reading.lexicon.by_frame["groupNoun"])
        kind = self.reading.lexicon.ontology.playing("group")
        return Thing(name, (kind,)) if noun and kind else None

    def _field_kind(self) -> str | None:
        """The class of the fields that things are used in."""
        spec = self.reading.lexicon.ontology.properties.get(self.reading.playing("applied"))
        return spec.range if spec is not None else None

    def _phrase_things(self, clause: Clause, start: int, end: int, wanted: str | None) -> list[Thing]:
        """What the phrases from `start` on name. A name that ends a phrase stands for it where it is of the wanted kind."""
        things = []
        for first, whole in phrases(clause.text, start, end):
            a = behind_amount(clause.text, first, whole)
            if a >= whole:
                continue
            owner = OWNED_BY_PHRASE.fullmatch(clause.text, a, whole)
            named = next(
                (
                    m
                    for m in clause.mentions
                    if m.start == a and (m.classes or COUNTED_OF.match(clause.text, m.end)) and DE.match(clause.text, m.end, whole)
                ),
                None,
            )
            b = named.end if named else owner.end(1) if owner else whole
            known = self.reading.mentions.classes_of(clause.text[a:b])
            other_kind = bool(known) and not self.reading.lexicon.ontology.fits(known, wanted)
            if (
                other_kind
                and wanted == self._field_kind()
                and all(self.reading.plays(m, "modality") for m in clause.mentions if m.start == a)
            ):
                things.append(Thing(clause.text[a:b], (wanted,) if wanted else ()))
                continue
            if other_kind or any(m.start < a < m.end or m.start < b < m.end for m in clause.mentions):
                continue
            inside = [m for m in clause.mentions if a <= m.start and m.end <= b and m.classes]
            fitting = [m for m in inside if self.reading.fits(m.thing, wanted)]
            named_alone = (
                len(inside) == 1
                and inside[0].start == a
                and not any(self.reading.plays(inside[0], r) for r in ("concept", "modality", "task"))
            )
            if named_alone and DATA_NOUN.fullmatch(clause.text, inside[0].end, b):
                # `X 数据` names X.
                things += [m.thing for m in fitting]
                continue
            if fitting and fitting[-1].end == b:
                # `双向Transformer` is a Transformer, and a kind of its own.
                things += [m.thing for m in fitting if "的" not in clause.text[m.end : b]]
                things += [Thing(clause.text[a:b])] if fitting[-1].start > a and len(fitting) == len(inside) else []
            elif self.reading.may_name(clause.text[a:b], wanted) and all(
                self.reading.plays(m, "concept") or self.reading.fits(m.thing, wanted) for m in inside
            ):
                other = gloss(clause.text, b) or gloss(self.view.text, clause.offset + b)
                things.append(Thing(clause.text[a:b], (), (other,) if other else ()))
        return things
