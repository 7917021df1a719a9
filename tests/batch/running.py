"""The command in this process."""

from __future__ import annotations

from typer.testing import CliRunner, Result

from svscore.cli.app import app

ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


def svscore(*words: str, columns: int = 100) -> Result:
    environment = ENVIRONMENT | {"COLUMNS": str(columns)}
    result = CliRunner().invoke(app, [*words], prog_name="svscore", env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result
