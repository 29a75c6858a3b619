"""Which names are one thing: spellings with one key, and the spellings that the vocabulary lists together.

Worked out afresh from all documents at the end of every build; an IRI depends on the name alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Thing
from aigc_kg.namespaces import thing_iri
from aigc_kg.text import key, language


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing of the graph: its IRI, classes, and labels with language and whether preferred."""

    iri: str
    classes: tuple[str, ...]
    labels: tuple[tuple[str, str, bool], ...]


class Resolver:
    """Maps names to things."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._classes: dict[str, Counter[str]] = defaultdict(Counter)
        self._stated: set[str] = set()
        unlisted = lexicon.ontology.unlisted()
        self._unlisted = (unlisted,) if unlisted is not None else ()

    def iri(self, name: str) -> str:
        """IRI of the thing that a name means."""
        listed = self._lexicon.by_key.get(key(name))
        return listed.iri if listed is not None else thing_iri(key(name))

    def note(self, claims: Iterable[Claim]) -> None:
        """Take in the names and kinds that claims use."""
        for claim in claims:
            for thing in (claim.subject, claim.object):
                if isinstance(thing, Thing):
                    self._stated.add(self._note(thing))

    def note_named(self, things: Iterable[tuple[Thing, int]]) -> None:
        """Take in names that documents mention, with how often."""
        for thing, times in things:
            self._note(thing, times)

    def _note(self, thing: Thing, times: int = 1) -> str:
        iri = self.iri(thing.name)
        self._spellings[iri].update(dict.fromkeys((thing.name, *thing.aliases), times))
        self._classes[iri].update(thing.classes)
        for above in self._lexicon.broader(iri):
            # What is said of a concept is found under those above it, though no document names them.
            self._spellings[above].update(())
        return iri

    def stated_things(self) -> list[NamedThing]:
        """The things that claims are about, in order of their IRIs."""
        above = {iri for stated in self._stated for iri in self._lexicon.broader(stated)}
        return [self._thing(iri) for iri in sorted(self._stated | above)]

    def things(self) -> list[NamedThing]:
        """All things named so far, in order of their IRIs."""
        return [self._thing(iri) for iri in sorted(self._spellings)]

    def _thing(self, iri: str) -> NamedThing:
        listed = self._lexicon.names_by_iri.get(iri)
        votes = self._classes[iri]
        if listed is not None:
            labels = {key(text): (text, lang) for text, lang in reversed(listed.labels)}
            # A model or company is called what the documents call it; a concept has a word in each language.
            concept = self._lexicon.ontology.plays(listed.classes, "concept")
            preferred = {lang: text for text, lang in reversed(listed.labels)} if concept else {}
            classes = listed.classes
        else:
            labels, preferred = {}, {}
            best = max(votes.values(), default=0)
            classes = tuple(sorted(name for name, n in votes.items() if n == best)) or self._unlisted
        spellings = sorted(self._spellings[iri], key=lambda s: (-self._spellings[iri][s], sum(c.isupper() for c in s), s))
        written: dict[str, str] = dict(labels.values())
        for spelling in spellings:
            written.setdefault(spelling, language(spelling))
            preferred.setdefault(language(spelling), labels.get(key(spelling), (spelling,))[0])
        ordered = sorted(written.items(), key=lambda item: (preferred.get(item[1]) != item[0], item[1], item[0]))
        return NamedThing(iri, classes, tuple((text, lang, preferred.get(lang) == text) for text, lang in ordered))
