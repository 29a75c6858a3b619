"""Clauses of a sentence, and what takes the force of a statement away: negation, plans, questions, conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aigc_kg.text import fold

_BREAK = re.compile(r"(?<!\d),|,(?!\d)|[，；;。！!]|[:：]\s|：|(?<=[^\d]):(?!//)|\s[-–—]+\s|——|[(（【\[]|[)）】\]]|(?<=\w)\.(?=\s|$)")
_MAY_BREAK = re.compile(r"[,，；;。！!:：—(（【\[)）】\].]|\s(?=[-–—])")
"""What a break begins with: one set of characters is found many times faster than the breaks themselves."""
_LISTED = re.compile(
    r"\s*(?!(?:which|that|who|whose|it|its|is|was|are|were|and|or|but|while|where|with|so|then|as|for|by|in|on|at|"
    r"the model|\w+(?:ed|ing))\b)"
    r"[\w+.#-]+(?: [\w+.#-]+){0,2}(?:, [\w+.#-]+(?: [\w+.#-]+){0,2})*,? (?:and|or) (?!(?:it|its|is|was|are|has|have|can|then|so|\w+ed)\b)\w"
)
"""Behind a comma of English prose: one more of an enumeration that ends with "and"."""
_LAST_LISTED = re.compile(r"\s*(?:and|or)\s+(?:the\s+)?[A-Z0-9][\w+.#-]*(?: [A-Z0-9][\w+.#-]*){0,3}\s*(?=[.;:,)）]?(?:\s|\Z))(?! \w)")
"""Behind a comma: the last of an enumeration, in capitals, and nothing more of a clause."""
_INTRODUCES = re.compile(
    r"(?:(?:[两二三四五六七八九几\d]|多)\s*(?:个|大|种|类)?\s*(?:主要|关键|核心)?(?:部分|组件|模块|步骤|阶段|类|方面|要素)(?:组成|构成)?|组成|包括|包含|"
    r"(?:two|three|four|five|several|\d)\s+(?:parts|components|modules|steps|stages|kinds|types|categories))\s*\Z"
)
"""What a colon only enumerates: the clause goes on behind it."""
_NOT_STATED = re.compile(
    r"没有|未|不是|并非|无法|不(?=(?:由|是|属于|基于|支持|使用|采用|来自|提供|再))|"
    r"据称|据说|据传|传闻|传言|或将|能否|是否|会不会|可否|尚无定论|可能(?:会)?(?:由|推出|发布|是由)|如果|假如|假设|倘若"
)
_NOT_SAID = re.compile(r"\b(?:not|never|isn't|wasn't|doesn't|didn't|won't|rumou?red|reportedly|allegedly|might|if|whether)\b")
_LATIN = re.compile("[a-z]")
_PLANNED = re.compile(
    r"(?:将|将会|将要|即将|计划|拟|打算|准备|预计|有望|宣布将)\s*(?:会|于|在|自主|联合|正式)?\s*\Z"
    r"|\b(?:will|plans? to|is going to|intends? to|to be)\s+(?:soon\s+)?(?:be\s+)?\Z"
)
_TITLE = re.compile(r"[“\"《][^“”\"《》\n]{12,}[”\"》]")
_QUESTION = re.compile(r"[?？]\s*\Z|吗\s*[?？。]?\s*\Z")


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the clauses between commas, colons, dashes and brackets."""
    start = 0
    for match in _breaks(text):
        if match[0] == "," and (_LISTED.match(text, match.end()) or _LAST_LISTED.match(text, match.end())):
            continue
        if match[0].strip() in (":", "：") and _INTRODUCES.search(text, start, match.start()):
            continue
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if text[start:].strip():
        yield start, len(text)


def _breaks(text: str) -> Iterator[re.Match[str]]:
    reached = 0
    for begin in _MAY_BREAK.finditer(text):
        match = _BREAK.match(text, begin.start()) if begin.start() >= reached else None
        if match is not None:
            reached = match.end()
            yield match


def titles(text: str) -> list[tuple[int, int]]:
    """Spans of longer quotations: titles and what somebody said, which the text only cites."""
    return [match.span() for match in _TITLE.finditer(text)]


def is_question(sentence: str) -> bool:
    """Is the sentence a question?"""
    return _QUESTION.search(sentence) is not None


def is_denied(clause: str) -> bool:
    """Does the clause deny, doubt or only suppose what it says?"""
    form = fold(clause)
    return _NOT_STATED.search(form) is not None or (_LATIN.search(form) is not None and _NOT_SAID.search(form) is not None)


def is_planned(before: str) -> bool:
    """Do the words before a verb make it a plan?"""
    return _PLANNED.search(fold(before)) is not None
