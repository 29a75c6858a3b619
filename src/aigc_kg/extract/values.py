"""What a field or table cell says, typed by the range of the property."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from aigc_kg.extract.mentions import Mention, is_name
from aigc_kg.extract.nominals import gloss, phrases
from aigc_kg.extract.reading import Reading, date_literal, is_amount, is_scaled, quantity_literal
from aigc_kg.model import Literal, Thing
from aigc_kg.ontology import Property
from aigc_kg.quantities import HEDGES, dates, numbers
from aigc_kg.text import HAN, has_han

BRACKET = re.compile(r"(?:(?<!\s)\s+)?[（(]([^（()）]*)[)）]")
MAX_NAME = 24
_SEPARATOR = re.compile(r"\s*(?:[、,，/；;＋+]|\s&\s|\s和\s|和(?=[A-Za-z])|以及|与|\band\b|\s\|\s)\s*")
_ENUMERATION_REST = re.compile(r"[、,，/；;＋+\s。.等和与及以及“”\"'`《》]|and|系列|大模型|模型|…|\.\.\.|——?")
HEDGED = re.compile(rf"(?:{'|'.join(map(re.escape, HEDGES))}|共|合计|总计|\s|[:：])+", re.IGNORECASE)
"""What may stand before an amount without a word of its own."""
_KIND_OF_ALL = re.compile(rf"\s*等(?:[{HAN}A-Za-z ]{{0,14}})\s*[。.]?\s*\Z")
_SENTENCE = re.compile(r"[，。；,;]")
_RAW_AGENT = re.compile(rf"[{HAN}]{{2,8}}|[{HAN}]{{1,6}}[A-Z]{{2,4}}[{HAN}]{{2,6}}|(?:[A-Z][\w.'’-]*\s?){{1,5}}")
_NO_AGENT = re.compile(r"[的是了在有与及等个年月]|未|不|无|多家|若干|各|否认|承认|认为|表示|辞去|辞职")
_TITLES = re.compile(
    r"(?:.{0,12}?(?:CEO|CTO|COO|CFO|副总裁|总裁|董事长|总经理|联合创始人|创始人|教授|院士|博士|研究员|科学家|工程师|负责人|校友|学者|毕业生|高管|员工|掌门人)\s*)+",
    re.IGNORECASE,
)
_SURNAME = (
    r"(?:欧阳|司马|上官|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
    r"潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文樊颜闫"
    r"殷施洪倪严温季俞章鲁葛韦申尤毕聂焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项裴卓闵谷覃冷隋屈阮蓝单宁饶鲍桂应褚娄荆游牧杭步柴沙卞戚翟冀])"
)
_PERSON = re.compile(
    rf"({_SURNAME}[{HAN}]{{1,2}}?)(?=\s*(?:[，。；、,;.（(）)：:]|\Z|[是在于曾为任和与等的也]|博士|教授|先生|女士|表示|认为|透露|创[办立]|以前|之前|此前|曾|原|现|来自|毕业|师从|20|19))"
    r"|((?:[A-Z][\w’'-]+\s+){1,2}[A-Z][\w’'-]+)(?=\s*(?:[,，.。;；(（]|\Z|is\b|was\b|who\b|and\b|said\b|是|在|于|也|曾))"
)
"""Names of people: in Chinese by a surname, with one or two characters behind it."""
_OF = re.compile(r"\s*(?:的|of\b)?\s*")
_BRACKETS = (("（", 1), ("(", 1), ("）", -1), (")", -1))
_SHORT_NAME = re.compile(rf"(?![该其此这多各]|.*[的是在有了个款种])[{HAN}A-Za-z0-9 .-]{{2,10}}")
_OF_ALL = re.compile(r"\s*[都均皆](?=是|来自|为|曾|毕业)")
"""Behind an enumeration: what is said of all of it."""
_LEAST_NAMES = 3
_MOST_BESIDE = 6
"""Characters beside a name in an enumeration: a title, a department."""
_LEAST_COUNT = 10**6
"""A bare number below this in a column of sizes counts something else, such as layers."""


class Values:
    """Reads values and enumerations out of short texts."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def typed(self, text: str, found: Sequence[Mention], props: Sequence[str]) -> Iterator[tuple[str, list[Thing | Literal]]]:
        """Values of a text for each of the properties that it has any for; what is of no known kind is a value of the first of them."""
        yielded: list[Thing | Literal] = []
        for prop in props:
            spec = self._reading.lexicon.ontology.properties.get(prop)
            if spec is None:
                continue
            values = [value for value in self._of_kind(spec, text, found) if value not in yielded]
            if values:
                yield prop, values
                if self._reading.is_phrased(spec.range) or spec.range is None:
                    yielded += [value for value in values if isinstance(value, Thing) and not value.classes]

    def _of_kind(self, spec: Property, text: str, found: Sequence[Mention]) -> Sequence[Thing | Literal]:
        if spec.kind == "number":
            return self._counts(text)
        if spec.kind == "date":
            return [date_literal(span.date) for span in dates(text)[:1] if span.date.year]
        if spec.kind == "quantity":
            stated = (n for n in numbers(text) if is_amount(n) and not any(m.start <= n.start < m.end for m in found))
            return [quantity_literal(n) for n in stated][:2] or self._scaled(text)
        if spec.kind == "text":
            whole = text.strip(" *`。.")
            return [Literal(whole, "string")] if has_letters(whole) else []
        return self._phrased(text, found, spec.range) if self._reading.is_phrased(spec.range) else self._things(text, found, spec.range)

    def _scaled(self, text: str) -> list[Literal]:
        """`6T`: a large number alone, of what the slot counts."""
        said = [n for n in numbers(text) if is_scaled(n) and not HEDGED.sub("", text[: n.start] + text[n.end :]).strip(" +。.")]
        return [quantity_literal(n) for n in said[:1]]

    def _phrased(self, text: str, found: Sequence[Mention], wanted: str | None) -> list[Thing]:
        """Things of a slot that plain noun phrases may fill: a name in a phrase of its own kind stands for it."""
        things = []
        for first, b in phrases(text, 0, len(text)):
            a = behind_amount(text, first, b)
            if a >= b:
                continue
            inside = [m for m in found if a <= m.start and m.end <= b]
            named = [m.thing for m in inside if m.classes and self._reading.fits(m.thing, wanted)]
            part = all(self._reading.plays(m, "concept") and m.end - m.start < b - a for m in inside if m.classes)
            if named or part:
                other = gloss(text, b)
                things += named or [Thing(text[a:b], (), (other,) if other else ())]
        return things

    def _counts(self, text: str) -> list[Literal]:
        counts = [n for n in numbers(text) if isinstance(n.value, int) and n.unit in (None, "parameter")]
        return [Literal(str(n.value), "integer") for n in counts if n.unit or n.value >= _LEAST_COUNT][:1]

    def _things(self, text: str, found: Sequence[Mention], wanted: str | None) -> list[Thing]:
        things = [m.thing for m in found if self._reading.fits(m.thing, wanted) and (m.classes or is_name(m) or m.marked)]
        if wanted is None:
            # A task or a language is no family.
            things = [thing for thing in things if not self._reading.is_listed_concept(thing)]
        if wanted is None and len(BRACKET.sub("", text).strip()) > sum(len(thing.name) + 3 for thing in things):
            # A slot for any kind of thing takes names, not what a sentence happens to name.
            return []
        if wanted is not None and self._reading.lexicon.ontology.plays((wanted,), "agent"):
            return self._agents(text, found, wanted)
        if wanted is not None and self._reading.lexicon.ontology.plays((wanted,), "task"):
            return self._tasks(text, things)
        return things

    def _tasks(self, text: str, listed: list[Thing]) -> list[Thing]:
        """Listed tasks of a text, the one that it names as a whole, and those that no vocabulary lists."""
        task = self.task(BRACKET.sub("", text).strip()) if not listed else None
        if task is not None:
            return [task]
        spans = ((a, b) for a, b in phrases(text, 0, len(text)) if not any(text[a:b].endswith(thing.name) for thing in listed))
        return listed + [task for a, b in spans if (task := self._reading.unlisted_task(text[a:b])) is not None]

    def _agents(self, text: str, found: Sequence[Mention], wanted: str) -> list[Thing]:
        """Enumerated organizations and people: known names, else what is written as a name and nothing else."""
        things: list[Thing] = []
        at = 0
        bare = BRACKET.sub(lambda match: " " * len(match[0]), text)
        for part in (*_SEPARATOR.finditer(bare), None):
            end = part.start() if part else len(bare)
            inside = [m for m in found if at <= m.start and m.end <= end and self._reading.fits(m.thing, wanted)]
            named = [m.thing for m in inside if m.classes or is_name(m)]
            if things and named and len(bare[at:end].strip()) > len(named[0].name) + _MOST_BESIDE:
                # `A，2021 年从 B 手里接任`: what tells more is no part of the enumeration.
                break
            end = min((m.start() for m in [_OF_ALL.search(bare, at, end)] if m), default=end)
            raw = _TITLES.sub("", bare[at:end].strip(' *`“”"。.'))
            things += named[:1] or ([Thing(raw)] if _RAW_AGENT.fullmatch(raw) and not _NO_AGENT.search(raw) else [])
            if part is None or (not named and not things):
                break
            at = part.end()
        return things

    def agents(self, text: str, found: Sequence[Mention]) -> list[Thing]:
        """Enumerated organizations and people of a text."""
        wanted = self._reading.lexicon.ontology.playing("agent")
        return [self._reading.typed(thing, wanted) for thing in self._agents(text, found, wanted)] if wanted else []

    def inverse(self, text: str, found: Sequence[Mention], prop: str) -> list[Thing]:
        """What a text names as subjects of a property."""
        spec = self._reading.lexicon.ontology.properties.get(prop)
        if spec is None:
            return []
        return self._unlisted_names(text) or self._things(text, found, spec.domain)

    def _unlisted_names(self, text: str) -> list[Thing]:
        """Names of an enumeration of three or more short Chinese ones, none of which is a task or ends with the noun of a class."""
        parts = [part.strip(' *`“”"《》') for part in re.split(r"[、和与及]", _KIND_OF_ALL.sub("", text).strip(" 。."))]
        nouns = tuple(self._reading.lexicon.class_nouns)
        fit = (
            _SHORT_NAME.fullmatch(part)
            and not part.endswith(nouns)
            and self._reading.unlisted_task(part) is None
            and not any(self._reading.lexicon.ontology.plays(self._reading.mentions.classes_of(part), r) for r in ("listed", "agent"))
            for part in parts
        )
        named = len(parts) >= _LEAST_NAMES and all(fit) and any(has_han(part) for part in parts)
        return [Thing(part, self._reading.mentions.classes_of(part)) for part in parts] if named else []

    def task(self, text: str) -> Thing | None:
        """The task that a text names as a whole, or in brackets at its end."""
        bracket = BRACKET.search(text)
        name = self._reading.tasks.whole(text) or (self._reading.tasks.whole(bracket[1]) if bracket else None)
        return Thing(name.label, name.classes) if name else None

    def enumerated(self, text: str, found: Sequence[Mention]) -> list[Thing]:
        """Names of a text that is nothing but an enumeration of artifacts; else none."""
        kind = _KIND_OF_ALL.search(text)
        if kind is not None:
            # `A、B 等视频生成系统`: what stands behind says what all of them are.
            text = text[: kind.start()]
            found = [m for m in found if m.end <= len(text)]
        artifacts = [m for m in found if self._reading.fits(m.thing, self._reading.playing("artifact"))]
        rest = text
        for mention in artifacts:
            rest = rest.replace(mention.name, "", 1)
        rest = _ENUMERATION_REST.sub("", BRACKET.sub("", rest))
        named = [m.thing for m in _outside_brackets(text, artifacts) if m.classes or m.marked or is_name(m)]
        return named if named and len(rest) <= 4 and len(rest) < len(text) / 4 else []

    def names(self, text: str, found: Sequence[Mention]) -> list[Thing]:
        """Names of a cell that holds names: listed and Latin ones, else its own words between separators."""
        named = self.enumerated(text, found)
        if named:
            return named
        things = []
        for part in _SEPARATOR.split(BRACKET.sub("", text)):
            name = part.strip(' *`“”"《》')
            if (
                not 1 <= len(name) <= MAX_NAME
                or not any(c.isalpha() for c in name)
                or name.startswith("其他")
                or (has_han(name) and len(name) > 14)
            ):
                continue
            classes = self._reading.mentions.classes_of(name)
            if self._reading.lexicon.ontology.fits(classes, self._reading.playing("artifact")):
                things.append(Thing(name, classes))
        return things


def has_letters(text: str) -> bool:
    """Does the text hold a letter of any script?"""
    return any(char.isalpha() for char in text)


def _outside_brackets(text: str, mentions: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, given in order, that stand in no bracket."""
    at = opened = 0
    for mention in mentions:
        for mark, change in _BRACKETS:
            opened += change * text.count(mark, at, mention.start)
        at = mention.start
        if opened <= 0:
            yield mention


def behind_amount(text: str, start: int, end: int) -> int:
    """Where the noun of a phrase begins that says first how much of it there is: `about 1.6T tokens of code`."""
    amount = next((n for n in numbers(text) if start <= n.start and n.end <= end), None)
    if amount is None or amount.bare or HEDGED.sub("", text[start : amount.start]):
        return start
    behind = _OF.match(text, amount.end)
    return behind.end() if behind else amount.end


def person(text: str) -> str | None:
    """The name of a person that a text begins with, behind titles; None where there is none."""
    titled = _TITLES.match(text)
    match = _PERSON.match(text, titled.end() if titled else 0)
    return next(filter(None, match.groups()), None) if match else None
