"""Encodings of text files, told from the bytes: UTF-8 and UTF-16, with a byte order mark or without, GB18030 and Big5."""

from __future__ import annotations

import codecs
import unicodedata

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHINESE = ("gb18030", "big5")
_COMMON = (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6))
"""First bytes of the common characters, simplified and traditional, which nearly all of a text is written in."""
_PUNCTUATION = (0xA1, 0xA3)
_SAMPLE = 1 << 16
_LEAST_COMMON = 0.8
_FEW_DAMAGED = 5
"""Characters outside ASCII for each damaged one."""
_MOST_CONTROLS = 0.05
_FEW_CONTROLS = 8
_LEAST_ZEROS = 0.2
"""The share of zero bytes in UTF-16 that is valid UTF-8 too, as ASCII is."""
_IMPLAUSIBLE = ("Cc", "Cn", "Co", "Cs")
_READABLE = "\t\n\v\f\r\x1b"


class UndecodableError(ValueError):
    """Bytes that are no text in a known encoding; the message says why, and ends in no full stop."""


def decode_text(data: bytes) -> str:
    """The text, without its byte order mark. Raises UndecodableError for binary data and other encodings."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _readable(_strictly(data[len(mark) :], encoding))
    zeros = data.count(0, 0, _SAMPLE)
    wide = _utf16(data) if zeros else None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _readable(wide if wide is not None else _guessed(data, error))
    return _readable(wide if wide is not None and zeros > _LEAST_ZEROS * min(len(data), _SAMPLE) else text)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableError(f"its byte order mark says {encoding.upper()}, but byte {error.start} is not") from error


def _readable(text: str) -> str:
    sample = text[:_SAMPLE]
    controls = sum(char < " " and char not in _READABLE for char in sample)
    if controls > max(_FEW_CONTROLS, _MOST_CONTROLS * len(sample)):
        raise UndecodableError("it holds binary data, not text")
    return text


def _guessed(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    if _mostly_utf8(data):
        raise UndecodableError(f"it is not UTF-8 in line {line}: save it as UTF-8") from error
    if b"\0" in data[:_SAMPLE]:
        raise UndecodableError("it holds binary data, not text") from error
    decoded = {encoding: text for encoding in _CHINESE if (text := _decoded(data, encoding)) is not None}
    shares = {encoding: _common(text) for encoding, text in decoded.items()}
    best = max(shares, key=lambda encoding: shares[encoding], default=None)
    if best is None or shares[best] < _LEAST_COMMON:
        best = _likeliest(data, decoded)
    if best is None:
        raise UndecodableError(f"it is no text in UTF-8 (line {line}), UTF-16, GB18030 or Big5: save it as UTF-8") from error
    return decoded[best]


def _mostly_utf8(data: bytes) -> bool:
    """Is this UTF-8 with few bytes damaged? It would often pass for GB18030."""
    text = data[:_SAMPLE].decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) > _FEW_DAMAGED * bad


def _utf16(data: bytes) -> str | None:
    """Text of UTF-16 without a mark, where its characters are plausible in one order of the bytes and not in the other."""
    plausible = {
        encoding: text
        for encoding, blanks in (("utf-16-le", (b" \0", b"\n\0")), ("utf-16-be", (b"\0 ", b"\0\n")))
        if any(blank in data for blank in blanks)
        and (text := _decoded(data, encoding)) is not None
        and not any(unicodedata.category(char) in _IMPLAUSIBLE and char not in _READABLE for char in set(text))
    }
    # In the wrong order of the bytes, a blank is a character of another script.
    return max(plausible.values(), key=lambda text: text.count(" ") + text.count("\n"), default=None)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _common(text: str) -> float:
    """The share of common characters and punctuation among those outside ASCII."""
    chars = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(any(_is_common(char, *level) for level in _COMMON) for char in chars) / len(chars) if chars else 0.0


def _is_common(char: str, encoding: str, low: int, high: int) -> bool:
    code = char.encode(encoding, "ignore")
    return len(code) == 2 and (low <= code[0] <= high or _PUNCTUATION[0] <= code[0] <= _PUNCTUATION[1])


def _likeliest(data: bytes, decoded: dict[str, str]) -> str | None:
    """What charset-normalizer takes it for: it knows other encodings too."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[:_SAMPLE]).best() if decoded else None
    return guess.encoding if guess is not None and guess.encoding in decoded else None
