"""The beginning of a model: a complete one with comments, to be changed line by line."""

from __future__ import annotations

STARTER = """\
# yaml-language-server: $schema=./framework.schema.json
# A model that can be scored as it stands. Change it line by line, and after each change run
#   svscore check {id}.yaml --strict
# docs/framework-file.md explains every key; an editor that reads the line above does, too.

svscore: 1 # the version of this format
id: {id} # what --framework takes
title: {title}
version: "1" # in quotes: 1.10 is not 1.1
regime: other # pa-2023, pcr-2015 or other: the law the procurement runs under
status: illustrative # published or reconstructed once it is somebody's real model
sources: # where each number below was published
  - title: Not published yet

# A scale lists the marks an evaluator may give. What each earns is mark / highest mark, unless it says a `share`.
scales:
  five-point:
    - {{mark: 0, label: Unacceptable, descriptor: "No answer, or one that does not address the question."}}
    - {{mark: 1, label: Poor, descriptor: Addresses a minor part; following it would put delivery at risk.}}
    - {{mark: 2, label: Fair, descriptor: Addresses most parts in general terms; the buyer would have to fill gaps.}}
    - {{mark: 3, label: Good, descriptor: "Addresses every part with a workable method, some of it without evidence."}}
    - {{mark: 4, label: Excellent, descriptor: Addresses every part with a fitting method and evidence throughout.}}

# Decimal places at each stage; a stage left out is not rounded.
rounding: {{mode: half-up, criterion: 2, section: 2, total: 2}}
missing: refuse # a blank mark stops the sum: refuse, zero or partial
moderation: consensus # evaluators agree one mark; mean and median are possible, and warned about

# The top level adds up to 100 points, and the criteria inside a group to 100.
criteria:
  - id: terms-accepted
    title: Terms of the contract accepted
    question: Do you accept the terms of the contract as published?
    gate: {{fail-when: "no"}} # pass or fail, no points
  - id: social-value
    title: Social value
    weight: 20
    criteria:
      - id: local-work
        title: Work and training
        weight: 60
        scale: five-point
        question: Which work and training will this contract bring to people who have neither?
      - id: climate
        title: Fighting climate change
        weight: 40
        scale: five-point
        question: What will you do under this contract to lower emissions?
  - id: quality
    title: Quality
    weight: 50
    minimum: 50% # a bid that earns less of these points is out
    criteria:
      - id: method
        title: Method
        weight: 70
        scale: five-point
        minimum: 1 # a mark of 0 here is out, too
        question: How will you deliver?
      - id: team
        title: Team
        weight: 30
        scale: five-point
        question: Who will deliver, with what experience?
  - id: price
    title: Price
    weight: 30
    question: What is the total price, without tax?
    price: {{formula: lowest-ratio}} # the lowest price earns all points, the others lowest / price of them

below-minimum: exclude # or flag
reference-bids: eligible # the lowest price is that of a bid that is still in
award: {{by: highest-total, places: 1}}
tie-break: [social-value, quality, price] # what parts bids that are level, in order
"""


def starter(name: str) -> str:
    """A commented model with the id ``name``, titled after it."""
    title = name.replace("-", " ").capitalize()
    return STARTER.format(id=name, title=f'"{title}"')
