"""Answers that quote: the sentences that say what no fact does, where one says it well enough; else what was not found."""

from __future__ import annotations

from dataclasses import replace

from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Answer, Evidence
from aigc_kg.ontology import Property
from aigc_kg.phrasing import Phrasing
from aigc_kg.plan import Entity, Plan, Question
from aigc_kg.quantities import dates, numbers
from aigc_kg.render import joined
from aigc_kg.retrieval import Retriever
from aigc_kg.search import Found, Wanted
from aigc_kg.text import key, language

_PASSAGES = 3
_POOL = 12
_SAYING = ("noun", "agentVerb", "verb")
_CENTRE = {True: 0.87, False: 0.79}
"""Cosine of question and passage at which one is as likely to be about the other as not: within one language, and between two."""
_PER_COVERED = 0.06
"""Cosine that a passage may lack which has every word asked for, and needs which has none (half of it each way)."""
LEAST = 0.0


class Quoter:
    """Answers from the text of one knowledge base."""

    def __init__(self, index: LexicalIndex, lexicon: Lexicon, retriever: Retriever, phrasing: Phrasing) -> None:
        self._index = index
        self._lexicon = lexicon
        self._retriever = retriever
        self._phrasing = phrasing

    def answer(self, text: str, lang: str, question: Question, understood: Plan) -> Answer:
        """The passages that say it, or what no document says."""
        supposed = any(form.kind == "ask" for form in understood.forms) and not understood.not_understood
        if supposed or not self._about_anything(question):
            # What no document says is neither so nor not so.
            return self._unanswered(text, lang, understood, None, None)
        if question.unknown_names:
            near = dict.fromkeys(label for name in question.unknown_names for label in self._retriever.analyzer.similar(name))
            answer = self._unanswered(text, lang, understood, joined(question.unknown_names, lang), None)
            return replace(answer, answer=answer.answer + self._phrasing.similar(list(near), lang))
        missing_words = self._unheard(question, understood)
        if missing_words:
            return self._unanswered(text, lang, understood, joined(missing_words, lang), None)
        hits, wanted = self._retriever.retrieve(question, _POOL)
        asked = self._asked_of(understood)
        if asked is None and question.having("count"):
            # A sentence near in meaning hardly ever tells how many there are.
            return self._unanswered(text, lang, understood, None, None)
        if asked is not None:
            hits = [hit for hit in hits if self._says(hit, *asked)]
            if not hits:
                return self._unanswered(text, lang, understood, asked[0].label, asked[1].name)
        good = hits[:_PASSAGES]
        embedded = any(hit.similarity is not None for hit in hits)
        if not good or (embedded and not any(trust(hit, wanted, lang) >= LEAST for hit in good)):
            return self._unanswered(text, lang, understood, None, None)
        evidence = tuple(Evidence(h.passage.document, h.passage.line, h.passage.end_line, h.passage.section, h.passage.quote) for h in good)
        lead = "笔记中写道：" if lang == "zh" else "The notes say: "
        sentence = lead + " ".join(good[0].passage.text.split())
        return Answer(text, lang, "passages", sentence, (), evidence, (), None, None, understood.not_understood)

    def _about_anything(self, question: Question) -> bool:
        """Does the question hold a word that means something here: a name, a wording, or one that a document has?"""
        meant = any(item.entities or not item.frames("function") for item in question.items)
        return meant or any(self._index.contains(run) for run in question.left_over)

    def _unheard(self, question: Question, understood: Plan) -> list[str]:
        """What a question for a fact names that no document does: words left over where no thing was recognized."""
        asks = understood.asked and (question.having("interrogative", "count") or question.having("question"))
        if not asks or question.entities:
            return []
        return [run for run in question.left_over if len(run) > 1 and not self._index.contains(run)]

    def _asked_of(self, understood: Plan) -> tuple[Entity, Property] | None:
        """The known thing that a fact was asked of, and the property that the graph does not have of it."""
        form = understood.forms[0] if understood.forms else None
        if form is None or understood.overview or form.asked in self._lexicon.ontology.roles.get("told", ()):
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

    def _says(self, hit: Found, entity: Entity, spec: Property) -> bool:
        """Does a passage name both the thing and what is asked, with a date or number where one is asked for?"""
        text = hit.passage.text
        said = key(text)
        forms = (w for w in self._lexicon.wordings if spec.name in w.denotes and not w.questions_only and w.frame in _SAYING)
        worded = any(key(w.form) in said for w in forms if w.form)
        valued = bool(dates(text)) if spec.kind == "date" else any(not n.bare for n in numbers(text)) if spec.kind == "number" else True
        return worded and valued and any(key(name.label) in said for name in self._index.labels([entity.iri]).get(entity.iri, []))

    def _unanswered(self, text: str, lang: str, understood: Plan, name: str | None, prop: str | None) -> Answer:
        inverse = bool(understood.forms) and understood.forms[0].asked is None
        sentence = self._phrasing.unanswered(name, prop, lang, inverse=inverse)
        return Answer(text, lang, "unanswered", sentence, not_understood=understood.not_understood)


def trust(hit: Found, wanted: Wanted, lang: str) -> float:
    """How far a passage may be taken to say what is asked; below zero it does not. One found by its words alone is no sign of it."""
    if hit.similarity is None:
        return -1.0
    same = language(hit.passage.text) == lang
    return hit.similarity - _CENTRE[same] + _PER_COVERED * (wanted.covered(hit.passage) - 0.5)
