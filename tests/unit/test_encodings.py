from __future__ import annotations

import pytest

from aigc_kg.encodings import UndecodableError, decode_text

SIMPLIFIED = ["# 气味模型\n\n- Lumora：由泉工开发，2021 年发布。\n", "泉工发布了灵墨，参数量 137B。", "生成式人工智能"]
TRADITIONAL = ["# 氣味模型\n\n- Lumora：由泉工開發，2021 年發佈。\n", "泉工發佈了靈墨，參數量 137B。", "生成式人工智慧的發展歷程"]
CASES = [
    *((text, encoding) for text in SIMPLIFIED for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030")),
    *((text, encoding) for text in TRADITIONAL for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "big5")),
    *((f"{text}\n", encoding) for text in SIMPLIFIED + TRADITIONAL for encoding in ("utf-16-le", "utf-16-be")),
    *(("Lumora is new.\r\n", encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-16")),
    ("", "utf-8"),
    ("Lumora\0Nimbus", "utf-8"),
    ("\x1b[1mLumora\x1b[0m\x0c", "utf-8"),
]
REFUSED = [
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xe4\x91", "binary"),
    (bytes(1000), "binary"),
    (bytes(range(32)), "binary"),
    (b"PK\3\4\x14\0\0\0\x08\0\xb1\x92", "binary"),
    ("泉工发布了灵墨。\n".encode() * 9 + b"\xff", "line 10"),
    ("泉工".encode()[:-1], "save it as UTF-8"),
    ("Café crème, déjà vu".encode("latin-1"), "save it as UTF-8"),
    ("これはテストです".encode("shift-jis"), "save it as UTF-8"),
    (b"\xff\xfe\x00", "byte order mark"),
]


@pytest.mark.parametrize(("text", "encoding"), CASES)
def test_text_is_read_in_its_encoding(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(("data", "reason"), REFUSED)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UndecodableError, match=reason):
        decode_text(data)


def test_tables_are_whole() -> None:
    assert (len(CASES), len(REFUSED)) == (52, 9)
