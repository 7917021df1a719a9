"""What a framework definition is, and how YAML becomes one.

Knows problems and exact numbers only: no bids, no scoring, no judgement of a definition's sense.
Scoring takes :mod:`svscore.framework.model`, so that YAML stays out of it.
"""
