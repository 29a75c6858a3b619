"""Noun phrases that no vocabulary lists, in the place of an object: `采用因果卷积`, `trained on web text and code`.

No tagger stands behind this: a phrase ends where a word begins that goes on to another thought, and loses what only counts
or praises it. What is left is the text's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from aigc_kg.text import HAN, has_han

MAX_HAN, MAX_WORDS = 20, 6
_SEPARATOR = re.compile(
    r"\s*(?:、|以及|及其|或者|(?<![求平总饱温缓])和(?![谐平])|与|跟(?![进踪随上])|及(?!时|格)|或(?!许)|/|＋|\+|；|"
    r"(?<!\d),\s*(?:and\b|or\b)?|,(?!\d)\s*(?:and\b|or\b)?|\band\b|\bor\b|\bas well as\b)\s*"
)
_END = re.compile(
    r"[。！？!?;；，\n（(）)【】\[\]：:“”\"《》「」]"
    rf"|(?<=[{HAN}A-Za-z0-9])\s*(?:来(?!自|源|回)|以(?!及|太)|从而|进而|进行|用于|用来|用以|实现|解决|作为|并(?!行|发)|而(?!非)|"
    rf"的(?:方式|方法|形式|手段)(?=[{HAN}])|之[上下后前间]|[上中里](?=[进训构生完做实搭联共一])|等(?!级|价|式|距)|(?<!前)后(?=[，再又才能可])|"
    r"时(?=[，能可会])|提升|提高|加速|降低|减少|增强|完成|得到|获得|使得?(?!用)|让|[把将])"
    r"|,?\s(?:including|such as)\b"
    r"|\s(?:to|for|that|which|with|in|on|by|at|from|into|as|is|are|was|were|has|have|can|so|while|when|where|but|because|than|through|via|"
    r"using|and then|during|without|after|before|rather|instead|whose|who|it|they|we|allows?|enabl\w+|achiev\w+|improv\w+)\b"
)
_NOUN_HEAD = (
    r"模型|器|技术|方法|任务|网络|框架|算法|机制|系统|能力|式|的|平台|工具|引擎|数据|流程|单元|层|模块|和|与|、|或|领域|质量|速度|过程"
)
_VERB = re.compile(
    rf"(?<=[{HAN}A-Za-z0-9]{{2}})\s?(?:打造|搭建|构建|处理|测量|提取|生成|设计|建模|映射|预测|描述|提供|创建|定制|教会|同时|呈现|帮助|压缩|捕捉|获取|有效地?)"
    rf"(?:(?=[{HAN}A-Za-z]{{2}})(?!{_NOUN_HEAD}|[在来以并等])|(?<=打造|搭建|构建|设计)\Z)"
)
"""A verb with an object of its own inside what looks like one phrase; before a head noun it belongs to a compound."""
_COUNTED = rf"(?:[一两二三四五六七八九十几数多各每\d]+\s*(?:个|种|类|款|套|层|项|名|对|组|大|系列|部|些)|一(?=[{HAN}]))"
_LEAD = re.compile(
    rf"(?:了|过(?!滤|程)|着|到|的|{_COUNTED}|许多|很多|各种|各类|某种|某些|不同的?|大量的?|少量的?|海量的?|大规模的?|大型的?|更(?!新)|"
    r"全新的?|新的|新型的?|先进的?|强大的?|自己的?|自身的?|其|它的?|广泛的?|特殊的?|来自|源于|称为|名为|叫做|所谓的?|如|例如|包括|包含|主要(?:是|为)?|以及?|"
    r"(?:the|an?|its|their|his|her|our|several|some|many|various|large|massive|huge|new|novel|so-called|more|both|different|mostly|mainly|"
    r"only)\b|[\s,，、:：])"
)
_ANAPHOR = re.compile(
    r"(?:这|该|此|上述|那|何|哪|什么|怎|它们?|他们?|自己|我们?|人们|用户|相同|以下|如下|同样|类似|"
    r"(?:this|these|those|that|it|them|us|you|what|how|all|itself|same)(?![a-z]))",
    re.IGNORECASE,
)
_NO_START = re.compile(
    r"\s*(?:在(?!线)|对(?!比|抗|话|齐|偶|称)|将|给(?!定)|把|被|具有|后(?!训练|处理|验)|向(?!量)|从|于|为(?!了)|相对|较(?!量)|已(?!知)|成为|有一定|有所|自研(?!的)|自主研发(?!的)|未公开|未披露|比较|非常|十分|\b(?:to|of|for|and|or|but|as|so|than|be|uses?|used|it)\b)",
    re.IGNORECASE,
)
"""What begins so goes on with another thought, and names nothing."""
_GENERIC_TAIL = re.compile(
    rf"(?:方面|领域)?的(?:最?[{HAN}]{{2}})?(?:特点|优点|优势|长处|思想|技术|成果|进展)\Z"
    r"|(?:\s*(?:的)?(?:方式|方法|技术|架构|结构|领域|行业|场景|方面|等|相关|之中|当中|中|上|里))+\Z"
    r"|\s+(?:architectures?|techniques?|methods?|approach(?:es)?|fields?|industr(?:y|ies)|domains?|scenarios?)\Z"
)
_NO_NAME_TAIL = re.compile(
    r"(?:步骤|阶段|部分|信息|特征|属性|特点|链接|文档|智慧|输入|输出|内容|效果|问题|技巧|结果|情况|表示|意图|要求|优势|功能|体验|方案|思路|能力|继续|information|features?|results?|ability)\s*\Z"
)
"""What a phrase of these says is no technique, data set or field of its own."""
_WORDLESS = re.compile(r"[\d\s.,%\-~约个年月日]*(?:[KkMBTGP]B?)?\Z")
_BRACKET = re.compile(r"\s*[（(][^（()）]*[)）]")
_GLOSS = re.compile(r"\s*[（(]\s*([^（()），。；]{2,40})[)）]")


def phrases(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the noun phrases that stand enumerated in `text[start:end]`, from `start` on without a gap."""
    at = start
    while at < end:
        stop = _END.search(text, at, end)
        limit = stop.start() if stop else end
        verb = _VERB.search(text, at, limit)
        limit = verb.start() if verb else limit
        following = _SEPARATOR.search(text, at, limit)
        until = following.start() if following and following.start() > at else limit
        span = _trimmed(text, at, until)
        if span is not None:
            yield span
        if not following:
            # What a bracket says of a phrase does not end the enumeration.
            bracket = _BRACKET.match(text, limit, end)
            following = _SEPARATOR.match(text, bracket.end(), end) if bracket else None
            limit = end
        if not following or following.end() >= limit:
            return
        at = following.end()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without what leads up to the noun and what only says what sort of word it is; None where no noun is left."""
    if _ANAPHOR.match(text, start, end) or _NO_START.match(text, start, end):
        return None
    while lead := _LEAD.match(text, start, end):
        start = lead.end()
    while start < end and text[start] in " “”\"'`*·-":
        start += 1
    end = start + len(text[start:end].rstrip(" 的了“”\"'`*·-.。"))
    tail = _GENERIC_TAIL.search(text[start:end])
    if tail and tail.start() >= 2:
        end = start + tail.start()
    return (start, end) if start < end and is_nominal(text[start:end]) else None


def is_nominal(phrase: str) -> bool:
    """May the phrase name something: of a name's length, with letters, and no pronoun?"""
    if _WORDLESS.match(phrase) or _ANAPHOR.match(phrase) or _NO_NAME_TAIL.search(phrase) or len(phrase) < 2:
        return False
    return (
        len(phrase) <= MAX_HAN
        if has_han(phrase)
        else len(phrase.split()) <= MAX_WORDS and phrase[0].isalnum() and (len(phrase) > 2 or phrase.isupper())
    )


def gloss(text: str, end: int) -> str | None:
    """What stands in brackets right behind a phrase: the same in another language or in short."""
    match = _GLOSS.match(text, end)
    return match[1].strip() if match else None
