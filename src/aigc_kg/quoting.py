"""Answers that quote: the sentences which say what no fact does, where they say it well enough; else what was not found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aigc_kg.lexical import LexicalIndex, StoredPassage
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Answer, Evidence
from aigc_kg.ontology import Property
from aigc_kg.phrasing import Phrasing
from aigc_kg.plan import Entity, Item, Plan, Question
from aigc_kg.render import joined
from aigc_kg.retrieval import Retriever
from aigc_kg.saying import MEASURED, Sayings, counts
from aigc_kg.search import BARE, Found, Term, Wanted, opens, view
from aigc_kg.text import fold, has_han, key, language, sentences

_PASSAGES = 3
_POOL = 12
_MOST_SENTENCES = 3
_LONGEST_QUOTED = 300
_MARKS = tuple("。！？!?.…；;”’」』")
_ANNOUNCING = 30
"""Characters of a sentence that may do no more than announce what follows: `可以从四个方面看。`"""
_ANY_MEASURE = "个少几"
"""What ends `how many` without saying what kind of thing is counted."""
_MOST_COUNTED = 2
"""Words behind `how many` of which one is what is counted."""
_TITLE = re.compile("《([^《》]+)》")
_ACTS = ("verb", "agentVerb")
_CENTRE = {True: 0.88, False: 0.78}
"""Cosine of question and passage at which one is as likely to be about the other as not: within one language, and between two."""
_PER_COVERED = 0.12
"""Cosine that a passage makes up for which has every word asked for, against one that has none."""
_PER_NAMED = 0.005
"""Cosine that a passage makes up for which names a thing asked about; one that does not lacks as much."""
_LEAST_WORDS = 0.4
"""The share of what is asked for that a passage has to have where there are no vectors."""
LEAST_TRUST = 0.01
LEAST_COVERED = 0.5
"""The share of what a question for a fact names that a passage has to have. This and the numbers above are set with `bench/passages.py`."""
_LEAST_EXACT = 0.62
"""The same where it asks how many there are, for a number is soon found that counts something else; and where words alone have to tell."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage, and how well it says what is asked."""

    rank: int
    text: str
    worth: float


