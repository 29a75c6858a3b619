from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.groups import Groups

NODES = "abcdef"
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=8)
APART = PAIRS.map(lambda pairs: [(a, b) for a, b in pairs if a != b])


def _partition(groups: Groups) -> set[frozenset[str]]:
    return {frozenset(groups.members(node)) for node in NODES}


def test_joined_are_together() -> None:
    groups = Groups()
    assert (groups.join("a", "b"), groups.together("b", "a"), groups.together("a", "c")) == (True, True, False)


def test_kept_apart_are_not_joined_by_way_of_a_third() -> None:
    groups = Groups([("a", "c")])
    assert (groups.join("a", "b"), groups.join("b", "c"), _partition(groups)) == (
        True, False, {frozenset("ab"), frozenset("c"), frozenset("d"), frozenset("e"), frozenset("f")},
    )  # fmt: skip


def test_groups_of_two_or_more_are_listed() -> None:
    groups = Groups([("a", "c")])
    for pair in ("ab", "ac", "de"):
        groups.join(*pair)
    assert sorted(map(sorted, groups.joined())) == [["a", "b"], ["d", "e"]]


@given(joins=PAIRS)
def test_without_any_apart_order_and_direction_make_no_difference(joins: list[tuple[str, str]]) -> None:
    first, second = Groups(), Groups()
    for a, b in joins:
        first.join(a, b)
    for a, b in reversed(joins):
        second.join(b, a)
    assert _partition(first) == _partition(second)


@given(joins=PAIRS, apart=APART)
def test_what_is_kept_apart_stays_so(joins: list[tuple[str, str]], apart: list[tuple[str, str]]) -> None:
    groups = Groups(apart)
    done = [groups.join(a, b) for a, b in joins]
    assert not any(groups.together(a, b) for a, b in apart)
    assert all(groups.together(a, b) == joined for (a, b), joined in zip(joins, done, strict=True) if joined)


@given(joins=PAIRS, apart=APART)
def test_groups_are_disjoint(joins: list[tuple[str, str]], apart: list[tuple[str, str]]) -> None:
    groups = Groups(apart)
    for a, b in joins:
        groups.join(a, b)
    assert sum(map(len, _partition(groups))) == len(NODES)
