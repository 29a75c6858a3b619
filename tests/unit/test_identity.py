from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corrections import Corrections, Merge, Split
from aigc_kg.identity import Identity, Join
from aigc_kg.lexicon import Lexicon
from aigc_kg.namespaces import ID, thing_iri
from aigc_kg.text import key

NAMES = ["Lumora", "Lumora 2", "LUMORA", "灵墨", "Nimbus", "Quellwerk", "泉工", "text", "气味"]
GROUPS = st.lists(st.lists(st.sampled_from(NAMES), min_size=2, max_size=3, unique=True).map(tuple), max_size=3)


def _merge(*names: str) -> Merge:
    return Merge("x:1", "why", names)


def _split(*names: str) -> Split:
    return Split("x:2", None, names)


def _identity(lexicon: Lexicon, *entries: Merge | Split, joins: Sequence[Join] = ()) -> Identity:
    return Identity(lexicon, Corrections(entries), joins)


def _same(identity: Identity, *names: str) -> bool:
    return len(set(map(identity.iri, names))) == 1


def test_names_of_one_key_share_an_iri(lexicon: Lexicon) -> None:
    assert {_identity(lexicon).iri(name) for name in ("Lumora 2", "lumora-2")} == {thing_iri("lumora2")}


def test_merged_names_share_the_shortest_of_their_iris_in_ascii(lexicon: Lexicon) -> None:
    assert {_identity(lexicon, _merge("Lumora Nova", "墨", "Lumora")).iri(name) for name in ("Lumora Nova", "lumora", "墨")} == {
        ID + "lumora"
    }


@pytest.mark.parametrize("names", [("A", "泉工"), ("泉工", "A"), ("Quellwerk Labs", "A")])
def test_names_merged_with_one_of_the_vocabulary_share_its_iri(lexicon: Lexicon, names: tuple[str, ...]) -> None:
    identity = _identity(lexicon, _merge(*names))
    assert {identity.iri(name) for name in ("A", "Quellwerk", "泉工")} == {ID + "quellwerk"}


def test_things_of_the_vocabulary_can_be_merged(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _merge("scent", "文本"))
    assert {identity.shared(ID + name) for name in ("text", "scent")} == {identity.iri("气味")} == {ID + "text"}


def test_name_split_from_the_vocabulary_has_its_own_iri(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _split("Quellwerk", "泉工"))
    assert [identity.iri(name) for name in ("Quellwerk", "泉工", "Quellwerk Labs")] == [ID + "quellwerk", ID + "泉工", ID + "quellwerk"]


def test_name_that_the_iri_is_minted_from_keeps_it(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _split("Quellwerk Labs", "Quellwerk"), _split("Quellwerk", "泉工"))
    assert identity.iri("Quellwerk") == ID + "quellwerk"
    assert [identity.iri(name) for name in ("泉工", "Quellwerk Labs")] == [ID + "泉工", ID + "quellwerklabs"]


def test_split_takes_along_what_is_merged_with_a_name(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _split("Quellwerk", "泉工"), _merge("泉工", "Quellwerk Labs"))
    assert (_same(identity, "泉工", "Quellwerk Labs"), _same(identity, "泉工", "Quellwerk")) == (True, False)


@pytest.mark.parametrize("names", [("Muse", "MUSE"), ("MUSE", "Muse")])
def test_spellings_of_one_key_can_be_split(lexicon: Lexicon, names: tuple[str, ...]) -> None:
    identity = _identity(lexicon, _split(*names))
    assert [identity.iri(name) for name in ("Muse", "MUSE", "muse")] == [ID + "muse", ID + "MUSE", ID + "muse"]


def test_spellings_of_a_listed_name_can_be_split(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _split("QUELLWERK", "Quellwerk"))
    assert [identity.iri(name) for name in ("Quellwerk", "泉工", "QUELLWERK")] == [ID + "quellwerk", ID + "quellwerk", ID + "QUELLWERK"]


def test_rules_join_names_and_leave_their_trace(lexicon: Lexicon) -> None:
    join = Join(("Lumora", "灵墨"), "bracket", "full name and short name", "a.md:3")
    identity = _identity(lexicon, joins=[join])
    assert (_same(identity, "Lumora", "灵墨"), identity.joins(ID + "lumora")) == (True, [join])


def test_rules_do_not_join_what_is_split(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _split("Lumora", "灵墨"), joins=[Join(("Lumora", "灵墨"), "bracket")])
    assert (_same(identity, "Lumora", "灵墨"), identity.joins(ID + "lumora")) == (False, ())


def test_merge_and_vocabulary_leave_their_trace(lexicon: Lexicon) -> None:
    identity = _identity(lexicon, _merge("A", "泉工"))
    assert identity.joins(ID + "quellwerk") == [
        Join(("A", "泉工"), "correction", "why", "x:1"),
        Join(("Quellwerk", "泉工", "Quellwerk Labs"), "vocabulary"),
    ]


@given(merged=GROUPS)
def test_merging_is_symmetric_and_transitive(lexicon: Lexicon, merged: list[tuple[str, ...]]) -> None:
    identity = _identity(lexicon, *(_merge(*names) for names in merged))
    assert all(_same(identity, *names) for names in merged)
    turned = _identity(lexicon, *(_merge(*names[::-1]) for names in reversed(merged)))
    assert [identity.iri(name) for name in NAMES] == [turned.iri(name) for name in NAMES]


@given(merged=GROUPS)
def test_only_what_is_merged_listed_together_or_of_one_key_is_one(lexicon: Lexicon, merged: list[tuple[str, ...]]) -> None:
    """Against a closure worked out by hand: pairs, taken together until nothing changes."""
    identity = _identity(lexicon, *(_merge(*names) for names in merged))
    listed = [("Quellwerk", "泉工")]
    cells = [{name} for name in NAMES]
    links = [*merged, *listed, *(pair for pair in combinations(NAMES, 2) if key(pair[0]) == key(pair[1]))]
    for _ in NAMES:
        for names in links:
            touched = [cell for cell in cells if not cell.isdisjoint(names)]
            cells = [cell for cell in cells if cell not in touched] + [set().union(*touched)]
    assert {frozenset(cell) for cell in cells} == {frozenset(n for n in NAMES if _same(identity, n, name)) for name in NAMES}


@given(split=GROUPS, order=st.randoms(use_true_random=False))
def test_split_names_are_apart_in_any_order_of_entries(lexicon: Lexicon, split: list[tuple[str, ...]], order: object) -> None:
    entries = [_split(*names) for names in split]
    identity = _identity(lexicon, *entries)
    assert all(identity.iri(a) != identity.iri(b) for names in split for a, b in combinations(names, 2))
    order.shuffle(entries)  # type: ignore[attr-defined]
    turned = _identity(lexicon, *(_split(*entry.names[::-1]) for entry in entries))
    assert [identity.iri(name) for name in NAMES] == [turned.iri(name) for name in NAMES]


@given(split=GROUPS)
def test_split_of_what_is_not_joined_changes_nothing(lexicon: Lexicon, split: list[tuple[str, ...]]) -> None:
    plain = _identity(lexicon)
    needless = [names for names in split if len(set(map(plain.iri, names))) == len(names)]
    identity = _identity(lexicon, *(_split(*names) for names in needless))
    assert [identity.iri(name) for name in NAMES] == [plain.iri(name) for name in NAMES]