class Quoter:
    """Answers from the text of one knowledge base."""

    def __init__(self, index: LexicalIndex, lexicon: Lexicon, retriever: Retriever, phrasing: Phrasing) -> None:
        self._index = index
        self._lexicon = lexicon
        self._retriever = retriever
        self._phrasing = phrasing
        self._sayings = Sayings(index, lexicon, retriever)

    def answer(self, text: str, lang: str, question: Question, understood: Plan) -> Answer:
        """The passages that say it, or what no document says."""
        supposed = any(form.kind == "ask" for form in understood.forms) and not understood.not_understood
        if supposed or not self._about_anything(question):
            # What no document says is neither so nor not so.
            return self._unanswered(text, lang, understood)
        if unknown := self._unknown(question, understood):
            near = dict.fromkeys(label for name in question.unknown_names for label in self._retriever.analyzer.similar(name))
            answer = self._unanswered(text, lang, understood, joined(unknown, lang))
            return replace(answer, answer=answer.answer + self._phrasing.similar(list(near), lang))
        asked = self._asked_of(question, understood)
        if asked is not None and self._is_told(asked[1], question):
            asked = None
        hits, wanted = self._retriever.retrieve(question, _POOL)
        if asked is not None:
            hits = [hit for hit in hits if self._sayings.says(hit, *asked)]
            if not hits:
                return self._unanswered(text, lang, understood, asked[0].label, asked[1].name)
        elif question.having("count"):
            # A sentence near in meaning hardly ever tells how many there are.
            hits = self._counting(hits, question, wanted)
        elif self._supposes(question, understood):
            acts = [w.denotes for item in question.having(*_ACTS) if not item.says_nothing for w in item.frames(*_ACTS)]
            said = tuple(dict.fromkeys(name for names in acts for name in names)) if self._retriever.explains(question) else ()
            concepts = {item.text for item in question.entities if self._is_concept(item)}
            hits = [hit for hit in hits if self._sayings.supposes(hit, [t for t in wanted.named if t.written not in concepts], said)]
        if wanted.kinds:
            # A label over a list says nothing by itself.
            hits = [hit for hit in hits if not _is_label(hit.passage, wanted)] or hits
        if self._retriever.explains(question):
            hits = [hit for hit in hits if _is_marked(hit.passage, wanted) and not _only_names(hit.passage, wanted)]
            hits = sorted(hits, key=lambda hit: not _speaks(hit.passage, wanted))
        good = hits[:_PASSAGES]
        if (asked is None or understood.not_understood) and not self._is_said(good, wanted, question, lang):
            missing = self._phrasing.not_mentioned(self._missing(wanted), lang)
            return replace(
                self._unanswered(text, lang, understood), answer=missing or self._phrasing.unanswered(None, None, lang, inverse=False)
            )
        return _quoted(text, lang, good, wanted, understood)

    def _about_anything(self, question: Question) -> bool:
        """Does the question hold a word that means something here: a name, a wording, or one that a document has?"""
        meant = any(item.entities or not item.frames("function") for item in question.items)
        return meant or any(self._index.contains(run) for run in question.left_over)

    def _unknown(self, question: Question, understood: Plan) -> list[str]:
        """What a question names that nothing knows: names, and where a fact is asked of no known thing, any words left over."""
        names = [name for name in question.unknown_names if not (name.endswith("s") and self._index.contains(name[:-1]))]
        names += [run for run in question.left_over if self._is_only_listed(run)]
        asks = understood.asked and (question.having("interrogative", "count") or question.having("question"))
        if names or not asks or question.entities or self._retriever.explains(question) or self._names_a_title(question):
            return names
        return [run for run in question.left_over if len(run) > 1 and not any(self._index.contains(form) for form in self._forms(run))]

    def _names_a_title(self, question: Question) -> bool:
        """Has it a title in title marks that a document has, which is then the known thing it asks of?"""
        return any(self._index.contains(title) for title in _TITLE.findall(question.text))

    def _is_only_listed(self, run: str) -> bool:
        """Does the vocabulary name a thing so, and no document?"""
        listed = self._lexicon.by_key.get(key(run))
        if listed is None or self._lexicon.ontology.plays(listed.classes, "concept"):
            return False
        return not any(self._index.contains(label) for label, _ in listed.labels)

    def _forms(self, run: str) -> Iterator[str]:
        """A run of words, and each of its words in both languages."""
        yield run
        yield from self._retriever.translated(run)

    def _is_told(self, spec: Property, question: Question) -> bool:
        """May sentences tell it in words of their own: what a thing does, or what the question wants explained?"""
        explained = self._retriever.explains(question) and self._retriever.kind(spec.name) is None
        return explained or (spec.range is not None and self._lexicon.ontology.plays((spec.range,), "task"))

    def _counting(self, hits: Sequence[Found], question: Question, wanted: Wanted) -> list[Found]:
        """The passages that tell how many there are of what the question counts."""
        count = question.having("count")[0]
        before, behind = fold(question.text[: count.start]), fold(question.text[count.end :])
        terms = [term for term in wanted.terms if not term.names]
        after = sorted((t for t in terms if fold(t.written) in behind), key=lambda term: behind.find(fold(term.written)))
        # 公司有几家: what is counted may stand in front.
        counted = after[:_MOST_COUNTED] or [term for term in terms if fold(term.written) in before]
        measure = count.text[-1] if has_han(count.text) and count.text[-1] not in _ANY_MEASURE else ""
        return [hit for hit in hits if any(counts(hit, term, measure, wanted.named) for term in counted)]

    def _supposes(self, question: Question, understood: Plan) -> bool:
        """Does it take for granted that somebody has to do with something: `Google's ChatGPT`, `why did A buy B`?"""
        agent = self._lexicon.ontology.playing("agent")
        agents = [self._lexicon.ontology.fits(item.entities[0].classes, agent) for item in question.entities if not self._is_concept(item)]
        compared = question.having("than", "both", "or", "differ", "common")
        return bool(understood.asked) and len(agents) > 1 and any(agents) and not compared

    def _is_concept(self, item: Item) -> bool:
        return self._lexicon.ontology.plays(item.entities[0].classes, "concept")

    def _measure_of(self, question: Question) -> tuple[Entity, Property] | None:
        """The one thing named, and the number, amount or date that the question word asks for by itself: `how many parameters`."""
        specs = self._lexicon.ontology.properties
        asked = [specs[name] for item in question.having("question") for w in item.frames("question") for name in w.denotes]
        measured = [spec for spec in asked if spec.kind in MEASURED]
        alone = len(question.entities) == 1 and not question.having("document", "mention")
        return (question.entities[0].entities[0], measured[0]) if measured and alone else None

    def _asked_of(self, question: Question, understood: Plan) -> tuple[Entity, Property] | None:
        """The known thing that a fact was asked of, and the property that the graph does not have of it."""
        form = understood.forms[0] if understood.forms else None
        if form is None:
            return self._measure_of(question)
        if understood.overview or form.asked in self._lexicon.ontology.roles.get("told", ()):
            return None
        if form.asked is None:
            only = form.patterns[0] if len(form.patterns) == 1 and form.kind == "select" else None
            worded = only is not None and only.predicate in understood.asked and not understood.not_understood
            return (
                (only.object, self._lexicon.ontology.properties[only.predicate])
                if only and worded and isinstance(only.object, Entity)
                else None
            )
        subject = next((p.subject for p in form.patterns if p.predicate == form.asked), None)
        return (subject, self._lexicon.ontology.properties[form.asked]) if isinstance(subject, Entity) else None

    def _is_said(self, hits: Sequence[Found], wanted: Wanted, question: Question, lang: str) -> bool:
        """Is one of the passages good enough? Where there are no vectors, its words alone have to tell."""
        embedded = any(hit.similarity is not None for hit in hits)
        fact, count = self._retriever.asks_for_fact(question), question.having("count")
        loose, strict = (0.0, LEAST_COVERED) if embedded else (_LEAST_WORDS, _LEAST_EXACT)
        least = _LEAST_EXACT if count else strict if fact else loose
        return any(
            (not embedded or trust(hit, wanted, lang) >= LEAST_TRUST)
            and wanted.covered(hit.passage) >= least
            and _is_about(hit.passage, wanted.named)
            for hit in hits
        )

    def _missing(self, wanted: Wanted) -> list[str]:
        """The words asked for that no document has, in either language."""
        return [t.written for t in wanted.terms if t.weight > 0.6 and not t.names and not any(map(self._index.contains, t.forms))]

    def _unanswered(self, text: str, lang: str, understood: Plan, name: str | None = None, prop: str | None = None) -> Answer:
        inverse = bool(understood.forms) and understood.forms[0].asked is None
        sentence = self._phrasing.unanswered(name, prop, lang, inverse=inverse)
        return Answer(text, lang, "unanswered", sentence, not_understood=understood.not_understood)


