"""Workbooks to fill in, and what is missing of one that is filled in.

Writes what the reader reads, by the same words; decides nothing about marks or prices.
"""

from svscore.workbook.template.gaps import gaps
from svscore.workbook.template.order import Name, Order, checked_names, names_in
from svscore.workbook.template.unwritten import unwritten
from svscore.workbook.template.write import File, separate_templates, template

__all__ = ["File", "Name", "Order", "checked_names", "gaps", "names_in", "separate_templates", "template", "unwritten"]
