"""What the tests of the workbook room share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.build import Workbooks


@pytest.fixture
def workbooks(tmp_path: Path) -> Workbooks:
    return Workbooks(tmp_path)