def trust(hit: Found, wanted: Wanted, lang: str) -> float:
    """How far a passage may be taken to say what is asked; below `LEAST_TRUST` it does not.

    It is the cosine by which the passage is nearer to the question than one that is as likely to be about it as not, made up by the
    words and things asked for that it has. One found by its words alone is no sign of it.
    """
    if hit.similarity is None:
        return -1.0
    same = language(hit.passage.text) == lang
    names = any(term.is_in(view(hit.passage.text)) for term in wanted.named)
    worth = _PER_COVERED * (wanted.covered(hit.passage) - 0.5) + (_PER_NAMED if names else -_PER_NAMED)
    return hit.similarity - _CENTRE[same] + worth


def _is_about(passage: StoredPassage, named: Sequence[Term]) -> bool:
    """Does a passage, or what stands above it, name one of these things, if there are any?"""
    said = view(" ".join((*passage.section, passage.context, passage.text)))
    return not named or any(term.is_in(said) for term in named)


def _is_marked(passage: StoredPassage, wanted: Wanted) -> bool:
    """Has it, or what stands above it, a word for a kind of question that sentences are known by, if only such are asked?"""
    said = f"{view(passage.text).folded} {view(passage.context).folded}"
    return any(not kind.marked or kind.said(said) for kind in wanted.kinds)


