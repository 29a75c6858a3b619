"""Affairs of organizations: who backs them, and the people that titles and nouns name, whom no vocabulary lists."""

from __future__ import annotations

import re

from aigc_kg.extract.cues import Cue
from aigc_kg.extract.descriptions import DescriptionReader
from aigc_kg.extract.mentions import Mention, groups
from aigc_kg.extract.phrases import AGENT_GAP, english_passive
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.extract.values import person
from aigc_kg.model import Quote, Thing

_ALSO = re.compile(r"\s*(?:等机构|等)?\s*(?:都|也|均|随后|后来|继续|于|在|[\d年月日 ])*\Z")
_BACKER = re.compile(r"\s*[:：]?\s*(?:the\s+)?(?:[a-z][\w-]*\s+){0,3}")
"""Before a backer: what kind of company it is."""
_BEHIND_NOUN = re.compile(r"\s*(?:[”\"』」》]\s*)?")


class AffairReader(DescriptionReader):
    """Reads what is told of organizations."""

    def _backs(self, clause: Clause, cue: Cue, quote: Quote) -> None:
        """`由 A 领投`, `A、B 跟投`, `a round led by A`: A stands behind the organization that the sentence began with."""
        passive = english_passive(clause.text[cue.end :]) is not None or cue.form.endswith("by")
        backers = self._backers_behind(clause, cue) if passive else self._backers_before(clause, cue)
        named = [m for m in clause.mentions if m.start >= cue.end and self.reading.plays(m, "agent")] if not passive else []
        backed = tuple(m.thing for m in groups(clause.text, named)[0]) if named else self.party.things
        names = {m.name for m in backers}
        for prop in cue.denotes("backs") if backers and backed and not names & {t.name for t in backed} else ():
            self.reading.state(prop, Topic(tuple(m.thing for m in backers)), backed, f"backs:{prop}", quote)

    def _backers_before(self, clause: Clause, cue: Cue) -> list[Mention]:
        found = [m for m in clause.mentions if m.end <= cue.start and self._may_be_agent(m, marked=False)]
        last = groups(clause.text, found)[-1] if found else []
        gap = clause.text[last[-1].end : cue.start] if last else ""
        return last if last and (AGENT_GAP.match(gap) or _ALSO.match(gap)) else []

    def _backers_behind(self, clause: Clause, cue: Cue) -> list[Mention]:
        found = [m for m in clause.mentions if m.start >= cue.end and self._may_be_agent(m, marked=False)]
        return groups(clause.text, found)[0] if found and _BACKER.fullmatch(clause.text, cue.end, found[0].start) else []

    def _titled(self, clause: Clause, quote: Quote) -> None:
        """`创始人李某某是…`, `CEO Jane Roe`: a person right behind the noun that says what they are to an organization."""
        for cue in self.reading.cues.find(clause.text):
            specs = [self.reading.lexicon.ontology.properties.get(p) for p in cue.denotes("noun")]
            held = [s for s in specs if s is not None and s.range and s.domain and self._is_of_people(s.range, s.domain)]
            match = _BEHIND_NOUN.match(clause.text, cue.end)
            name = person(clause.text[match.end() :]) if held and match else None
            subject = self._subject_of_noun(clause, cue) if name else Topic()
            owner = subject if all(self.reading.plays(t, "agent") for t in subject.things) else self.party
            for spec in held if name and owner else ():
                self.reading.state(spec.name, owner, [Thing(name or "")], f"titled:{spec.name}", quote)

    def _is_of_people(self, wanted: str, domain: str) -> bool:
        plays = self.reading.lexicon.ontology.plays
        return plays((wanted,), "agent") and plays((domain,), "agent")
