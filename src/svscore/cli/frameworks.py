"""``svscore frameworks``: the models there are, one of them, and the schemas of the files."""

from __future__ import annotations

from typing import Annotated

import typer

from svscore.cli.diff import diff
from svscore.cli.new import new
from svscore.cli.options import AllowOutside
from svscore.cli.output import problems_reported
from svscore.cli.scored import shown_file

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="List, show, start, compare and describe evaluation models."
)
app.command()(diff)
app.command()(new)

Name = Annotated[str, typer.Argument(metavar="NAME", help="An id, an id with version (dsp-lot2@2021-10) or a file.")]
Resolved = Annotated[
    bool, typer.Option("--resolved", help="As one complete YAML file, nothing taken from other files.")
]
OfResult = Annotated[bool, typer.Option("--result", help="Of the JSON of `evaluate` in place of framework files.")]


@app.command("list")
def list_frameworks() -> None:
    """List the models that can be named by id.

    Looks in ./frameworks, then in the folders of $SVSCORE_FRAMEWORKS, then
    among the shipped ones; where two have an id and version, the first wins.

    \b
    Example:
      svscore frameworks list > models.txt
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.framework.catalogue import available
    from svscore.report.model import listing

    typer.echo(listing(available()), nl=False)


@app.command()
def show(name: Name, resolved: Resolved = False, allow_outside: AllowOutside = False) -> None:
    """Show one model: its criteria, weights and rules.

    `weight` is as the file gives it, `points` what can be earned of the total.

    \b
    Examples:
      svscore frameworks show dsp-lot2
      svscore frameworks show dsp-lot2 --resolved > my-model.yaml
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    with problems_reported():
        typer.echo(_shown(name, resolved=resolved, allow_outside=allow_outside), nl=False)


def _shown(name: str, *, resolved: bool, allow_outside: bool) -> str:
    from svscore.framework.load import load_definition, load_framework
    from svscore.framework.menu import Menu
    from svscore.report.model import menu_tree, tree

    if isinstance(definition := load_definition(name, allow_outside=allow_outside), Menu):
        if resolved:
            raise typer.BadParameter(f"{name!r} is a menu: it takes nothing from other files", param_hint="--resolved")
        return menu_tree(definition)
    loaded = load_framework(name, allow_outside=allow_outside)
    if not resolved:
        return tree(loaded, shown_file(loaded))
    from svscore.framework.dump import resolved_yaml

    return resolved_yaml(loaded)


@app.command()
def schema(of_result: OfResult = False) -> None:
    """Print the JSON Schema of framework files, for editors.

    \b
    Examples:
      svscore frameworks schema > framework.schema.json
      svscore frameworks schema --result > result.schema.json
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    typer.echo(_schema_of_result() if of_result else _schema_of_files(), nl=False)


def _schema_of_result() -> str:
    import json

    from svscore.report.schema import result_schema

    return json.dumps(result_schema(), indent=2) + "\n"


def _schema_of_files() -> str:
    from svscore.framework.schema import schema_text

    return schema_text()
