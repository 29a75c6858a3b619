"""Which names are one thing, by named rules: corrections first, then the vocabulary, spelling, and rules read from documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from aigc_kg.corrections import Corrections
from aigc_kg.groups import Groups
from aigc_kg.lexicon import Lexicon
from aigc_kg.namespaces import thing_iri
from aigc_kg.text import key


@dataclass(frozen=True, slots=True)
class Join:
    """Names that are one thing, by the rule that says so, with its reason and place where there are any."""

    names: tuple[str, ...]
    rule: str
    reason: str | None = None
    place: str | None = None


CORRECTION = "correction"
"""The rule of joins that a user's corrections make."""
_HUB = "vocabulary "
"""Before the IRI of a thing of the vocabulary, which may also be what another thing's name is minted to."""


def _hub(iri: str) -> str:
    return _HUB + iri


class Identity:
    """Maps names to IRIs. Each name has an IRI of its own; joins bring several under one.

    It depends on vocabulary, corrections and joins alone, in any order, and on no name that is only used in a document.
    """

    def __init__(self, lexicon: Lexicon, corrections: Corrections, joins: Iterable[Join] = ()) -> None:
        """`joins` are those that further rules make; corrections go before them, and no join crosses a split."""
        self._lexicon = lexicon
        self._corrections = corrections
        made = [*self._corrected(), *self._listed(), *self._spelt(), *self._ruled(joins)]
        groups = Groups(corrections.kept_apart())
        for hub, join in made:
            for name in join.names:
                groups.join(hub, self.own(name))
        self._shared = {member: self._chosen(group) for group in groups.joined() for member in group}
        self._joins: dict[str, list[Join]] = defaultdict(list)
        for _, join in made:
            self._record(join)

    def own(self, name: str) -> str:
        """IRI of a name taken by itself."""
        return self._corrections.own_iri(name)

    def iri(self, name: str) -> str:
        """IRI of the thing that a name means."""
        own = self.own(name)
        return self._shared.get(own, own)

    def shared(self, listed: str) -> str:
        """The IRI under which a thing of the vocabulary stands: its own, or that of one which corrections merge it with."""
        return self._shared.get(_hub(listed), listed)

    def _chosen(self, group: Set[str]) -> str:
        """The IRI of a group: one that the vocabulary gives, else the shortest of its names' own."""
        given = [member.removeprefix(_HUB) for member in group if member.startswith(_HUB)]
        to_the_letter = set(map(self.own, self._corrections.spelt_apart))
        # An IRI of the vocabulary that is not given here is another thing's.
        return min(given or group, key=lambda iri: (iri in self._lexicon.names_by_iri, iri in to_the_letter, len(iri), iri))

    def joins(self, iri: str) -> Sequence[Join]:
        """Why several names stand under this IRI."""
        return self._joins.get(iri, ())

    def _corrected(self) -> Iterator[tuple[str, Join]]:
        for merge in self._corrections.merges:
            yield self.own(merge.names[0]), Join(merge.names, CORRECTION, merge.reason, merge.place)

    def _listed(self) -> Iterator[tuple[str, Join]]:
        for name in self._lexicon.names:
            labels = dict.fromkeys(label for label, _ in name.labels if self._lexicon.by_key[key(label)] is name)
            # The label that the IRI is minted from keeps it, should another one be split off.
            yield _hub(name.iri), Join(tuple(sorted(labels, key=lambda label: self.own(label) != name.iri)), "vocabulary")

    def _spelt(self) -> Iterator[tuple[str, Join]]:
        """Of spellings split to the letter, the one with the fewest capitals stays with the other spellings of its key."""
        for name in sorted(self._corrections.spelt_apart, key=lambda name: (sum(c.isupper() for c in name), name)):
            yield thing_iri(key(name)), Join((name,), "spelling")

    def _ruled(self, joins: Iterable[Join]) -> Iterator[tuple[str, Join]]:
        for join in sorted(joins, key=lambda join: (join.rule, join.names, join.place or "", join.reason or "")):
            yield self.own(join.names[0]), join

    def _record(self, join: Join) -> None:
        """Keep a join with each thing that two or more of its names came to mean."""
        by_iri: dict[str, list[str]] = defaultdict(list)
        for name in join.names:
            by_iri[self.iri(name)].append(name)
        for iri, names in by_iri.items():
            if len({self.own(name) for name in names}) > 1:
                self._joins[iri].append(replace(join, names=tuple(names)))
