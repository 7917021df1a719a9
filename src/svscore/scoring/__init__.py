"""From bids and a model to exact scores, ranks and awards, each with its working.

Pure: no files, no printing, no clock. Takes :mod:`svscore.framework.model` and :mod:`svscore.bids`.
Must not round, exclude or break a tie except as the model says.
"""
