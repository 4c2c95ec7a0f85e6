"""Dates of news English: ``timexes(text, published)`` finds them, ``Timex.interval(direction)`` reads them.

Weekdays and months without a year mean different days in "met on Monday" and "will meet on Monday", so
the direction comes from the verb. Nothing is more exact than the words: "in July" stays a month, "late
January" its last third (``model.when``). Relative dates without a publication date stay unresolved.
"""

from communique.extraction.time.scanner import DELAY, timexes, written
from communique.extraction.time.timex import Direction, Reading, Timex, TimexKind

__all__ = ["DELAY", "Direction", "Reading", "Timex", "TimexKind", "timexes", "written"]
