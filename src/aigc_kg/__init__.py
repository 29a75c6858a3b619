"""Exact question answering over survey notes, cited to the line, in Chinese and English."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aigc_kg.kb import KnowledgeBase

__version__ = "0.1.0"
__all__ = ["KnowledgeBase", "__version__"]


def __getattr__(name: str) -> object:
    """Load the public class when it is first asked for, so that importing the package costs nothing."""
    if name == "KnowledgeBase":
        from aigc_kg.kb import KnowledgeBase

        return KnowledgeBase
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
