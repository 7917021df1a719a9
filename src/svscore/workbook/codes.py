"""Codes of what can be said about a file of bids.

WB10x the file, 11x its tables, 12x bidders, 13x cells, 14x values against the model, 15x evaluators'
marks, 16x lots, 17x details, 18x templates, 19x the model a file was issued with.
"""

from __future__ import annotations

NOT_A_WORKBOOK = "WB101"
"""Not a file that can be read: empty, cut, renamed, damaged, of another format."""
PASSWORD = "WB102"  # noqa: S105 - a code
"""Password-protected; an .xlsx that is may as well be an old .xls: both begin with the same eight bytes."""
TOO_LARGE = "WB103"
UNSAFE = "WB104"
"""Holds what no spreadsheet program writes and only an attacker needs."""
DELIMITED = "WB105"
"""A .csv whose encoding, separator or rows do not fit."""
STORED_ONLY = "WB106"
"""Macros or links that were not followed; stored values were taken."""
LESS_SEEN = "WB107"
"""A format of which less can be seen than of .xlsx."""

NO_BIDS = "WB110"
UNKNOWN_COLUMN = "WB111"
MISSING_COLUMN = "WB112"
TWICE_IN_HEADER = "WB113"
NOT_READ = "WB114"
MERGED = "WB115"
HIDDEN = "WB116"
SUMMARY = "WB117"
"""A row of totals or averages, or of weights."""
AMBIGUOUS = "WB118"

NO_BIDDER = "WB120"
DUPLICATE_BIDDER = "WB121"
SPELLING = "WB122"
"""The same bidder, written differently."""
ONE_SHEET_ONLY = "WB123"

UNSTORED = "WB130"
ERROR_VALUE = "WB131"
TEXT_NUMBER = "WB132"
DECIMAL_COMMA = "WB133"
DATE = "WB134"
BOOLEAN = "WB135"
PERCENT = "WB136"
WORDS = "WB137"
ONLY_SPACES = "WB138"
HIDDEN_DIGITS = "WB139"

OFF_SCALE = "WB140"
OUT_OF_RANGE = "WB141"
MONEY_TEXT = "WB142"
MONEY_PLACES = "WB143"
ANSWER = "WB144"
UNUSUAL_NUMBER = "WB145"
CURRENCIES = "WB146"
"""Prices of one criterion in several currencies."""

TWO_MARKS = "WB150"
UNKNOWN_EVALUATOR = "WB151"
UNKNOWN_CRITERION = "WB152"
EVALUATORS_ACROSS = "WB153"
"""Marks of several evaluators in a table of one mark a bidder and criterion."""

LOT_NEEDED = "WB160"
UNKNOWN_LOT = "WB161"
NO_LOT = "WB162"
LOT_UNCLEAR = "WB163"

DETAIL = "WB170"
"""A size, a date of submission or another detail that cannot be used."""

NAME = "WB180"
"""A name of a bidder or evaluator that a template cannot hold."""
MISSING = "WB181"
"""What nobody has filled in yet."""
UNWRITTEN = "WB182"
"""What a merged workbook has no cell for, or a remark that is too long for one."""

CHANGED_MODEL = "WB190"
"""The model is not the one of the same id and version that the file was issued with."""
MODEL_HASH = "WB191"
"""A hash of the model that is none."""
SEVERAL_MODELS = "WB192"
"""Files of one competition that were issued with different models."""
CHANGED_FILE = "WB193"
"""The model's file changed, and nobody can say whether the model did."""
