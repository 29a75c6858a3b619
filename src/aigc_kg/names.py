"""The things that documents name: their IRIs, classes and labels.

Worked out afresh from all documents at the end of every build; an IRI depends on the name alone, and on what is joined with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aigc_kg.corrections import Corrections, Preferred
from aigc_kg.identity import CORRECTION, Identity, Join
from aigc_kg.lexicon import Lexicon, Name
from aigc_kg.model import Claim, Thing
from aigc_kg.text import key, language


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing of the graph: its IRI, classes, labels with language and whether preferred, and why its names are one."""

    iri: str
    classes: tuple[str, ...]
    labels: tuple[tuple[str, str, bool], ...]
    joins: tuple[Join, ...] = ()


class Resolver:
    """Maps names to things."""

    def __init__(self, lexicon: Lexicon, corrections: Corrections | None = None, joins: Iterable[Join] = ()) -> None:
        """`joins` are names that rules other than spelling, vocabulary and corrections make one."""
        self._lexicon = lexicon
        self.corrections = corrections or Corrections()
        self.identity = Identity(lexicon, self.corrections, joins)
        self._spellings: dict[str, Counter[str]] = defaultdict(Counter)
        self._classes: dict[str, Counter[str]] = defaultdict(Counter)
        self._stated: set[str] = set()
        unlisted = lexicon.ontology.unlisted()
        self._unlisted = (unlisted,) if unlisted is not None else ()
        self._used: set[str] = set()
        self._listed: dict[str, list[Name]] = defaultdict(list)
        for name in lexicon.names:
            self._listed[self.identity.shared(name.iri)].append(name)
        self._preferred: dict[str, list[Preferred]] = defaultdict(list)
        for preferred in sorted(self.corrections.preferred, key=lambda p: p.name):
            self._preferred[self.iri(preferred.of)].append(preferred)

    def iri(self, name: str) -> str:
        """IRI of the thing that a name means."""
        return self.identity.iri(name)

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
        names = (thing.name, *thing.aliases)
        self._spellings[iri].update(dict.fromkeys(names, times))
        self._classes[iri].update(thing.classes)
        for above in self._lexicon.broader(iri):
            # What is said of a concept is found under those above it, though no document names them.
            self._spellings[above].update(())
        self._used.update(map(self.identity.own, names))
        return iri

    def is_stated(self, iri: str) -> bool:
        """Is a claim about the thing?"""
        return iri in self._stated

    def is_used(self, name: str) -> bool:
        """Does a document use the name, or another name that the vocabulary lists with it?"""
        listed = self._lexicon.by_key.get(key(name))
        labels = [label for label, _ in listed.labels] if listed is not None else []
        return any(self.identity.own(label) in self._used for label in (name, *labels))

    def is_taken(self, preferred: Preferred) -> bool:
        """Do documents use a wanted name for another thing?"""
        iri = self.iri(preferred.name)
        return iri != self.iri(preferred.of) and iri in self._spellings

    def wanted(self, iri: str) -> dict[str, str]:
        """What corrections call the thing, by language: of several names the first in order."""
        return {p.language: p.name for p in reversed(self._preferred.get(iri, ())) if not self.is_taken(p)}

    def stated_things(self) -> list[NamedThing]:
        """The things that claims are about, in order of their IRIs."""
        above = {iri for stated in self._stated for iri in self._lexicon.broader(stated)}
        return [self._thing(iri) for iri in sorted(self._stated | above)]

    def things(self) -> list[NamedThing]:
        """All things named so far, in order of their IRIs."""
        return [self._thing(iri) for iri in sorted(self._spellings)]

    def _thing(self, iri: str) -> NamedThing:
        listed = self._listed.get(iri, [])
        given = [(text, lang) for name in listed for text, lang in name.labels if self._keeps(iri, name, text)]
        classes = self.classes(iri)
        # A model or company is called what the documents call it; a concept has a word in each language.
        concept = bool(listed) and self._lexicon.ontology.plays(classes, "concept")
        preferred = {lang: text for text, lang in reversed(given)} if concept else {}
        by_key = {key(text): text for text, _ in reversed(given)}
        written = dict({key(text): (text, lang) for text, lang in reversed(given)}.values())
        for spelling in sorted(self._spellings[iri], key=lambda s: (-self._spellings[iri][s], sum(c.isupper() for c in s), s)):
            written.setdefault(spelling, language(spelling))
            preferred.setdefault(language(spelling), by_key.get(key(spelling), spelling))
        for name in self._merged(iri):
            written.setdefault(name, language(name))
            preferred.setdefault(language(name), name)
        wanted = self.wanted(iri)
        labels = {*written.items(), *((text, lang) for lang, text in wanted.items())}
        called = preferred | wanted
        ordered = sorted(labels, key=lambda item: (called.get(item[1]) != item[0], item[1], item[0]))
        flagged = tuple((text, lang, called.get(lang) == text) for text, lang in ordered)
        return NamedThing(iri, classes, flagged, self._joins(iri, [text for text, _ in ordered]))

    def classes(self, iri: str) -> tuple[str, ...]:
        """The classes of a thing: those that the vocabulary gives it, else those that most claims take it for."""
        listed = tuple(dict.fromkeys(c for name in self._listed.get(iri, ()) for c in name.classes))
        return (*listed, *(c for c in self._fields(iri) if c not in listed)) if listed else self._voted(iri)

    def _fields(self, iri: str) -> list[str]:
        """What a listed task or modality is besides, where a document takes it for a field of use: music, 图像生成."""
        ontology = self._lexicon.ontology
        applied = ontology.properties.get(ontology.playing("applied") or "")
        return [c for c in self._classes[iri] if applied is not None and c == applied.range]

    def _keeps(self, iri: str, listed: Name, label: str) -> bool:
        """Is a label of the vocabulary still this thing's, and not split off?"""
        return self._lexicon.by_key[key(label)] is not listed or self.iri(label) == iri

    def _merged(self, iri: str) -> list[str]:
        """Names that corrections give the thing, whether or not a document uses them."""
        return sorted({name for join in self.identity.joins(iri) if join.rule == CORRECTION for name in join.names})

    def _voted(self, iri: str) -> tuple[str, ...]:
        votes = self._classes[iri]
        best = max(votes.values(), default=0)
        return tuple(sorted(name for name, n in votes.items() if n == best)) or self._unlisted

    def _joins(self, iri: str, labels: list[str]) -> tuple[Join, ...]:
        """Why the labels are names of one thing: spellings of one key first, then what further rules say."""
        owned: dict[str, list[str]] = defaultdict(list)
        for label in dict.fromkeys(labels):
            owned[self.identity.own(label)].append(label)
        spelt = [Join(tuple(names), "spelling") for names in owned.values() if len(names) > 1]
        kept = ((join, tuple(n for n in join.names if self.identity.own(n) in owned)) for join in self.identity.joins(iri))
        return (*spelt, *(replace(join, names=names) for join, names in kept if len(names) > 1))
