"""Whether a definition that reads well can be scored, and whether it should be: one rule a file.

Knows the framework room only. Must not score, and reports everything it finds in one run.
"""

from __future__ import annotations

from svscore.lint.checking import changed_framework, check_file, checked_framework, checked_text
from svscore.lint.pages import codes, page

__all__ = ["changed_framework", "check_file", "checked_framework", "checked_text", "codes", "page"]
