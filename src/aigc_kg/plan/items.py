"""What the words of a question are: names of the knowledge base, wordings of the lexicon, tasks, numbers and dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from aigc_kg.lexical import LexicalIndex, StoredName
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.plan.cover import best_cover, breaks_word, in_apposition, is_gloss, left_over, same_case, spans, versions
from aigc_kg.plan.question import Entity, Item, Question
from aigc_kg.plan.spelling import nearest, similar
from aigc_kg.plan.values import Spelt, spelt_values
from aigc_kg.quantities import DateSpan, dates, numbers
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import fold, has_han, key, stems, tokens

_NAME = re.compile(
    r"[\u4e00-\u9fff]{1,6}-\d+(?:\.\d+)*[A-Za-z]?|[A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*|[A-Za-z]+\d[A-Za-z0-9]*(?:[-.·][A-Za-z0-9]+)*"
)
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-.·][A-Za-z0-9]+)*")
_GLUED = re.compile(r"\w[-.·–]\Z")
_LONGEST_WORD = 40
_WIDEST_GAP = 40
_LONGEST_PHRASE = 4
_LEAST_FORM = 7
_LEAST_SLIPPED = 6
"""Letters that a word in lower case must have to be taken for a name: `guide` is a word of its own, and no slip for GLIDE."""
_AMOUNT = "decimal"
_GAP = fold("…")
_LONGER = re.compile(r"[.\-·]?\d")


_READ_ONLY = ("unit", "field", "predicate", "divides", "groupNoun", "inverseVerb", "backs")
"""Frames that only documents use."""
_FUNCTION = (Wording("", "function", ()),)


class Analyzer:
    """Takes questions apart."""

    def __init__(self, lexicon: Lexicon, index: LexicalIndex) -> None:
        self._lexicon = lexicon
        self._index = index
        self._tasks = TaskFinder(lexicon)
        self._forms: dict[str, list[Wording]] = defaultdict(list)
        self._around_forms: dict[str, list[Wording]] = defaultdict(list)
        for wording in lexicon.wordings:
            if _GAP in wording.form:
                self._around_forms[wording.form].append(wording)
            elif wording.form and wording.frame not in _READ_ONLY:
                self._forms[_form_key(wording.form)].append(wording)

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        """Keys of the listed names, and of their words."""
        labels = [label for name in self._lexicon.names for label, _ in name.labels]
        return frozenset(k for label in labels for k in (key(label), *map(key, label.split())))

    @cached_property
    def _units(self) -> dict[str, tuple[Wording, ...]]:
        """Unit to the nouns of the properties whose numbers have it."""
        props = {w.form: w.denotes for w in self._lexicon.by_frame["unit"]}
        numeric = {name for name, spec in self._lexicon.ontology.properties.items() if spec.kind == "number"}
        nouns = self._lexicon.by_frame["noun"]
        return {
            unit: tuple(w for w in nouns if numeric.intersection(denotes) & set(w.denotes))
            for unit, denotes in props.items()
            if numeric.intersection(denotes)
        }

    def analyze(self, text: str) -> Question:
        """The items of a question. A word that is none, and near a known name, is taken for that name."""
        view = fold(text)
        words = [(start, end) for _, start, end in tokens(view if len(view) == len(text) else text)]
        candidates = [*self._named(text, words), *self._valued(text), *self._around(text)]
        chosen = self._counting(best_cover(candidates, words))
        open_runs = left_over(text, words, chosen)
        if broken := {item for item in chosen if breaks_word(text, item, open_runs)}:
            chosen = [item for item in chosen if item not in broken]
            candidates = [item for item in candidates if item not in broken]
            open_runs = left_over(text, words, chosen)
        slips = [item for run, start in open_runs for item in self._misspelt(run, start)]
        inflected = [item for run, start in open_runs for item in self._inflected(run, start)]
        widened = list(self._with_modifiers(text)) if open_runs else []
        if slips or inflected or widened:
            chosen = self._counting(best_cover([*candidates, *slips, *inflected, *widened], words))
        runs = left_over(text, words, chosen)
        left = [run for run, at in runs if not (in_apposition(at, chosen) or is_gloss(text, at, at + len(run), chosen))]
        unknown = tuple(word for run in left for word in self._unknown_names(run, text))
        unknown += tuple(versions(text, chosen))
        taken = tuple((item.text, item.entities[0].label) for item in chosen if item in slips and item.entities)
        said = [item.said for item in chosen if item.said] + [item.text for item in self._narrowed(text, chosen)]
        question = Question(text, tuple(chosen), (*left, *said), unknown, taken)
        return self._with_contents(question, [(run, at) for run, at in runs if run in left])

    def _narrowed(self, text: str, chosen: Sequence[Item]) -> Iterable[Item]:
        """`谷歌的语言模型`: nouns of a class that say more of it than the noun they end with, where no thing is asked about by name."""
        plays = self._lexicon.ontology.plays
        if any(plays(item.entities[0].classes, "artifact") for item in chosen if item.entities):
            return
        for before, item in zip([None, *chosen], chosen, strict=False):
            behind_name = before is not None and before.entities and not text[before.end : item.start].strip()
            if item.is_a("classNoun") and not behind_name and any(self._says_more(w) for w in item.frames("classNoun")):
                yield item

    def _says_more(self, noun: Wording) -> bool:
        """Does the noun end with another of its class, with a word in front: 聊天机器人, language model?"""
        others = (w.form for w in self._lexicon.by_frame["classNoun"] if w.denotes == noun.denotes and w.form != noun.form)
        fronts = (noun.form[: -len(form)].strip() for form in others if noun.form.endswith(form))
        words = tuple(w.form for frame in ("classNoun", "taskNoun") for w in self._lexicon.by_frame[frame])
        return any(front.endswith(words) or key(front) in self._lexicon.by_key for front in fronts if front)

    def _counting(self, chosen: Sequence[Item]) -> list[Item]:
        """The items, where a question word for an amount right before the noun of a class asks how many there are: `多少模型`."""
        amount = (_AMOUNT,)
        followed = zip(chosen, [*chosen[1:], None], strict=False)
        counted = tuple(w for w in self._lexicon.by_frame["count"] if has_han(w.form) and not w.denotes)[:1]
        return [
            replace(item, wordings=counted)
            if has_han(item.text) and noun is not None and noun.is_a("classNoun") and noun.start == item.end
            and any(w.denotes == amount for w in item.frames("interrogative"))
            else item
            for item, noun in followed
        ]  # fmt: skip

    def _with_contents(self, question: Question, runs: Sequence[tuple[str, int]]) -> Question:
        """The question with what it is where the kinds of content in the runs that nothing explains are named."""
        found = [item for run, at in runs for item in self._content_items(run, at)]
        if not found:
            return question
        rest = [piece for run, at in runs for piece in self._unsaid(run, at, found)]
        others = tuple(word for word in question.left_over if word not in {run for run, _ in runs})
        named = replace(question.only((*question.items, *found)), left_over=(*others, *rest))
        return replace(question, otherwise=named)

    def _content_items(self, run: str, at: int) -> Iterable[Item]:
        for match in self._kinds_of_content.finditer(fold(run)):
            entity = self._modalities[fold(match[1])]
            yield Item(at + match.start(), at + match.end(), match[0], (entity,))

    def _unsaid(self, run: str, at: int, found: Sequence[Item]) -> Iterable[str]:
        """What is left of a run beside these items, and is no function word."""
        cuts = [at, *(edge for i in found if at <= i.start < at + len(run) for edge in (i.start, i.end)), at + len(run)]
        for start, end in zip(cuts[::2], cuts[1::2], strict=True):
            piece = run[start - at : end - at].strip(" -")
            if piece and not any(w.frame == "function" for w in self._forms.get(key(piece), ())):
                yield piece

    @cached_property
    def _modalities(self) -> dict[str, Entity]:
        """Kinds of content by their folded names."""
        kinds = [name for name in self._lexicon.names if self._lexicon.ontology.plays(name.classes, "modality")]
        return {fold(label): Entity(name.iri, name.classes, name.label) for name in reversed(kinds) for label, _ in name.labels}

    @cached_property
    def _kinds_of_content(self) -> re.Pattern[str]:
        labels = sorted(self._modalities, key=lambda label: (-len(label), label))
        words = "|".join(map(re.escape, labels)) or r"(?!)"
        return re.compile(rf"(?<![a-z0-9])({words})(?:s|-related|-based)?(?![a-z0-9])")

    def _named(self, text: str, words: Sequence[tuple[int, int]]) -> Iterable[Item]:
        """Pieces of the text that are names or wordings."""
        pieces = list(spans(text, words))
        by_key: dict[str, list[StoredName]] = defaultdict(list)
        for name in self._index.names({k for *_, k in pieces}):
            by_key[name.key].append(name)
        for *_, k in pieces:
            listed = self._lexicon.by_key.get(k) if k not in by_key else None
            if listed is not None and self._lexicon.ontology.plays(listed.classes, "listed"):
                # A language that no document names may be asked about all the same.
                by_key[k].append(StoredName(k, listed.iri, listed.label, "", preferred=True, classes=listed.classes))
        for a, b, k in pieces:
            if item := self._item(text, words[a][0], words[b - 1][1], by_key.get(k, []), self._forms.get(k, [])):
                yield item
        yield from self._composed_tasks(text)

    def _valued(self, text: str) -> Iterable[Item]:
        """Dates and numbers."""
        yield from (Item(s.start, s.end, text[s.start : s.end], date=s) for s in dates(text))
        for n in numbers(text):
            part_of_name = n.bare and _GLUED.search(text, 0, n.start)
            if (n.unit is None or n.unit in self._units) and not part_of_name:
                yield Item(n.start, n.end, text[n.start : n.end], wordings=self._units.get(n.unit or "", ()), number=n.value)
        yield from (_spelt(text, value) for value in spelt_values(text))

    def _misspelt(self, run: str, start: int) -> Iterable[Item]:
        """A word of a run for which there is one name nearly like it."""
        for match in _WORD.finditer(run):
            if (
                len(match[0]) > _LONGEST_WORD
                or _LONGER.match(run, match.end())
                or self._index.contains(match[0])
                or key(match[0]) in self._vocabulary
            ):
                continue
            at = start + match.start()
            if match[0].islower() and (meant := nearest(match[0], self._plain_forms)) is not None:
                yield Item(at, at + len(match[0]), match[0], wordings=tuple(self._forms[meant]))
                continue
            near = nearest(match[0], self._name_keys)
            if near is None or (match[0].islower() and len(match[0]) < _LEAST_SLIPPED):
                continue
            if item := self._item(near, 0, len(near), list(self._index.names([near])), []):
                yield Item(at, at + len(match[0]), match[0], item.entities)

    def _inflected(self, run: str, start: int) -> Iterable[Item]:
        """Other forms of the words that name a concept: `controlling robots` for robot control."""
        words = list(_WORD.finditer(run))
        for a in range(len(words)):
            for b in range(min(len(words), a + _LONGEST_PHRASE), a, -1):
                piece = run[words[a].start() : words[b - 1].end()]
                near = self._concepts.get(stems(piece)) if has_han(piece) is False else None
                if near is not None:
                    named = self._item(near, 0, len(near), list(self._index.names([key(near)])), [])
                    if named is not None:
                        yield Item(start + words[a].start(), start + words[b - 1].end(), piece, named.entities)

    @cached_property
    def _concepts(self) -> dict[frozenset[str], str]:
        """Stems to the one label of a concept that has them."""
        found: dict[frozenset[str], set[str]] = defaultdict(set)
        for name in self._lexicon.names:
            if self._lexicon.ontology.plays(name.classes, "concept"):
                for label, lang in name.labels:
                    if lang == "en" and label.islower() and not has_han(label):
                        found[stems(label)].add(label)
        return {words: min(labels) for words, labels in found.items() if words and len({key(one) for one in labels}) == 1}

    def _with_modifiers(self, text: str) -> Iterable[Item]:
        """`基于 GAN 的图像解码器` for 基于GAN的解码器: a name with a kind of content put in, which its documents have to say."""
        for match in self._contents.finditer(text) if self._contents.pattern else ():
            bare = text[: match.start()] + text[match.end() :]
            at, size = match.start(), match.end() - match.start()
            words = [(s, e) for _, s, e in tokens(bare)]
            across = [(a, b, k) for a, b, k in spans(bare, words) if words[a][0] < at < words[b - 1][1]]
            by_key = {name.key: name for name in self._index.names({k for *_, k in across})}
            for a, b, k in across:
                if k in by_key and (item := self._item(bare, words[a][0], words[b - 1][1], [by_key[k]], [])):
                    yield Item(item.start, item.end + size, text[item.start : item.end + size], item.entities, said=match[0])

    @cached_property
    def _contents(self) -> re.Pattern[str]:
        names = (name for name in self._lexicon.names if self._lexicon.ontology.plays(name.classes, "modality"))
        labels = sorted({label for name in names for label, _ in name.labels if has_han(label)}, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, labels)))

    @cached_property
    def _plain_forms(self) -> list[str]:
        """English wordings of one word."""
        forms = {wording.form for wordings in self._forms.values() for wording in wordings}
        return sorted(form for form in forms if form.isascii() and form.isalpha() and len(form) >= _LEAST_FORM)

    @cached_property
    def _name_keys(self) -> list[str]:
        return sorted(self._index.preferred_labels())

    def similar(self, name: str) -> list[str]:
        """Known names that look like one that is not known."""
        labels = self._index.preferred_labels()
        return [labels[one] for one in similar(name, labels)]

    def _item(self, text: str, start: int, end: int, names: Sequence[StoredName], wordings: Sequence[Wording]) -> Item | None:
        if not names and not wordings:
            return None
        surface = text[start:end]
        if names and _LONGER.match(text, end):
            names = []
        names = [name for name in names if same_case(surface, name.label)]
        entities = tuple(
            {
                n.iri: Entity(n.iri, n.classes, n.label)
                for n in sorted(names, key=lambda n: (n.label != surface, not n.preferred))
                if not all(self._lexicon.ontology.plays((name,), "modality") for name in n.classes)
            }.values()
        )
        if surface.islower() and surface.isascii() and " " in surface and all(key(word) in self._forms for word in surface.split()):
            # Made of plain words only: `other models` is no name, though a heading has it.
            entities = ()
        if wordings and has_han(surface) is False and surface != surface.strip():
            return None
        return Item(start, end, surface, entities, tuple(wordings)) if entities or wordings else None

    def _around(self, text: str) -> Iterable[Item]:
        """Wordings that stand around a thing: `以…为基础`. What comes before it says nothing of its own."""
        for head, tail, wordings in self._split:
            at = text.find(head)
            behind = text.find(tail, at + len(head) + 1, at + len(head) + _WIDEST_GAP) if at >= 0 else -1
            if behind >= 0:
                yield Item(at, at + len(head), head, wordings=_FUNCTION)
                yield Item(behind, behind + len(tail), tail, wordings=wordings)

    @cached_property
    def _split(self) -> list[tuple[str, str, tuple[Wording, ...]]]:
        split = [(form.split(_GAP), tuple(w for w in ws if w.frame not in _READ_ONLY)) for form, ws in self._around_forms.items()]
        return [(pieces[0], pieces[1], ws) for pieces, ws in split if len(pieces) == 2 and all(pieces) and ws]

    def _unknown_names(self, run: str, text: str) -> list[str]:
        """Words of a run written as names that neither the documents nor the vocabulary hold."""
        found = []
        for match in _NAME.finditer(run):
            word = match[0]
            opens = text.lstrip().startswith(word) and re.fullmatch(r"[A-Z][a-z]*", word)
            if not opens and not self._index.contains(word) and key(word) not in self._vocabulary:
                found.append(word)
        return found

    def _composed_tasks(self, text: str) -> list[Item]:
        found = []
        for start, end, name in self._tasks.find(text):
            # By its name, since corrections may have merged it with another thing.
            stored = {n.iri: n for n in self._index.names([key(name.label)])}
            if stored:
                task = stored.get(name.iri) or next(iter(stored.values()))
                found.append(Item(start, end, text[start:end], (Entity(task.iri, task.classes, name.label),)))
        return found


def _form_key(form: str) -> str:
    """`key` of a written form, which is folded."""
    return form if form.isalnum() else key(form)


def _spelt(text: str, value: Spelt) -> Item:
    date = DateSpan(value.date, value.start, value.end) if value.date is not None else None
    until = value.until.iso if value.until is not None else None
    return Item(value.start, value.end, text[value.start : value.end], date=date, number=value.number, until=until)
