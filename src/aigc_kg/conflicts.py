"""Where documents disagree about the values of one property of one thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from aigc_kg.model import Conflict, Evidence, Result
from aigc_kg.ontology import Property
from aigc_kg.quantities import Date


def conflicts(spec: Property, results: Sequence[Result], subject: str, pieces: Sequence[Evidence]) -> Iterable[Conflict]:
    """Conflicts of a single-valued property, disagreements of another, by the thing that results are about.

    `subject` is it where the results do not say; `pieces` are what their evidence numbers index.
    """
    by_subject: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_subject[result.about or subject].append(result)
    for name, group in by_subject.items():
        if spec.functional and any(exclude(a.value, b.value) for a in group for b in group):
            yield Conflict(spec.name, name, "conflict", _values(group, pieces))
        elif not spec.functional and _disjoint(group, pieces):
            yield Conflict(spec.name, name, "disagreement", _values(group, pieces))


def exclude(a: Any, b: Any) -> bool:
    """Can the two not both be true of a property of one value (2021 and 2021-03 can)?"""
    if isinstance(a, str) and isinstance(b, str) and a[:4].isdigit() and b[:4].isdigit():
        return not _date(a).agrees(_date(b))
    return bool(a != b)


def _date(iso: str) -> Date:
    return Date(*(int(part) for part in iso.split("-")))


def _disjoint(results: Sequence[Result], pieces: Sequence[Evidence]) -> bool:
    sets: dict[str, set[str]] = defaultdict(set)
    for result in results:
        for number in result.evidence:
            sets[pieces[number].document].add(result.iri or "")
    groups = list(sets.values())
    return any(not a & b for i, a in enumerate(groups) for b in groups[i + 1 :])


def _values(results: Sequence[Result], pieces: Sequence[Evidence]) -> tuple[dict[str, Any], ...]:
    values = []
    for result in results:
        documents = sorted({pieces[n].document for n in result.evidence})
        what = {"label": result.label} if result.label is not None else {"value": result.value}
        values.append({**what, "documents": documents, "evidence": list(result.evidence)})
    return tuple(values)
