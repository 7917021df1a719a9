"""The words of a command line: what no command can use is refused, and every refusal is one short line."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from svscore.problem import MAX_PATH, shortened, well_formed

OUTPUT = ("-o", "--output")
_USAGE: type[Exception] = typer.BadParameter.__bases__[0]
"""Any wrong use: the library has it from another one, or brings its own."""


class Commands(TyperGroup):
    """The commands, whose refusals no terminal obeys, however odd the words that they repeat."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """As the library does."""
        with _refusals_shown():
            check_words(args)
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: Any) -> Any:
        """As the library does."""
        with _refusals_shown():
            return super().invoke(ctx)


@contextmanager
def _refusals_shown() -> Iterator[None]:
    try:
        yield
    except _USAGE as error:
        from svscore.report.untrusted import visible  # noqa: PLC0415 - only when there is something to say

        refusal: Any = error
        refusal.message = shortened(visible(well_formed(refusal.message)), MAX_PATH)
        raise


def check_words(words: Sequence[str]) -> None:
    """Refuses words that stand for nothing: empty ones, those no file can be called, a folder in place of a file.

    Raises:
        typer.BadParameter: there is such a word.
    """
    for before, word in zip(("", *words), words, strict=False):
        option, value = _option_of(before, word)
        hint = option or "an argument"
        if not value:
            message = "it is empty; is a variable in your script not set?"
            raise typer.BadParameter(message, param_hint=hint)
        if "\0" in value:
            raise typer.BadParameter("it holds a NUL character, which no name has", param_hint=hint)
        if option in OUTPUT and _names_folder(value) and Path(value).suffix and "--separate" not in words:
            message = f"found {value!r}, which names a folder by its last character; expected the name of a file"
            raise typer.BadParameter(message, param_hint=hint)


def _option_of(before: str, word: str) -> tuple[str, str]:
    """The option a word belongs to, as far as that can be told, and its value."""
    name, is_joined, value = word.partition("=")
    if name.startswith("--") and is_joined:
        return name, value
    if word.startswith("-o") and word != "-o":
        return "-o", word[2:]
    return (before if before.startswith("-") else ""), word


def _names_folder(value: str) -> bool:
    return value.endswith(("/", os.sep))
