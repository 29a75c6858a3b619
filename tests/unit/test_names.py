from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corrections import Correction, Corrections, Merge, Naming, Split
from aigc_kg.identity import Join
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Literal, Quote, Thing
from aigc_kg.names import NamedThing, Resolver
from aigc_kg.namespaces import ID, thing_iri
from aigc_kg.text import key

QUOTE = Quote("x", 0, 1, 1, 1)
THINGS = st.lists(
    st.builds(
        Thing,
        st.sampled_from(["Lumora 2", "lumora-2", "LUMORA 2", "灵墨", "靈墨", "Quellwerk", "quellwerk", "泉工", "文本"]),
        st.sampled_from([(), ("Model",), ("Organization",), ("Model", "Product")]),
        st.sampled_from([(), ("Lum",), ("灵",)]),
    ),
    max_size=8,
)


def _claim(subject: Thing, obj: Thing | Literal | None = None) -> Claim:
    return Claim(subject, "developedBy", obj or Literal("1", "integer"), "test", QUOTE)


def _things(lexicon: Lexicon, named: Sequence[Thing]) -> list[NamedThing]:
    resolver = Resolver(lexicon)
    resolver.note(map(_claim, named))
    return resolver.things()


def _preferred(thing: NamedThing) -> dict[str, str]:
    return {language: text for text, language, preferred in thing.labels if preferred}


def test_spellings_of_one_key_are_one_thing(lexicon: Lexicon) -> None:
    things = _things(lexicon, [Thing("Lumora 2"), Thing("lumora-2")])
    assert [{text for text, _, _ in thing.labels} for thing in things] == [{"Lumora 2", "lumora-2"}]


def test_versions_are_different_things(lexicon: Lexicon) -> None:
    assert len(_things(lexicon, [Thing("Lumora"), Thing("Lumora 2"), Thing("Lumora 2.5"), Thing("Lumora 25")])) == 4


@pytest.mark.parametrize("name", ["泉工", "quell werk", "Quellwerk-Labs"])
def test_listed_name_means_the_listed_thing(lexicon: Lexicon, name: str) -> None:
    assert Resolver(lexicon).iri(name) == ID + "quellwerk"


def test_other_name_has_an_iri_from_the_name_alone(lexicon: Lexicon) -> None:
    assert Resolver(lexicon).iri("Lumora 2") == thing_iri(key("Lumora 2"))


def test_listed_thing_keeps_its_kind_and_is_called_what_documents_call_it(lexicon: Lexicon) -> None:
    thing = _things(lexicon, [Thing("quellwerk", ("Model",)), Thing("quellwerk", ("Model",))])[0]
    assert (thing.classes, _preferred(thing)) == (("Organization",), {"en": "Quellwerk"})
    assert ("泉工", "zh", False) in thing.labels


def test_commonest_spelling_is_preferred(lexicon: Lexicon) -> None:
    thing = _things(lexicon, [Thing("lumora 2"), Thing("Lumora-2"), Thing("Lumora-2")])[0]
    assert _preferred(thing) == {"en": "Lumora-2"}


def test_each_language_has_its_preferred_name(lexicon: Lexicon) -> None:
    thing = _things(lexicon, [Thing("Lumora", aliases=("灵墨",))])[0]
    assert _preferred(thing) == {"en": "Lumora", "zh": "灵墨"}


def test_kind_is_what_most_claims_say(lexicon: Lexicon) -> None:
    thing = _things(lexicon, [Thing("Orb", ("Model",)), Thing("Orb", ("Product",)), Thing("Orb", ("Product",))])[0]
    assert thing.classes == ("Product",)


def test_objects_are_things_too(lexicon: Lexicon) -> None:
    resolver = Resolver(lexicon)
    resolver.note([_claim(Thing("Orb"), Thing("Weir"))])
    assert [thing.iri for thing in resolver.things()] == [ID + "orb", ID + "weir"]


@given(named=THINGS)
def test_order_of_claims_makes_no_difference(lexicon: Lexicon, named: list[Thing]) -> None:
    assert _things(lexicon, named) == _things(lexicon, named[::-1])


@given(named=THINGS)
def test_a_language_has_one_preferred_name_at_most(lexicon: Lexicon, named: list[Thing]) -> None:
    for thing in _things(lexicon, named):
        languages = [language for _, language, preferred in thing.labels if preferred]
        assert len(languages) == len(set(languages))


@given(named=THINGS)
def test_no_name_stands_twice(lexicon: Lexicon, named: list[Thing]) -> None:
    for thing in _things(lexicon, named):
        texts = [text for text, _, _ in thing.labels]
        assert len(texts) == len(set(texts))


@given(named=THINGS)
def test_every_name_used_is_kept(lexicon: Lexicon, named: list[Thing]) -> None:
    kept = {text for thing in _things(lexicon, named) for text, _, _ in thing.labels}
    assert kept >= {name for thing in named for name in (thing.name, *thing.aliases)}


