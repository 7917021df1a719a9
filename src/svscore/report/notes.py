"""What a reader of the ranking must know, as labelled lines; every report prints the same ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from svscore.exact import small_text
from svscore.problem import Severity
from svscore.report.origin import SHORT_HASH, Origin
from svscore.scoring.result import Question, Result, Tie
from svscore.scoring.settlement import untested_text
from svscore.scoring.wording import in_words

Note = tuple[str, str]
"""A label and its text."""


def banner(result: Result) -> str:
    """The warning that stands above a what-if; empty for the published model."""
    return f"what-if, not the published model: {'; '.join(result.what_if)}" if result.what_if else ""


def notes(result: Result, origin: Origin) -> tuple[Note, ...]:
    """Award, ties, exclusions, questions, what is partial, and which files it was made from."""
    return (
        award_note(result),
        *(("Tie", tie_text(tie)) for tie in further_ties(result)),
        *(("Unrounded", text) for text in _alike(result)),
        *_reasons(result),
        *(("Question", question_text(question)) for question in result.questions),
        *_partial(result),
        *_problems(result),
        *sources(result, origin),
    )


def question_text(question: Question) -> str:
    """A question with the cell it is about."""
    return f"{question.message} ({question.location})" if question.location else question.message


def sources(result: Result, origin: Origin) -> Iterator[Note]:
    """The model and the workbook with their hashes."""
    name = f"{result.framework_title}: {result.framework_id} {result.framework_version}"
    yield "Model", f"{name}, {origin.framework}, sha256 {origin.framework_sha256[:SHORT_HASH]}{_identity(origin)}"
    if origin.accepted:
        yield "Changed", origin.accepted
    lot = f"lot {origin.lot}" if origin.lot else ""
    file = f"{origin.workbook}, sha256 {origin.workbook_sha256[:SHORT_HASH]}" if origin.workbook else ""
    if text := ", ".join(part for part in (file, lot) if part):
        yield "Bids", text


def _identity(origin: Origin) -> str:
    """The identity of the model, with who issued the workbook and when."""
    issued = " ".join(
        filter(None, (f"by {origin.issue.by}" * bool(origin.issue.by), f"on {origin.issue.on}" * bool(origin.issue.on)))
    )
    identity = f", model sha256 {origin.model_sha256[:SHORT_HASH]}" * bool(origin.model_sha256)
    return f"{identity}, issued {issued}" if issued else identity


def award_rule(result: Result) -> str:
    """How the award goes: ``highest total``, ``lowest price per quality point``."""
    return f"{'highest' if result.highest_wins else 'lowest'} {result.figure_name.lower()}"


def award_note(result: Result) -> Note:
    """Who is awarded, or who leads and why nobody is awarded yet: the line that comes first."""
    leading = [bid.bidder for bid in result.bids if bid.is_leading]
    if result.state == "tied-for-last-place":
        return "Tied for the last place", _tied(result)
    if result.state == "provisional":
        grounds = "; ".join(ground.message for ground in result.because)
        return "Leading so far", f"{in_words(leading) or 'nobody'}, by the {award_rule(result)}, not awarded: {grounds}"
    if not leading:
        return "Awarded", "nobody: no bid is eligible"
    return "Awarded", f"{in_words(leading)}, by the {award_rule(result)}{_empty_places(result, len(leading))}"


def _tied(result: Result) -> str:
    tied = [bid.bidder for bid in result.bids if bid.is_tied]
    rank = next(bid.rank for bid in result.bids if bid.is_tied)
    ahead = [bid.bidder for bid in result.bids if bid.is_leading and not bid.is_tied]
    text = f"{in_words(tied)} share rank {rank}, and nothing in the model breaks the tie. Nobody is awarded"
    if ahead:
        text += f", not even {in_words(ahead)} ahead of them,"
    untested = [ground.message for ground in result.because if ground.code != "tie"]
    return "; ".join((f"{text} until it is decided", *untested))


def _empty_places(result: Result, taken: int) -> str:
    empty = result.places - taken
    if empty <= 0:
        return ""
    return f"; {empty} of {result.places} places {'stays' if empty == 1 else 'stay'} empty: no other bid is eligible"


def further_ties(result: Result) -> list[Tie]:
    """The ties that the first line does not speak of."""
    told = [set(ground.bidders) for ground in result.because if ground.code == "tie"]
    return [tie for tie in result.ties if tie.broken_by is not None or set(tie.bidders) not in told]


def tie_text(tie: Tie) -> str:
    """Who was tied, what broke the tie, and which tie-break could not."""
    names = in_words(tie.bidders)
    untested = "".join(f"; {untested_text(name, bidders)}" for name, bidders in tie.untested)
    if tie.broken_by is not None:
        return f"{names} were tied at rank {tie.rank}; the tie was broken by {tie.broken_by}{untested}"
    nothing = "nothing else" if untested else "nothing"
    return f"{names} share rank {tie.rank}; {nothing} in the model breaks the tie{untested}"


def _alike(result: Result) -> Iterator[str]:
    """Bids that print alike though one is ahead: the reader would take them for a tie."""
    for bid, other in pairwise(result.bids):
        if bid.rank != other.rank and bid.margin and bid.figure_shown == other.figure_shown is not None:
            text = small_text(bid.margin)
            about = "" if Fraction(text) == bid.margin else "about "
            yield f"{bid.bidder} is ahead of {other.bidder} by {about}{text} before rounding"


def _reasons(result: Result) -> Iterator[Note]:
    for bid in result.bids:
        if bid.reasons:
            yield "Excluded" if bid.status == "excluded" else "Remark", f"{bid.bidder}: {'; '.join(bid.reasons)}"


def _partial(result: Result) -> Iterator[Note]:
    if any(bid.is_partial for bid in result.bids):
        yield "Partial", "a number with * is not final: something in it is not marked yet and counts as nothing so far"


def _problems(result: Result) -> Iterator[Note]:
    if counts := counted([problem.severity for problem in result.problems]):
        yield "Reading", f"{counts} on what was read"


def counted(severities: Sequence[Severity]) -> str:
    """``2 errors, 1 warning``; empty for nothing."""
    counts = [(severities.count(severity), severity.value) for severity in Severity]
    return ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in counts if count)
