"""Reads a small file of our own, TOML, as one model: with all that is wrong in it, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from comity.errors import InputError, Problem
from comity.world.problems import problems_of
from comity.world.toml import Document, KeyPath, read_toml

M = TypeVar("M", bound=BaseModel)


def read_model(kind: type[M], file: str) -> tuple[M, Document]:
    """What a file says, and the file, for what is said of it later. Raises InputError with all that is wrong."""
    document = read_document(file)
    return as_model(kind, document), document


def read_document(file: str) -> Document:
    """A file as it is. Raises InputError."""
    document = read_toml(Path(file), file)
    if isinstance(document, Problem):
        raise InputError([document])
    return document


def as_model(kind: type[M], document: Document) -> M:
    """What a file says. Raises InputError with all that is wrong."""

    def place(path: KeyPath) -> tuple[str, int]:
        return document.file, document.line_of(path)

    try:
        return kind.model_validate(document.tree)
    except ValidationError as error:
        raise InputError(problems_of(kind, document.tree, error, place)) from None
