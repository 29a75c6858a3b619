"""Claims that tables state: a column of things, columns of what is said of them; or the other way about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from aigc_kg.extract.mentions import Mention, first_group, is_name
from aigc_kg.extract.reading import Reading, Topic, date_literal
from aigc_kg.extract.sentences import SentenceReader
from aigc_kg.extract.values import BRACKET, Values
from aigc_kg.model import Block, Literal, Quote, Thing, View
from aigc_kg.quantities import Date, dates
from aigc_kg.text import HAN, fold, sentences

_MAIN = re.compile(r"\A\s*(?:主要|核心|典型|重点|代表性?)的?")
_AROUND_EVENT = re.compile(
    r"(?:[\s，,。.、“”\"《》*`]|正式|首次|全面|对外|公开|新版|新一代|最新|模型|大模型|版本?|系列|了|的|API|was|is|are|were|the|model|models|first|officially|and|和|与)*",
    re.IGNORECASE,
)
"""What may stand around a name and its coming out in a cell."""
_LEAST_SENTENCE = 8
_LEAST_CROSSED = 3
_CARD = 2
_BILINGUAL = re.compile(rf"([{HAN}]+)\s*[/|]?\s*([A-Za-z][A-Za-z .#]*)")
"""A header in both languages: `参数 Params`."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row being read: its block, the texts of the header, and what its claims rest on."""

    index: int
    block: Block
    columns: tuple[str, ...]
    quote: Quote
    contexts: tuple[int, ...]
    year: Date | None


