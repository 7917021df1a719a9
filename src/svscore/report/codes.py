"""What each code means that is not about a framework file: one line of text a code, for ``check --explain``.

Codes of framework files have their pages in the lint room, beside the rules.
"""

# ruff: noqa: E501 - one line a code, so that a code is found with its text

from __future__ import annotations

from functools import cache

_BIDS = """\
WB101 not-a-workbook (error): The file cannot be read: it is empty, cut short, renamed, damaged or of another format. | Open it in a spreadsheet program and save it as .xlsx.
WB102 password (error): The file is protected by a password, so its cells cannot be read. | Save a copy without the password.
WB103 too-large (error): The file holds more than the limits allow: bytes, cells, sheets, bids, elements or characters. | Take out what is not needed, or raise the limit with --max-size or --max-cells.
WB104 unsafe (error): The file holds something no spreadsheet program writes and only an attacker needs. | Ask the sender for a fresh copy saved by a spreadsheet program.
WB105 delimited (error): The encoding, separator or rows of a .csv do not fit together. A note where it was read as Windows-1252. | Save it again as CSV in UTF-8, with one separator.
WB106 stored-only (note): Macros, links or formulas were not run; the values stored in the file were taken. | Nothing, unless a stored value is out of date.
WB107 less-seen (warning): The format shows less than .xlsx does, such as hidden or merged cells. | Save it as .xlsx where that matters.
WB110 no-bids (error): No sheet holds a table of bids, or the table names no bidder. | Head the column of bidders Bidder, and each other column with the id or title of a criterion.
WB111 unknown-column (warning): A heading is none that this model or svscore knows, so the column is not read. | Correct the heading if the column should count.
WB112 missing-column (error): No heading names something the model asks of every bid. A warning where the sheet Evaluators has no names. | Add the column, or check that this is the right model.
WB113 twice-in-header (error): Two headings mean the same criterion or detail. | Give the one that is not to be read another heading.
WB114 not-read (note): A sheet or column was passed over: it has no table of bids, or holds sums that are worked out anew. | Nothing, unless it holds bids.
WB115 merged (error): Merged cells reach over several bids or criteria, and only the first cell holds a value. | Unmerge them, and enter for each bid what it has.
WB116 hidden (warning): A hidden sheet, row or column, or one too small to read, holds bids. It was read. | Show it, or delete it.
WB117 summary (warning): A line was taken for totals, averages, ranks or weights, and not for a bid. A note where it is a column. | Write the full name if it is a bidder.
WB118 ambiguous (error): A title belongs to several criteria. | Write the id instead.
WB120 no-bidder (error): A line holds marks or prices and names no bidder. | Write the bidder's name, or clear the line.
WB121 duplicate-bidder (error): One bidder has two bids in one table. | Keep one bid of each bidder, or tell them apart by name.
WB122 spelling (warning): Names that differ only in case, spaces or accents were read as one bidder. A note where only outer spaces were left out. | Write the name in one way.
WB123 one-sheet-only (warning): A bidder stands on one sheet and not on another. It is an error where the other sheet has a name much like it. | Write one name on both.
WB124 doubtful-line (error): A line may be a bid, or weights, sums, an estimate or a second form of another bid. A warning where a bid may well have its figures. | Delete the line if it is no bid. If it is one, do as the message says.
WB125 empty-line (error): A line names something and holds no mark, price or answer. A warning where the model takes blanks. | Fill it in if it is a bid. Move it out of the table if it is a note.
WB126 look-alike (error): Two bidders have names that look the same and differ in characters nobody can see, or in letters of another alphabet. | Write one bidder's name in one way, by copying it; tell two bidders apart by name.
WB130 unstored (error): A formula has no stored value, so nobody knows its result. A warning where the model takes blanks. | Open the file in a spreadsheet program, recalculate and save.
WB131 error-value (error): The cell holds an error such as #N/A. | Correct the formula, or write the value.
WB132 text-number (note): A text that is a number was read as that number. | Nothing, if the number is right.
WB133 decimal-comma (error): A number is written in a way that has two readings, or with a decimal comma. | Write it with a decimal point and no other separator.
WB134 date (error): The cell holds a date where a number is expected. | Format the cell as a number and write the value again.
WB135 boolean (error): The cell holds TRUE or FALSE where a number is expected. | Write the number.
WB136 percent (error): The cell holds a percentage where a number is expected. | Write the number itself.
WB137 words (error): The cell holds words, or more than a number, where a number is expected. | Write the number alone; leave the cell blank when there is nothing to enter.
WB138 only-spaces (note): The cell looks empty and holds spaces or an empty formula. It counts as blank. | Nothing.
WB139 hidden-digits (warning): The cell shows another number than it stores: fewer digits, or digits and words beside it. The stored number was taken. | If the shown number is meant, write that.
WB140 off-scale (error): The mark is not on the scale of the criterion. | Enter a mark of the scale.
WB141 out-of-range (error): The points are below zero or above the most that can be given. | Enter points in the range.
WB142 money-text (note): A text with a currency sign or separators was read as an amount. | Nothing, if the amount is right.
WB143 money-places (warning): An amount has more than two decimals. It becomes a question. | Ask the bidder, or write the amount in pence.
WB144 answer (error): The answer is none that the gate publishes. | Write one of the published answers.
WB145 unusual-number (error): The number is one that no spreadsheet program stores, or far too long. | Write the value again.
WB146 currencies (warning): Prices of one criterion stand in several currencies. The numbers were taken as they are, and it becomes a question. | Give all prices in one currency.
WB147 unclear-number (error): A number is one thing with a decimal comma and another with a decimal point. | Write it so that it has one reading.
WB150 two-marks (error): Two entries stand for one bid, criterion and evaluator. | If two evaluators marked, name each in a column Evaluator. If one is a copy or an older version, leave it out.
WB151 unknown-evaluator (warning): Marks are by somebody who is not on the sheet Evaluators. They were read. | Add the name to the sheet, or correct it.
WB152 unknown-criterion (error): A row of marks names a criterion the model has not. A warning where no criterion has a name like it. | Correct the name, or check that this is the right model.
WB153 evaluators-across (error): Marks of several evaluators stand in a table with room for one mark a bid and criterion. | Use the columns Bidder, Criterion, Evaluator, Mark.
WB160 lot-needed (error): The file holds several lots, and none was named. | Say which with --lot.
WB161 unknown-lot (error): The file has no lot of this name. | Name one of its lots.
WB162 no-lot (error): A lot was named, and the file knows no lots. | Leave out --lot.
WB163 lot-unclear (error): It is not clear which lot a line belongs to. | Write the lot in each line.
WB170 detail (warning): A size, a date of submission or another detail cannot be used, or differs between sheets. | Write it as the message says.
WB180 name (error): A template cannot hold this name of a bidder or evaluator. | Use another name or a code.
WB181 missing (warning): Something is not filled in yet. | Fill in the cell that the message names.
WB182 unwritten (warning): A merged workbook has no cell for something, or a remark is too long for one. | Keep the original file beside it.
WB190 changed-model (error): The model is not the one of the same id and version that the file was issued with. A warning where a named person accepted the change. | Score under the issued model, or give the changed one a new version. A named person can answer for the change with --accept-changed-model "NAME: REASON".
WB191 model-hash (error): The hash of the model in the file is none. | Restore the cell from the file that was issued.
WB192 several-models (error): Files of one competition were issued with different models. | Issue all files from one model.
WB193 changed-file (warning): The model's file changed since this workbook was issued, and the model itself may have. | Compare the two with `svscore frameworks diff`.
"""

