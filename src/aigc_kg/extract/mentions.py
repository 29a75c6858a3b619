"""Names in running text: those of the vocabulary, and new ones by the text's own signs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

import ahocorasick_rs

from aigc_kg.frozen import light
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Thing, View
from aigc_kg.text import HAN, Folded, fold, has_han, key, squeezed

_WORD = r"[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9+#]*(?:[._\-‐–·•&][A-Za-zÀ-ɏ0-9+#]+)*"
_RUN = re.compile(rf"{_WORD}(?: {_WORD})*")
_VERSION = re.compile(r"v?\d{1,2}(?:\.\d+)*[A-Za-z]{0,2}\Z")
_OWN_VERSION = re.compile(r"[\s\-·]?v?\d+(?:\.\d+)*[A-Za-z]?\Z")
_SPACED_VERSION = re.compile(r"\s?[-·]?\s?v?\d{1,2}(?:\.\d+)*[A-Za-z]{0,2}(?![\w.%]|\s*[年月日个亿万倍种家%])")
_MEASURE_AHEAD = re.compile(rf"\s*[年月日个亿万倍种家类大项款层天小分秒位步张首%]|\s*[{HAN}]?参数")
_AMOUNT = re.compile(
    r"\d+(?:\.\d+)?(?:[KMBTGkmbtg]B?|GB|MB|TB|D|%)?(?:-(?:parameters?|tokens?|bit|shot|hours?|layers?|dimensional))?\Z|FY\d{2,4}\Z|Q[1-4]\Z"
)
_FUNCTION_WORD = re.compile(
    r"(?:The|A|An|It|Its|This|That|These|Those|In|On|At|By|For|From|With|Of|To|And|Or|But|We|They|He|She|I|You|Our|Their|As|If|When|While|"
    r"Since|Because|Although|However|Also|Both|Each|Some|Many|Most|All|There|Here|Then|Thus|So|Is|Are|Was|Were|Has|Have|Can|Note|See|Recently|"
    r"Later|After|Before|During|Unlike|Compared|Relative|Like|Another|Other|Such|Its|Not|No|What|Which|Who|How|Why|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|"
    r"January|February|March|April|June|July|August|September|October|November|December|Table|Figure|Section|Chapter|Overview|Introduction|Background|Summary|Conclusions?|References?|Appendix|Abstract|Contents|Applications?|"
    r"Discussion|Evaluation|Limitations?|Resources|Related|Examples?|Features?|Usage|Installation|License|History|Main|Even|Yet|Extension|"
    r"Developed|Released|Introduced|Created|Built|Based|Trained|Proposed|Using|Uses|Given|Two|Three|Four|Five|One)\Z"
)
_CONNECTOR = {"of": True, "with": False, "from": False, "for": False, "in": False, "on": False, "the": False}
"""Words inside a name; True where they join names in English prose too."""
_QUOTED = re.compile(r"[“\"「『《‘]([^“”\"「」『』《》‘’，。；：！？\n]{2,24})[”\"」』》’]")
_ENUMERATED = re.compile(r"[A-Za-z0-9]\s*(?:和|与|及|/|\band\b)\s*[A-Za-z]")
_JOINED_WORDS = re.compile(rf"[（(]|[{HAN}）)](?:与|及|和(?![谐平]))[{HAN}A-Z]")
"""In bold, this is a title of several things and no name."""
_MARKED_TAIL = re.compile(r"\s*[（(][^（()）]*[）)]\s*\Z|(?<=[A-Za-z0-9])\s*系列\s*\Z")
DATE_LIKE = re.compile(r"[\d\s年月日号初底春夏秋冬上下半起前后.\-–/:：]+")
_DIVIDES = re.compile(r"[，。；：、,;:]")
_PUNCTUATION = re.compile(r"[，。；：！？、,;:!?\n]")
_ORGANIZATION_SUFFIX = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|实验室|公司|集团|科技|(?<!人工)智能|团队|小组|工作室|基金会|资本|影业|传媒)\Z"
    r"|\s(?:Labs?|Laborator(?:y|ies)|Research|Inc|Ltd|Corp|Technologies|Team|Studios?|Systems|Company|Foundation|College|Collective|Workshop)\.?\Z"
    r"|\b(?:University|Institute)\b"
)
LOOKS_NAMED = re.compile(r"[A-Z]|[a-z]-?\d")
_start = attrgetter("start")
_MAX_WORDS = 7
_MOST_FACTS = 4096
_MOST_VIEWS = 64
"""Mentions of so many texts are kept: rules ask several times for those of a cell, and every row for those of its header."""
_INNER_MARKS = frozenset("-·._")
_HAN_VERSIONED = re.compile(
    rf"([{HAN}]{{1,12}})(?:[-·‑–]\s?\d{{1,3}}(?:\.\d+)*[A-Za-z]{{0,3}}|[-·‑][A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*|\s?\d{{1,2}}\.\d+)"
    r"(?![A-Za-z0-9.%]|\s*[年月日个亿万倍种家%])"
)
_MAY_BE_VERSIONED = re.compile(rf"[{HAN}](?:[-·‑–]|\s?\d)")
_HAN_SUFFIX = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|实验室|公司|集团|科技|资本|影业|传媒|基金会|工作室|"
    r"智能(?=旗下|发布|推出|开源|宣布|研发|自研|打造|提出|完成|获得?|融资|公司|CEO|创始人|联合|合作|由|是由|的\s?[A-Z]))"
)
_HAN_ORGANIZATION = re.compile(
    rf"(?:[{HAN}]{{2,8}}?|[{HAN}]{{2,6}}?\s?[A-Z]{{2,4}}\s?[{HAN}]{{0,4}}?){_HAN_SUFFIX.pattern}(?!(?:(?!联合(?![实研创团体])|携手|联手|会同|[与和及跟])[{HAN}])*(?:大学|学院|研究院|实验室))"
)
_GENERIC_STEM = re.compile(r"(?:初创|创业|科技|互联网|人工智能|明星|大型|知名|著名|高科技|软件|电商|芯片)+\Z")
_SIZE_WORDS = frozenset(("mini", "nano", "tiny", "turbo"))
"""Behind a version they are part of the name: GPT-4o mini."""
_PLACES_OF_NOTE = frozenset(("国内", "国外", "海外", "国际", "全球", "业界", "其他", "其它", "學界", "学界"))
"""In bold they divide a note, and name nothing."""
_LEAST_ACRONYM = 3
_PLAIN_SUFFIX = ("公司", "集团", "团队", "工作室")
_NO_STEM = re.compile(
    r"(?:[这那该某此各本]|一家|几家|多家|两家|母|子|分|总|国内|国外|海外|上市|初创|创业|科技|互联网|其他|其它|大型|知名|著名|高新|前沿|现代|金融|信息|数字|先进|"
    r"人工智能|人工|认知|机器|具身|群体|边缘|类脑|计算|通用|人类|商业|决策|感知|空间|外国|美国|中国|部分|许多|很多|同名|独立|相关|顶级|头部|软件|硬|软|黑|高|新)+\Z"
)
_LONGEST_HAN_NAME = 6
_LEAST_HAN_TERM = 3
_LEAST_STEM = 2
_HAN_GLOSSED = re.compile(rf"([{HAN}][{HAN}A-Za-z0-9\-]{{1,15}}?)\s?[（(]([A-Za-z][^（()）\n]{{1,80}})[)）]")
_ALONGSIDE = re.compile(r"联合(?![实研创团体])|携手|联手|会同|[和与跟]")
"""Before the name of an organization: with it somebody else acts."""
_NOT_IN_TERM = re.compile(r"[的是了和与及或在由为对将把用如即叫以从被等种个款类]|例如|比如|包括|其中|通过")
_MAY_GLOSS = re.compile(r"[（(][A-Za-z]")
_GLOSS_SEPARATOR = re.compile(r"\s*(?:[,，;；/、|]|简称|缩写)\s*")
_GLOSS_NAME = re.compile(r"[A-Za-z][A-Za-z0-9 \-+.&/]{1,59}\Z")


@light(frozen=True, slots=True)
class Mention:
    """A name at [start, end) of a view; `classes` is empty where its kind is not known."""

    start: int
    end: int
    name: str
    classes: tuple[str, ...] = ()
    known: bool = False
    """Listed in the vocabulary."""
    marked: bool = False
    """Set in bold, code or quotation marks, or otherwise set apart by the author."""
    aliases: tuple[str, ...] = ()
    """What brackets right behind the name call it besides."""
    modifier: bool = False
    """A technique right before a noun of things, which it says more of: `自回归语言模型`."""
    acts: bool = False
    """Of a kind that acts, such as an organization."""

    @property
    def thing(self) -> Thing:
        """The thing named."""
        return Thing(self.name, self.classes, self.aliases)

    @property
    def glossed(self) -> bool:
        """Has the text brackets behind the name that call it something else too?"""
        return bool(self.aliases)

    def moved(self, by: int) -> Mention:
        """The mention in a text that starts `by` characters earlier."""
        # Written out: `replace` takes several times as long, and this is done for the mentions of every clause.
        start, end = self.start + by, self.end + by
        return Mention(start, end, self.name, self.classes, self.known, self.marked, self.aliases, self.modifier, self.acts)


class _Candidate(NamedTuple):
    """What may be a mention, before the longest of those that overlap are chosen."""

    start: int
    end: int
    facts: _Facts
    marked: bool = False
    aliases: tuple[str, ...] = ()
    organization: bool = False
    """Named as organizations are."""

    @property
    def rank(self) -> tuple[int, bool, int]:
        """The longest first, of those the listed, of those the first in the text."""
        return self.start - self.end, not self.facts.known, self.start


class _Facts(NamedTuple):
    """What is known of a name wherever it stands."""

    classes: tuple[str, ...]
    known: bool
    technique: bool


@lru_cache(maxsize=4096)
def looks_like_organization(name: str) -> bool:
    """Does the name end as names of organizations do (大学, 实验室, Labs, University)?"""
    return _ORGANIZATION_SUFFIX.search(name) is not None


class _Listing:
    """Keys of names, prepared to be searched in squeezed text."""

    def __init__(self, classes: Mapping[str, tuple[str, ...]], is_made: Callable[[tuple[str, ...]], bool]) -> None:
        keys = sorted(name for name in classes if len(name) > 1)
        self._automaton = ahocorasick_rs.AhoCorasick(keys)
        self._kinds = [(has_han(name), is_made(classes[name])) for name in keys]

    def find(self, text: Folded) -> list[tuple[int, int, bool, bool]]:
        """Spans of keys, overlapping ones too; is each of Chinese characters, and made, so that it may have versions?"""
        found = self._automaton.find_matches_as_indexes(text.text, overlapping=True)
        return [(start, end, *self._kinds[which]) for which, start, end in found]

    def occurs_in(self, text: Folded) -> bool:
        """Is any of the keys in the text?"""
        return bool(self._automaton.find_matches_as_indexes(text.text))


class MentionFinder:
    """Finds names; knows the vocabulary and what a document has shown of the kinds of its names."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._ontology = lexicon.ontology
        agent = lexicon.ontology.unlisted(lexicon.ontology.playing("agent"))
        self._unlisted_agent = (agent,) if agent is not None else ()
        self._classes: Mapping[str, tuple[str, ...]] = {k: name.classes for k, name in lexicon.by_key.items()}
        self._vocabulary = frozenset(self._classes)
        self._listings = [_Listing(self._classes, self._is_made)]
        self._words = frozenset(w.form for frame in ("noun", "inverseNoun", "field", "classNoun") for w in lexicon.by_frame[frame])
        """Latin words of the lexicon, which name no thing: CEO, Params."""
        told = (w.form for frame in ("noun", "inverseNoun") for w in lexicon.by_frame[frame])
        self._offices = frozenset(form for form in told if form not in lexicon.class_nouns and not looks_like_organization(form.title()))
        self._nouns = {n: c for n, c in lexicon.class_nouns.items() if n not in ("技术", "类型", "应用", "服务", "系统", "数据")}
        nouns = "|".join(re.escape(n) for n in sorted(self._nouns, key=len, reverse=True))
        # Their first characters, looked for first, spare trying one noun after the other.
        opening = "".join(sorted({re.escape(n[0]) for n in self._nouns})) or " "
        self._noun_behind = re.compile(rf"[”\"』」》`]?\s?(?=[{opening}])({nouns})(?![a-z])", re.IGNORECASE)
        before = [n for n in self._nouns if has_han(n)]
        self._noun_before = re.compile(rf"((?:{'|'.join(map(re.escape, before))}))[“\"『「《`]?\Z")
        self._ends_noun = frozenset((*(n[-1] for n in before), *'“"『「《`'))
        said = (w for w in lexicon.wordings if not w.questions_only and w.frame not in ("yields", "taskNoun", "means"))
        cut = sorted({w.form for w in said if has_han(w.form) and "…" not in w.form}, key=len)[::-1]
        self._cut = re.compile("|".join(re.escape(form) for form in cut) or "(?!)")
        self._facts: dict[str, _Facts] = {}
        """Of names met before; it is emptied when it is full."""
        self.find = lru_cache(maxsize=_MOST_VIEWS)(self._find)

    def learning(self, classes: Mapping[str, tuple[str, ...]]) -> MentionFinder:
        """A finder that knows these names too; what the vocabulary says of a name stands."""
        more = {name: kinds for name, kinds in classes.items() if name not in self._classes}
        learned = copy(self)
        learned._classes = {**self._classes, **more}
        learned._listings = [*self._listings, _Listing(more, self._is_made)]
        learned._facts = {}
        learned.find = lru_cache(maxsize=_MOST_VIEWS)(learned._find)
        return learned

    def knows_more_in(self, view: View) -> bool:
        """Does the text name anything that was learned?"""
        return any(listing.occurs_in(squeezed(view.text)) for listing in self._listings[1:])

    def classes_of(self, name: str) -> tuple[str, ...]:
        """Classes known for a name, or for the name without its version."""
        found = self._classes.get(key(name))
        if found is not None:
            return found
        base = _OWN_VERSION.sub("", name)
        inherited = self._classes.get(key(base), ()) if base and base != name else ()
        if self._is_made(inherited):
            return inherited
        return self._unlisted_agent if looks_like_organization(name) else ()

    def _find(self, view: View) -> tuple[Mention, ...]:
        """Mentions in order, without overlaps: the longest wins."""
        text = view.text
        found = [*self._latin(text), *self._listed(text), *self._marked(view)]
        if not text.isascii():
            found += [*self._versioned(text), *self._glossed(text), *self._organizations(text)]
        return tuple([self._mention(text, candidate) for candidate in _chosen(found, len(text))])

    def _candidate(self, text: str, start: int, end: int, *, marked: bool = False, aliases: tuple[str, ...] = ()) -> _Candidate:
        return _Candidate(start, end, self._facts_of(text[start:end]), marked, aliases)

    def _facts_of(self, name: str) -> _Facts:
        facts = self._facts.get(name)
        if facts is None:
            if len(self._facts) >= _MOST_FACTS:
                self._facts.clear()
            classes = self.classes_of(name)
            known = key(name) in self._vocabulary
            facts = self._facts[name] = _Facts(classes, known, known and self._ontology.plays(classes, "technique"))
        return facts

    def _mention(self, text: str, candidate: _Candidate) -> Mention:
        start, end, facts = candidate.start, candidate.end, candidate.facts
        classes = facts.classes or self._class_beside(text, start, end)
        if candidate.organization:
            classes = classes or self._unlisted_agent
        technique = facts.technique if facts.classes else facts.known and self._ontology.plays(classes, "technique")
        modifier = technique and self._says_more(text, end)
        acts = self._ontology.plays(classes, "agent")
        return Mention(start, end, text[start:end], classes, facts.known, candidate.marked, candidate.aliases, modifier, acts)

    def _is_made(self, classes: tuple[str, ...]) -> bool:
        """Are these kinds those of what facts are mostly about, whose versions are of the same kind?"""
        return self._ontology.plays(classes, "unlisted") and self._ontology.plays(classes, "artifact")

    def is_variant(self, name: str) -> bool:
        """Is it a listed name in capitals with letters before: DCGAN, SBERT?"""
        return any(name[at:].isupper() and key(name[at:]) in self._classes for at in range(1, len(name) - _LEAST_ACRONYM + 1))

    def _says_more(self, text: str, end: int) -> bool:
        """Does a noun of things, not of techniques, follow?"""
        noun = self._noun_behind.match(text, end)
        return noun is not None and not self._ontology.plays((self._nouns[noun[1].lower()],), "technique")

    def _class_beside(self, text: str, start: int, end: int) -> tuple[str, ...]:
        """The class that a noun right behind an unlisted name gives it, else one right before it: `BABEL数据集`, `公司Foo`."""
        behind = self._noun_behind.match(text, end)
        may_stand_before = behind is None and text[start - 1 : start] in self._ends_noun
        before = self._noun_before.search(text[max(0, start - 8) : start]) if may_stand_before else None
        noun = behind or before
        return (self._nouns[noun[1].lower()],) if noun else ()

    def _listed(self, text: str) -> Iterator[_Candidate]:
        view = squeezed(text)
        for start, end, is_han, is_made in chain.from_iterable(listing.find(view) for listing in self._listings):
            a, b = view.original_span(start, end)
            if _inside_word(text, a, b) or (_DIVIDES.search(text, a, b) if is_han else "\n" in text[a:b]):
                continue
            versioned = _SPACED_VERSION.match(text, b) if is_made else None
            if versioned and versioned[0].strip():
                b = versioned.end()
            yield self._candidate(text, a, b)

    def _latin(self, text: str) -> Iterator[_Candidate]:
        english = not has_han(text) and "、" not in text
        for run in _RUN.finditer(text):
            words = run[0].split(" ")
            if any(map(_starts_name, words)):
                yield from self._names_in_run(text, words, run.start(), english=english)

    def _names_in_run(self, text: str, words: list[str], start: int, *, english: bool) -> Iterator[_Candidate]:
        """Names in words with a blank between each two; the first starts at `start`."""
        at = 0
        while at < len(words):
            if words[at + 1 : at + 2] == ["of"] and fold(words[at]) in self._offices:
                # `CEO of OpenAI` is a word of the lexicon, and a name behind it.
                at, start = at + 2, start + len(words[at]) + len(" of ")
                continue
            stop, end = _name_end(text, words, at, start, english=english)
            following = end + 1
            if stop > at:
                while text[end - 1] in ".-_&":
                    end -= 1
                named = key(text[start:end]) in self._classes
                if named or (end - start > 1 and fold(text[start:end]) not in self._words):
                    yield self._candidate(text, start, end)
            at, start = max(stop, at + 1), following

    def _versioned(self, text: str) -> Iterator[_Candidate]:
        """Chinese names with a version or size: `杜若-9B`, `鹂声-2`. Words around them are cut off at the left."""
        for match in _HAN_VERSIONED.finditer(text) if _MAY_BE_VERSIONED.search(text) else ():
            cut = [m.end() for pattern in (self._cut, _NOT_IN_TERM, _ALONGSIDE) for m in pattern.finditer(match[1])]
            start = match.start(1) + max(cut, default=0)
            if 1 <= match.end(1) - start <= _LONGEST_HAN_NAME:
                yield self._candidate(text, start, match.end(), marked=True)

    def _organizations(self, text: str) -> Iterator[_Candidate]:
        """Chinese organizations by how their names end, cut off at the words before: `由白榆研究院提出`."""
        for match in _HAN_ORGANIZATION.finditer(text) if _HAN_SUFFIX.search(text) else ():
            cuts = (self._cut, _NOT_IN_TERM, _ALONGSIDE)
            before = [m.end() for pattern in cuts for m in pattern.finditer(match[0][:-2]) if not _opens_word(m)]
            start = match.start() + max(before, default=0)
            name = text[start : match.end()]
            suffix = _ORGANIZATION_SUFFIX.search(name)
            stem = name[: suffix.start()] if suffix else name[:-2]
            if len(stem) >= _LEAST_STEM and not _NO_STEM.match(stem) and not self._is_origin(stem, name):
                yield self._candidate(text, start, match.end())._replace(organization=True)

    def _is_origin(self, stem: str, name: str) -> bool:
        """`法国公司`: a listed word that neither acts nor is made only says what kind of company it is."""
        classes = next((c for c in (self._classes.get(key(s), ()) for s in (stem, _GENERIC_STEM.sub("", stem))) if c), ())
        made = self._is_made(classes) or self._ontology.plays(classes, "agent")
        return bool(classes) and not made and name.endswith(_PLAIN_SUFFIX)

    def _glossed(self, text: str) -> Iterator[_Candidate]:
        """Chinese terms that brackets behind give in Latin letters: `隐马尔可夫模型（Hidden Markov Models，HMM）`."""
        for match in _HAN_GLOSSED.finditer(text) if _MAY_GLOSS.search(text) else ():
            cut = [m.end() for m in self._cut.finditer(match[1])] + [m.end() for m in _NOT_IN_TERM.finditer(match[1])]
            start = match.start(1) + max(cut, default=0)
            term = text[start : match.end(1)]
            owner = next((c for c in self._listed(term) if c.start == 0 and self._mention(term, c).acts), None)
            if owner is not None and match.end(1) - start - owner.end >= _LEAST_STEM:
                start += owner.end
            aliases = tuple(part.strip() for part in _GLOSS_SEPARATOR.split(match[2]) if _GLOSS_NAME.match(part.strip()))
            if aliases and match.end(1) - start >= (_LEAST_HAN_TERM if owner is None else _LEAST_STEM):
                yield self._candidate(text, start, match.end(1), marked=True, aliases=aliases)

    def _marked(self, view: View) -> Iterator[_Candidate]:
        for match in _QUOTED.finditer(view.text):
            yield self._candidate(view.text, match.start(1), match.end(1), marked=True)
        for start, end in view.emphasised:
            name = _MARKED_TAIL.sub("", view.text[start:end]).strip()
            if (
                2 <= len(name) <= 30
                and not DATE_LIKE.fullmatch(name)
                and not _PUNCTUATION.search(name)
                and not _ENUMERATED.search(name)
                and not _JOINED_WORDS.search(name)
                and name not in _PLACES_OF_NOTE
            ):
                offset = view.text.index(name, start)
                yield self._candidate(view.text, offset, offset + len(name), marked=True)