@given(named=THINGS)
def test_things_come_in_order_of_their_iris(lexicon: Lexicon, named: list[Thing]) -> None:
    iris = [thing.iri for thing in _things(lexicon, named)]
    assert iris == sorted(set(iris))


def _corrected(lexicon: Lexicon, named: Sequence[Thing], *entries: Correction, joins: Sequence[Join] = ()) -> dict[str, NamedThing]:
    resolver = Resolver(lexicon, Corrections(entries), joins)
    resolver.note(map(_claim, named))
    return {thing.iri.removeprefix(ID): thing for thing in resolver.things()}


def _labels(thing: NamedThing) -> set[str]:
    return {text for text, _, _ in thing.labels}


def test_merged_thing_has_the_names_of_both(lexicon: Lexicon) -> None:
    things = _corrected(lexicon, [Thing("Lumora"), Thing("Nimbus")], Merge("x:1", None, ("Lumora", "Nimbus")))
    assert {iri: _labels(thing) for iri, thing in things.items()} == {"lumora": {"Lumora", "Nimbus"}}


def test_merged_name_that_no_document_has_is_a_name_too(lexicon: Lexicon) -> None:
    assert _labels(_corrected(lexicon, [Thing("Lumora")], Merge("x:1", None, ("Lumora", "Nimbus")))["lumora"]) == {"Lumora", "Nimbus"}


def test_things_of_the_vocabulary_that_are_merged_have_the_names_of_both(lexicon: Lexicon) -> None:
    things = _corrected(lexicon, [Thing("气味")], Merge("x:1", None, ("scent", "text")))
    assert {iri: _labels(thing) for iri, thing in things.items()} == {"text": {"scent", "气味", "香", "text", "文本"}}


def test_name_that_is_split_off_is_no_label(lexicon: Lexicon) -> None:
    things = _corrected(
        lexicon, [Thing("Quellwerk", ("Organization",)), Thing("泉工", ("Model",))], Split("x:1", None, ("Quellwerk", "泉工"))
    )
    assert {iri: (_labels(thing), thing.classes) for iri, thing in things.items()} == {
        "quellwerk": ({"Quellwerk", "Quellwerk Labs"}, ("Organization",)),
        "泉工": ({"泉工"}, ("Model",)),
    }


@pytest.mark.parametrize(
    ("entry", "preferred"),
    [
        (Merge("x:1", None, ("Lumora", "Nimbus"), "Nimbus"), {"en": "Nimbus"}),
        (Naming("x:1", None, "LUMORA", (("en", "Lumora One"), ("zh", "Lumora"))), {"en": "Lumora One", "zh": "Lumora"}),
        (Naming("x:1", None, "Lumora", (("en", "Quellwerk"),)), {"en": "Lumora"}),
    ],
)
def test_thing_is_called_what_corrections_call_it(lexicon: Lexicon, entry: Correction, preferred: dict[str, str]) -> None:
    things = _corrected(lexicon, [Thing("Lumora"), Thing("Lumora"), Thing("Nimbus"), Thing("Quellwerk")], entry)
    assert _preferred(things["lumora"]) == preferred


def test_thing_of_the_vocabulary_is_called_what_corrections_call_it(lexicon: Lexicon) -> None:
    things = _corrected(lexicon, [Thing("scent")], Naming("x:1", None, "气味", (("zh", "香"),)))
    assert _preferred(things["scent"]) == {"en": "scent", "zh": "香"}


def test_thing_knows_why_its_names_are_one(lexicon: Lexicon) -> None:
    named = [Thing("泉工"), Thing("Lumora"), Thing("lumora"), Thing("灵墨"), Thing("Nimbus")]
    rule = Join(("Lumora", "灵墨", "Orbiter"), "bracket", "full name", "a.md:3")
    things = _corrected(lexicon, named, Merge("x:1", "why", ("Nimbus", "Lumora")), joins=[rule])
    assert things["quellwerk"].joins == (Join(("Quellwerk", "泉工", "Quellwerk Labs"), "vocabulary"),)
    assert things["lumora"].joins == (
        Join(("lumora", "Lumora"), "spelling"),
        Join(("Nimbus", "Lumora"), "correction", "why", "x:1"),
        Join(("Lumora", "灵墨"), "bracket", "full name", "a.md:3"),
    )


@given(named=THINGS, order=st.permutations(range(4)))
def test_order_of_corrections_makes_no_difference(lexicon: Lexicon, named: list[Thing], order: list[int]) -> None:
    entries: list[Correction] = [
        Merge("x:1", None, ("Lumora 2", "灵墨"), "灵墨"),
        Merge("x:2", None, ("文本", "灵墨")),
        Split("x:3", None, ("Quellwerk", "泉工")),
        Naming("x:4", None, "quellwerk", (("zh", "泉"),)),
    ]
    things, turned = (_corrected(lexicon, named, *given) for given in (entries, [entries[at] for at in order]))
    assert [replace(thing, joins=()) for thing in things.values()] == [replace(thing, joins=()) for thing in turned.values()]
