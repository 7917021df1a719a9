"""What the whole suite shares: one option, and how properties are drawn."""

from __future__ import annotations

import pytest

from tests.properties import load_profile

load_profile()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let expected output be rewritten, for the difference to be read in review."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite the expected output of golden cases and of examples in the docs",
    )