def _chosen(found: list[_Candidate], length: int) -> list[_Candidate]:
    """Of candidates in a text of this length those that overlap with no better one, in order."""
    if len(found) < 2:
        return found
    chosen: list[_Candidate] = []
    taken = bytearray(length)
    for candidate in sorted(found, key=attrgetter("rank")):
        start, end = candidate.start, candidate.end
        if taken.find(1, start, end) < 0:
            chosen.append(candidate)
            taken[start:end] = b"\1" * (end - start)
    return sorted(chosen, key=_start)


def _opens_word(match: re.Match[str]) -> bool:
    """Is the one character matched the first of an ordinary word, such as 上 in 上海?"""
    import rjieba

    following = match.string[match.end() : match.end() + 1]
    return len(match[0]) == 1 and bool(following) and has_han(following) and rjieba.has_word(match[0] + following)


def _name_end(text: str, words: list[str], at: int, start: int, *, english: bool) -> tuple[int, int]:
    """Index after the last word of the name that starts with word `at` (`at`, where none starts), and where in the text it ends."""
    end = start + len(words[at])
    if not _starts_name(words[at]):
        return at, end
    stop = at + 1
    while stop < len(words) and stop - at < _MAX_WORDS:
        word = words[stop]
        after = end + 1 + len(word)
        joins = _CONNECTOR.get(word)
        sized = word in _SIZE_WORDS and any(c.isdigit() for c in words[stop - 1])
        if _starts_name(word) or sized or (_VERSION.match(word) and not _MEASURE_AHEAD.match(text, after)):
            stop, end = stop + 1, after
        elif joins is not None and (joins or not english) and stop + 1 < len(words) and _starts_name(words[stop + 1]):
            stop, end = stop + 2, after + 1 + len(words[stop + 1])
        else:
            break
    return stop, end


