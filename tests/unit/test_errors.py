from __future__ import annotations

import pytest

from aigc_kg import errors

STATUS = [
    (errors.UsageError, 2),
    (errors.QueryError, 2),
    (errors.SourceError, 2),
    (errors.VocabularyError, 2),
    (errors.CorrectionsError, 2),
    (errors.EncoderError, 2),
    (errors.NotFoundError, 1),
    (errors.KnowledgeBaseError, 3),
]


def _subclasses(kind: type[errors.AigcKgError]) -> set[type[errors.AigcKgError]]:
    return set(kind.__subclasses__()).union(*map(_subclasses, kind.__subclasses__()))


@pytest.mark.parametrize(("kind", "status"), STATUS)
def test_exit_status_is_that_of_the_contract(kind: type[errors.AigcKgError], status: int) -> None:
    assert kind("…").exit_status == status


def test_every_error_has_a_status_in_the_table() -> None:
    named = {value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, errors.AigcKgError)}
    assert named - {errors.AigcKgError} == {kind for kind, _ in STATUS}


def test_one_base_catches_all_errors() -> None:
    assert _subclasses(errors.AigcKgError) == {kind for kind, _ in STATUS}
