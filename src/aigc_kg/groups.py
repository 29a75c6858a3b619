"""Groups that grow by joining, save where two members are kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set


class Groups:
    """Disjoint groups of strings; what was never joined is a group of its own."""

    def __init__(self, apart: Iterable[tuple[str, str]] = ()) -> None:
        """`apart` are pairs that no join may bring into one group."""
        self._members: dict[str, set[str]] = {}
        self._foes: dict[str, set[str]] = defaultdict(set)
        for first, second in apart:
            self._foes[first].add(second)
            self._foes[second].add(first)

    def members(self, node: str) -> Set[str]:
        """The group of a node."""
        return self._members.get(node, frozenset((node,)))

    def joined(self) -> list[Set[str]]:
        """The groups of two or more."""
        return list({id(group): group for group in self._members.values() if len(group) > 1}.values())

    def together(self, first: str, second: str) -> bool:
        """Are the two in one group?"""
        return second in self.members(first)

    def join(self, first: str, second: str) -> bool:
        """Make one group of two; False, and nothing is done, where members of them are kept apart."""
        if self.together(first, second):
            return True
        small, large = sorted((self._members.setdefault(node, {node}) for node in (first, second)), key=len)
        if any(not large.isdisjoint(self._foes.get(node, ())) for node in small):
            return False
        large |= small
        self._members.update(dict.fromkeys(small, large))
        return True
