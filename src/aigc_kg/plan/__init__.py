"""Questions to logical forms and SPARQL."""

from aigc_kg.plan.build import Plan, plan
from aigc_kg.plan.compile import compile_form, members_query, solutions_query, stated_object
from aigc_kg.plan.forms import Form
from aigc_kg.plan.items import Analyzer, Entity, Question

__all__ = ["Analyzer", "Entity", "Form", "Plan", "Question", "compile_form", "members_query", "plan", "solutions_query", "stated_object"]
