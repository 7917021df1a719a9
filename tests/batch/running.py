"""The command in this process, and executors that do not do what they are handed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from typer.testing import CliRunner, Result

from svscore.cli.app import app

ENVIRONMENT = {"COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}


def svscore(*words: str, columns: int = 100) -> Result:
    environment = ENVIRONMENT | {"COLUMNS": str(columns)}
    result = CliRunner().invoke(app, [*words], prog_name="svscore", env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


class Waiting(Executor):
    """Hands out futures of which ``end`` ends the first, given what was to be done, while the others wait."""

    def __init__(self, end: Callable[..., None]) -> None:
        self.running: list[Future[Any]] = []
        self._end = end

    def submit(self, *words: Any, **_options: Any) -> Future[Any]:
        future: Future[Any] = Future()
        if not self.running:
            self._end(future, *words)
        self.running.append(future)
        return future
