"""Answers as sentences, and as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from aigc_kg.model import Answer, Conflict, Evidence, Result
from aigc_kg.quantities import UNITS
from aigc_kg.text import has_han

_ENGLISH_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
_CHINESE_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def number_text(value: float, language: str) -> str:
    """A number to be read: 137 billion, 1370 亿; exact."""
    for scale, word in _CHINESE_SCALES if language == "zh" else _ENGLISH_SCALES:
        thousandths = Fraction(str(value)) * 1000 / scale
        if value >= scale and thousandths.denominator == 1:
            return f"{_plain(int(thousandths))} {word}"
    # Decimal writes the digits of a float as Python reads them back, without an exponent.
    return f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)):f}".removesuffix(".0")


def unit_text(unit: str, value: float, language: str) -> str:
    """A unit to be read: `hours`, 小时."""
    if language == "zh":
        return next((word for word, meant in {**UNITS, "字节": "byte"}.items() if meant == unit and has_han(word)), unit)
    return f"{unit}s" if value != 1 and (UNITS.get(f"{unit}s") == unit or unit == "byte") else unit


def _plain(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def date_text(iso: str, language: str) -> str:
    """An ISO 8601 date to be read."""
    parts = [int(part) for part in iso.split("-")]
    if language == "zh":
        return " ".join(f"{part} {unit}" for part, unit in zip(parts, ("年", "月", "日"), strict=False))
    if len(parts) == 1:
        return str(parts[0])
    month = _MONTHS[parts[1] - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{parts[2]} {month} {parts[0]}"


def joined(words: Sequence[str], language: str) -> str:
    """An enumeration in the language."""
    if language == "zh":
        return "、".join(words)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def answer_json(answer: Answer) -> dict[str, Any]:
    """The JSON object of an answer."""
    return {
        "question": answer.question,
        "language": answer.language,
        "status": answer.status,
        "answer": answer.answer,
        "results": [result_json(result) for result in answer.results],
        "evidence": [evidence_json(evidence) for evidence in answer.evidence],
        "conflicts": [conflict_json(conflict) for conflict in answer.conflicts],
        "sparql": answer.sparql,
        "interpretation": answer.interpretation,
        "not_understood": list(answer.not_understood),
    }


def result_json(result: Result) -> dict[str, Any]:
    """The JSON object of one result."""
    data: dict[str, Any] = {
        "label": result.label,
        "labels": list(result.labels),
        "iri": result.iri,
        "value": result.value,
        "unit": result.unit,
        "about": result.about,
        "evidence": list(result.evidence),
        "documents": result.documents,
    }
    if result.members is not None:
        data["members"] = [result_json(member) for member in result.members]
    return data


def evidence_json(evidence: Evidence) -> dict[str, Any]:
    """The JSON object of one piece of evidence."""
    return {
        "document": evidence.document,
        "line": evidence.line,
        "end_line": evidence.end_line,
        "section": list(evidence.section),
        "quote": evidence.quote,
    }


def conflict_json(conflict: Conflict) -> dict[str, Any]:
    """The JSON object of a conflict."""
    return {"property": conflict.property, "subject": conflict.subject, "kind": conflict.kind, "values": list(conflict.values)}


def answer_text(answer: Answer, *, explain: bool = False) -> str:
    """The answer as it is printed: the sentence, its sources, and where they disagree."""
    lines = [answer.answer]
    for evidence in answer.evidence:
        quote = " ".join(evidence.quote.split())
        lines.append(f"  {evidence.document}:{evidence.line}  {quote}")
    lines += [f"  {_conflict_text(conflict, answer.language)}" for conflict in answer.conflicts]
    if explain:
        understood = answer.interpretation or ("无" if answer.language == "zh" else "nothing that the graph can answer")
        lines.append(("理解为：" if answer.language == "zh" else "understood as: ") + understood)
        if answer.not_understood:
            lines.append(("未理解：" if answer.language == "zh" else "not understood: ") + ", ".join(answer.not_understood))
        if answer.sparql:
            lines.append(answer.sparql)
    return "\n".join(lines)


def _conflict_text(conflict: Conflict, language: str) -> str:
    values = [(_value_text(value, language), ", ".join(value["documents"])) for value in conflict.values]
    if language == "zh":
        return f"关于 {conflict.subject} 说法不一：" + "；".join(f"{said}（{where}）" for said, where in values)
    return f"the documents disagree about {conflict.subject}: " + "; ".join(f"{said} ({where})" for said, where in values)


def _value_text(value: Mapping[str, Any], language: str) -> str:
    what = value["label"] if "label" in value else value["value"]
    said = number_text(what, language) if isinstance(what, int | float) and not isinstance(what, bool) else str(what)
    return f"{said} {value['unit']}" if value.get("unit") else said