@lru_cache(maxsize=4096)
def _starts_name(word: str) -> bool:
    return (any(c.isupper() for c in word) and not _FUNCTION_WORD.match(word) and not _AMOUNT.match(word)) or _mixed(word)


def _mixed(word: str) -> bool:
    """Letters and digits together, as in t2m, wave2vec or text-davinci-003; not an amount such as 137b."""
    return bool(re.search(r"[a-z]", word) and re.search(r"\d", word) and not _AMOUNT.match(word) and re.match(r"[A-Za-z]", word))


def _inside_word(text: str, start: int, end: int) -> bool:
    return (_is_latin(text[start]) and _goes_on(text[start - 1 : start], text[start - 2 : start - 1] if start > 1 else "")) or (
        _is_latin(text[end - 1]) and _goes_on(text[end : end + 1], text[end + 1 : end + 2])
    )


def _goes_on(beside: str, beyond: str) -> bool:
    """Is what stands beside a Latin word more of it: letters or digits, or a hyphen or dot that goes on into such?"""
    return _is_latin(beside) or (beside in _INNER_MARKS and _is_latin(beyond))


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def within(mentions: Sequence[Mention], start: int, end: int) -> list[Mention]:
    """The mentions at [start, end) of a text, of those given in order."""
    first, last = bisect_left(mentions, start, key=_start), bisect_left(mentions, end, key=_start)
    return [m for m in mentions[first:last] if m.end <= end]


