"""``svscore frameworks new``: a model to start from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from svscore.cli.output import problems_reported, say

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

SCHEMA = "framework.schema.json"

Id = Annotated[str, typer.Argument(metavar="ID", help="Lower-case letters, digits and hyphens: it-support-2026.")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file to write; by default ID.yaml.")
]


def new(name: Id, output: Output = None) -> None:
    """Write a commented model to start from; it passes check --strict.

    The JSON Schema its first line names is written beside it, for editors,
    unless there is one. Nothing is overwritten.

    \b
    Examples:
      svscore frameworks new it-support-2026
      svscore frameworks new it-support-2026 -o frameworks/it-support.yaml
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.framework.fields import slug
    from svscore.framework.schema import schema_text
    from svscore.framework.starter import starter
    from svscore.report.write import write_new

    if not name or slug(name) != name:
        near = f", like {slug(name)}" if slug(name) else ""
        message = f"found {name!r}, expected lower-case letters, digits and hyphens{near}"
        raise typer.BadParameter(message, param_hint="ID")
    file = output or Path(f"{name}.yaml")
    schema = file.parent / SCHEMA
    files = {file: starter(name).encode()} | ({} if os.path.lexists(schema) else {schema: schema_text().encode()})
    with problems_reported():
        write_new(files)
    say(f"wrote {' and '.join(map(str, files))}")