_SCORING = """\
EV100 no-bids (error): There is nothing to score. | Add a line for each bid.
EV101 blank (error): A mark, price, quantity or answer is not entered, and the model does not score bids with blanks. | Fill in the cell. What a blank means is published with the model, and is not for the evaluators to change.
EV102 no-consensus (error): Evaluators marked, and the model needs the one mark they agree. | Let the panel agree a mark with its reason and enter it on the sheet Consensus.
EV103 part-of-panel (error): An evaluator marked other bids for a criterion, and not this one. | Enter the missing mark.
EV104 unusable-price (error): The published formula or award method cannot take this price or quantity. | Ask the bidder what it means. svscore excludes nobody for it.
EV105 no-evaluators (error): The model ranks by the sum of the evaluators' ranks, and there are only agreed marks. | Give each evaluator's marks with a column Evaluator.
EV106 unknown-answer (error): The answer to a gate is neither the published word nor its known opposite. | Write one of the published answers.
EV110 other-model (warning): The bids name another model than the one they were scored under. | Leave out --framework to use the one they name.
EQ01 odd-price (question): A price is zero or negative. | Seek clarification from the bidder.
EQ02 identical-prices (question): Bidders submitted identical prices. | Seek clarification from each.
EQ03 low-price (question): A price is abnormally low by the published test. | Ask the bidder to explain it before anybody is excluded.
EQ04 no-figure (question): A bid has no figure to be ranked by. | Find out what is missing.
EQ05 gate-unanswered (question): A pass or fail question is not answered, so nobody knows whether the bid fails. | Seek the answer.
EQ06 minimum-unknown (question): A bid is below a minimum with something left blank. | Fill in what is blank.
EQ08 doubtful-cell (question): A cell was read, and a person has to say whether as meant. | Look at the cell.
EQ09 agreed-beside-evaluators (question): An agreed mark stands beside evaluators' marks, and the model publishes moderation by mean or median. | Say whether the agreed mark should count.
EQ10 part-of-panel (question): An evaluator who marked other bids for a criterion did not mark this one. | Let the evaluator enter the mark, or agree that the published rule for blanks applies.
EQ11 preference-unanswered (question): Nobody answered a question that a preference depends on, and it counts as no. | Seek the answer.
EQ12 far-price (question): A price is far outside the others, by a test of svscore's own: the model publishes none. | Ask whether the figure and its unit are as meant.
EQ13 blank-as-zero (question): Nothing was entered, and the model counts that as zero. | Say whether it is meant, or fill it in.
"""

