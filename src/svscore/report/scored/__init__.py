"""The user's own workbook with the result in it: ranking, workings as live formulas, and the model.

The formulas refer to the cells the marks and prices stand in, so that a spreadsheet program works every
figure out again; beside each stands the figure svscore found. What a formula cannot say is a plain value, and
the row says so.
"""

from svscore.report.scored.render import render

__all__ = ["render"]
