"""From a workbook people filled in to bids with exact numbers, and every doubt said with its cell.

Reads ``.xlsx``, ``.xlsm`` and ``.csv``, others with an extra, and executes nothing it reads; ``template``
writes what is to be filled in. Must not score, round, or decide what a blank means: that is the model's and the
engine's business.
"""

from svscore.workbook.limits import Limits
from svscore.workbook.read import framework_named_in, read_bids, read_lots, read_several

__all__ = ["Limits", "framework_named_in", "read_bids", "read_lots", "read_several"]