_RUNS = """\
BA101 wrong-scenario (error): A scenario file holds something that is no scenario. | Use the keys the message lists.
BA102 no-column (error): The model asks for something these bids were never asked. | Score them under the model they were made for.
BA103 misfit (error): A mark or answer is none that this model permits. | Score the bids under the model they were marked under.
BA104 not-named (error): A workbook names no model. | Name it in the sheet Competition, or with --baseline or -f.
BA105 other-bidders (error): Two models find different bidders in one file. | Give every bidder a line in each table.
BA106 nothing-found (error): A path stands for no workbook and no archive. | Check the path.
BA107 other-run (error): Parts of another run lie beside the output. | Finish that run, or choose another output.
BA108 worker-died (error): A process that scored a part ended without a result. | Run it again; with fewer --jobs if memory ran out.
BA109 no-cluster (error): The scheduler does not answer. | Check the address.
BA110 not-an-archive (error): The file is no archive of svscore, or was changed or damaged since, or has no checksum. | Build it again with `svscore archive build`.
BA111 nothing-read (error): None of the workbooks could be read. | See what is said of each.
BA112 no-lot (error): No archive holds the lot. | Name one of its lots, or leave out --lot.
BA113 no-competition (error): The archive has no competition of this number. | See `svscore archive list`.
BA114 not-fetched (error): A remote file could not be fetched. | Check the address and your right to read it.
BA115 not-a-workbook (error): An archive was given where workbooks are wanted. | Name workbooks, or folders of them.
BA116 changed-part (error): A kept part of a run is not as it was written. | Remove the parts and run it again.
BA117 unreadable (error): A folder or file cannot be read. | Check the path and your right to read it.
BA118 not-ours (error): A folder where parts of a run would be kept holds files that svscore did not write. | Choose another output, or move the folder away.
BA119 in-use (error): Another run is writing to the same output. | Wait for it, or choose another output.
BA120 archive-too-large (error): An archive at an address is larger than what is fetched. | Allow more with --max-size.
RP101 own-input (error): The output is one of the files that were read. | Choose another name.
RP102 not-written (error): A file cannot be written. | Check the folder, your right to write there, and the room on the disk.
RP103 too-many-rows (error): The result has more rows than a workbook can hold. | Write .parquet or .csv.
RP104 no-copy (error): A scored copy of this workbook cannot be made. It is of another format, or what it holds beside the cells is too much or damaged. | Write another format, or save the workbook anew in Excel or LibreOffice.
RP109 exists (error): A file of this name is there already, and the command does not overwrite it. | Choose another name, move it away, or say --force where the message offers it.
CL101 no-framework-files (error): A folder holds no framework file. | Name the folder that holds them.
CL102 passed-over (note): A file in a folder was not checked or read: it is no framework file, or was left by a program. | Nothing, unless you meant it.
CL103 not-looked-at (error): A folder cannot be looked into, holds more files than are looked at, or a link leads nowhere. | Check your right to read it, or name the folders that hold framework files.
"""


@cache
def _pages() -> dict[str, tuple[str, str]]:
    """Title and text of each page, by code."""
    pages = {}
    for line in (_BIDS + _SCORING + _RUNS).splitlines():
        title, _, rest = line.partition(": ")
        claim, _, action = rest.partition(" | ")
        pages[title[:5].strip()] = (title, f"{claim}\n\nWhat to do: {action}\n")
    return pages


def codes() -> list[str]:
    """Every code of this page, in the order of the files they are about."""
    return list(_pages())


def page(code: str) -> str:
    """What a code means and what to do about it.

    Raises:
        KeyError: no such code.
    """
    title, text = _pages()[code.upper()]
    return f"{title}\n\n{text}"
