"""Claims read from sentences: each cue of the lexicon with its frame, in Chinese and English."""

from __future__ import annotations

from collections.abc import Callable

from aigc_kg.extract.clauses import clauses, is_denied, is_question
from aigc_kg.extract.comparisons import ComparisonReader
from aigc_kg.extract.cues import Cue
from aigc_kg.extract.phrases import BOTH, IS, LATER, LEADING, NEGATED, OCCASION, RAW_PASSIVE, RESUMING_PRONOUN, THEY
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.model import Quote
from aigc_kg.quantities import DateSpan, dates

_LONGEST_KIND = 16
_LEADING = 4
"""Characters before a date that a sentence begins with: `In 2024`."""
_LONGEST_CLAUSE = 1000
"""Characters. What goes on for longer without punctuation is a listing, and relating each of its words to each other takes long."""


class SentenceReader(ComparisonReader):
    """Reads one sentence after the other of a block, carrying the topic along."""

    def read(self, start: int, end: int) -> None:
        """Read the sentence at [start, end) of the view."""
        text = self.view.text[start:end]
        if is_question(text):
            return
        resumes = RESUMING_PRONOUN.match(text) is not None
        self.agent = self.base_agent or (self.agent if resumes or THEY.match(text) else Topic())
        self.sized = self.verb = None
        self.compared = Topic()
        self.party = self._first_party(start, end)
        self.previous = self.topic or self.previous
        if self.base or not resumes:
            self.topic = self.base
        elif not self.topic:
            self.topic = self.previous
        if BOTH.match(text):
            self.topic = self.previous if len(self.previous.things) > 1 else self._last_two() or self.topic
        leading = next(iter(dates(text)), None)
        if leading is not None and leading.date.year and leading.start <= _LEADING:
            self.told = leading.date
        if not (self.topic or self.agent or self._named(start, end) or RAW_PASSIVE.match(text) or self._opens_with_group(text)):
            # Nothing is named that anything could be said of.
            return
        quote = self.reading.quote(self.view, start, end)
        resolved = self._resolved(leading) if leading and leading.start <= 2 else None
        self.dated = resolved.date if resolved else self.base_date
        for a, b in clauses(text):
            if b - a <= _LONGEST_CLAUSE:
                self._read_clause(self._clause(start + a, start + b), quote)

    def _last_two(self) -> Topic:
        """The last two things that something was said of, as `both` means them."""
        said_of = {thing.name: thing for thing in self.reading.told_of if not self.reading.plays(thing, "agent")}
        return Topic(tuple(list(said_of.values())[-2:])) if len(said_of) > 1 else Topic()

    def _opens_with_group(self, text: str) -> bool:
        """May the text begin with a kind of model named by a noun phrase: `编码器模型…`?"""
        opening = text[:_LONGEST_KIND]
        return any(noun in opening for noun in self.reading.lexicon.endings.get("groupNoun", ()))

    def _first_party(self, start: int, end: int) -> Topic:
        """The organization that a sentence begins with, else the one whose block it is."""
        first = next(iter(self._named(start, end)), None)
        lead = LEADING.match(self.view.text, start)
        leads = first is not None and first.start <= (lead.end() if lead else start) + 1
        return Topic((first.thing,)) if first is not None and leads and self._may_be_agent(first, marked=False) else self.base_agent

    def _deny(self, clause: Clause, quote: Quote) -> None:
        """What a thing cannot do is said of it all the same."""
        for cue in self.reading.cues.find(clause.text):
            if cue.denotes("predicate"):
                self._predicate(clause, cue, quote)

    def _read_clause(self, clause: Clause, quote: Quote) -> None:
        if is_denied(clause.text):
            self._move_topic(clause)
            self._deny(clause, quote)
            return
        spans = [s for s in dates(clause.text) if not any(m.start <= s.start and s.end <= m.end for m in clause.mentions)]
        known_dates = []
        for span in spans:
            if (resolved := self._resolved(span, clause.text[: span.start])) is not None:
                known_dates.append(resolved)
                self.told = resolved.date
        if known_dates and not clause.mentions and len(clause.text.strip()) <= 16:
            self.dated = known_dates[0].date
        elif known_dates and OCCASION.search(clause.text):
            # `A 于 5 月 6 日召开大会，推出 X`
            self.dated = known_dates[0].date
        elif LATER.match(clause.text):
            self.dated = None
        told = (
            clause.mentions
            or self.topic
            or self.agent
            or self.compared
            or RAW_PASSIVE.match(clause.text)
            or self._opens_with_group(clause.text)
        )
        if not told and not any(c.denotes("inverseNoun") for c in self.reading.cues.find(clause.text)):
            # Nothing is named that anything could be said of, nor a group by a noun phrase alone.
            return
        compared = self._compared(clause)
        if compared:
            self.compared = compared
            return
        self._move_topic(clause)
        verb = self.verb
        for cue in self.reading.cues.find(clause.text):
            if not any(m.start <= cue.start and cue.end <= m.end for m in clause.mentions) or _is_part(clause, cue):
                self._read_cue(clause, cue, known_dates, quote)
        self._exemplified(clause, verb, quote)
        self._summed(clause, quote)
        self._amounts(clause, quote)
        if len(clause.mentions) > 1:
            self._possessives(clause, quote)
            self._located(clause, quote)
        self._attributes(clause, quote)
        self._titled(clause, quote)

    def _read_cue(self, clause: Clause, cue: Cue, known_dates: list[DateSpan], quote: Quote) -> None:
        """Read one wording by the first of its frames that says anything here."""
        if NEGATED.search(clause.text[: cue.start]):
            return
        before = self.reading.stated
        if cue.denotes("agentVerb"):
            self._agent_verb(clause, cue, known_dates, quote)
        if self.reading.stated > before:
            # `引入` is what makers do and what models do: only one of the two is said.
            return
        if cue.denotes("agentVerb"):
            self._devised(clause, cue, quote)
        for frame, read in self._by_frame:
            if cue.denotes(frame):
                read(clause, cue, quote)
                if self.reading.stated > before:
                    return

    @property
    def _by_frame(self) -> tuple[tuple[str, Callable[[Clause, Cue, Quote], None]], ...]:
        return (
            ("verb", self._verb),
            ("backs", self._backs),
            ("inverseVerb", self._inverse_verb),
            ("divides", self._inverse_verb),
            ("predicate", self._predicate),
            ("lightVerb", self._light_verb),
            ("means", self._means),
            ("yields", self._yields),
            ("comparative", self._comparative),
            ("noun", self._noun),
            ("inverseNoun", self._noun),
        )


def _is_part(clause: Clause, cue: Cue) -> bool:
    """`its text encoder is X`: is a noun of parts that is listed itself followed by what the part is?"""
    whole = any((m.start, m.end) == (cue.start, cue.end) for m in clause.mentions)
    return whole and bool(cue.denotes("noun")) and IS.match(clause.text[cue.end :].lstrip()) is not None
