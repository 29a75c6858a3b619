"""Numbers and dates as people say them in questions: spelt out (`a hundred billion`, 二〇二〇年), and parts of years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from aigc_kg.quantities import SCALES, Date, chinese_number
from aigc_kg.text import fold

_SMALL = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)  # noqa: SIM905
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALED = {word: SCALES[word] for word in ("thousand", "million", "billion", "trillion")}
_CARDINAL = re.compile(rf"(?<![\w-])(?:{'|'.join(w for w in _SMALL if w not in ('a', 'an', 'one'))})(?![\w-])")
_SPELT = re.compile(
    rf"(?<![\w-])(?:(?P<small>{'|'.join(_SMALL)})\s+)?(?:(?P<hundred>hundred)(?:\s+(?P<scale>{'|'.join(_SCALED)}))?"
    rf"|(?<=\s)(?P<only>{'|'.join(_SCALED)}))(?![\w-])"
)
_DIGITS = "〇零一二三四五六七八九"
_YEAR_IN_DIGITS = re.compile(rf"(?P<y>[一二][九零〇][{_DIGITS}]{{2}})年(?:(?P<m>十[一二]?|[一二三四五六七八九])月)?")
_YEAR_IN_WORDS = re.compile(r"(?P<y>[两二]千零?[一二三四五六七八九十]{1,3})年")
_PLAIN_YEAR = r"(?P<y>(?:19|20)\d\d)"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_NTH = "|".join(_ORDINALS)
_PERIODS = tuple(
    (re.compile(pattern), months)
    for pattern, months in (
        (rf"{_PLAIN_YEAR}\s*年?\s*的?(?P<half>[上下])半年", 6),
        (rf"(?:the\s+)?(?P<n>first|second)\s+half\s+of\s+{_PLAIN_YEAR}", 6),
        (rf"\bh(?P<n>[12])\s+(?:of\s+)?{_PLAIN_YEAR}", 6),
        (rf"{_PLAIN_YEAR}\s*年?\s*的?第?(?P<n>[一二三四1-4])季度", 3),
        (rf"(?:the\s+)?(?P<n>{_NTH})\s+quarter\s+of\s+{_PLAIN_YEAR}", 3),
        (rf"\bq(?P<n>[1-4])\s+(?:of\s+)?{_PLAIN_YEAR}", 3),
        (r"(?P<y>(?:19|20)\d0)\s*(?:年代|s\b)", 120),
    )
)


@dataclass(frozen=True, slots=True)
class Spelt:
    """A number, or a date with the last one of a period that begins with it, and where it stands."""

    start: int
    end: int
    number: int | None = None
    date: Date | None = None
    until: Date | None = None


def spelt_values(text: str) -> Iterator[Spelt]:
    """The values of a text that are not written as a figure or date."""
    view = fold(text)
    if len(view) != len(text):
        return
    yield from (Spelt(m.start(), m.end(), _SMALL[m[0]]) for m in _CARDINAL.finditer(view))
    for match in _SPELT.finditer(view):
        hundred = 100 if match["hundred"] else 1
        number = _SMALL.get(match["small"] or "a", 1) * hundred * _SCALED.get(match["scale"] or match["only"] or "", 1)
        yield Spelt(match.start(), match.end(), number)
    yield from _years(view)
    yield from _periods(view)


def _years(view: str) -> Iterator[Spelt]:
    for match in _YEAR_IN_DIGITS.finditer(view):
        year = int("".join(str(max(0, _DIGITS.index(char) - 1)) for char in match["y"]))
        month = chinese_number(match["m"]) if match["m"] else 0
        yield Spelt(match.start(), match.end(), date=Date(year, month or 0))
    for match in _YEAR_IN_WORDS.finditer(view):
        if spoken := chinese_number(match["y"].replace("两", "二")):
            yield Spelt(match.start(), match.end(), date=Date(spoken))


def _periods(view: str) -> Iterator[Spelt]:
    for pattern, months in _PERIODS:
        for match in pattern.finditer(view):
            year, groups = int(match["y"]), match.groupdict()
            if months > 12:
                yield Spelt(match.start(), match.end(), date=Date(year), until=Date(year + months // 12 - 1))
                continue
            said = groups.get("n") or ("1" if groups["half"] == "上" else "2")
            number = _ORDINALS.get(said) or int(said)
            yield Spelt(match.start(), match.end(), date=Date(year, (number - 1) * months + 1), until=Date(year, number * months))
