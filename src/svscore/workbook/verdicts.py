"""What is thought of the doubtful lines of one table: no bid, or nobody can tell. See decision 0013."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from svscore.framework.answer_words import answer_of
from svscore.workbook.bidders import Record
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.columns import Vocabulary
from svscore.workbook.evidence import Line, Others, figure_in
from svscore.workbook.names import caseless, is_blank, quote, text_of
from svscore.workbook.repeats import SURE, first_number, likeness, repeats_published
from svscore.workbook.summaries import is_company, line_name, plain_words
from svscore.workbook.suspects import Lines
from svscore.workbook.twins import ASKED, twins_among

MAX_COMPARED = 8
"""Lines of a table that are compared with all others; each takes as long as the table is."""
MAX_PAIRS = 5
"""Pairs of one bidder's lines named in a message."""
IF_A_LABEL_IS_A_BIDDER = "write the bidder's full registered name, or list every bidder on a sheet Bids"
IF_A_BIDDER = "list every bidder on a sheet Bids"


class Verdict(NamedTuple):
    """What is thought of a line: ``is_sure`` that it is no bid, or only that it may be none."""

    reason: str
    is_sure: bool = False
    hint: str = ""
    is_read: bool = False
    """Whether it is read as a bid all the same, which is said."""
    lead: str = ""
    """The key of the line at which the same is said of several; empty for a line that is spoken of alone."""