def _only_names(passage: StoredPassage, wanted: Wanted) -> bool:
    """Does a short line name a thing asked about, and say nothing of it: `such as OpenAI's Jukebox`?"""
    said, rest = view(passage.text), fold(passage.text)
    named = [term for term in wanted.named if term.is_in(said)]
    for term in named:
        rest = rest.replace(fold(term.written), "")
    more = any(term.is_in(said) for term in wanted.terms if not term.names) or any(kind.said(said.folded) for kind in wanted.kinds)
    return bool(named) and len(rest) < BARE and not more


def _is_label(passage: StoredPassage, wanted: Wanted) -> bool:
    """Is it no more than the name of what is asked for, over a list that says it?"""
    return len(passage.text) < BARE and any(kind.is_asked(fold(passage.text)) for kind in wanted.kinds)


def _speaks(passage: StoredPassage, wanted: Wanted) -> bool:
    """Does a passage name all things asked about, it or what stands above it, and speak as the question asks?"""
    said = " ".join((*passage.section[1:], passage.context.partition("›")[2], passage.text))
    return all(term.is_in(view(said)) for term in wanted.named) and any(
        kind.marked and kind.said(view(said).folded) for kind in wanted.kinds
    )


def _quoted(text: str, lang: str, hits: Sequence[Found], wanted: Wanted, understood: Plan) -> Answer:
    """The answer that quotes the most telling sentences; the passage of the first of them is the first piece of evidence."""
    telling = _telling([hit.passage for hit in hits], wanted)
    first = telling[0].rank
    ordered = [hits[first].passage, *(hit.passage for rank, hit in enumerate(hits) if rank != first)]
    evidence = tuple(Evidence(p.document, p.line, p.end_line, p.section, p.quote) for p in ordered)
    said = _joined([" ".join(one.text.split()) for one in telling], lang)
    lead = "笔记中写道：" if lang == "zh" else "The notes say: "
    return Answer(text, lang, "passages", lead + said, (), evidence, (), None, None, understood.not_understood)


def _joined(said: Sequence[str], lang: str) -> str:
    """Sentences one behind the other; a mark stands behind one, such as an item of a list, that ends with none."""
    ended = [one if one.endswith(_MARKS) else f"{one.rstrip('，,、；;：:')}{'；' if lang == 'zh' else ';'}" for one in said[:-1]]
    return ("" if lang == "zh" else " ").join([*ended, *said[-1:]])


def _telling(passages: Sequence[StoredPassage], wanted: Wanted) -> list[_Sentence]:
    """The one to three sentences that say it best, the best first; a short one is followed by those behind it, which go on with it."""
    found = [one for rank, passage in enumerate(passages) for one in _sentences(rank, passage, wanted)]
    ranked = sorted(found, key=lambda one: (-one.worth, one.rank))
    kept: list[_Sentence] = []
    for one in ranked[:_MOST_SENTENCES]:
        if not kept or (one.worth >= 0.7 * kept[0].worth and sum(len(k.text) for k in kept) + len(one.text) <= _LONGEST_QUOTED):
            kept.append(one)
    if len(kept) == 1 and len(kept[0].text) < _ANNOUNCING:
        behind = found[found.index(kept[0]) + 1 :]
        kept += [one for one in behind[: _MOST_SENTENCES - 1] if one.rank == kept[0].rank and len(one.text) <= _LONGEST_QUOTED // 2]
    return kept


def _sentences(rank: int, passage: StoredPassage, wanted: Wanted) -> Iterator[_Sentence]:
    """The sentences of a passage with their worth: the words asked for that they have, and whether they speak as the question asks.

    What the passage names, all its sentences are about.
    """
    about = [term for term in wanted.named if term.is_in(view(passage.text))]
    rest = replace(wanted, terms=tuple(term for term in wanted.terms if term not in about))
    for start, end in sentences(passage.text) if "\n" not in passage.text else [(0, len(passage.text))]:
        piece = replace(passage, text=passage.text[start:end])
        cues = sum(min(kind.said(fold(piece.text)), 2) for kind in wanted.kinds)
        named = 0.1 * any(term.is_in(view(piece.text)) for term in about)
        worth = rest.covered(piece) + named + 0.15 * cues + 0.3 * opens(piece, wanted) + 0.3 * bool(about) - 0.15 * rank
        yield _Sentence(rank, piece.text, worth)
