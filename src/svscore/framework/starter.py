"""The beginning of a model: a complete one with comments, to be changed line by line."""

from __future__ import annotations

from svscore.framework.fields import BOOLEAN_WORDS, EMPTY_WORDS

STARTER = """\
# yaml-language-server: $schema=./framework.schema.json
# An evaluation model that can score bids as it stands. Put your own criteria, weights and words in place of these.
# After each change, this command says what is missing or does not add up:
#   svscore check {id}.yaml --strict
# The page docs/framework-file.md explains every line.

svscore: 1 # the version of this file's format; leave it
id: {id} # the short name of this model, for the option --framework
title: {title}
version: "1" # write a new version, in quotes, when something changes after publication
regime: pa-2023 # the law of the procurement: pa-2023 (Procurement Act 2023), pcr-2015 (the older regulations) or other
commenced: 2026-03-02 # put your own: the day the tender notice is published; it decides which policy notes apply
value: 250000 # put your own: the estimated value of the contract in pounds, with VAT
status: illustrative # a draft; write published once the tender documents are out
sources: # the documents that publish this model
  - title: Not published yet

# The marks an evaluator may give. A mark earns its part of the highest: here 3 of 4 earns 75% of the weight.
scales:
  five-point:
    - {{mark: 0, label: Unacceptable, descriptor: "No answer, or one that does not address the question."}}
    - {{mark: 1, label: Poor, descriptor: Addresses a minor part; following it would put delivery at risk.}}
    - {{mark: 2, label: Fair, descriptor: Addresses most parts in general terms; the buyer would have to fill gaps.}}
    - {{mark: 3, label: Good, descriptor: "Addresses every part with a workable method, some of it without evidence."}}
    - {{mark: 4, label: Excellent, descriptor: Addresses every part with a fitting method and evidence throughout.}}

rounding: {{mode: half-up, criterion: 2, section: 2, total: 2}} # every score is rounded to two decimal places
missing: refuse # nothing is scored while a mark or price is blank
moderation: consensus # the evaluators agree one mark for each answer

# What is assessed. The weights at the left add up to 100 points; inside a section they add up to 100 percent of it.
criteria:
  - id: terms-accepted
    title: Terms of the contract accepted
    question: Do you accept the terms of the contract as published?
    gate: {{fail-when: "no", pass-when: "yes"}} # pass or fail: a bid that answers no is out
  - id: social-value
    title: Social value
    weight: 20 # policy for central government asks for 10% or 20%, by day and value
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
    minimum: 50% # a bid that earns less than half of these 50 points is out
    criteria:
      - id: method
        title: Method
        weight: 70
        scale: five-point
        minimum: 1 # a bid with the mark 0 for this answer is out
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
    price: {{formula: lowest-ratio}} # the lowest price earns all points; one twice as high earns half of them

below-minimum: exclude # a bid below a minimum cannot win
reference-bids: eligible # prices are compared with the lowest of the bids that are not out
award: {{by: highest-total, places: 1}} # one contract, for the bid with the most points
tie-break: [social-value, quality, price] # of bids with the same total, the one with more points for social value wins
abnormally-low: # raises a question about a price 20% or more below the mean of the others; excludes nobody
  - {{against: mean-of-others, by: 20%}}
"""


def starter(name: str) -> str:
    """A commented model with the id ``name``, titled after it."""
    title = name.replace("-", " ").capitalize()
    is_word_of_yaml = name in BOOLEAN_WORDS | EMPTY_WORDS
    return STARTER.format(id=f'"{name}"' if is_word_of_yaml else name, title=f'"{title}"')
