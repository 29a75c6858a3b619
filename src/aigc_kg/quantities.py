"""Numbers with their scales and units, and dates as precise as the text, in Chinese and English."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from fractions import Fraction
from functools import lru_cache

from aigc_kg.frozen import light
from aigc_kg.text import Folded, folded

SCALES = {
    "k": 10**3, "m": 10**6, "b": 10**9, "bn": 10**9, "t": 10**12,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "百": 10**2, "千": 10**3, "万": 10**4, "十万": 10**5, "百万": 10**6, "千万": 10**7,
    "亿": 10**8, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12, "十万亿": 10**13, "兆": 10**12,
}  # fmt: skip
BYTES = {"kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12, "pb": 10**15, "g": 10**9, "字节": 1, "byte": 1, "bytes": 1}
UNITS = {
    "小时": "hour", "hour": "hour", "hours": "hour", "分钟": "minute", "minute": "minute", "minutes": "minute",
    "秒": "second", "second": "second", "seconds": "second", "天": "day", "day": "day", "days": "day",
    "首歌曲": "song", "首歌": "song", "首": "song", "song": "song", "songs": "song",
    "张图片": "image", "张图像": "image", "image": "image", "images": "image", "张": "image",
    "个单词": "word", "单词": "word", "词": "word", "word": "word", "words": "word",
    "个token": "token", "token": "token", "tokens": "token", "个词元": "token", "词元": "token",
    "个参数": "parameter", "参数": "parameter", "parameter": "parameter", "parameters": "parameter", "params": "parameter",
    "倍": "times", "times": "times", "x": "times", "%": "%", "percent": "%",
    "篇": "document", "documents": "document", "对": "pair", "pairs": "pair", "pair": "pair", "个图文对": "pair", "图文对": "pair",
    "对图文": "pair", "image-text pairs": "pair",
    "条": "item", "个样本": "sample", "samples": "sample",
    "美元": "USD", "元": "CNY", "用户": "user", "users": "user",
}  # fmt: skip
_OPEN = float("inf")
_NEAR = (0.9, 1.1)
HEDGES = {
    "超过": (1, _OPEN), "超": (1, _OPEN), "逾": (1, _OPEN), "至少": (1, _OPEN), "最少": (1, _OPEN), "不到": (0, 1), "最多": (0, 1),
    "多达": (1, 1), "高达": (1, 1), "仅": (1, 1), "只有": (1, 1), "截至": (1, 1), "约为": _NEAR, "大约": _NEAR, "约": _NEAR,
    "近": (0.9, 1), "将近": (0.9, 1), "接近": (0.9, 1),
    "more than": (1, _OPEN), "over": (1, _OPEN), "at least": (1, _OPEN), "up to": (0, 1), "only": (1, 1), "as of": (1, 1),
    "about": _NEAR, "around": _NEAR, "approximately": _NEAR, "roughly": _NEAR, "~": _NEAR, "nearly": (0.9, 1), "almost": (0.9, 1),
}  # fmt: skip
"""What may stand before a number, and how far from it the amount meant may lie, as factors of it."""
EXCLUSIVE = ("仅", "only")
"""Words on a claim that say that nothing else is so."""
_MORE = {"多": (1, 2), "余": (1, 2), "来": _NEAR, "几": (1, 2)}
"""The same, inside a Chinese numeral: 十多亿 is between ten and twenty."""


def _alternatives(words: object) -> str:
    escaped = (re.escape(word) for word in sorted(words, key=len, reverse=True))  # type: ignore[call-overload]
    # 个token and 个 token are written alike.
    return "|".join(re.sub(r"\A个(?=.)", r"个\\s?", word) for word in escaped)


_WORDS: dict[str, Fraction | int] = {
    "half a": Fraction(1, 2), "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
}  # fmt: skip
"""English numerals, read in front of a scale only: `six trillion`."""
_HAN_DIGITS = "零〇一二两三四五六七八九十百千万亿"
_VAGUE = "数几"
"""Before a numeral they leave its value open: 数十亿 is some billions."""
_ORDERS = "下上这那每某同第任另首"
"""Before a numeral they point at one of several, and count nothing: 下一个单词."""
# The fraction slash is what ½ is folded with; a fraction is not read, rather than as its parts.
_NUMBER = re.compile(
    rf"(?P<hedge>{_alternatives(HEDGES)})?\s*"
    rf"(?:(?<![a-z])(?P<word>{_alternatives(_WORDS)})(?=\s+(?:thousand|[mbtr]+illion)\b)|(?P<digits>(?<![a-z\d.⁄])\d+(?!\d*⁄)(?:,\d{{3}})*(?:\.\d+)?)|(?P<han>(?<![{_VAGUE}{_HAN_DIGITS}{_ORDERS}])[{_HAN_DIGITS}]+(?=[多余来几]?\s*(?:个|亿|万|参数|首|小时|张|家|类|种|款|倍))))"
    rf"(?P<more>[{''.join(_MORE)}])?"
    rf"(?:\s*(?P<bytes>(?:{_alternatives(BYTES)})(?![a-z]))|\s*(?P<scale>(?:{_alternatives(SCALES)})(?![a-z]))?)?"
    rf"(?P<more2>[多余])?"
    rf"(?:\s*-?(?:[两二三四五六几多]\s*[种个档款类]\s*|(?:additional|extra|more|new|further|training)\s+)?(?P<unit>(?:{_alternatives(UNITS)})(?![a-z])))?"
)


_MAY_BE_NUMBER = re.compile(rf"\d|[{_HAN_DIGITS}億萬][多余餘來来几幾]?\s*[个個亿億万萬参參首小张張家类類种種款倍]|(?i:thousand|illion)\b")
"""Most clauses hold none: they are told apart without being folded, and so in both scripts."""


@light(frozen=True, slots=True)
class Number:
    """A number in running text: exact value, canonical unit or None, hedge words, and its span."""

    value: int | float
    unit: str | None
    hedge: str | None
    start: int
    end: int
    bare: bool
    """Without scale or unit: may as well be a version, an index or a year."""


def numbers(text: str) -> Iterator[Number]:
    """All numbers of the text, scales worked out (`1370亿` is 137000000000), bytes decimal."""
    return iter(_numbers(text) if _MAY_BE_NUMBER.search(text) else ())


@lru_cache(maxsize=1024)
def _numbers(text: str) -> tuple[Number, ...]:
    view = folded(text)
    return tuple(number for match in _NUMBER.finditer(view.text) if (number := _number(match, view)) is not None)


def _number(match: re.Match[str], view: Folded) -> Number | None:
    amount = _amount(match)
    if amount is None:
        return None
    written = next(name for name in ("digits", "word", "han") if match[name])
    start, end = view.original_span(match.start(written), match.end())
    hedge = match["hedge"] or (match["more"] or match["more2"]) or None
    unit = "byte" if match["bytes"] else UNITS.get((match["unit"] or "").replace("个 ", "个"))
    bare = not (match["bytes"] or match["scale"] or match["unit"] or match["han"])
    return Number(_plain(amount), unit, hedge, start, end, bare)


def _amount(match: re.Match[str]) -> Fraction | int | None:
    scale = BYTES.get(match["bytes"] or "") or SCALES.get(match["scale"] or "", 1)
    if match["digits"]:
        digits = match["digits"].replace(",", "")
        return int(digits) * scale if digits.isdecimal() else Fraction(digits) * scale
    if match["word"]:
        return _WORDS[match["word"]] * scale
    value = chinese_number(match["han"])
    return None if value is None else value * scale


def _plain(value: Fraction | int) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def bounds(value: float, hedge: str | None) -> tuple[float, float]:
    """Least and most that a number with its hedge may mean; the number itself where there is none."""
    least, most = HEDGES.get(hedge or "") or _MORE.get(hedge or "") or (1, 1)
    return value * least, value * most


def chinese_number(text: str) -> int | None:
    """Value of a Chinese numeral such as 二十五 or 一百二十万, or None where it is none."""
    import cn2an  # loaded only where a numeral is written in characters

    try:
        return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except ValueError:
        return None


@light(frozen=True, slots=True, order=True)
class Date:
    """A date as precise as the text: year, year and month, or all three."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def iso(self) -> str:
        """ISO 8601, as precise as the date."""
        return "-".join([f"{self.year:04d}", *(f"{part:02d}" for part in (self.month, self.day) if part)])

    @property
    def datatype(self) -> str:
        """Local name of the XML Schema type."""
        return "date" if self.day else "gYearMonth" if self.month else "gYear"

    def agrees(self, other: Date) -> bool:
        """Do the two not exclude each other (2021 and 2021-03 agree)?"""
        return all(not a or not b or a == b for a, b in zip(self._parts, other._parts, strict=True))

    @property
    def _parts(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day


@light(frozen=True, slots=True)
class DateSpan:
    """A date and where it stands; `year` is 0 where the text leaves it out."""

    date: Date
    start: int
    end: int


_MONTHS = {name: i for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:19|20)\d\d"
_HAN_MONTH = r"十[一二]?|[一二三四五六七八九]"
_HAN_DAY = r"[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DATE_PATTERNS = tuple(
    (re.compile(pattern), next((mark for mark in ("\\s*年", "\\s*月") if mark in pattern), "")[-1:])
    for pattern in (
        rf"(?<!\d)(?P<y>{_YEAR}|[一二][九〇零][〇零一二三四五六七八九]{{2}})\s*年\s*(?:(?P<m>\d{{1,2}}|{_HAN_MONTH})\s*月(?:\s*(?P<d>\d{{1,2}}|{_HAN_DAY})\s*[日号])?)?",
        rf"(?<![\d.])(?P<y>{_YEAR})(?P<s>[-./])(?P<m>0?[1-9]|1[0-2])(?:(?P=s)(?P<d>0?[1-9]|[12]\d|3[01]))?(?![\d])(?!\.\d)",
        rf"\b{_MONTH.format('mon')}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>{_YEAR})\b",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.format('mon')},?\s+(?P<y>{_YEAR})\b",
        rf"\b{_MONTH.format('mon')},?\s+(?P<y>{_YEAR})\b",
        rf"(?<![\d./-])(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})(?![\d/])",
        rf"(?<![\d.])(?<!\d年)(?<!\d\s年)(?P<m>\d{{1,2}}|{_HAN_MONTH})\s*月\s*(?P<d>\d{{1,2}}|{_HAN_DAY})\s*[日号]",
        r"^\s*[(\[【（]?(?P<m>0?[1-9]|1[0-2])[./](?P<d>0?[1-9]|[12]\d|3[01])(?=\s*[)\]】）]?\s*(?:[:,，、：]|-\s))",
        r"^\s*[(\[【（]?(?P<m>0?[1-9]|1[0-2])\s*月(?:份)?(?=\s*[)\]】）]?\s*[:,，、：])",
        rf"^\s*{_MONTH.format('mon')}(?:\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?)?(?=\s*(?:[:,，：–—]|-\s))",
        rf"(?<!\d年)(?<!\d\s年)(?<![\d.个每第一二三四五六七八九十\-–~至到])(?P<m>\d{{1,2}}|{_HAN_MONTH})\s*月(?![\d一二三四五六七八九十个之刊球光亮])",
        rf"\b(?:in|since|by|until)\s+{_MONTH.format('mon')}(?!\s*,?\s*\d)\b",
        rf"(?<![\d.,\-/a-z])(?P<y>{_YEAR})(?![\d%\-/a-z]|\.\d|,\d|\s*(?:个|万|亿|名|家|种|款|倍|小时|gb|tb|tokens?|words?|hours?|songs?|images?|users?|samples?|pairs?))",
    )
)


