"""Frozen values that are cheap to make, for what is made by the hundred for every sentence.

`@light(frozen=True, slots=True)` is a frozen dataclass to the type checker, which refuses to set a field. At run time nothing
guards the fields: an instance of a frozen dataclass takes five times as long to make.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as light
else:
    from dataclasses import dataclass

    def light(*, frozen: bool, **options: bool) -> Callable[[type], type]:
        """A dataclass that is compared and hashed by its content, as a frozen one is."""
        if not frozen:
            raise ValueError("Only frozen values can be light.")
        return dataclass(unsafe_hash=True, **options)


__all__ = ["light"]
