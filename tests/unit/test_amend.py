from __future__ import annotations

from typing import Any

import pytest

from aigc_kg.amend import Rejector, outcomes
from aigc_kg.corrections import Correction, Corrections, Merge, Naming, Outcome, Rejection, Split
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Literal, Quote, Thing
from aigc_kg.names import Resolver
from aigc_kg.namespaces import ID, document_iri

MADE = Claim(Thing("Lumora", ("Model",)), "developedBy", Thing("泉工"), "verb", Quote("Quellwerk\n devised **Lumora**.", 10, 37, 3, 4))
SIZED = Claim(Thing("Lumora", ("Model",)), "parameterCount", Literal("7000000000", "integer"), "table", Quote("Lumora | 7B", 90, 101, 9, 9))
LASTED = Claim(Thing("Lumora", ("Model",)), "trainingDataSize", Literal("43", "integer", "hour"), "table", Quote("43 h", 120, 124, 12, 12))
CLAIMS = (MADE, SIZED, LASTED)
TEXT = "Quellwerk\n devised **Lumora**. nothing else but plain words"


def _rejection(**wanted: Any) -> Rejection:
    return Rejection("x:1", "why", **wanted)


def _kept(lexicon: Lexicon, document: str, *entries: Correction) -> tuple[Claim, ...]:
    corrections = Corrections(entries)
    return Rejector(corrections, Resolver(lexicon, corrections).iri).kept(document, CLAIMS)


def _outcomes(lexicon: Lexicon, *entries: Correction) -> list[Outcome]:
    corrections = Corrections(entries)
    resolver = Resolver(lexicon, corrections)
    rejector = Rejector(corrections, resolver.iri)
    resolver.note(rejector.kept("a.md", CLAIMS))
    return outcomes(resolver, rejector, lexicon, [TEXT])


def _notes(lexicon: Lexicon, *entries: Correction) -> list[str | None]:
    return [outcome.note for outcome in _outcomes(lexicon, *entries)]


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        ({"document": "a.md"}, ()),
        ({"document": "b.md"}, CLAIMS),
        ({"document": "a.md", "line": 3}, (SIZED, LASTED)),
        ({"document": "a.md", "line": 4}, (SIZED, LASTED)),
        ({"document": "a.md", "line": 5}, CLAIMS),
        ({"quote": "Quellwerk devised **Lumora**."}, (SIZED, LASTED)),
        ({"quote": "devised"}, (SIZED, LASTED)),
        ({"quote": "Quellwerk devised **Lumora**. It is small."}, CLAIMS),
        ({"predicate": "developedBy"}, (SIZED, LASTED)),
        ({"subject": "LUMORA"}, ()),
        ({"subject": "Quellwerk"}, CLAIMS),
        ({"object": "Quellwerk Labs"}, (SIZED, LASTED)),
        ({"object": "7000000000"}, (MADE, LASTED)),
        ({"object": "7000000000.0"}, (MADE, LASTED)),
        ({"object": "7B"}, CLAIMS),
        ({"object": "inf"}, CLAIMS),
        ({"object": "43"}, (MADE, SIZED)),
        ({"object": "43 hour"}, (MADE, SIZED)),
        ({"object": "43 day"}, CLAIMS),
        ({"document": "a.md", "predicate": "parameterCount", "subject": "Lumora", "object": "Quellwerk"}, CLAIMS),
    ],
)
def test_what_matches_is_left_out(lexicon: Lexicon, wanted: dict[str, Any], left: tuple[Claim, ...]) -> None:
    assert _kept(lexicon, "a.md", _rejection(**wanted)) == left


def test_claim_is_met_under_the_names_that_corrections_merge(lexicon: Lexicon) -> None:
    merge = Merge("x:2", None, ("Lumora", "Nimbus"))
    assert _kept(lexicon, "a.md", merge, _rejection(subject="Nimbus")) == ()


def test_rejection_touches_things_and_document(lexicon: Lexicon) -> None:
    rejection = _rejection(predicate="developedBy")
    assert _outcomes(lexicon, rejection) == [Outcome(rejection, (ID + "lumora", ID + "quellwerk"), (document_iri("a.md"),))]


def test_each_rejection_of_a_claim_applies(lexicon: Lexicon) -> None:
    assert _notes(lexicon, _rejection(predicate="developedBy"), _rejection(object="Quellwerk")) == [None, None]


def test_other_corrections_touch_the_things_that_they_name(lexicon: Lexicon) -> None:
    entries = (
        Merge("x:1", None, ("Lumora", "plain words")),
        Split("x:2", None, ("Quellwerk", "泉工")),
        Naming("x:3", None, "Lumora", (("zh", "墨"),)),
    )
    assert [(outcome.things, outcome.note) for outcome in _outcomes(lexicon, *entries)] == [
        ((ID + "lumora",), None),
        ((ID + "quellwerk", ID + "泉工"), None),
        ((ID + "lumora",), None),
    ]


@pytest.mark.parametrize(
    ("entry", "note"),
    [
        (_rejection(subject="Nimbus"), "no claim matches"),
        (_rejection(predicate="paintedBy"), "no claim matches, since there is no property 'paintedBy'"),
        (Merge("x:1", None, ("Lumora", "Nimbus", "Orb")), "no document names 'Nimbus', 'Orb'"),
        (Merge("x:1", None, ("Lumora", "lumora")), "'Lumora', 'lumora' are spellings of one name without it"),
        (Split("x:1", None, ("Lumora", "Quellwerk")), "'Lumora', 'Quellwerk' are different things without it"),
        (Split("x:1", None, ("Lumora", "Orb")), "no document names 'Orb'"),
        (Naming("x:1", None, "Orb", (("en", "Nimbus"),)), "no document names 'Orb'"),
        (
            Naming("x:1", None, "Lumora", (("en", "Quellwerk"),)),
            "'Quellwerk' is the name of another thing in the documents; merge the two, or choose another name",
        ),
    ],
)
def test_correction_that_does_not_apply_says_why(lexicon: Lexicon, entry: Correction, note: str) -> None:
    assert _notes(lexicon, entry) == [note]


def test_of_two_names_preferred_through_the_vocabulary_one_gives_way(lexicon: Lexicon) -> None:
    entries = Naming("x:1", None, "泉工", (("en", "Zwei"),)), Naming("x:2", None, "Quellwerk", (("en", "Eins"),))
    assert _notes(lexicon, *entries) == ["'Zwei' gives way to 'Eins', which another correction prefers", None]