"""Patterns, and the mark that stands in every date of theirs; empty where there is none."""
_NEEDED = {"y": re.compile(rf"{_YEAR}|[〇零九]"), "mon": re.compile("|".join(_MONTHS))}
"""What a text must hold for a group of a pattern. Most have neither year nor month, and need not be searched."""
_MAY_BE_DATE = re.compile(rf"\d|[一二三四五六七八九十]\s*月|[〇零一二三四五六七八九]\s*年|(?i:\b(?:{'|'.join(_MONTHS)}))")


def dates(text: str, *, partial: bool = True) -> list[DateSpan]:
    """All dates of the text in order, without overlaps; with `partial` also those that leave the year out."""
    return list(_dates(text, partial=partial)) if _MAY_BE_DATE.search(text) else []


@lru_cache(maxsize=1024)
def _dates(text: str, *, partial: bool) -> tuple[DateSpan, ...]:
    view = folded(text)
    missing = {name for name, needed in _NEEDED.items() if needed.search(view.text) is None}
    found: list[DateSpan] = []
    for pattern, mark in _DATE_PATTERNS:
        groups = pattern.groupindex
        if mark not in view.text or not missing.isdisjoint(groups) or ("y" not in groups and not partial):
            continue
        for match in pattern.finditer(view.text):
            start, end = view.original_span(match.start(), match.end())
            if not any(start < span.end and span.start < end for span in found):
                date = _date(match, groups)
                if date:
                    found.append(DateSpan(date, start, end))
    return tuple(sorted(found, key=lambda span: span.start))


def _counted(numeral: str) -> int:
    """A numeral of a date: in digits, or in Chinese characters (二〇二三, 二十一)."""
    return int(numeral) if numeral.isdecimal() else chinese_number(numeral) or 0


def _date(match: re.Match[str], groups: Collection[str]) -> Date | None:
    got = {name: match[name] for name in ("y", "m", "d", "mon") if name in groups and match[name]}
    month = _MONTHS[got["mon"][:3]] if "mon" in got else _counted(got.get("m", "0"))
    date = Date(_counted(got.get("y", "0")), month, _counted(got.get("d", "0")))
    return date if _exists(date) else None


def _exists(date: Date) -> bool:
    """Has the calendar this day? One without a year may be in a leap year, one without a month in any."""
    try:
        dt.date(date.year or 2000, date.month or 1, date.day or 1)
    except ValueError:
        return False
    return True