class Judge:
    """What is thought of the suspects of one table."""

    def __init__(self, lines: Lines, vocabulary: Vocabulary) -> None:
        self._table = lines.table
        self._vocabulary = vocabulary
        self._published = vocabulary.published
        self._names: dict[str, str] = {}
        for record in lines.records:
            self._names.setdefault(record.key, record.bidder)
        self._lines = self._read(lines.records)
        self._places = self._places_of(lines.records[0]) if lines.records else {}
        self._has_fields = lines.table.kind == "long" or any(record.fields for record in lines.records[:1])
        self._compared = 0
        self._labels = {key for key, name in self._names.items() if line_name(name).is_label}

    def _read(self, records: Sequence[Record]) -> dict[str, Line]:
        """The lines by the key of their names, in the order of the sheet; a name that stands twice is one line."""
        cells: dict[str, dict[str, Cell]] = {record.key: {} for record in records}
        for record in records:
            own = cells[record.key]
            for name, cell in self._cells(record):
                if cell is not None and not is_blank(cell):
                    own.setdefault(name, cell)
        return {key: self._line(own) for key, own in cells.items()}

    def _cells(self, record: Record) -> Iterator[tuple[str, Cell | None]]:
        if record.table.kind == "long":
            field = self._vocabulary.find(record.text("criterion"))
            if field is not None:
                yield field.id, record.cell("mark")
            return
        line = record.table.line(record.line, record.fields)
        for column, field in record.fields.items():
            yield field.id, line.get(column)

    def _places_of(self, first: Record) -> dict[str, int]:
        """The row or column of each field, by id; in a long table its place among the marks of the first bid."""
        fields = [(index, field.id) for index, field in first.fields.items()]
        return {name: index for index, name in fields or enumerate(self._lines[first.key].cells)}

    def _line(self, cells: Mapping[str, Cell]) -> Line:
        pairs = ((name, figure_in(cell)) for name, cell in cells.items() if name not in self._published.answers)
        return Line(cells, {name: figure for name, figure in pairs if figure is not None})

    def verdicts(self, keys: Iterable[str], *, may_be_twins: bool) -> dict[str, Verdict]:
        """What is thought of each of these that is not plainly a bid, and of lines that may be others weighted."""
        wanted = set(keys)
        doubted = [key for key in self._names if key in wanted]
        ends = {*doubted[:1], *doubted[-1:]}
        doubted.sort(key=lambda key: key not in ends)  # lines of sums stand first or last
        found: dict[str, Verdict] = {}
        if any(line_name(self._names[key]).stem for key in doubted):
            found |= self._pairs()
        if not found and may_be_twins:
            found |= self._weighted()
        beyond_doubt = [line for key, line in self._lines.items() if key not in self._labels and key not in found]
        all_others = Others(beyond_doubt, self._published)
        for key in doubted:
            if key in found:
                continue
            verdict = self._label(key, all_others) if key in self._labels else self._figures(key, all_others)
            if verdict is not None:
                found[key] = verdict
        return found

    def _label(self, key: str, others: Others) -> Verdict | None:
        """A line whose name is no company's: sure when its figures say the same, or when it has none."""
        if not self._has_fields:
            return None  # a list of names
        line = self._lines[key]
        if reason := self._agreement(line, others, line_name(self._names[key]).promises):
            return Verdict(reason, is_sure=True)
        reason = f"its name is made of words for such lines; {_figures_are(line)} neither the model's nor "
        return Verdict(f"{reason}worked out from the other lines", hint=IF_A_LABEL_IS_A_BIDDER)

    def _agreement(self, line: Line, others: Others, promises: frozenset[str]) -> str:
        """Why the figures, too, say that a line is no bid; empty when they do not."""
        if not any(self._is_usable(name, cell) for name, cell in line.cells.items()):
            return "it holds no figure"
        if what := repeats_published(line, self._published):
            return f"its figures are {what}"
        if (promises or len(line.figures) > 1) and (word := others.statistic(line, promises)):
            return f"its figures are the {word} of the others"
        if (first := first_number(line, self._places)) is not None and 0 < first < 2:
            return "its figures number the criteria"
        if line.has_formula and others.lines and not others.have_formulas:
            return "it holds formulas, and the others do not"
        return ""

    def _is_usable(self, name: str, cell: Cell) -> bool:
        """Whether a cell could be part of a bid: a figure, a mark in letters, a known answer."""
        if cell.kind in (Kind.ERROR, Kind.UNSTORED, Kind.DATE, Kind.JUNK) or figure_in(cell) is not None:
            return True
        field = self._vocabulary.find(name)
        if field is not None and field.scale:
            return caseless(text_of(cell)) in self._vocabulary.marks[field.scale].words
        gate = field.criterion.gate if field is not None and field.criterion is not None else None
        return name in self._published.answers and answer_of(gate, text_of(cell)) is not None

    def _figures(self, key: str, others: Others) -> Verdict | None:
        """A line whose figures are hardly a bid's, whatever its name; ``others`` may hold it, too."""
        line, name = self._lines[key], line_name(self._names[key])
        if not line.figures:
            return None
        like = likeness(line, self._published, others, self._places)
        reason = f"{_figures_are(line)} {like.what}"
        if like.one_in >= SURE:
            return Verdict(reason, hint=IF_A_BIDDER)
        if self._compared < MAX_COMPARED:
            self._compared += 1
            rest = Others([other for other in others.lines if other is not line], self._published)
            if verdict := self._worked_out(line, rest) or self._mentioned(line, rest, mentions=name.mentions):
                return verdict
        return (
            Verdict(reason, hint=IF_A_BIDDER, is_read=True)
            if like.is_rare and self._table.kind != "long" and not is_company(self._names[key])
            else None
        )

    def _worked_out(self, line: Line, rest: Others) -> Verdict | None:
        """A line that only a spreadsheet's formulas make."""
        if word := rest.blend(line):
            return Verdict(f"{_figures_are(line)} the {word} of the others", hint=IF_A_BIDDER)
        if line.is_computed and len(rest.lines) > 1 and not rest.have_formulas:
            return Verdict("its figures are all formulas, and the others hold none", hint=IF_A_BIDDER)
        return None

    def _mentioned(self, line: Line, rest: Others, *, mentions: bool) -> Verdict | None:
        """A line that has a word for such lines in its name, and figures that make it likely."""
        if mentions and (reason := self._weak_signs(line, rest)):
            return Verdict(f"its name mentions such a line, and {reason}", hint=IF_A_LABEL_IS_A_BIDDER)
        return None

    def _weak_signs(self, line: Line, others: Others) -> str:
        """What makes a line doubtful that has a word for no bid in its name, and would not alone."""
        if len(line.figures) > 1 and (what := repeats_published(line, self._published)) and "most marks" not in what:
            return f"{_figures_are(line)} {what}"
        if len(line.figures) > 1 and len(others.lines) > 1 and (word := others.statistic(line, frozenset())):
            return f"{_figures_are(line)} the {word} of the others"
        marks = self._published.most.keys()
        is_offer_only = not self._published.money.isdisjoint(line.figures) and marks.isdisjoint(line.figures)
        if is_offer_only and others.lines and all(not marks.isdisjoint(other.figures) for other in others.lines):
            return "it has no mark where the others have"
        return ""

    def _pairs(self) -> dict[str, Verdict]:
        """Lines that are one bid in several forms: raw and weighted marks, ranks, comments."""
        groups: dict[str, list[str]] = {}
        for key, name in self._names.items():
            groups.setdefault(line_name(name).stem or plain_words(name), []).append(key)
        found: dict[str, Verdict] = {}
        pairs: list[list[str]] = []
        for stem, keys in groups.items():
            wordy = [key for key in keys if len(keys) > 1 and self._only_words(key)]
            for key in wordy:
                found[key] = Verdict(f"it stands beside the bid of {stem} and holds no figure", is_sure=True)
            numeric = [key for key in keys if key not in found]
            if len(numeric) > 1 or (line_name(self._names[numeric[0]]).is_weighted if numeric else False):
                pairs.append(numeric)
        return found | self._doubts(pairs)

    def _weighted(self) -> dict[str, Verdict]:
        """Lines that hold other lines once more, weighted, where that is hardly by chance; or what is said of them."""
        keys = [key for key in self._lines if key not in self._labels]
        twins = twins_among([self._lines[key] for key in keys], keys, self._published)
        pairs = [[keys[raw], keys[weighted]] for raw, weighted in twins.pairs]
        if twins.one_in >= SURE:
            return self._doubts(pairs)
        if twins.one_in < ASKED:
            return {}
        reason = "its figures are in one ratio to those of "
        return {
            weighted: Verdict(f"{reason}{quote(self._names[raw])}", hint=IF_A_BIDDER, is_read=True)
            for raw, weighted in pairs
        }

    def _only_words(self, key: str) -> bool:
        line = self._lines[key]
        has_stem = bool(line_name(self._names[key]).stem)
        return has_stem and not any(self._is_usable(name, cell) for name, cell in line.cells.items())

    def _doubts(self, pairs: Sequence[Sequence[str]]) -> dict[str, Verdict]:
        """One message for all pairs, at the first; the others of them are left out with it."""
        if not pairs:
            return {}
        word = self._table.record_word
        named = [" and ".join(quote(self._names[key]) for key in keys[:3]) for keys in pairs[:MAX_PAIRS]]
        more = f", and {len(pairs) - MAX_PAIRS:,} more" if len(pairs) > MAX_PAIRS else ""
        if any(len(keys) > 1 for keys in pairs):
            reason = f"one bid seems to stand in several {word}s, such as raw and weighted marks: "
        else:
            reason = "the marks seem to be weighted, where raw marks are read: "
        reason += "; ".join(named) + more
        hint = f"keep the {word} of raw marks, headed with the bidder's name alone; if each is a bid of its own, "
        first, *rest = [key for keys in pairs for key in keys]
        verdict = Verdict(reason, hint=hint + IF_A_BIDDER)
        return {first: verdict} | dict.fromkeys(rest, verdict._replace(lead=first))


def _figures_are(line: Line) -> str:
    """The first figures of a line, in words that a sentence begins with."""
    texts = [figure.text[:20] for figure in line.figures.values()]
    if len(texts) == 1:
        return f"its figure {texts[0]} is"
    listed = f"{', '.join(texts[:3])}, ..." if len(texts) > 3 else " and ".join((", ".join(texts[:-1]), *texts[-1:]))
    return f"its figures {listed} are" if texts else "its figures are"
