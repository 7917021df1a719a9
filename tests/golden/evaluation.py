"""A golden case as svscore scores and prints it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from svscore.bids import Competition
from svscore.cli.app import app
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, CriterionResult, Result
from svscore.workbook import read_bids

Entry = Mapping[str, Any]
"""One line of a ``printed.yaml``; every value in it is text."""


@dataclass(frozen=True)
class Evaluation:
    """One competition, scored through the library and printed by the command."""

    framework: Framework
    competition: Competition
    result: Result
    printed: Mapping[str, Any]

    def bid(self, entry: Entry) -> BidResult:
        return next(bid for bid in self.result.bids if bid.bidder == entry["bid"])

    def node(self, entry: Entry) -> CriterionResult:
        return next(node for node in self.bid(entry).walk() if node.id == entry["criterion"])

    def printed_bid(self, entry: Entry) -> Mapping[str, Any]:
        wanted = entry.get("bid", self.result.bids[0].bidder)
        return next(bid for bid in self.printed["bids"] if bid["bidder"] == wanted)

    def printed_node(self, entry: Entry) -> Mapping[str, Any]:
        return next(node for node in walk(self.printed_bid(entry)) if node["id"] == entry["criterion"])

    def amount(self, bidder: str, column: str) -> Fraction:
        bid = next(bid for bid in self.competition.bids if bid.bidder == bidder)
        return Fraction(bid.entries[column].value)

    def amounts(self, column: str, but: str = "") -> list[Fraction]:
        return [self.amount(bid.bidder, column) for bid in self.competition.bids if bid.bidder != but]

    def step(self, entry: Entry, name: str) -> Fraction:
        """The exact value of the last step of that name of a bid, the award's and the total's included."""
        steps = [*self.bid(entry).steps, *(step for node in self.bid(entry).walk() for step in node.steps)]
        return [step.exact for step in steps if step.name == name][-1]


def walk(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for node in parent.get("criteria", ()):
        yield node
        yield from walk(node)


@cache
def evaluation(case: Path, lot: str | None) -> Evaluation:
    framework = load_framework(case / "framework.yaml").framework
    competition = read_bids(case / "bids.csv", framework, lot=lot)
    words = ["evaluate", str(case / "bids.csv"), "-f", str(case / "framework.yaml"), "--format", "json"]
    ran = CliRunner().invoke(app, words + (["--lot", lot] if lot else []), prog_name="svscore")
    assert ran.exit_code == 0, ran.output
    return Evaluation(framework, competition, score(framework, competition), json.loads(ran.stdout))
