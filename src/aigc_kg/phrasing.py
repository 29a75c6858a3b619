"""Answer sentences in the question's language, from the templates that the lexicon gives each property."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Result
from aigc_kg.plan import ABOUT, RESULT, Entity, Form, Pattern
from aigc_kg.render import date_text, joined, number_text, unit_text


class Phrasing:
    """Words results; `label` gives the preferred name of a thing in a language."""

    def __init__(self, lexicon: Lexicon, label: Callable[[str, str], str]) -> None:
        self._lexicon = lexicon
        self._label = label

    def results(self, form: Form, results: Sequence[Result], lang: str, *, disputed: bool = False) -> str:
        """The sentence that lists the results of a select; where documents disagree, with how many say each."""
        if not form.patterns:
            return joined([self.shown(result, form, lang) for result in results], lang) + ("。" if lang == "zh" else ".")
        first = form.patterns[-1] if form.asked else form.patterns[0]
        if form.about:
            groups: dict[str, list[Result]] = defaultdict(list)
            for result in results:
                groups[result.about or ""].append(result)
            said = [self._of(form, about, group, lang, disputed=disputed and len(group) > 1) for about, group in groups.items()]
            return ("" if lang == "zh" else " ").join((*said, *self._silent(form, groups, lang)))
        values = joined(list(dict.fromkeys(self.shown(result, form, lang) for result in results)), lang)
        subject = form.patterns[0].subject
        if (shared := _shared(form)) is not None:
            names = joined([self._label(entity.iri, lang) for entity in shared], lang)
            label = self._lexicon.ontology.properties[first.predicate].label(lang)
            return spaced(f"{names}的{label}都有{values}。") if lang == "zh" else f"{names} share this: {label} {values}."
        if form.asked and isinstance(subject, Entity) and all(isinstance(p.subject, Entity) for p in form.patterns):
            return self._of(form, self._label(subject.iri, lang), results, lang, disputed=disputed)
        if len(form.patterns) == 1 and isinstance(first.object, Entity):
            return self.filled(first.predicate, "inverseSentence", values, self._label(first.object.iri, lang), lang)
        return values + ("。" if lang == "zh" else ".")

    def _silent(self, form: Form, groups: Collection[str], lang: str) -> Iterator[str]:
        """Of several things asked about, those of which nobody says it."""
        for variable, among in form.choices if form.asked else ():
            names = (self._label(entity.iri, lang) for entity in among) if variable == ABOUT else ()
            yield from (self.unanswered(name, form.asked, lang, inverse=False) for name in names if name not in groups)

    def _of(self, form: Form, subject: str, results: Sequence[Result], lang: str, *, disputed: bool) -> str:
        """What is said of one thing; where documents disagree, each value with the number of those that state it."""
        prop = form.asked or form.patterns[0].predicate
        if not disputed:
            values = joined(list(dict.fromkeys(self.shown(result, form, lang) for result in results)), lang)
            return self.filled(prop, "sentence", subject, values, lang)
        said = []
        for result in results:
            sentence = self.filled(prop, "sentence", subject, self.shown(result, form, lang), lang).rstrip("。.")
            count = "one document" if result.documents == 1 else f"{result.documents} documents"
            said.append(f"{result.documents} 篇文档说 {sentence}" if lang == "zh" else f"{sentence} according to {count}")
        return "；".join(said) + "。" if lang == "zh" else "; ".join(said) + "."

    def sentence(self, form: Form, results: Sequence[Result], values: Sequence[Any], lang: str, *, disputed: bool = False) -> str:
        """The sentence of any form for things or values; `values` are what a rank is by."""
        if form.kind == "tally":
            return self._tallied(form, results, values, lang)
        if form.kind == "rank":
            return self._ranked(form, results, values, lang)
        if form.kind == "sources":
            names = joined([str(result.value) for result in results], lang)
            return f"见于 {names}。" if lang == "zh" else f"It is stated in {names}."
        return self.results(form, results, lang, disputed=disputed)

    @staticmethod
    def _tallied(form: Form, results: Sequence[Result], counts: Sequence[Any], lang: str) -> str:
        """How many there are for each."""
        pairs = [(result.about, result.value) for result in results] if form.about_each else list(zip(results, counts, strict=True))
        said = [(one.label if isinstance(one, Result) else one, count) for one, count in pairs]
        if lang == "zh":
            return joined([f"{name}（{count} 个）" for name, count in said], lang) + "。"
        return joined([f"{name} ({count})" for name, count in said], lang) + "."

    def _ranked(self, form: Form, results: Sequence[Result], values: Sequence[Any], lang: str) -> str:
        """The first by a value, or the first few in order."""
        prop = form.patterns[0].predicate
        shown = [self.value(prop, value, None, lang) for value in values]
        if len(results) == 1:
            return self.filled(prop, "sentence", results[0].label or "", shown[0], lang)
        if lang == "zh":
            return joined([f"{result.label}（{value}）" for result, value in zip(results, shown, strict=True)], lang) + "。"
        return joined([f"{result.label} ({value})" for result, value in zip(results, shown, strict=True)], lang) + "."

    def verdict(self, form: Form, values: Mapping[str, Sequence[Any]], lang: str, *, truth: bool) -> str:
        """The sentence of a yes or no: what the graph states; `values` by the names of the form's variables."""
        parts = []
        for pattern in form.patterns:
            if not isinstance(pattern.subject, Entity):
                continue
            if isinstance(pattern.object, Entity):
                said = self._label(pattern.object.iri, lang)
            else:
                stated = _finest(values.get(pattern.object.name, ()))
                said = joined([self.value(pattern.predicate, value, None, lang) for value in stated], lang)
            parts.append(self.filled(pattern.predicate, "sentence", self._label(pattern.subject.iri, lang), said, lang))
        if not parts:
            things = [self._label(term.value, lang) for term in values.get(getattr(form.patterns[0].subject, "name", ""), ())]
            parts = [joined(list(dict.fromkeys(things)), lang) + ("。" if lang == "zh" else ".")]
        if lang == "zh":
            return ("是的，" if truth else "不是，") + "".join(parts)
        return " ".join(["Yes." if truth else "No.", *parts])

    def taken(self, names: Sequence[tuple[str, str]], lang: str) -> str:
        """What was taken for something else."""
        if lang == "zh":
            return "".join(f"（把“{written}”理解为“{name}”）" for written, name in names)
        return "".join(f"(Taking “{written}” for {name}.) " for written, name in names)

    def instead(self, pattern: Pattern, others: Sequence[str], lang: str) -> str:
        """What no document says, and what they say in its place."""
        subject, supposed = (self._label(node.iri, lang) if isinstance(node, Entity) else "?" for node in (pattern.subject, pattern.object))
        supposed = self.filled(pattern.predicate, "sentence", subject, supposed, lang)
        said = self.filled(pattern.predicate, "sentence", subject, joined(others, lang), lang)
        return (
            f"文档里没有这样的说法：{supposed}文档里说的是：{said}"
            if lang == "zh"
            else f"No document says this: {supposed} What is said: {said}"
        )

    @staticmethod
    def mentioned(names: Sequence[str], documents: Sequence[str], lang: str) -> str:
        """The documents that speak of things."""
        if lang == "zh":
            return spaced(f"提到{joined(names, lang)}的文档有 {len(documents)} 篇：{joined(documents, lang)}。")
        count = "1 document mentions" if len(documents) == 1 else f"{len(documents)} documents mention"
        return f"{count} {joined(names, lang)}: {joined(documents, lang)}."

    @staticmethod
    def undisputed(names: Sequence[str], lang: str) -> str:
        """That no documents disagree, about these things or about any."""
        if lang == "zh":
            return spaced(f"各文档关于{joined(names, lang)}的说法没有分歧。") if names else "各文档的说法没有分歧。"
        return f"The documents do not disagree about {joined(names, lang)}." if names else "The documents do not disagree about anything."

    def unanswered(self, name: str | None, prop: str | None, lang: str, *, inverse: bool) -> str:
        """What was not found: a property of a known thing, or what has the thing as its value; else a name, or anything."""
        if name and prop:
            label = self._lexicon.ontology.properties[prop].label(lang)
            if lang == "zh":
                return spaced(f"文档里没有提到{label}为{name}的。" if inverse else f"文档里没有说明{name}的{label}。")
            return f"No document {'names anything for this' if inverse else f'states this of {name}'}: {label}{f' {name}' * inverse}."
        if name:
            return f"知识库里没有“{name}”。" if lang == "zh" else f"Nothing in the knowledge base is called {name}."
        return "文档里没有找到答案。" if lang == "zh" else "No answer was found in the documents."

    @staticmethod
    def in_part(quotes: Sequence[str], missing: Sequence[str], lang: str) -> str:
        """What is stated of several things asked, in the words of the documents, and what nobody states."""
        lead, mark = ("笔记中写道：", "；") if lang == "zh" else ("The notes say: ", "; ")
        return lead + mark.join([*(" ".join(quote.split()) for quote in quotes), *missing])

    def not_mentioned(self, words: Sequence[str], lang: str) -> str:
        """What was asked for and no document mentions; nothing where there is no such word."""
        if not words:
            return ""
        if lang == "zh":
            return f"文档里没有找到答案，也没有提到{joined([f'“{word}”' for word in words], lang)}。"
        return f"No answer was found in the documents. They do not mention: {joined(words, lang)}."

    def similar(self, names: Sequence[str], lang: str) -> str:
        """Known names that look like one that is not known."""
        if not names:
            return ""
        return f"相近的名称有：{joined(names, lang)}。" if lang == "zh" else f" Similar names: {joined(names, lang)}."

    def shown(self, result: Result, form: Form, lang: str) -> str:
        """One result as it stands in a sentence."""
        if result.value is None:
            return result.label or ""
        return self.value(form.asked or form.patterns[0].predicate, result.value, result.unit, lang)

    def value(self, prop: str, value: Any, unit: str | None, lang: str) -> str:
        """A number or date as it is read."""
        if self._lexicon.ontology.properties[prop].kind == "date":
            return date_text(str(value), lang)
        if isinstance(value, int | float):
            return number_text(value, lang) + (f" {unit_text(unit, value, lang)}" if unit else "")
        return str(value)

    def filled(self, prop: str, kind: str, subject: str, obj: str, lang: str) -> str:
        """A property's template with subject and object put in."""
        template = self._lexicon.template(prop, kind, lang)
        if template is None:
            label = self._lexicon.ontology.properties[prop].label(lang)
            template = f"{{subject}}: {label} {{object}}." if lang == "en" else f"{{subject}}：{label}为{{object}}。"
        text = template.replace("{subject}", subject).replace("{object}", obj)
        return spaced(text) if lang == "zh" else text


def _shared(form: Form) -> list[Entity] | None:
    """The things of which a form asks what is said of them all."""
    entities = [p.subject for p in form.patterns if isinstance(p.subject, Entity) and p.object == RESULT]
    same = len({p.predicate for p in form.patterns}) == 1
    return entities if same and len(entities) == len(form.patterns) > 1 else None


def _finest(values: Sequence[Any]) -> list[Any]:
    """Each value once, and no date that a finer one among them contains."""
    return [v for v in dict.fromkeys(values) if not any(isinstance(o, str) and o != v and o.startswith(f"{v}-") for o in values)]


def spaced(text: str) -> str:
    """Chinese typography: one space between Chinese and Latin, none between Chinese words."""
    text = re.sub(r"(?<=[\u4e00-\u9fff，。：、]) +(?=[\u4e00-\u9fff])", "", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", text)