_JOINER = re.compile(
    r"\s*(?:模型|公司|团队|等)?\s*(?:[、,，/＋+&]|和|与|及|以及|跟|联合|and|or|或)+\s*(?:the\s+)?|[》」』]\s*[《「『]", re.IGNORECASE
)

_WIDEST_JOINER = 64
"""Characters. What stands farther apart is not enumerated, and a long run of spaces takes long to match."""


def groups(text: str, mentions: Iterable[Mention]) -> list[list[Mention]]:
    """Mentions joined by enumeration words only: `A、B 和 C` is one group."""
    result: list[list[Mention]] = []
    for mention in mentions:
        if result and _enumerated(text, result[-1][-1], mention):
            result[-1].append(mention)
        else:
            result.append([mention])
    return result


def first_group(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The first of the groups of mentions; there must be one."""
    group = [mentions[0]]
    for mention in mentions[1:]:
        if not _enumerated(text, group[-1], mention):
            break
        group.append(mention)
    return group


def _enumerated(text: str, before: Mention, mention: Mention) -> bool:
    near = mention.start - before.end <= _WIDEST_JOINER
    return near and _JOINER.fullmatch(text, before.end, mention.start) is not None and _alike(before, mention)


def _alike(first: Mention, second: Mention) -> bool:
    """May the two be enumerated together: not an organization with a model."""
    return first.acts == second.acts or not (first.classes and second.classes)


def is_ordinary(name: str) -> bool:
    """Is it a word that begins sentences rather than a name: Today, Yesterday?"""
    return _FUNCTION_WORD.match(name) is not None or name.casefold() in (
        "today",
        "yesterday",
        "tomorrow",
        "everyone",
        "someone",
        "let",
        "what",
    )


def is_han_word(name: str) -> bool:
    """Is it written in Chinese without a version, so that it may as well be an ordinary word?"""
    return has_han(name) and not (name[-1].isascii() and name[-1].isalnum())


def is_name(mention: Mention) -> bool:
    """Is it listed, or written as a name: Latin with a capital or digit? A word only set in bold may be none."""
    return mention.known or (not has_han(mention.name) and LOOKS_NAMED.search(mention.name) is not None)
