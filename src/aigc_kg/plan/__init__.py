"""Questions to logical forms and SPARQL."""

from aigc_kg.plan.build import Plan, plan
from aigc_kg.plan.compile import UNIT, asks_amount, compile_form, compile_union, members_query, solutions_query, stated_object
from aigc_kg.plan.forms import ABOUT, RESULT, Form, Pattern
from aigc_kg.plan.inquiries import Inquiry
from aigc_kg.plan.items import Analyzer
from aigc_kg.plan.question import Entity, Item, Question

__all__ = [
    "ABOUT", "RESULT", "UNIT", "Analyzer", "Entity", "Form", "Inquiry", "Item", "Pattern", "Plan", "Question", "asks_amount",
    "compile_form", "compile_union", "members_query", "plan", "solutions_query", "stated_object",
]  # fmt: skip
