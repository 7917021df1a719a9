"""Workbooks to fill in, and what is missing of one that is filled in.

Writes what the reader reads, by the same words; decides nothing about marks or prices.
"""

from svscore.workbook.template.gaps import gaps
from svscore.workbook.template.order import Name, Order, checked_names
from svscore.workbook.template.write import separate_templates, template

__all__ = ["Name", "Order", "checked_names", "gaps", "separate_templates", "template"]
