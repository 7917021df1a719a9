"""The pages of what is refused while a file is read, before any rule looks at it."""

from __future__ import annotations

from svscore.framework.builder import DUPLICATE_KEY, NOT_ONE_MAPPING, UNUSED_FEATURE
from svscore.framework.catalogue import NOT_FOUND
from svscore.framework.change import CANNOT_CHANGE
from svscore.framework.cut_text import CUT_TEXT
from svscore.framework.file_text import NOT_TEXT, TOO_LARGE
from svscore.framework.files import NOT_TAKEN
from svscore.framework.load import WRONG_FILE
from svscore.framework.reach import OUTSIDE
from svscore.framework.resolve import CYCLE, EXCLUSIVE_KEYS
from svscore.framework.salvage import MISSING_KEY, WRONG_VALUE
from svscore.framework.shape import UNKNOWN_KEY
from svscore.framework.syntax import SYNTAX

PAGES: dict[str, tuple[str, str]] = {
    SYNTAX: (
        "syntax",
        """The file must be YAML: keys, a colon and a space, values; the indent says what belongs to what.

Indent with spaces, never tabs. Text that holds `: ` or ` #`, or begins with a sign such as `@`, `*`, `[` or
`%`, goes in quotes.

Why it matters: nothing after the place can be read, so nothing else was checked there.

Fails:

    note: the price: without VAT

Passes:

    note: "the price: without VAT"
""",
    ),
    DUPLICATE_KEY: (
        "duplicate-key",
        """A key stands once in its mapping.

Why it matters: most YAML readers take the last of two without a word, so two people read two
different weights in one file.

Fails:

    rounding: {total: 2, total: 3}

Passes:

    rounding: {total: 2}
""",
    ),
    NOT_TEXT: (
        "not-text",
        """A definition is text in UTF-8, without a byte order mark and without control characters.

Why it matters: bytes that one editor shows as a letter and another as something else change names
and titles; characters nobody sees change keys.
""",
    ),
    NOT_ONE_MAPPING: (
        "not-one-mapping",
        """A file holds one definition: keys and values at the top, from `svscore: 1` on.

Empty files, lists at the top and a second document after `---` are refused.

Why it matters: of two models in one file, somebody would use the wrong one.
""",
    ),
    UNUSED_FEATURE: (
        "unused-feature",
        """Tags, merge keys, keys that are not text, unused anchors, and aliases that hold themselves are not used.

Aliases (`*name`) may repeat what an anchor (`&name`) marks, up to 10,000 values in all.

Why it matters: they let a value mean something other than what a reader of the line sees. `use` and
`extends` do what merge keys are used for.

Fails:

    total: !!int 100

Passes:

    total: 100
""",
    ),
    TOO_LARGE: (
        "too-large",
        """A definition has at most 1,000,000 bytes, 20,000 keys and values, and 50 levels.

Aliases may repeat 10,000 values.

Why it matters: published models are far smaller. A larger file is the wrong file, or one made to
exhaust the machine that checks it.
""",
    ),
    CUT_TEXT: (
        "cut-text",
        """A text without quotes may end sooner than it looks, or hold quotes that are none.

After a space, `#` begins a comment. Typographic quotes are letters to YAML.

Why it matters: the title that bidders were told is not the one in the reports, and nobody is asked.

Fails:

    criteria:
      - {id: quality, title: “Quality”, weight: 60, points: {max: 10}}
      - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: "Quality", weight: 60, points: {max: 10}}
      - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}

To silence it, on a line right above the text: `# svscore: ignore SV297 because the comment is one`.
""",
    ),
    NOT_FOUND: (
        "not-found",
        """A framework is named by an id, an id and a version (`dsp-lot2@2021-10`), or a path.

An id is looked for in `./frameworks`, then in the folders of `$SVSCORE_FRAMEWORKS`, then among the
shipped ones. A name with a slash, or that ends in `.yaml` or `.yml`, is a path.

Why it matters: an award made under the wrong version of a model cannot stand.
""",
    ),
    UNKNOWN_KEY: (
        "unknown-key",
        """Every key is one the format knows, at the place where it means something.

Why it matters: a misspelt `minimum` that is passed over is a threshold that was published and
never applied.

Fails:

    roundign: {total: 2}

Passes:

    rounding: {total: 2}
""",
    ),
    MISSING_KEY: (
        "missing-key",
        """What a definition cannot do without must stand in it.

A variant (`extends`) needs its own `id` and `title`, so that it is not taken for the file it changes.

Why it matters: a default nobody wrote down was never published.

Fails:

    criteria:
      - {id: price, weight: 100, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: price, title: Price, weight: 100, price: {formula: lowest-ratio}}
""",
    ),
    WRONG_VALUE: (
        "wrong-value",
        """A value has the form its key asks for.

Numbers are plain decimals or fractions (`20`, `12.5`, `100/3`): no exponents, leading zeros, plus signs
or commas. Percents carry the sign (`50%`). `yes`, `no`, `on`, `off`, `true` and `false` are text only in
quotes. Formulas refuse settings they cannot work with, and prices and quantities formulas that reward
the wrong way.

Why it matters: other YAML readers take `no` for 0, `010` for 8 and `1:30` for 90, without a word.

Fails:

    total: 1e2

Passes:

    total: 100
""",
    ),
    WRONG_FILE: (
        "wrong-file",
        """Scoring takes a framework; a menu is a list of criteria that frameworks take from.

Why it matters: a menu has no weights, scales or prices, so nothing can be scored under it.
""",
    ),
    NOT_TAKEN: (
        "not-taken",
        """`use` names an item of a file, `extends` a file that can be found.

`use: ppn-06-20/wellbeing` takes the words of an item of a menu, or of a criterion of another framework.
A path is taken from the folder of the file it stands in.

Why it matters: a criterion whose words come from nowhere was never published.

Fails:

    criteria:
      - {use: ppn-06-20/well-being, weight: 100, points: {max: 10}}

Passes:

    criteria:
      - {use: ppn-06-20/wellbeing, weight: 100, points: {max: 10}}
""",
    ),
    CYCLE: (
        "cycle",
        """Files that extend or use each other must come to an end.

Why it matters: in a circle no file says what the model is.
""",
    ),
    CANNOT_CHANGE: (
        "cannot-change",
        """`set` and `drop` name criteria that have a weight, and what is left must add up.

With `redistribute: proportional` (the default) the siblings that are not set take up the difference in
proportion to their weights. `--set ID=WEIGHT` and `--drop ID` do the same on the command line.

Why it matters: a weight that goes nowhere takes points from everybody.
""",
    ),
    OUTSIDE: (
        "outside",
        """A file names others below its own folder or in the folders of frameworks.

With `--allow-outside` a framework file may go further.

The folders of frameworks are `./frameworks`, those of `$SVSCORE_FRAMEWORKS`, and the shipped one. Links are
followed before the folder is compared. A workbook names its model by an id, or by a path below its folder or the
working folder; no option changes that, but `--framework` goes before what it says.

Why it matters: whoever sends a file must not choose what is read on the machine of whoever opens it.

Fails:

    criteria:
      - {use: ../other/menu.yaml/wellbeing, weight: 100, points: {max: 10}}

Passes:

    criteria:
      - {use: ppn-06-20/wellbeing, weight: 100, points: {max: 10}}
""",
    ),
    EXCLUSIVE_KEYS: (
        "exclusive-keys",
        """A file either is complete or changes another one.

`set`, `drop` and `redistribute` go with `extends`; `criteria` does not.

Why it matters: a list of criteria beside a base says two things about what is assessed.

Fails:

    drop: [quality]

Passes:

    note: a complete file drops nothing
""",
    ),
}
"""Name and page by code."""