class TableReader:
    """Reads the rows of tables."""

    def __init__(self, reading: Reading, values: Values) -> None:
        self._reading = reading
        self._values = values
        # What a header says is asked for every row below it.
        self._properties = cache(self._find_properties)
        self._subject_column = cache(self._find_subject_column)
        self._agent_column = cache(self._find_agent_column)
        self._heads_artifacts = cache(self._may_head_artifacts)

    def read(self, index: int, block: Block, task: tuple[Thing, int] | None, year: Date | None, above: Topic) -> Topic:
        """Read a row; the topic is the thing that the row is about. A card of labels and values is about what is `above`."""
        if self._read_card(index, block, above):
            return Topic()
        header = self._reading.block(block.header if block.header is not None else index)
        columns = tuple(cell.text.strip() for cell in header.cells)
        contexts = (block.header,) if block.header is not None else ()
        row = _Row(index, block, columns, self._reading.block_quote(index), contexts, year)
        subject = self._subject_column(columns)
        crossed = self._crossed(row, header) if subject is None or self._agent_column(columns) == subject else False
        if subject is None and (self._transposed(row, header) or (crossed and not self._listed(row))):
            return Topic()
        if subject is None and above and self._over_time(row, above):
            return above
        if subject is None or subject >= len(block.cells):
            return self._happening(row) or self._unheaded(row)
        found = self._find(block.cells[subject])
        if not self._heads_artifacts(columns[subject]) and subject == self._agent_column(columns):
            topic = Topic(tuple(self._values.agents(block.cells[subject].text, found)))
            self._cells(row, subject, topic)
            return topic
        certain = self._heads_artifacts(columns[subject])
        topic = Topic(
            tuple(self._values.names(block.cells[subject].text, found) if certain else [m.thing for m in found if is_name(m)][:1])
        )
        if topic:
            self._cells(row, subject, topic)
            if task is not None:
                self._reading.state(self._reading.playing("does"), topic, [task[0]], "heading:task", row.quote, contexts=[task[1]])
        return topic

    def _over_time(self, row: _Row, above: Topic) -> bool:
        """`时间 | 参数量` below what introduces one thing: how large it was, and when."""
        noted = [self._properties(column, "noun") for column in row.columns]
        if not noted or not self._is_of_dates(row.columns[0]) or not all(noted):
            return False
        cells = [(cell, props) for cell, props in zip(row.block.cells, noted, strict=False) if not any(map(self._is_date, props))]
        told = Topic(above.things, above.contexts)
        stated = [self._state(row, p, told, v) for cell, props in cells for p, v in self._values.typed(cell.text, self._find(cell), props)]
        return any(stated)

    def _unheaded(self, row: _Row) -> Topic:
        """A row of which no column names what it is about."""
        if not self._listed(row):
            self._as_text(row)
        return Topic()

    def _happening(self, row: _Row) -> Topic:
        """A row of a timeline, `2023-03 | X 发布 | A | …`: about what one cell says came out, and the others tell more of."""
        if not any(self._is_of_dates(column) for column in row.columns):
            return Topic()
        for column, cell in enumerate(row.block.cells):
            found = [m for m in self._find(cell) if not self._reading.plays(m, "agent")]
            group = first_group(cell.text, found) if found else []
            made = all(self._reading.fits(m.thing, self._reading.playing("artifact")) and (m.classes or is_name(m)) for m in group)
            if group and made and self._comes_out(cell.text, group):
                topic = Topic(tuple(m.thing for m in group))
                self._cells(row, column, topic)
                return topic
        return Topic()

    def _comes_out(self, text: str, group: Sequence[Mention]) -> bool:
        """Does a cell say of names that they were made or came out, and nothing else: `X 发布`, `开源 X`, `X released`?"""
        rest = text[: group[0].start] + " " + text[group[-1].end :]
        said = [cue for cue in self._reading.cues.find(rest) if cue.denotes("agentVerb")]
        if len(said) != 1 or not any(self._is_date(p) for p in said[0].denotes("agentVerb")):
            return False
        return _AROUND_EVENT.fullmatch(rest[: said[0].start] + rest[said[0].end :]) is not None

    def _is_date(self, prop: str) -> bool:
        spec = self._reading.lexicon.ontology.properties.get(prop)
        return spec is not None and spec.kind == "date"

    def _read_card(self, index: int, block: Block, above: Topic) -> bool:
        """`| Field | Value |` under the name of a thing: each row is a label and what it says."""
        labels = self._reading.cues.label(block.cells[0].text) if len(block.cells) == _CARD else ()
        header = self._reading.block(block.header if block.header is not None else index)
        if not above or not labels or any(m.classes or m.marked for m in self._find(header.view)):
            return False
        text = block.cells[1].text
        quote = self._reading.block_quote(index)
        nouns = tuple(p for w in labels if w.frame == "noun" for p in w.denotes)
        values = self._values.typed(text, self._find(block.cells[1]), nouns)
        stated = [self._reading.state(prop, above, objects, f"card:{prop}", quote) for prop, objects in values]
        for prop in (p for w in labels if w.frame == "inverseNoun" for p in w.denotes):
            subjects = Topic(tuple(self._values.inverse(text, self._find(block.cells[1]), prop)))
            stated.append(self._reading.state(prop, subjects, above.things, f"card:{prop}", quote, contexts=above.contexts))
        return any(stated)

    def _find(self, cell: View) -> tuple[Mention, ...]:
        return self._reading.mentions.find(cell)

    def _state(self, row: _Row, prop: str, topic: Topic, objects: Sequence[Thing | Literal]) -> bool:
        return self._reading.state(prop, topic, objects, f"table:{prop}", row.quote, contexts=row.contexts)

    def _cells(self, row: _Row, subject: int, topic: Topic) -> None:
        for column, cell in enumerate(row.block.cells):
            if column == subject or column >= len(row.columns) or not cell.text.strip():
                continue
            props = self._properties(row.columns[column], "noun")
            found = self._find(cell)
            stated = [self._state(row, prop, topic, objects) for prop, objects in self._values.typed(cell.text, found, props)]
            for prop in self._properties(row.columns[column], "inverseNoun"):
                others = Topic(tuple(self._values.inverse(cell.text, found, prop)))
                stated.append(bool(others) and self._state(row, prop, others, topic.things))
            if props or any(stated) or self._plain_cell(row, cell.text, found, topic) or self._whole_organizations(cell.text, found):
                continue
            reader = SentenceReader(self._reading, cell, found, Topic(topic.things, (row.index,)), row.year)
            reader.heads = True
            for start, end in sentences(cell.text):
                reader.read(start, end)

    def _plain_cell(self, row: _Row, text: str, found: Sequence[Mention], topic: Topic) -> bool:
        """A cell that is nothing but a task or a maker says so, whatever its column is called."""
        task = self._values.task(text)
        if task is not None:
            return self._state(row, self._reading.playing("does"), topic, [task])
        # Where a column tells who made it, another that has MIT in it is of licences.
        told = any(self._reading.maker in self._properties(column, "noun") for column in row.columns)
        makers = [] if told else self._whole_organizations(text, found)
        return bool(makers) and self._state(row, self._reading.maker, topic, makers)

    def _find_properties(self, header: str, frame: str) -> tuple[str, ...]:
        bare = BRACKET.sub("", header)
        if not self._reading.cues.exactly(bare) and (both := _BILINGUAL.fullmatch(bare.strip())):
            bare = both[1]
        found = self._reading.cues.exactly(bare) or self._reading.cues.within(bare) or self._reading.cues.exactly(_MAIN.sub("", bare))
        found = found or self._reading.cues.label(bare)
        return tuple(p for w in found if w.frame == frame for p in w.denotes)

    def _find_subject_column(self, columns: tuple[str, ...]) -> int | None:
        """The first column headed by a noun of artifacts (`模型名称`, `代表模型`, `model`) or of names."""
        for at, column in enumerate(columns):
            if self._heads_artifacts(column):
                return at
        agents = self._agent_column(columns)
        if agents is not None:
            return agents
        frames = [{w.frame for w in self._reading.cues.exactly(column)} for column in columns]
        nouns = ["noun" in found for found in frames]
        if any(nouns) and columns and not nouns[0] and (columns[0] or all(nouns[1:])):
            # A column without a header, before columns of what is said, is one of names.
            return 0
        if columns and self._lists_techniques(columns):
            return 0
        return None

    def _lists_techniques(self, columns: Sequence[str]) -> bool:
        """`方法 | 机构 | 基座`: techniques head the first column, and others tell of them."""
        ontology = self._reading.lexicon.ontology
        first = self._properties(columns[0], "noun")
        others = {p for column in columns[1:] for p in self._properties(column, "noun")}
        technical = any(p in ontology.properties and ontology.properties[p].range == ontology.playing("technique") for p in first)
        return technical and bool(others - set(first))

    def _find_agent_column(self, columns: tuple[str, ...]) -> int | None:
        """The column headed by a noun of organizations, where the other columns are said of such (`公司 | 创始人 | 总部`)."""
        ontology = self._reading.lexicon.ontology
        nouns = self._reading.lexicon.class_nouns
        kinds = [nouns.get(fold(BRACKET.sub("", column)).strip()) for column in columns]
        at = next((i for i, kind in enumerate(kinds) if kind and ontology.plays((kind,), "agent")), None)
        if at is None:
            return None
        named = [
            p
            for i, column in enumerate(columns)
            if i != at
            for p in (*self._properties(column, "noun"), *self._properties(column, "inverseNoun"))
        ]
        domains = [ontology.properties[p].domain or ontology.properties[p].range for p in named if p in ontology.properties]
        return at if any(name and ontology.plays((name,), "agent") for name in domains) else None

    def _may_head_artifacts(self, column: str) -> bool:
        both = _BILINGUAL.fullmatch(BRACKET.sub("", column).strip())
        name = fold(both[1] if both else BRACKET.sub("", column)).strip()
        return name in ("名称", "name", "名字", "型号", "version", "版本") or self._names_artifacts(name)

    def _names_artifacts(self, name: str) -> bool:
        nouns = self._reading.lexicon.class_nouns
        for candidate in (name, name.removesuffix("名称"), name.removesuffix("名"), *(name[-n:] for n in (2, 3, 4, 6))):
            cls = nouns.get(candidate.strip())
            if cls and self._reading.lexicon.ontology.plays((cls,), "artifact") and not self._reading.is_phrased(cls):
                return not self._properties(name, "noun")
        return False

    def _crossed(self, row: _Row, header: Block) -> bool:
        """`| 年份 | A | B |` over `| 2022 | X | Y |`: organizations or tasks head columns of names; a date in front is that of the row."""
        named = [(self._whole_organizations(head.text, self._find(head))[:1], self._values.task(head.text)) for head in header.cells]
        if len(header.cells) < _LEAST_CROSSED or not all(makers or task for makers, task in named[1:]):
            return False
        if not row.block.cells or not self._says_which(row.block.cells[0]):
            return False
        dated = dates(row.block.cells[0].text)[:1] if self._is_of_dates(row.columns[0]) else []
        came = [p for p in self._reading.lexicon.genitives if self._is_date(p)] if dated and dated[0].date.year else []
        stated = []
        for (makers, task), cell in list(zip(named, row.block.cells, strict=False))[1:]:
            names = Topic(tuple(self._values.enumerated(cell.text, self._find(cell))))
            stated += [self._state(row, self._reading.maker, names, makers)] if makers else []
            stated += [self._state(row, self._reading.playing("does"), names, [task])] if task else []
            stated += [self._state(row, prop, names, [date_literal(dated[0].date)]) for prop in came]
        return any(stated)

    def _says_which(self, cell: View) -> bool:
        """Does a cell say which of its works a row names: of what time, task, content or kind, or whose?"""
        found = self._find(cell)
        content = any(self._reading.plays(m, "modality") and len(m.name) >= len(cell.text.strip()) - 2 for m in found)
        dated = any(span.start <= 1 for span in dates(cell.text))
        whose = bool(self._whole_organizations(cell.text, found))
        return content or dated or whose or self._values.task(cell.text) is not None or self._names_artifacts(fold(cell.text).strip())

    def _transposed(self, row: _Row, header: Block) -> bool:
        """`| | BART | T5 |` over `| 提出者 | A | B |`: things in the header, properties in the first column."""
        if len(header.cells) < 2 or not row.block.cells:
            return False
        label = row.block.cells[0].text
        nouns, inverse = self._properties(label, "noun"), self._properties(label, "inverseNoun")
        pairs = list(zip(header.cells, row.block.cells, strict=False))[1:]
        stated = [self._transposed_cell(row, head, cell, (nouns, inverse)) for head, cell in pairs if nouns or inverse]
        stated += [self._told_of_head(row, head, cell) for head, cell in pairs if not (nouns or inverse)]
        return any(stated)

    def _told_of_head(self, row: _Row, head: View, cell: View) -> bool:
        """What a cell says in words of the organization at the head of its column: `获得 A 的投资`."""
        held = [m for m in self._find(head) if m.acts and len(head.text.strip()) <= len(m.name) + 2]
        if not held or not cell.text.strip():
            return False
        before = self._reading.stated
        thing = Topic((held[0].thing,), row.contexts)
        reader = SentenceReader(self._reading, cell, self._find(cell), thing, row.year)
        for start, end in sentences(cell.text):
            reader.read(start, end)
        return self._reading.stated > before

    def _transposed_cell(self, row: _Row, head: View, cell: View, props: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
        things = [m.thing for m in self._find(head)][:1]
        if not things or not cell.text.strip():
            return False
        found = self._find(cell)
        stated = [self._state(row, p, Topic(tuple(things)), v) for p, v in self._values.typed(cell.text, found, props[0])]
        if self._reading.maker in props[1] and self._reading.plays(things[0], "agent"):
            artifacts = [
                m for m in found if self._reading.fits(m.thing, self._reading.playing("artifact")) and (m.classes or is_name(m) or m.marked)
            ]
            stated.append(self._state(row, self._reading.maker, Topic(tuple(m.thing for m in artifacts)), things))
        return any(stated)

    def _listed(self, row: _Row) -> bool:
        """A row whose first cell is a task or organization, and another an enumeration of names."""
        first = row.block.cells[0] if row.block.cells else None
        if first is None:
            return False
        task = self._values.task(first.text)
        makers = [] if task else self._whole_organizations(first.text, self._find(first))
        stated = False
        for cell in row.block.cells[1:] if task or makers else ():
            for name in self._values.enumerated(cell.text, self._find(cell)):
                stated |= (
                    self._state(row, self._reading.playing("does"), Topic((name,)), [task])
                    if task
                    else self._state(row, self._reading.maker, Topic((name,)), makers[:1])
                )
        return stated

    def _whole_organizations(self, text: str, found: Sequence[Mention]) -> list[Thing]:
        """Organizations, where a text is nothing but their names."""
        bare = BRACKET.sub("", text).strip()
        organizations = [m for m in found if self._reading.plays(m, "agent") and m.name in bare]
        return [m.thing for m in organizations] if len(bare) <= sum(len(m.name) + 3 for m in organizations) else []

    def _as_text(self, row: _Row) -> None:
        """Cells that are sentences; a date that heads the row is the date of what they tell."""
        cells = row.block.cells
        dated = cells[0] if cells and row.columns and self._is_of_dates(row.columns[0]) else None
        for cell in self._told(cells):
            reader = SentenceReader(self._reading, cell, self._find(cell), Topic(), row.year)
            reader.dated_by(dated.text if dated is not None and dated is not cell else "")
            for start, end in sentences(cell.text):
                reader.read(start, end)

    def _is_of_dates(self, header: str) -> bool:
        return any(self._is_date(name) for name in self._properties(header, "noun"))

    def _told(self, cells: Sequence[View]) -> Iterator[View]:
        yield from (cell for cell in cells if len(cell.text) > _LEAST_SENTENCE)
