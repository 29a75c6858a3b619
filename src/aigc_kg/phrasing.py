"""Answer sentences in the question's language, from the templates that the lexicon gives each property."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Result
from aigc_kg.plan import Entity, Form
from aigc_kg.render import date_text, joined, number_text


class Phrasing:
    """Words results; `label` gives the preferred name of a thing in a language."""

    def __init__(self, lexicon: Lexicon, label: Callable[[str, str], str]) -> None:
        self._lexicon = lexicon
        self._label = label

    def results(self, form: Form, results: Sequence[Result], lang: str) -> str:
        """The sentence that lists the results of a select."""
        first = form.patterns[-1] if form.asked else form.patterns[0]
        if form.about:
            groups: dict[str, list[str]] = defaultdict(list)
            for result in results:
                groups[result.about or ""].append(self.shown(result, form, lang))
            prop = form.asked or first.predicate
            return " ".join(self.filled(prop, "sentence", about, joined(values, lang), lang) for about, values in groups.items())
        values = joined(list(dict.fromkeys(self.shown(r, form, lang) for r in results)), lang)
        subject = form.patterns[0].subject
        if form.asked and isinstance(subject, Entity) and all(isinstance(p.subject, Entity) for p in form.patterns):
            return self.filled(form.asked, "sentence", self._label(subject.iri, lang), values, lang)
        if len(form.patterns) == 1 and isinstance(first.object, Entity):
            return self.filled(first.predicate, "inverseSentence", values, self._label(first.object.iri, lang), lang)
        return values + ("。" if lang == "zh" else ".")

    def stated(self, form: Form, lang: str) -> str:
        """The sentence of a yes: what is so."""
        pairs = [
            (p.predicate, p.subject, p.object) for p in form.patterns if isinstance(p.subject, Entity) and isinstance(p.object, Entity)
        ]
        parts = [self.filled(prop, "sentence", self._label(s.iri, lang), self._label(o.iri, lang), lang) for prop, s, o in pairs]
        return ("是的，" if lang == "zh" else "Yes. ") + " ".join(parts)

    def ranked(self, form: Form, result: Result, value: Any, lang: str) -> str:
        """The sentence of the first by a value."""
        prop = form.patterns[0].predicate
        return self.filled(prop, "sentence", result.label or "", self.value(prop, value, None, lang), lang)

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
            return number_text(value, lang) + (f" {unit}" if unit else "")
        return str(value)

    def filled(self, prop: str, kind: str, subject: str, obj: str, lang: str) -> str:
        """A property's template with subject and object put in."""
        template = self._lexicon.template(prop, kind, lang)
        if template is None:
            label = self._lexicon.ontology.properties[prop].label(lang)
            template = f"{{subject}}: {label} {{object}}." if lang == "en" else f"{{subject}}：{label}为{{object}}。"
        text = template.replace("{subject}", subject).replace("{object}", obj)
        return spaced(text) if lang == "zh" else text


def spaced(text: str) -> str:
    """Chinese typography: one space between Chinese and Latin, none between Chinese words."""
    text = re.sub(r"(?<=[\u4e00-\u9fff，。：、]) +(?=[\u4e00-\u9fff])", "", text)
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])", " ", text)
