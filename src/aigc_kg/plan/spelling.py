"""Names written with a slip of the finger: the nearest known one, where only one is near, and never across a digit."""

from __future__ import annotations

import re
from collections.abc import Iterable

from aigc_kg.text import has_han, key

_DIGITS = re.compile(r"\d+(?:\.\d+)*")
_LEAST_LENGTH = 5
_SLIPS = {5: 1, 9: 2}
"""From this length of a name on, how many slips (letters left out, put in, changed, swapped) it may have."""
_SUGGESTIONS = 3


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The one key among those known that is a few slips away; none where several are."""
    wanted = key(written)
    slips = max((n for length, n in _SLIPS.items() if len(wanted) >= length), default=0)
    if has_han(written) or not slips:
        return None
    from rapidfuzz.distance import DamerauLevenshtein
    from rapidfuzz.process import extract

    found = extract(wanted, [one for one in known if _may_be(wanted, one)], scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=2)
    if not found or (len(found) > 1 and found[0][1] == found[1][1]):
        return None
    return str(found[0][0])


def similar(written: str, known: Iterable[str]) -> list[str]:
    """A few known keys that look like it, to be offered."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    return [str(one) for one, _, _ in extract(key(written), list(known), scorer=ratio, score_cutoff=60, limit=_SUGGESTIONS)]


def _may_be(wanted: str, one: str) -> bool:
    """The same digits, the same first letter, and long enough to tell?"""
    return len(one) >= _LEAST_LENGTH and one[0] == wanted[0] and _DIGITS.findall(one) == _DIGITS.findall(wanted)
