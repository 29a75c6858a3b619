"""Corrections applied: claims left out, and what became of each correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from itertools import combinations

from aigc_kg.corrections import Correction, Corrections, Merge, Naming, Outcome, Rejection, Split
from aigc_kg.identity import Identity, Join
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Literal, Thing
from aigc_kg.names import Resolver
from aigc_kg.namespaces import document_iri


class Rejector:
    """Leaves out the claims that corrections reject, and keeps what each rejection has met."""

    def __init__(self, corrections: Corrections, iri: Callable[[str], str]) -> None:
        """`iri` gives the thing that a name means, so that a claim is met under any name of its things."""
        self._iri = iri
        self._by_document: dict[str | None, list[Rejection]] = defaultdict(list)
        for rejection in corrections.rejections:
            self._by_document[rejection.document].append(rejection)
        self.met: dict[Rejection, list[tuple[str, Claim]]] = defaultdict(list)

    def kept(self, document: str, claims: Iterable[Claim]) -> tuple[Claim, ...]:
        """The claims of a document that no correction rejects."""
        given = [*self._by_document.get(None, ()), *self._by_document.get(document, ())]
        return tuple(claim for claim in claims if not self._rejected(document, claim, given))

    def _rejected(self, document: str, claim: Claim, given: Sequence[Rejection]) -> bool:
        meeting = [rejection for rejection in given if self._meets(rejection, claim)]
        for rejection in meeting:
            self.met[rejection].append((document, claim))
        return bool(meeting)

    def _meets(self, rejection: Rejection, claim: Claim) -> bool:
        return (
            (rejection.predicate is None or rejection.predicate == claim.predicate)
            and (rejection.line is None or claim.quote.line <= rejection.line <= claim.quote.end_line)
            and (rejection.quote is None or rejection.quote in " ".join(claim.quote.text.split()))
            and (rejection.subject is None or self._iri(rejection.subject) == self._iri(claim.subject.name))
            and (rejection.object is None or self._is_value(rejection.object, claim.object))
        )

    def _is_value(self, wanted: str, value: Thing | Literal) -> bool:
        if isinstance(value, Thing):
            return self._iri(wanted) == self._iri(value.name)
        return wanted in (value.lexical, f"{value.lexical} {value.unit}") or _same_number(wanted, value.lexical)


def _same_number(first: str, second: str) -> bool:
    try:
        numbers = Decimal(first), Decimal(second)
    except InvalidOperation:
        return False
    return all(number.is_finite() for number in numbers) and numbers[0] == numbers[1]


class _Judge:
    """Says what became of corrections, once all documents are read."""

    def __init__(self, resolver: Resolver, rejector: Rejector, lexicon: Lexicon, texts: Sequence[str], joins: Iterable[Join]) -> None:
        self._resolver = resolver
        self._rejector = rejector
        self._lexicon = lexicon
        self._texts = texts
        corrections = resolver.corrections
        unsplit = replace(corrections, entries=tuple(entry for entry in corrections.entries if not isinstance(entry, Split)))
        self._unsplit = Identity(lexicon, unsplit, joins) if corrections.splits else resolver.identity

    def outcome(self, entry: Correction) -> Outcome:
        if isinstance(entry, Merge):
            return self._of_names(entry, entry.names, [*self._same(entry), *self._taken(entry)])
        if isinstance(entry, Split):
            return self._of_names(entry, entry.names, self._never_joined(entry))
        if isinstance(entry, Naming):
            return self._of_names(entry, [entry.of], self._taken(entry))
        if isinstance(entry, Rejection):
            return self._of_claims(entry)
        raise ValueError(f"Unexpected correction: {entry!r}")

    def _of_names(self, entry: Correction, names: Sequence[str], notes: Iterable[str]) -> Outcome:
        used = [name for name in names if self._resolver.is_used(name)]
        missing = [name for name in names if name not in used and not any(name in text for text in self._texts)]
        told = [f"no document names {', '.join(map(repr, missing))}"] if missing else list(notes)
        return Outcome(entry, tuple(sorted(set(map(self._resolver.iri, used)))), note="; ".join(told) or None)

    def _same(self, entry: Merge) -> Iterator[str]:
        if len(set(map(self._resolver.identity.own, entry.names))) == 1:
            yield f"{', '.join(map(repr, entry.names))} are spellings of one name without it"

    def _never_joined(self, entry: Split) -> Iterator[str]:
        if all(self._unsplit.iri(first) != self._unsplit.iri(second) for first, second in combinations(entry.names, 2)):
            yield f"{', '.join(map(repr, entry.names))} are different things without it"

    def _taken(self, entry: Correction) -> Iterator[str]:
        for preferred in self._resolver.corrections.preferred:
            if preferred.correction is entry and self._resolver.is_taken(preferred):
                yield f"{preferred.name!r} is the name of another thing in the documents; merge the two, or choose another name"

    def _of_claims(self, entry: Rejection) -> Outcome:
        met = self._rejector.met.get(entry, [])
        named = {thing.name for _, claim in met for thing in (claim.subject, claim.object) if isinstance(thing, Thing)}
        known = entry.predicate is None or entry.predicate in self._lexicon.ontology.properties
        note = "no claim matches" if known else f"no claim matches, since there is no property {entry.predicate!r}"
        things = sorted(set(map(self._resolver.iri, named)))
        documents = sorted({document_iri(document) for document, _ in met})
        return Outcome(entry, tuple(things), tuple(documents), None if met else note)


def outcomes(resolver: Resolver, rejector: Rejector, lexicon: Lexicon, texts: Sequence[str], joins: Iterable[Join] = ()) -> list[Outcome]:
    """What became of each correction, in their order, once all documents are read.

    `texts` are those of the documents; `joins` are as given to the resolver.
    """
    judge = _Judge(resolver, rejector, lexicon, texts, tuple(joins))
    return [judge.outcome(entry) for entry in resolver.corrections.entries]
