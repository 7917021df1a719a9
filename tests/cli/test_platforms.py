"""svscore is not run on Windows here: at least nothing of it imports what only Unix has."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import importlib, pkgutil, signal, sys
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix_ipc", "crypt", "syslog"):
    sys.modules[name] = None
for name in ("SIGHUP", "SIGALRM", "SIGKILL"):
    vars(signal).pop(name, None)
import svscore
names = [info.name for info in pkgutil.walk_packages(svscore.__path__, "svscore.")]
assert len(names) > 100
for name in names:
    if not name.endswith("foreign_child"):  # a program of its own
        importlib.import_module(name)
sys.argv[1:] = WORDS
from svscore.__main__ import main
main()
"""


@pytest.mark.parametrize("words", [["--version"], ["frameworks", "schema"]])
def test_nothing_imports_what_only_unix_has(words: list[str]) -> None:
    code = CODE.replace("WORDS", repr(words))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout
