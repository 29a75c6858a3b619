"""Every error the package raises on purpose, each with the exit status of the command line."""

from __future__ import annotations


class AigcKgError(Exception):
    """Base of all errors: the message says what is wrong, where, and how to mend it."""

    exit_status = 2


class UsageError(AigcKgError):
    """Wrong use or bad input."""


class QueryError(UsageError):
    """A SPARQL query that cannot be parsed or is not allowed."""


class SourceError(UsageError):
    """A source document that cannot be read."""


class VocabularyError(UsageError):
    """An ontology, lexicon or names file that cannot be read."""


class CorrectionsError(UsageError):
    """A corrections file that cannot be read, or that contradicts itself or another."""


class EncoderError(UsageError):
    """An encoder that cannot be loaded."""


class NotFoundError(AigcKgError):
    """The knowledge base does not hold what was asked for."""

    exit_status = 1


class KnowledgeBaseError(AigcKgError):
    """The knowledge base is missing, damaged or of another version."""

    exit_status = 3
